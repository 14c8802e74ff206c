package dev.houseflow.benchmarks.clients;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Small queries of a JDBC driver, as a pool and a template make them: one platform thread and one
 * connection for each caller, and for each query a prepared statement, its result's metadata and
 * three getters.
 */
public final class JdbcCallers implements Callers {
    private final String sql;
    private final Connector connector;
    private final ThreadLocal<Connection> own = ThreadLocal.withInitial(this::connect);
    private final Queue<Connection> all = new ConcurrentLinkedQueue<>();
    private final ThreadCallers threads = new ThreadCallers();

    /** Opens a connection. */
    public interface Connector {
        Connection connect() throws SQLException;
    }

    public JdbcCallers(String sql, Connector connector) {
        this.sql = sql;
        this.connector = connector;
    }

    private Connection connect() {
        try {
            Connection connection = connector.connect();
            all.add(connection);
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long run(int callers, int queries) throws Exception {
        return threads.run(callers, queries, this::query);
    }

    private long query() throws SQLException {
        try (PreparedStatement statement = own.get().prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            int columns = row.getMetaData().getColumnCount();
            row.next();
            return columns + row.getLong(1) + row.getString(2).length() + (long) row.getDouble(3);
        }
    }

    @Override
    public void close() {
        threads.close();
        for (Connection connection : all) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
