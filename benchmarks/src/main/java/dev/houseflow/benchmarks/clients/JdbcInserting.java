package dev.houseflow.benchmarks.clients;

import dev.houseflow.benchmarks.data.Dataset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;

/**
 * A JDBC driver's batches: one prepared insert, its typed setters, and 10,000 rows for each
 * {@code executeBatch}.
 */
public final class JdbcInserting implements Reading {
    private static final int BATCH = 10_000;

    private final Connection connection;
    private final String sql;
    private final Dataset.Column[] columns;
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
        this.columns = dataset.columns().toArray(Dataset.Column[]::new);
        this.rows = rows;
        this.afterwards = afterwards;
    }

    @Override
    public long readAll() throws SQLException {
        long inserted = 0;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int inBatch = 0;
            for (Object[] row : rows) {
                for (int i = 0; i < columns.length; i++) {
                    set(insert, i + 1, columns[i].kind(), row[i]);
                }
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

    private static void set(PreparedStatement insert, int index, Dataset.Kind kind, Object value) throws SQLException {
        if (value == null) {
            insert.setNull(index, type(kind));
            return;
        }
        switch (kind) {
            case LONG -> insert.setLong(index, (Long) value);
            case INT -> insert.setInt(index, (Integer) value);
            case DOUBLE -> insert.setDouble(index, (Double) value);
            case FLOAT -> insert.setFloat(index, (Float) value);
            case BOOLEAN -> insert.setBoolean(index, (Boolean) value);
            case STRING, NAME -> insert.setString(index, (String) value);
            case INSTANT -> insert.setTimestamp(index, (Timestamp) value);
            default -> throw new IllegalStateException("JDBC has no setter for " + kind);
        }
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
