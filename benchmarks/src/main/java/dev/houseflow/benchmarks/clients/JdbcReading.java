package dev.houseflow.benchmarks.clients;

import dev.houseflow.benchmarks.data.Dataset;
import java.lang.invoke.MethodHandle;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

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
                ResultSet.class, dataset.columns().stream().map(JdbcGetters::of).toList());
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
