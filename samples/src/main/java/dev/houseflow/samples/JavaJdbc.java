package dev.houseflow.samples;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.jdbc.HouseflowDataSource;
import dev.houseflow.jdbc.PositionalQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The JDBC driver. */
public final class JavaJdbc {
    private JavaJdbc() {}

    /** Inserts by a batch, and reads. */
    public static long insertAndRead(String url) throws SQLException {
        // snippet: jdbc-use
        HouseflowDataSource source = new HouseflowDataSource(url); // jdbc:houseflow:clickhouse://localhost/default
        try (Connection connection = source.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO trades (id, symbol) VALUES (?, ?)");
                PreparedStatement select = connection.prepareStatement("SELECT id FROM trades WHERE symbol = ?")) {
            for (long id = 1; id <= 1000; id++) {
                insert.setLong(1, id);
                insert.setString(2, id % 2 == 0 ? "ETH" : "BTC");
                insert.addBatch();
            }
            insert.executeBatch();

            long sum = 0;
            select.setString(1, "ETH");
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) sum += rows.getLong("id");
            }
            return sum;
        }
        // end
    }

    /** What a DSL renders, as rows of the client's. */
    public static List<ReadmeJava.Trade> withoutJdbc(ClickHouseAsyncClient ch, String sql, List<?> values)
            throws SQLException {
        // snippet: jdbc-dsl-java
        List<ReadmeJava.Trade> trades = ch.query(PositionalQuery.of(sql, values).build(), ReadmeJava.Trade.class)
                .join()
                .rows();
        // end
        return trades;
    }
}
