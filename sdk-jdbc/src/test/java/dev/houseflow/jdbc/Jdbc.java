package dev.houseflow.jdbc;

import dev.houseflow.embedded.EmbeddedClickHouse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One embedded server for all test classes of this module. Each test class works in tables of its own. */
public final class Jdbc implements BeforeAllCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Jdbc.class);

    private static volatile EmbeddedClickHouse server;

    /** Runs with what a statement answers. */
    public interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** {@code host:port} of the server. Its only user is {@code tester} with the password {@code secret}. */
    public static String address() {
        return server.endpoint().replace("http://", "").replace("/", "");
    }

    public static String url(String options) {
        return "jdbc:houseflow:clickhouse://" + address() + "/default?" + options;
    }

    public static Connection connect(String options) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "tester");
        properties.setProperty("password", "secret");
        return DriverManager.getConnection(url(options), properties);
    }

    public static Connection connect() throws SQLException {
        return connect("");
    }

    /** The first row of {@code sql}. */
    public static <T> T first(Connection connection, String sql, Reader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) throw new AssertionError("no rows: " + sql);
            return reader.read(rows);
        }
    }

    public static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(HERE).getOrComputeIfAbsent("server", key -> {
            server = EmbeddedClickHouse.builder().user("tester", "secret").start();
            return server; // Closed with the store, after the last test of all.
        });
    }
}
