package dev.houseflow.benchmarks.work;

import dev.houseflow.Compression;
import dev.houseflow.benchmarks.clients.ClientV2Reading;
import dev.houseflow.benchmarks.clients.HouseflowReading;
import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a table of the embedded engine, end to end: what is left of the ratios when a real server
 * has to make the answer.
 */
public final class EngineWork implements Work {
    private static final String NAME = "end-to-end";

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<String> datasets() {
        return List.of("wide", "numeric", "mixed");
    }

    @Override
    public void run(Bench bench, String name, Set<String> picked) throws Exception {
        Dataset dataset = Dataset.of(name, bench.quick());
        String endpoint = bench.recordings().engine().endpoint();
        String table = "benchmark_" + name;
        try (ClickHouseAsyncClient client =
                ClickHouseAsyncClient.builder(endpoint).build()) {
            client.execute("CREATE OR REPLACE TABLE " + table + " ENGINE = Memory AS "
                            + bench.recordings().source(dataset))
                    .join();
            measure(bench, dataset, endpoint, "SELECT * FROM " + table);
            client.execute("DROP TABLE " + table).join();
        }
    }

    private static void measure(Bench bench, Dataset dataset, String endpoint, String sql) throws Exception {
        try (SideBySide all = new SideBySide(dataset.name(), dataset.rows())) {
            all.add(
                            "houseflow columns",
                            new HouseflowReading(endpoint, dataset, sql, HouseflowReading.By.COLUMN, Compression.NONE))
                    .add(
                            "client-v2 value",
                            new ClientV2Reading(endpoint, dataset, sql, ClientV2Reading.By.VALUE, false))
                    .add("client-v2 pojo", new ClientV2Reading(endpoint, dataset, sql, ClientV2Reading.By.POJO, false));
            Map<String, SideBySide.Result> results =
                    bench.compare(dataset.name() + " from the embedded engine", dataset.rows(), all);
            double theirs = Math.min(
                    results.get("client-v2 value").millis(),
                    results.get("client-v2 pojo").millis());
            bench.ratio(
                    NAME,
                    dataset.name(),
                    theirs / results.get("houseflow columns").millis());
        }
    }
}
