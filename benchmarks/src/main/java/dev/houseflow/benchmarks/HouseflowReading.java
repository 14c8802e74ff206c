package dev.houseflow.benchmarks;

import dev.houseflow.Block;
import dev.houseflow.Column;
import dev.houseflow.Compression;
import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.util.Iterator;
import java.util.List;

/** Houseflow over Native: column by column, or by the typed getters of a {@link Row}. */
final class HouseflowReading implements Reading {
    private final ClickHouseAsyncClient client;
    private final Dataset dataset;
    private final QueryRequest request;
    private final boolean byColumn;

    HouseflowReading(String endpoint, Dataset dataset, boolean byColumn) {
        this.client = ClickHouseAsyncClient.builder(endpoint)
                .compression(Compression.NONE)
                .build();
        this.dataset = dataset;
        this.request = QueryRequest.of("SELECT 'replay:" + dataset.name() + ".native'");
        this.byColumn = byColumn;
    }

    @Override
    public long readAll() {
        return byColumn ? columns() : rows();
    }

    private long columns() {
        long sum = 0;
        try (RowStream<Block> blocks = client.blocks(request)) {
            for (Iterator<Block> all = blocks.stream().iterator(); all.hasNext(); ) {
                Block block = all.next();
                for (int i = 0; i < dataset.kinds().size(); i++) {
                    sum += column(block.column(i), dataset.kinds().get(i), block.rowCount());
                }
            }
        }
        return sum;
    }

    private static long column(Column column, Dataset.Kind kind, int rows) {
        long sum = 0;
        switch (kind) {
            case LONG -> {
                for (int row = 0; row < rows; row++) {
                    sum += column.getLong(row);
                }
            }
            case INT -> {
                for (int row = 0; row < rows; row++) {
                    sum += column.getInt(row);
                }
            }
            case DOUBLE -> {
                for (int row = 0; row < rows; row++) {
                    sum += (long) column.getDouble(row);
                }
            }
            default -> {
                for (int row = 0; row < rows; row++) {
                    sum += Reading.of(column.getString(row));
                }
            }
        }
        return sum;
    }

    private long rows() {
        List<Dataset.Kind> kinds = dataset.kinds();
        int columns = kinds.size();
        long sum = 0;
        try (RowStream<Row> rows = client.rows(request)) {
            for (Iterator<Row> all = rows.stream().iterator(); all.hasNext(); ) {
                Row row = all.next();
                for (int i = 0; i < columns; i++) {
                    sum += switch (kinds.get(i)) {
                        case LONG -> row.getLong(i);
                        case INT -> row.getInt(i);
                        case DOUBLE -> (long) row.getDouble(i);
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
