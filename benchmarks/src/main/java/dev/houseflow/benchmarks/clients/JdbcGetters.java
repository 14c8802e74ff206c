package dev.houseflow.benchmarks.clients;

import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.shapes.Checksum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;

/** The getters of JDBC, each column of each driver with code of its own, as a program has it. */
final class JdbcGetters {
    private JdbcGetters() {}

    /** Reads the value of {@code column} by the getter that a program would call. */
    static RowCode.Value<ResultSet> of(Dataset.Column column) {
        RowCode.Value<ResultSet> value = CodeCopy.of(code(column.kind()));
        return column.nullable() ? CodeCopy.of(Nullables.class, value) : value;
    }

    private static Class<? extends RowCode.Value<ResultSet>> code(Dataset.Kind kind) {
        return switch (kind) {
            case LONG -> Longs.class;
            case INT -> Ints.class;
            case DOUBLE -> Doubles.class;
            case FLOAT -> Floats.class;
            case BOOLEAN -> Booleans.class;
            case STRING, NAME -> Strings.class;
            case INSTANT -> Moments.class;
            default -> throw new IllegalStateException("JDBC has no getter for " + kind);
        };
    }

    /** {@code getLong}. */
    static final class Longs implements RowCode.Value<ResultSet> {
        Longs() {}

        @Override
        public long of(ResultSet row, int column) throws SQLException {
            return row.getLong(column + 1);
        }
    }

    /** {@code getInt}. */
    static final class Ints implements RowCode.Value<ResultSet> {
        Ints() {}

        @Override
        public long of(ResultSet row, int column) throws SQLException {
            return row.getInt(column + 1);
        }
    }

    /** {@code getDouble}. */
    static final class Doubles implements RowCode.Value<ResultSet> {
        Doubles() {}

        @Override
        public long of(ResultSet row, int column) throws SQLException {
            return Checksum.of(row.getDouble(column + 1));
        }
    }

    /** {@code getFloat}. */
    static final class Floats implements RowCode.Value<ResultSet> {
        Floats() {}

        @Override
        public long of(ResultSet row, int column) throws SQLException {
            return Checksum.of(row.getFloat(column + 1));
        }
    }

    /** {@code getBoolean}. */
    static final class Booleans implements RowCode.Value<ResultSet> {
        Booleans() {}

        @Override
        public long of(ResultSet row, int column) throws SQLException {
            return Checksum.of(row.getBoolean(column + 1));
        }
    }

    /** {@code getString}. */
    static final class Strings implements RowCode.Value<ResultSet> {
        Strings() {}

        @Override
        public long of(ResultSet row, int column) throws SQLException {
            return Checksum.of(row.getString(column + 1));
        }
    }

    /** {@code getTimestamp}. */
    static final class Moments implements RowCode.Value<ResultSet> {
        Moments() {}

        @Override
        public long of(ResultSet row, int column) throws SQLException {
            Timestamp value = row.getTimestamp(column + 1);
            return value == null ? Checksum.OF_NULL : Checksum.of(value.toInstant());
        }
    }

    /** Another getter, and {@code wasNull}. */
    static final class Nullables implements RowCode.Value<ResultSet> {
        private final RowCode.Value<ResultSet> value;

        Nullables(RowCode.Value<ResultSet> value) {
            this.value = value;
        }

        @Override
        public long of(ResultSet row, int column) throws Exception {
            long share = value.of(row, column);
            return row.wasNull() ? Checksum.OF_NULL : share;
        }
    }
}
