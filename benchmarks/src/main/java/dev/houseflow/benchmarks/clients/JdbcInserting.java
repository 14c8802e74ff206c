package dev.houseflow.benchmarks.clients;

import dev.houseflow.benchmarks.data.Dataset;
import java.lang.invoke.MethodHandle;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * A JDBC driver's batches: one prepared insert, its typed setters, and 10,000 rows for each
 * {@code executeBatch}.
 */
public final class JdbcInserting implements Reading {
    private static final int BATCH = 10_000;

    private final Connection connection;
    private final String sql;
    private final MethodHandle setters;
    private final List<Object[]> rows;
    private final Runnable afterwards;

    /**
     * @param sql {@code INSERT INTO table (columns) VALUES (?, ...)}
     * @param rows one value for each column, as the class that its setter takes
     * @param afterwards what to do when the connection is closed
     */
    public JdbcInserting(Connection connection, String sql, Dataset dataset, List<Object[]> rows, Runnable afterwards) {
        this.connection = connection;
        this.sql = sql;
        this.setters = RowCode.of(
                JdbcSetters.Row.class,
                dataset.columns().stream().map(JdbcSetters::of).toList());
        this.rows = rows;
        this.afterwards = afterwards;
    }

    @Override
    public long readAll() throws SQLException {
        long inserted = 0;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int inBatch = 0;
            for (Object[] row : rows) {
                set(new JdbcSetters.Row(insert, row));
                insert.addBatch();
                if (++inBatch == BATCH) {
                    inserted += insert.executeBatch().length;
                    inBatch = 0;
                }
            }
            if (inBatch > 0) {
                inserted += insert.executeBatch().length;
            }
        }
        return inserted;
    }

    private void set(JdbcSetters.Row row) throws SQLException {
        try {
            long set = (long) setters.invokeExact(row);
        } catch (RuntimeException | SQLException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Setters throw nothing else", e);
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
