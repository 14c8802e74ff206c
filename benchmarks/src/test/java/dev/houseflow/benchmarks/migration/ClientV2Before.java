package dev.houseflow.benchmarks.migration;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.metadata.TableSchema;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.data.ClickHouseFormat;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What docs/migrating-from-client-v2.md begins with, in the official client's words. */
final class ClientV2Before {
    private ClientV2Before() {}

    static Client client(String endpoint) {
        // snippet: client-v2-before-client
        Client client = new Client.Builder()
                .addEndpoint(endpoint)
                .setUsername("default")
                .setPassword("")
                .setDefaultDatabase("default")
                .build();
        // end
        return client;
    }

    static long insert(Client client, List<TradeBean> trades) throws Exception {
        // snippet: client-v2-before-insert
        client.register(TradeBean.class, client.getTableSchema("trades"));
        try (InsertResponse response = client.insert("trades", trades).get()) {
            return response.getWrittenRows();
        }
        // end
    }

    static List<TradeBean> beans(Client client) {
        // snippet: client-v2-before-beans
        TableSchema schema = client.getTableSchema("trades");
        client.register(TradeBean.class, schema);
        List<TradeBean> trades = client.queryAll("SELECT * FROM trades ORDER BY id", TradeBean.class, schema);
        // end
        return trades;
    }

    @SuppressWarnings("try") // its answers say that closing them may be interrupted
    static List<String> rows(Client client) throws Exception {
        List<String> lines = new ArrayList<>();
        // snippet: client-v2-before-rows
        String sql = "SELECT id, price FROM trades WHERE symbol = {s:String} ORDER BY id";
        try (QueryResponse response = client.query(sql, Map.of("s", "ETH")).get()) {
            ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response);
            while (reader.hasNext()) {
                reader.next();
                lines.add(reader.getLong("id") + " " + reader.getDouble("price"));
            }
        }
        // end
        return lines;
    }

    static void file(Client client, Path file) throws Exception {
        // snippet: client-v2-before-file
        try (InputStream csv = Files.newInputStream(file)) {
            client.insert("trades", csv, ClickHouseFormat.CSV).get().close();
        }
        // end
    }
}
