package dev.houseflow.benchmarks;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.data_formats.internal.AbstractBinaryFormatReader;
import com.clickhouse.client.api.metadata.DefaultColumnToMethodMatchingStrategy;
import com.clickhouse.client.api.metadata.TableSchema;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.client.api.serde.POJOFieldDeserializer;
import com.clickhouse.client.api.serde.POJOSerDe;
import com.clickhouse.data.ClickHouseFormat;
import dev.houseflow.benchmarks.shapes.Checksum;
import dev.houseflow.benchmarks.shapes.Summed;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Map;

/** The official client, client-v2, over RowBinaryWithNamesAndTypes. */
final class ClientV2Reading implements Reading {
    /** How values are asked for. */
    enum By {
        /** Its typed getters. */
        TYPED,
        /** Its {@code readValue}. */
        VALUE,
        /** Its reader of beans, row by row: its own {@code queryAll} would keep all of them as well. */
        POJO
    }

    private final Client client;
    private final Dataset dataset;
    private final String query;
    private final By by;
    private POJOSerDe beans;

    ClientV2Reading(String endpoint, Dataset dataset, String sql, By by, boolean compressed) {
        this.client = new Client.Builder()
                .addEndpoint(endpoint)
                .setUsername("default")
                .setPassword("")
                .compressServerResponse(compressed)
                .build();
        this.dataset = dataset;
        this.query = sql;
        this.by = by;
    }

    @Override
    @SuppressWarnings("try") // Their reader's close() may throw anything, even an InterruptedException.
    public long readAll() throws Exception {
        QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.RowBinaryWithNamesAndTypes);
        try (QueryResponse response = client.query(query, Map.of(), settings).get();
                ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
            return switch (by) {
                case TYPED -> typed(reader);
                case VALUE -> values(reader);
                case POJO -> beans((AbstractBinaryFormatReader) reader, dataset.bean());
            };
        }
    }

    private long typed(ClickHouseBinaryFormatReader reader) {
        Dataset.Column[] columns = dataset.columns().toArray(Dataset.Column[]::new);
        long sum = 0;
        while (reader.hasNext()) {
            reader.next();
            for (int i = 0; i < columns.length; i++) {
                if (columns[i].nullable() && !reader.hasValue(i + 1)) {
                    sum += Checksum.OF_NULL;
                    continue;
                }
                sum += switch (columns[i].kind()) {
                    case LONG -> reader.getLong(i + 1);
                    case INT -> reader.getInteger(i + 1);
                    case DOUBLE -> Checksum.of(reader.getDouble(i + 1));
                    case FLOAT -> Checksum.of(reader.getFloat(i + 1));
                    case BOOLEAN -> Checksum.of(reader.getBoolean(i + 1));
                    case STRING, NAME -> Checksum.of(reader.getString(i + 1));
                    case INSTANT -> Checksum.of(reader.getInstant(i + 1));
                    case STRINGS -> Checksum.ofStrings(reader.getList(i + 1));
                    case COUNTS -> Checksum.ofCounts(reader.readValue(i + 1));
                    case TUPLE -> Checksum.ofTuple(Arrays.asList(reader.getTuple(i + 1)));
                    case DOCUMENT -> Checksum.ofDocument(reader.readValue(i + 1));
                };
            }
        }
        return sum;
    }

    private long values(ClickHouseBinaryFormatReader reader) {
        Dataset.Column[] columns = dataset.columns().toArray(Dataset.Column[]::new);
        long sum = 0;
        while (reader.hasNext()) {
            reader.next();
            for (int i = 0; i < columns.length; i++) {
                Object value = reader.readValue(i + 1);
                if (value == null) {
                    sum += Checksum.OF_NULL;
                    continue;
                }
                sum += switch (columns[i].kind()) {
                    case LONG, INT -> ((Number) value).longValue();
                    case DOUBLE -> Checksum.of((double) value);
                    case FLOAT -> Checksum.of((float) value);
                    case BOOLEAN -> Checksum.of((boolean) value);
                    case STRING -> Checksum.of((String) value);
                    // An object of its own.
                    case NAME -> Checksum.of(value.toString());
                    case INSTANT -> Checksum.of((ZonedDateTime) value);
                    // Arrays are objects of its own, too.
                    case STRINGS -> Checksum.ofStrings(reader.getList(i + 1));
                    case COUNTS -> Checksum.ofCounts((Map<?, ?>) value);
                    case TUPLE -> Checksum.ofTuple(Arrays.asList((Object[]) value));
                    case DOCUMENT -> Checksum.ofDocument((Map<?, ?>) value);
                };
            }
        }
        return sum;
    }

    private long beans(AbstractBinaryFormatReader reader, Class<? extends Summed> type) throws Exception {
        // Its registry wants the name of a table or the text of a query, and not both; an answer's schema has both,
        // empty.
        TableSchema schema =
                new TableSchema("replayed", null, "", reader.getSchema().getColumns());
        if (beans == null) {
            beans = new POJOSerDe(new DefaultColumnToMethodMatchingStrategy());
            beans.registerClass(type, schema);
        }
        Map<String, POJOFieldDeserializer> setters = beans.getFieldDeserializers(type, schema);
        MethodHandle constructor = MethodHandles.lookup()
                .findConstructor(type, MethodType.methodType(void.class))
                .asType(MethodType.methodType(Summed.class));
        long sum = 0;
        while (true) {
            Summed row = newRow(constructor);
            if (!reader.readToPOJO(setters, row)) {
                return sum;
            }
            sum += row.checksum();
        }
    }

    private static Summed newRow(MethodHandle constructor) {
        try {
            return (Summed) constructor.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("A bean has a constructor without parameters", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
