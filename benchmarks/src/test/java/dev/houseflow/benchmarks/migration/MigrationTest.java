package dev.houseflow.benchmarks.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.clickhouse.client.api.Client;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages on migration show of other clients is what those clients do. */
class MigrationTest {
    private static final List<TradeBean> TRADES =
            List.of(new TradeBean(1, "ETH", 1.5), new TradeBean(2, "BTC", 2.5), new TradeBean(3, "ETH", 0.5));

    @Test
    void theOfficialClientsWriteAndReadWhatOursReads(@TempDir Path folder) throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start();
                ClickHouseAsyncClient ours =
                        ClickHouseAsyncClient.builder(server.endpoint()).build()) {
            ours.execute("CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
                    .join();
            try (Client client = ClientV2Before.client(server.endpoint())) {
                assertEquals(3, ClientV2Before.insert(client, TRADES));
                assertEquals(TRADES, ClientV2Before.beans(client));
                assertEquals(List.of("1 1.5", "3 0.5"), ClientV2Before.rows(client));
                assertEquals(TRADES, read(ours));
                Path csv = folder.resolve("trades.csv");
                Files.writeString(csv, "4,ETH,4\n");
                ClientV2Before.file(client, csv);
                assertEquals(new TradeBean(4, "ETH", 4), read(ours).get(3));
            }
            ours.execute("TRUNCATE TABLE trades").join();
            try (Connection connection = JdbcBefore.connect("127.0.0.1:" + server.port())) {
                JdbcBefore.insert(connection, TRADES);
                assertEquals(List.of(TRADES.get(0), TRADES.get(2)), JdbcBefore.query(connection));
                assertEquals(TRADES, read(ours));
            }
        }
    }

    private static List<TradeBean> read(ClickHouseAsyncClient ours) {
        return ours.query("SELECT * FROM trades ORDER BY id", TradeBean.class)
                .join()
                .rows();
    }
}
