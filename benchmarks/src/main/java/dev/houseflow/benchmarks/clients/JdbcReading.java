package dev.houseflow.benchmarks.clients;

import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.shapes.Checksum;
import java.lang.invoke.MethodHandle;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;

/** A JDBC driver's typed getters. */
public final class JdbcReading implements Reading {
    private final Connection connection;
    private final String sql;
    private final Runnable afterwards;
    private final MethodHandle getters;

    /** @param afterwards what to do when the connection is closed */
    public JdbcReading(Connection connection, Dataset dataset, String sql, Runnable afterwards) {
        this.connection = connection;
        this.sql = sql;
        this.afterwards = afterwards;
        this.getters = RowCode.of(
                ResultSet.class,
                dataset.columns().stream().map(JdbcReading::getter).toList());
    }

    /** Whether JDBC has getters for all columns of the data set. */
    public static boolean knows(Dataset dataset) {
        return BareDecode.knows(dataset);
    }

    @Override
    public long readAll() throws SQLException {
        long sum = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                sum += sum(rows);
            }
        }
        return sum;
    }

    private long sum(ResultSet row) throws SQLException {
        try {
            return (long) getters.invokeExact(row);
        } catch (RuntimeException | SQLException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Getters throw nothing else", e);
        }
    }

    private static RowCode.Value<ResultSet> getter(Dataset.Column column) {
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
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            afterwards.run();
        }
    }
}
