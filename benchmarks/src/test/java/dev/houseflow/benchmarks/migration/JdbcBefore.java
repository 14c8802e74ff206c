package dev.houseflow.benchmarks.migration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What docs/migrating-from-jdbc.md begins with. */
final class JdbcBefore {
    private JdbcBefore() {}

    static Connection connect(String hostAndPort) throws SQLException {
        // snippet: jdbc-before-connect
        Properties properties = new Properties();
        properties.setProperty("user", "default");
        properties.setProperty("password", "");
        Connection connection =
                DriverManager.getConnection("jdbc:clickhouse://" + hostAndPort + "/default", properties);
        // end
        return connection;
    }

    static List<TradeBean> query(Connection connection) throws SQLException {
        // snippet: jdbc-before-query
        List<TradeBean> trades = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id, symbol, price FROM trades WHERE symbol = ? ORDER BY id")) {
            statement.setString(1, "ETH");
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    trades.add(new TradeBean(rows.getLong("id"), rows.getString("symbol"), rows.getDouble("price")));
                }
            }
        }
        // end
        return trades;
    }

    static void insert(Connection connection, List<TradeBean> trades) throws SQLException {
        // snippet: jdbc-before-insert
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO trades (id, symbol, price) VALUES (?, ?, ?)")) {
            for (TradeBean trade : trades) {
                statement.setLong(1, trade.getId());
                statement.setString(2, trade.getSymbol());
                statement.setDouble(3, trade.getPrice());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        // end
    }
}
