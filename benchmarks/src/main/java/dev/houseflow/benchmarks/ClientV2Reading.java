package dev.houseflow.benchmarks;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.util.List;
import java.util.Map;

/** The official client, client-v2, over RowBinaryWithNamesAndTypes: its typed getters, or its faster {@code readValue}. */
final class ClientV2Reading implements Reading {
    private final Client client;
    private final Dataset dataset;
    private final String query;
    private final boolean typed;

    ClientV2Reading(String endpoint, Dataset dataset, String key, boolean typed) {
        this.client = new Client.Builder()
                .addEndpoint(endpoint)
                .setUsername("default")
                .setPassword("")
                .compressServerResponse(false)
                .build();
        this.dataset = dataset;
        this.query = "SELECT 'replay:" + key + "'";
        this.typed = typed;
    }

    @Override
    @SuppressWarnings("try") // Their reader's close() may throw anything, even an InterruptedException.
    public long readAll() throws Exception {
        QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.RowBinaryWithNamesAndTypes);
        try (QueryResponse response = client.query(query, Map.of(), settings).get();
                ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
            return typed ? byTypedGetters(reader) : byReadValue(reader);
        }
    }

    private long byTypedGetters(ClickHouseBinaryFormatReader reader) {
        List<Dataset.Kind> kinds = dataset.kinds();
        int columns = kinds.size();
        long sum = 0;
        while (reader.hasNext()) {
            reader.next();
            for (int i = 0; i < columns; i++) {
                sum += switch (kinds.get(i)) {
                    case LONG -> reader.getLong(i + 1);
                    case INT -> reader.getInteger(i + 1);
                    case DOUBLE -> Reading.of(reader.getDouble(i + 1));
                    case STRING -> Reading.of(reader.getString(i + 1));
                };
            }
        }
        return sum;
    }

    private long byReadValue(ClickHouseBinaryFormatReader reader) {
        List<Dataset.Kind> kinds = dataset.kinds();
        int columns = kinds.size();
        long sum = 0;
        while (reader.hasNext()) {
            reader.next();
            for (int i = 0; i < columns; i++) {
                Object value = reader.readValue(i + 1);
                sum += switch (kinds.get(i)) {
                    case LONG, INT -> ((Number) value).longValue();
                    case DOUBLE -> Reading.of((double) value);
                    case STRING -> Reading.of((String) value);
                };
            }
        }
        return sum;
    }

    @Override
    public void close() {
        client.close();
    }
}
