package dev.houseflow.benchmarks;

import dev.houseflow.Block;
import dev.houseflow.Column;
import dev.houseflow.Compression;
import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Houseflow over Native. */
final class HouseflowReading implements Reading {
    /** How values are asked for. */
    enum By {
        /** Column by column, text as {@code String}. */
        COLUMN,
        /** Column by column, text as bytes. */
        COLUMN_BYTES,
        /** The typed getters of {@link Row}. */
        ROW,
        /** Not at all: the bytes of the answer in large pieces. */
        DRAIN
    }

    private static final int PIECE = 1 << 20;

    private final ClickHouseAsyncClient client;
    private final Dataset dataset;
    private final QueryRequest request;
    private final By by;
    private final byte[] piece = new byte[PIECE];

    HouseflowReading(String endpoint, Dataset dataset, String key, By by, Compression compression) {
        this.client =
                ClickHouseAsyncClient.builder(endpoint).compression(compression).build();
        this.dataset = dataset;
        this.request = QueryRequest.of("SELECT 'replay:" + key + "'");
        this.by = by;
    }

    @Override
    public long readAll() throws Exception {
        return switch (by) {
            case COLUMN, COLUMN_BYTES -> columns();
            case ROW -> rows();
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
        ColumnLoop[] loops = new ColumnLoop[dataset.kinds().size()];
        for (int i = 0; i < loops.length; i++) {
            Column column = block.column(i);
            loops[i] = ColumnLoop.of(
                    switch (dataset.kinds().get(i)) {
                        case LONG -> ColumnLoop.Longs.class;
                        case INT -> ColumnLoop.Ints.class;
                        case DOUBLE -> ColumnLoop.Doubles.class;
                        case STRING -> by == By.COLUMN_BYTES ? ColumnLoop.Bytes.class : ColumnLoop.Strings.class;
                    },
                    column.type().toString());
        }
        return loops;
    }

    private long rows() {
        List<Dataset.Kind> kinds = dataset.kinds();
        int columns = kinds.size();
        long sum = 0;
        try (RowStream<Row> rows = client.rows(request)) {
            for (Iterator<Row> all = rows; all.hasNext(); ) {
                Row row = all.next();
                for (int i = 0; i < columns; i++) {
                    sum += switch (kinds.get(i)) {
                        case LONG -> row.getLong(i);
                        case INT -> row.getInt(i);
                        case DOUBLE -> Reading.of(row.getDouble(i));
                        case STRING -> Reading.of(row.getString(i));
                    };
                }
            }
        }
        return sum;
    }

    @Override
    public void close() {
        client.close();
    }
}
