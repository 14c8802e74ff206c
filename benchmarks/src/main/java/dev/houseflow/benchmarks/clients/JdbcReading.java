package dev.houseflow.benchmarks.clients;

import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.shapes.Checksum;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;

/** A JDBC driver's typed getters. */
public final class JdbcReading implements Reading {
    private final Connection connection;
    private final Dataset dataset;
    private final String sql;
    private final Runnable afterwards;

    /** @param afterwards what to do when the connection is closed */
    public JdbcReading(Connection connection, Dataset dataset, String sql, Runnable afterwards) {
        this.connection = connection;
        this.dataset = dataset;
        this.sql = sql;
        this.afterwards = afterwards;
    }

    /** Whether JDBC has getters for all columns of the data set. */
    public static boolean knows(Dataset dataset) {
        return BareDecode.knows(dataset);
    }

    @Override
    public long readAll() throws SQLException {
        Dataset.Column[] columns = dataset.columns().toArray(Dataset.Column[]::new);
        long sum = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                for (int i = 0; i < columns.length; i++) {
                    long share = value(rows, i + 1, columns[i].kind());
                    sum += columns[i].nullable() && rows.wasNull() ? Checksum.OF_NULL : share;
                }
            }
        }
        return sum;
    }

    private static long value(ResultSet rows, int column, Dataset.Kind kind) throws SQLException {
        return switch (kind) {
            case LONG -> rows.getLong(column);
            case INT -> rows.getInt(column);
            case DOUBLE -> Checksum.of(rows.getDouble(column));
            case FLOAT -> Checksum.of(rows.getFloat(column));
            case BOOLEAN -> Checksum.of(rows.getBoolean(column));
            case STRING, NAME -> Checksum.of(rows.getString(column));
            case INSTANT -> moment(rows.getTimestamp(column));
            default -> throw new IllegalStateException("JDBC has no getter for " + kind);
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
