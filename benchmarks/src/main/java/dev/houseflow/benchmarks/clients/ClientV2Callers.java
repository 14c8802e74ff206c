package dev.houseflow.benchmarks.clients;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.util.Map;

/**
 * Small queries of the official client, with its reader's typed getters: one platform thread per
 * caller.
 */
public final class ClientV2Callers implements Callers {
    private final Client client;
    private final String sql;
    private final ThreadCallers threads = new ThreadCallers();

    public ClientV2Callers(String endpoint, String key, int connections) {
        this.sql = "SELECT 'replay:" + key + "'";
        this.client = new Client.Builder()
                .addEndpoint(endpoint)
                .setUsername("default")
                .setPassword("")
                .compressServerResponse(false)
                .setMaxConnections(connections)
                .build();
    }

    @Override
    public long run(int callers, int queries) throws Exception {
        return threads.run(callers, queries, this::query);
    }

    @SuppressWarnings("try") // Their reader's close() may throw anything, even an InterruptedException.
    private long query() throws Exception {
        QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.RowBinaryWithNamesAndTypes);
        try (QueryResponse response = client.query(sql, Map.of(), settings).get();
                ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
            reader.next();
            return reader.getLong(1) + reader.getString(2).length() + (long) reader.getDouble(3);
        }
    }

    @Override
    public void close() {
        threads.close();
        client.close();
    }
}
