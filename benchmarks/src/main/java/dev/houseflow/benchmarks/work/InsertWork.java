package dev.houseflow.benchmarks.work;

import dev.houseflow.Block;
import dev.houseflow.Compression;
import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.benchmarks.clients.ClientV2Inserting;
import dev.houseflow.benchmarks.clients.DataClassInserting;
import dev.houseflow.benchmarks.clients.HouseflowColumns;
import dev.houseflow.benchmarks.clients.HouseflowInserting;
import dev.houseflow.benchmarks.clients.Reading;
import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.data.RowsInOrder;
import dev.houseflow.benchmarks.shapes.Summed;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Inserts the same rows, which are there as objects, or as blocks and arrays, until the answer of a
 * server that reads them to their end and drops them.
 */
public final class InsertWork implements Work {
    private static final String OURS = "houseflow ";
    private static final String RECORD = "insert-record";
    private static final String POJO = "client-v2 pojo";
    private static final String WRITER = "client-v2 RowBinary writer";

    @Override
    public List<String> names() {
        return List.of(RECORD, "insert-bean", "insert-data-class", "insert-blocks", "insert-arrays");
    }

    @Override
    public List<String> datasets() {
        return List.of("wide", "flights", "mixed");
    }

    @Override
    public void run(Bench bench, String name, Set<String> picked) throws Exception {
        // The smaller form always: all rows are in memory, once for each class.
        Dataset dataset = Dataset.of(name, true);
        String endpoint = bench.replay().endpoint();
        String key = bench.recordings().key(dataset, "Native", "plain");
        List<Summed> beans = rows(endpoint, key, dataset, dataset.bean());
        try (SideBySide ways = new SideBySide(name, dataset.rows())) {
            for (String way : picked) {
                ways.add(OURS + way, houseflow(way, endpoint, key, dataset, beans));
            }
            Map<String, String> columns = columns(endpoint, key);
            ways.add(POJO, new ClientV2Inserting(endpoint, columns, beans, dataset.bean(), true));
            ways.add(WRITER, new ClientV2Inserting(endpoint, columns, beans, dataset.bean(), false));
            boolean byColumns = picked.contains("insert-blocks") || picked.contains("insert-arrays");
            if (byColumns && !picked.contains(RECORD)) {
                ways.add(OURS + RECORD, houseflow(RECORD, endpoint, key, dataset, beans));
            }
            Map<String, SideBySide.Result> results = bench.compare(name + ", inserted", dataset.rows(), ways);
            for (String way : picked) {
                double millis = results.get(OURS + way).millis();
                bench.ratio(way, name, results.get(POJO).millis() / millis);
                bench.ratio(
                        way + "-to-rowbinary-writer", name, results.get(WRITER).millis() / millis);
                if (way.equals("insert-blocks") || way.equals("insert-arrays")) {
                    bench.ratio(
                            way + "-to-records",
                            name,
                            results.get(OURS + RECORD).millis() / millis);
                }
            }
        }
    }

    private static Reading houseflow(String way, String endpoint, String key, Dataset dataset, List<Summed> beans)
            throws Exception {
        return switch (way) {
            case RECORD ->
                new HouseflowInserting<>(
                        endpoint, key, rows(endpoint, key, dataset, dataset.record()), dataset.record());
            case "insert-blocks" -> HouseflowColumns.blocks(endpoint, key, blocks(endpoint, key));
            case "insert-arrays" -> HouseflowColumns.arrays(endpoint, key, blocks(endpoint, key));
            case "insert-bean" -> new HouseflowInserting<>(endpoint, key, beans, dataset.bean());
            default -> new DataClassInserting(endpoint, key, key, dataset);
        };
    }

    /** All rows of a recording as objects. */
    private static List<Summed> rows(String endpoint, String key, Dataset dataset, Class<? extends Summed> type) {
        RowsInOrder all = new RowsInOrder(dataset.rows());
        try (ClickHouseAsyncClient client = client(endpoint);
                RowStream<? extends Summed> rows =
                        client.stream(QueryRequest.of("SELECT 'replay:" + key + "'"), type)) {
            rows.stream().forEach(all::add);
        }
        return all.list();
    }

    /** All blocks of a recording. */
    private static List<Block> blocks(String endpoint, String key) {
        try (ClickHouseAsyncClient client = client(endpoint);
                RowStream<Block> blocks = client.blocks(QueryRequest.of("SELECT 'replay:" + key + "'"))) {
            return blocks.stream().toList();
        }
    }

    /** Types by the names of the columns of a recording. */
    static Map<String, String> columns(String endpoint, String key) {
        Map<String, String> columns = new LinkedHashMap<>();
        try (ClickHouseAsyncClient client = client(endpoint);
                RowStream<Row> rows = client.rows(QueryRequest.of("DESCRIBE TABLE `replay:" + key + "`"))) {
            rows.stream().forEach(row -> columns.put(row.getString("name"), row.getString("type")));
        }
        return columns;
    }

    private static ClickHouseAsyncClient client(String endpoint) {
        return ClickHouseAsyncClient.builder(endpoint)
                .compression(Compression.NONE)
                .build();
    }
}
