package dev.houseflow.benchmarks.work;

import dev.houseflow.Compression;
import dev.houseflow.benchmarks.clients.Callers;
import dev.houseflow.benchmarks.clients.HouseflowReading;
import dev.houseflow.benchmarks.clients.JavaCallers;
import dev.houseflow.benchmarks.clients.TakingListener;
import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.replay.Recordings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What it costs that calls are listened to: small queries, and columns, with a listener that takes
 * all events and without one. The ratio is the speed with one through that without.
 */
public final class ListenersWork implements Work {
    private static final String NAME = "listened-to-unlistened";
    private static final String COLUMNS = "numeric";
    private static final String WITHOUT = "houseflow";
    private static final String WITH = "houseflow, listened to";

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<String> datasets() {
        return Stream.concat(CallersWork.CALLERS.stream(), Stream.of(COLUMNS)).toList();
    }

    @Override
    public void run(Bench bench, String dataset, Set<String> picked) throws Exception {
        if (dataset.equals(COLUMNS)) {
            columns(bench);
        } else {
            smallQueries(bench, dataset);
        }
    }

    private static void smallQueries(Bench bench, String dataset) throws Exception {
        int callers = CallersWork.callers(dataset);
        int connections = Math.max(callers, 8);
        String endpoint = bench.replay().endpoint();
        String key = bench.recordings().key(CallersWork.ONE_ROW, "Native", "plain");
        Map<String, Callers> contenders = new LinkedHashMap<>();
        try {
            contenders.put(WITHOUT, new JavaCallers(endpoint, key, connections));
            contenders.put(WITH, new JavaCallers(endpoint, key, connections, new TakingListener()));
            Map<String, Double> rates = CallersWork.compare("small queries", contenders, callers, bench);
            bench.ratio(NAME, dataset, rates.get(WITH) / rates.get(WITHOUT));
        } finally {
            contenders.values().forEach(Callers::close);
        }
    }

    private static void columns(Bench bench) throws Exception {
        Dataset dataset = Dataset.of(COLUMNS, bench.quick());
        String endpoint = bench.replay().endpoint();
        String sql = Recordings.sql(bench.recordings().key(dataset, "Native", "plain"));
        HouseflowReading.By by = HouseflowReading.By.COLUMN;
        try (SideBySide all = new SideBySide(COLUMNS, dataset.rows())) {
            all.add(WITHOUT, new HouseflowReading(endpoint, dataset, sql, by, Compression.NONE));
            all.add(WITH, new HouseflowReading(endpoint, dataset, sql, by, Compression.NONE, new TakingListener()));
            Map<String, SideBySide.Result> results = bench.compare(COLUMNS + " columns", dataset.rows(), all);
            bench.ratio(
                    NAME,
                    COLUMNS,
                    results.get(WITHOUT).millis() / results.get(WITH).millis());
        }
    }
}
