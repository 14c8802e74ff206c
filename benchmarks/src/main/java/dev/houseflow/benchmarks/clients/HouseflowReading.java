package dev.houseflow.benchmarks.clients;

import dev.houseflow.Block;
import dev.houseflow.CallListener;
import dev.houseflow.Compression;
import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.shapes.Checksum;
import dev.houseflow.benchmarks.shapes.Summed;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/** Houseflow over Native. */
public final class HouseflowReading implements Reading {
    /** How values are asked for. */
    public enum By {
        /** Column by column, text as {@code String}. */
        COLUMN,
        /** Column by column, text as bytes. */
        COLUMN_BYTES,
        /** The typed getters of {@link Row}. */
        ROW,
        /** One Java record for each row. */
        RECORD,
        /** Not at all: the bytes of the answer in large pieces. */
        DRAIN
    }

    private static final int PIECE = 1 << 20;

    private final ClickHouseAsyncClient client;
    private final Dataset dataset;
    private final QueryRequest request;
    private final By by;
    private final MethodHandle getters;
    private final byte[] piece = new byte[PIECE];

    public HouseflowReading(
            String endpoint, Dataset dataset, String sql, By by, Compression compression, CallListener... listeners) {
        ClickHouseAsyncClient.Builder builder =
                ClickHouseAsyncClient.builder(endpoint).compression(compression);
        for (CallListener listener : listeners) builder.callListener(listener);
        this.client = builder.build();
        this.dataset = dataset;
        this.request = QueryRequest.of(sql);
        this.by = by;
        this.getters = RowCode.of(
                Row.class,
                dataset.columns().stream().map(HouseflowReading::getter).toList());
    }

    @Override
    public long readAll() throws Exception {
        return switch (by) {
            case COLUMN, COLUMN_BYTES -> columns();
            case ROW -> rows();
            case RECORD -> records(dataset.record());
            case DRAIN -> drain();
        };
    }

    private long drain() throws Exception {
        try (InputStream in = client.rawStream(request)) {
            while (in.read(piece) >= 0) {
                // Dropped: only the reading counts.
            }
        }
        return 0;
    }

    private long columns() {
        long sum = 0;
        ColumnLoop[] loops = null;
        try (RowStream<Block> blocks = client.blocks(request)) {
            while (blocks.hasNext()) {
                Block block = blocks.next();
                if (loops == null) {
                    loops = loops(block);
                }
                for (int i = 0; i < loops.length; i++) {
                    sum += loops[i].sum(block.column(i), block.rowCount());
                }
            }
        }
        return sum;
    }

    private ColumnLoop[] loops(Block block) {
        ColumnLoop[] loops = new ColumnLoop[dataset.columns().size()];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = ColumnLoop.of(
                    loop(dataset.columns().get(i)), block.column(i).type().toString());
        }
        return loops;
    }

    private Class<? extends ColumnLoop> loop(Dataset.Column column) {
        boolean nullable = column.nullable();
        return switch (column.kind()) {
            case LONG -> nullable ? ColumnLoop.NullableLongs.class : ColumnLoop.Longs.class;
            case INT -> ColumnLoop.Ints.class;
            case DOUBLE -> nullable ? ColumnLoop.NullableDoubles.class : ColumnLoop.Doubles.class;
            case FLOAT -> ColumnLoop.Floats.class;
            case BOOLEAN -> ColumnLoop.Booleans.class;
            case INSTANT -> nullable ? ColumnLoop.NullableInstants.class : ColumnLoop.Instants.class;
            case NAME -> ColumnLoop.Strings.class;
            case STRING -> text(nullable);
            case STRINGS -> ColumnLoop.Arrays.class;
            case COUNTS -> ColumnLoop.Maps.class;
            case TUPLE -> ColumnLoop.Tuples.class;
            case DOCUMENT -> ColumnLoop.Documents.class;
        };
    }

    private Class<? extends ColumnLoop> text(boolean nullable) {
        if (by == By.COLUMN_BYTES) {
            return nullable ? ColumnLoop.NullableBytes.class : ColumnLoop.Bytes.class;
        }
        return nullable ? ColumnLoop.NullableStrings.class : ColumnLoop.Strings.class;
    }

    private long rows() {
        long sum = 0;
        try (RowStream<Row> rows = client.rows(request)) {
            while (rows.hasNext()) {
                sum += sum(rows.next());
            }
        }
        return sum;
    }

    private long sum(Row row) {
        try {
            return (long) getters.invokeExact(row);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Getters throw nothing else", e);
        }
    }

    private static RowCode.Value<Row> getter(Dataset.Column column) {
        RowCode.Value<Row> value =
                switch (column.kind()) {
                    case LONG -> (row, i) -> row.getLong(i);
                    case INT -> (row, i) -> row.getInt(i);
                    case DOUBLE -> (row, i) -> Checksum.of(row.getDouble(i));
                    case FLOAT -> (row, i) -> Checksum.of(row.getFloat(i));
                    case BOOLEAN -> (row, i) -> Checksum.of(row.getBoolean(i));
                    case STRING, NAME -> (row, i) -> Checksum.of(row.getString(i));
                    case INSTANT -> (row, i) -> Checksum.of(row.getInstant(i));
                    case STRINGS -> (row, i) -> Checksum.ofStrings(row.getList(i));
                    case COUNTS -> (row, i) -> Checksum.ofCounts(row.getMap(i));
                    case TUPLE -> (row, i) -> Checksum.ofTuple(row.getList(i));
                    case DOCUMENT -> (row, i) -> Checksum.ofDocument((Map<?, ?>) row.get(i));
                };
        return column.nullable() ? (row, i) -> row.isNull(i) ? Checksum.OF_NULL : value.of(row, i) : value;
    }

    private <T extends Summed> long records(Class<T> type) {
        long sum = 0;
        try (RowStream<T> rows = client.stream(request, type)) {
            while (rows.hasNext()) {
                sum += rows.next().checksum();
            }
        }
        return sum;
    }

    @Override
    public void close() {
        client.close();
    }
}
