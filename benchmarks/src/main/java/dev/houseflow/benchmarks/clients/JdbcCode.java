package dev.houseflow.benchmarks.clients;

import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.shapes.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;

/**
 * The calls of JDBC for one column. A program has one driver, for whose classes the JVM compiles
 * its calls; so each driver here has a copy of this code.
 */
interface JdbcCode {
    /** A statement that takes the values of one row. */
    record Insert(PreparedStatement statement, Object[] row) {}

    /** Reads the value of {@code column} by the getter that a program would call. */
    RowCode.Value<ResultSet> getter(Dataset.Column column);

    /** Sets the value of {@code column} by the setter that a program would call. */
    RowCode.Value<Insert> setter(Dataset.Column column);

    /** Whether JDBC has getters for all columns of the data set. */
    static boolean knows(Dataset dataset) {
        return BareDecode.knows(dataset);
    }

    /** A copy of the code that the JVM knows nothing about yet. */
    static JdbcCode copy() {
        Class<?> code = Calls.class;
        try (InputStream bytes = code.getResourceAsStream(
                code.getName().substring(code.getPackageName().length() + 1) + ".class")) {
            return (JdbcCode) MethodHandles.lookup()
                    .defineHiddenClass(bytes.readAllBytes(), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The code has a constructor without parameters", e);
        }
    }

    /** The code of which there are copies. */
    final class Calls implements JdbcCode {
        @Override
        public RowCode.Value<ResultSet> getter(Dataset.Column column) {
            RowCode.Value<ResultSet> value =
                    switch (column.kind()) {
                        case LONG -> (row, i) -> row.getLong(i + 1);
                        case INT -> (row, i) -> row.getInt(i + 1);
                        case DOUBLE -> (row, i) -> Checksum.of(row.getDouble(i + 1));
                        case FLOAT -> (row, i) -> Checksum.of(row.getFloat(i + 1));
                        case BOOLEAN -> (row, i) -> Checksum.of(row.getBoolean(i + 1));
                        case STRING, NAME -> (row, i) -> Checksum.of(row.getString(i + 1));
                        case INSTANT -> (row, i) -> moment(row.getTimestamp(i + 1));
                        default -> throw new IllegalStateException("JDBC has no getter for " + column.kind());
                    };
            if (!column.nullable()) {
                return value;
            }
            return (row, i) -> {
                long share = value.of(row, i);
                return row.wasNull() ? Checksum.OF_NULL : share;
            };
        }

        private static long moment(Timestamp value) {
            return value == null ? Checksum.OF_NULL : Checksum.of(value.toInstant());
        }

        @Override
        public RowCode.Value<Insert> setter(Dataset.Column column) {
            Dataset.Kind kind = column.kind();
            RowCode.Value<Insert> value =
                    switch (kind) {
                        case LONG ->
                            (to, i) -> {
                                to.statement().setLong(i + 1, (Long) to.row()[i]);
                                return 1;
                            };
                        case INT ->
                            (to, i) -> {
                                to.statement().setInt(i + 1, (Integer) to.row()[i]);
                                return 1;
                            };
                        case DOUBLE ->
                            (to, i) -> {
                                to.statement().setDouble(i + 1, (Double) to.row()[i]);
                                return 1;
                            };
                        case FLOAT ->
                            (to, i) -> {
                                to.statement().setFloat(i + 1, (Float) to.row()[i]);
                                return 1;
                            };
                        case BOOLEAN ->
                            (to, i) -> {
                                to.statement().setBoolean(i + 1, (Boolean) to.row()[i]);
                                return 1;
                            };
                        case STRING, NAME ->
                            (to, i) -> {
                                to.statement().setString(i + 1, (String) to.row()[i]);
                                return 1;
                            };
                        case INSTANT ->
                            (to, i) -> {
                                to.statement().setTimestamp(i + 1, (Timestamp) to.row()[i]);
                                return 1;
                            };
                        default -> throw new IllegalStateException("JDBC has no setter for " + kind);
                    };
            if (!column.nullable()) {
                return value;
            }
            return (to, i) -> to.row()[i] == null ? setNull(to.statement(), i + 1, kind) : value.of(to, i);
        }

        private static long setNull(PreparedStatement statement, int index, Dataset.Kind kind) throws SQLException {
            int type =
                    switch (kind) {
                        case LONG -> Types.BIGINT;
                        case INT -> Types.INTEGER;
                        case DOUBLE -> Types.DOUBLE;
                        case FLOAT -> Types.REAL;
                        case BOOLEAN -> Types.BOOLEAN;
                        case INSTANT -> Types.TIMESTAMP;
                        default -> Types.VARCHAR;
                    };
            statement.setNull(index, type);
            return 1;
        }
    }
}
