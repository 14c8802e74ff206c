package dev.houseflow.benchmarks.work;

import dev.houseflow.benchmarks.clients.Callers;
import dev.houseflow.benchmarks.clients.ClientV2Callers;
import dev.houseflow.benchmarks.clients.JavaCallers;
import dev.houseflow.benchmarks.clients.KotlinCallers;
import dev.houseflow.benchmarks.data.Dataset;
import io.ktor.client.engine.cio.CIO;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How many small queries a second each client gets through with 1, 16 and 64 callers, in turns:
 * query out, one typed row back. The callers are coroutines for the Kotlin client, and platform
 * threads for the others.
 */
public final class CallersWork implements Work {
    private static final String PLAIN = "small-queries";
    private static final String FUTURES = "small-queries-futures";
    private static final String STOCK_CIO = "small-queries-to-stock-cio";

    /** How many callers, as data sets are called. */
    static final List<String> CALLERS = List.of("1-callers", "16-callers", "64-callers");

    static final Dataset ONE_ROW = new Dataset(
            "small",
            1,
            List.of(Dataset.Kind.LONG, Dataset.Kind.STRING, Dataset.Kind.DOUBLE),
            "SELECT toInt64(4711) AS id, 'ETHUSDT' AS symbol, 2215.5 AS price");

    /** Shorter rounds would measure the scheduler's mood. */
    private static final long ROUND_NANOS = 250_000_000L;

    @Override
    public List<String> names() {
        return List.of(PLAIN, FUTURES, STOCK_CIO);
    }

    @Override
    public List<String> datasets() {
        return CALLERS;
    }

    @Override
    public void run(Bench bench, String dataset, Set<String> picked) throws Exception {
        int callers = callers(dataset);
        int connections = Math.max(callers, 8);
        String endpoint = bench.replay().endpoint();
        String ours = bench.recordings().key(ONE_ROW, "Native", "plain");
        String theirs = bench.recordings().key(ONE_ROW, "RowBinaryWithNamesAndTypes", "plain");
        Map<String, Callers> contenders = new LinkedHashMap<>();
        try {
            if (picked.contains(PLAIN) || picked.contains(STOCK_CIO)) {
                contenders.put("houseflow", new KotlinCallers(endpoint, ours, connections, null));
            }
            if (picked.contains(FUTURES)) {
                contenders.put("houseflow futures", new JavaCallers(endpoint, ours, connections));
            }
            if (picked.contains(PLAIN) || picked.contains(FUTURES)) {
                contenders.put("client-v2", new ClientV2Callers(endpoint, theirs, connections));
            }
            if (picked.contains(STOCK_CIO)) {
                contenders.put("houseflow over stock CIO", overStockCio(endpoint, ours, connections));
            }
            Map<String, Double> rates = compare("small queries", contenders, callers, bench);
            if (picked.contains(PLAIN)) {
                bench.ratio(PLAIN, dataset, rates.get("houseflow") / rates.get("client-v2"));
            }
            if (picked.contains(FUTURES)) {
                bench.ratio(FUTURES, dataset, rates.get("houseflow futures") / rates.get("client-v2"));
            }
            if (picked.contains(STOCK_CIO)) {
                bench.ratio(STOCK_CIO, dataset, rates.get("houseflow") / rates.get("houseflow over stock CIO"));
            }
        } finally {
            contenders.values().forEach(Callers::close);
        }
    }

    /** The number in one of {@link #CALLERS}. */
    static int callers(String dataset) {
        return Integer.parseInt(dataset.substring(0, dataset.indexOf('-')));
    }

    private static Callers overStockCio(String endpoint, String key, int connections) {
        return new KotlinCallers(endpoint, key, connections, CIO.INSTANCE.create(config -> {
            config.setRequestTimeout(0);
            config.setMaxConnectionsCount(connections);
            config.getEndpoint().setMaxConnectionsPerRoute(connections);
            return kotlin.Unit.INSTANCE;
        }));
    }

    /** Queries per second of each contender: the median of the rounds. */
    static Map<String, Double> compare(String title, Map<String, Callers> contenders, int callers, Bench bench)
            throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Map<String, Integer> queries = new LinkedHashMap<>();
        long expected = contenders.values().iterator().next().run(1, 1);
        // A call goes through much code, here and in the other clients: compilers need seconds to
        // be done with it.
        int warmUp = bench.effort() == Bench.Effort.CHECK ? 0 : bench.quick() ? 14 : 40;
        for (int round = -warmUp; round < bench.rounds(); round++) {
            for (Map.Entry<String, Callers> entry : contenders.entrySet()) {
                int each = queries.getOrDefault(entry.getKey(), Math.max(1, 200 / callers));
                long start = System.nanoTime();
                long sum = entry.getValue().run(callers, each);
                long nanos = System.nanoTime() - start;
                if (sum != expected * callers * each) {
                    throw new IllegalStateException(entry.getKey() + " read other values than the first client");
                }
                // As many queries as make a round of about the same length for every client, found
                // while warming up.
                if (round < 0) {
                    queries.put(entry.getKey(), (int) Math.max(1, Math.min(each * 4L, each * ROUND_NANOS / nanos)));
                } else {
                    rates.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                            .add(callers * each * 1e9 / nanos);
                }
            }
        }
        System.out.printf("%n%s, %d callers%n%-28s %12s %8s%n", title, callers, "", "queries/s", "spread");
        Map<String, Double> medians = new LinkedHashMap<>();
        rates.forEach((name, all) -> {
            List<Double> sorted = all.stream().sorted().toList();
            double median = sorted.get(sorted.size() / 2);
            double spread = (sorted.get(sorted.size() * 3 / 4) - sorted.get(sorted.size() / 4)) / median;
            medians.put(name, median);
            System.out.printf(Locale.ROOT, "%-28s %,12.0f %7.0f%%%n", name, median, spread * 100);
        });
        return medians;
    }
}
