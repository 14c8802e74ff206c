package dev.houseflow.benchmarks.clients;

import dev.houseflow.benchmarks.data.Dataset;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;

/** The setters of JDBC, each column of each driver with code of its own, as a program has it. */
final class JdbcSetters {
    /** A statement that takes the values of one row. */
    record Row(PreparedStatement statement, Object[] values) {}

    private JdbcSetters() {}

    /** Sets the value of {@code column} by the setter that a program would call. */
    static RowCode.Value<Row> of(Dataset.Column column) {
        RowCode.Value<Row> value = CodeCopy.of(code(column.kind()));
        return column.nullable() ? CodeCopy.of(Nullables.class, value, type(column.kind())) : value;
    }

    private static Class<? extends RowCode.Value<Row>> code(Dataset.Kind kind) {
        return switch (kind) {
            case LONG -> Longs.class;
            case INT -> Ints.class;
            case DOUBLE -> Doubles.class;
            case FLOAT -> Floats.class;
            case BOOLEAN -> Booleans.class;
            case STRING, NAME -> Strings.class;
            case INSTANT -> Moments.class;
            default -> throw new IllegalStateException("JDBC has no setter for " + kind);
        };
    }

    private static int type(Dataset.Kind kind) {
        return switch (kind) {
            case LONG -> Types.BIGINT;
            case INT -> Types.INTEGER;
            case DOUBLE -> Types.DOUBLE;
            case FLOAT -> Types.REAL;
            case BOOLEAN -> Types.BOOLEAN;
            case INSTANT -> Types.TIMESTAMP;
            default -> Types.VARCHAR;
        };
    }

    /** {@code setLong}. */
    static final class Longs implements RowCode.Value<Row> {
        Longs() {}

        @Override
        public long of(Row row, int column) throws SQLException {
            row.statement().setLong(column + 1, (Long) row.values()[column]);
            return 1;
        }
    }

    /** {@code setInt}. */
    static final class Ints implements RowCode.Value<Row> {
        Ints() {}

        @Override
        public long of(Row row, int column) throws SQLException {
            row.statement().setInt(column + 1, (Integer) row.values()[column]);
            return 1;
        }
    }

    /** {@code setDouble}. */
    static final class Doubles implements RowCode.Value<Row> {
        Doubles() {}

        @Override
        public long of(Row row, int column) throws SQLException {
            row.statement().setDouble(column + 1, (Double) row.values()[column]);
            return 1;
        }
    }

    /** {@code setFloat}. */
    static final class Floats implements RowCode.Value<Row> {
        Floats() {}

        @Override
        public long of(Row row, int column) throws SQLException {
            row.statement().setFloat(column + 1, (Float) row.values()[column]);
            return 1;
        }
    }

    /** {@code setBoolean}. */
    static final class Booleans implements RowCode.Value<Row> {
        Booleans() {}

        @Override
        public long of(Row row, int column) throws SQLException {
            row.statement().setBoolean(column + 1, (Boolean) row.values()[column]);
            return 1;
        }
    }

    /** {@code setString}. */
    static final class Strings implements RowCode.Value<Row> {
        Strings() {}

        @Override
        public long of(Row row, int column) throws SQLException {
            row.statement().setString(column + 1, (String) row.values()[column]);
            return 1;
        }
    }

    /** {@code setTimestamp}. */
    static final class Moments implements RowCode.Value<Row> {
        Moments() {}

        @Override
        public long of(Row row, int column) throws SQLException {
            row.statement().setTimestamp(column + 1, (Timestamp) row.values()[column]);
            return 1;
        }
    }

    /** {@code setNull}, or another setter. */
    static final class Nullables implements RowCode.Value<Row> {
        private final RowCode.Value<Row> value;
        private final int type;

        Nullables(RowCode.Value<Row> value, int type) {
            this.value = value;
            this.type = type;
        }

        @Override
        public long of(Row row, int column) throws Exception {
            if (row.values()[column] != null) {
                return value.of(row, column);
            }
            row.statement().setNull(column + 1, type);
            return 1;
        }
    }
}
