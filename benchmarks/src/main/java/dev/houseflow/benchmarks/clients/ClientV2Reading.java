package dev.houseflow.benchmarks.clients;

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
import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.shapes.Checksum;
import dev.houseflow.benchmarks.shapes.Summed;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Map;

/** The official client, client-v2, over RowBinaryWithNamesAndTypes. */
public final class ClientV2Reading implements Reading {
    /** How values are asked for. */
    public enum By {
        /** Its typed getters. */
        TYPED,
        /** Its {@code readValue}. */
        VALUE,
        /**
         * Its reader of beans, row by row: its own {@code queryAll} would keep all of them as well.
         */
        POJO
    }

    private final Client client;
    private final Dataset dataset;
    private final String query;
    private final By by;
    private final MethodHandle code;
    private POJOSerDe beans;

    public ClientV2Reading(String endpoint, Dataset dataset, String sql, By by, boolean compressed) {
        this.client = new Client.Builder()
                .addEndpoint(endpoint)
                .setUsername("default")
                .setPassword("")
                .compressServerResponse(compressed)
                .build();
        this.dataset = dataset;
        this.query = sql;
        this.by = by;
        this.code = RowCode.of(
                ClickHouseBinaryFormatReader.class,
                dataset.columns().stream()
                        .map(by == By.TYPED ? ClientV2Reading::getter : ClientV2Reading::value)
                        .toList());
    }

    @Override
    @SuppressWarnings("try") // Their reader's close() may throw anything, even an InterruptedException.
    public long readAll() throws Exception {
        QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.RowBinaryWithNamesAndTypes);
        try (QueryResponse response = client.query(query, Map.of(), settings).get();
                ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
            return switch (by) {
                case TYPED, VALUE -> rows(reader, code);
                case POJO -> beans((AbstractBinaryFormatReader) reader, dataset.bean());
            };
        }
    }

    private static long rows(ClickHouseBinaryFormatReader reader, MethodHandle code) throws Exception {
        long sum = 0;
        while (reader.hasNext()) {
            reader.next();
            try {
                sum += (long) code.invokeExact(reader);
            } catch (Exception e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("Readers throw nothing else", e);
            }
        }
        return sum;
    }

    private static RowCode.Value<ClickHouseBinaryFormatReader> getter(Dataset.Column column) {
        RowCode.Value<ClickHouseBinaryFormatReader> value =
                switch (column.kind()) {
                    case LONG -> (row, i) -> row.getLong(i + 1);
                    case INT -> (row, i) -> row.getInteger(i + 1);
                    case DOUBLE -> (row, i) -> Checksum.of(row.getDouble(i + 1));
                    case FLOAT -> (row, i) -> Checksum.of(row.getFloat(i + 1));
                    case BOOLEAN -> (row, i) -> Checksum.of(row.getBoolean(i + 1));
                    case STRING, NAME -> (row, i) -> Checksum.of(row.getString(i + 1));
                    case INSTANT -> (row, i) -> Checksum.of(row.getInstant(i + 1));
                    case STRINGS -> (row, i) -> Checksum.ofStrings(row.getList(i + 1));
                    case COUNTS -> (row, i) -> Checksum.ofCounts(row.readValue(i + 1));
                    case TUPLE -> (row, i) -> Checksum.ofTuple(Arrays.asList(row.getTuple(i + 1)));
                    case DOCUMENT -> (row, i) -> Checksum.ofDocument(row.readValue(i + 1));
                };
        return column.nullable() ? (row, i) -> row.hasValue(i + 1) ? value.of(row, i) : Checksum.OF_NULL : value;
    }

    private static RowCode.Value<ClickHouseBinaryFormatReader> value(Dataset.Column column) {
        return switch (column.kind()) {
            case LONG, INT ->
                (row, i) -> {
                    Number value = row.readValue(i + 1);
                    return value == null ? Checksum.OF_NULL : value.longValue();
                };
            case DOUBLE ->
                (row, i) -> {
                    Double value = row.readValue(i + 1);
                    return Checksum.of(value);
                };
            case FLOAT -> (row, i) -> Checksum.of(row.<Float>readValue(i + 1).floatValue());
            case BOOLEAN ->
                (row, i) -> Checksum.of(row.<Boolean>readValue(i + 1).booleanValue());
            case STRING ->
                (row, i) -> {
                    String value = row.readValue(i + 1);
                    return Checksum.of(value);
                };
            // An object of its own.
            case NAME -> (row, i) -> Checksum.of(row.<Object>readValue(i + 1).toString());
            case INSTANT ->
                (row, i) -> {
                    ZonedDateTime value = row.readValue(i + 1);
                    return Checksum.of(value);
                };
            // Arrays are objects of its own, too.
            case STRINGS -> (row, i) -> Checksum.ofStrings(row.getList(i + 1));
            case COUNTS ->
                (row, i) -> {
                    Map<?, ?> value = row.readValue(i + 1);
                    return Checksum.ofCounts(value);
                };
            case TUPLE -> (row, i) -> Checksum.ofTuple(Arrays.asList(row.<Object[]>readValue(i + 1)));
            case DOCUMENT ->
                (row, i) -> {
                    Map<?, ?> value = row.readValue(i + 1);
                    return Checksum.ofDocument(value);
                };
        };
    }

    private long beans(AbstractBinaryFormatReader reader, Class<? extends Summed> type) throws Exception {
        // Its registry wants the name of a table or the text of a query, and not both; an answer's
        // schema has both, empty.
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
