package dev.houseflow.benchmarks.work;

import dev.houseflow.benchmarks.clients.Drains;
import dev.houseflow.benchmarks.replay.RepeatProcess;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Long answers, undecoded, in MiB: through our client beside Ktor's stock engines, plain, over TLS
 * and as 64 streams at once; and how long a row of a slow stream takes from the server's write to
 * the caller.
 */
public final class StreamWork implements Work {
    private static final String STREAM = "stream";
    private static final String FIRST_ROW = "first-row";
    private static final int PARALLEL = 64;
    private static final int SLOW_ROWS = 100;
    private static final double LIMIT_MILLIS = 10;

    @Override
    public List<String> names() {
        return List.of(STREAM, FIRST_ROW);
    }

    @Override
    public List<String> datasets() {
        return List.of("plain", "tls", "64-streams", "slow");
    }

    @Override
    public void run(Bench bench, String dataset, Set<String> picked) throws Exception {
        if (!picked.contains(dataset.equals("slow") ? FIRST_ROW : STREAM)) {
            return;
        }
        try (RepeatProcess server = new RepeatProcess()) {
            switch (dataset) {
                case "plain" -> plain(bench, server);
                case "tls" -> tls(bench, server);
                case "64-streams" -> parallel(bench, server);
                default -> slow(bench, server);
            }
        }
    }

    private void plain(Bench bench, RepeatProcess server) throws Exception {
        int mebibytes = bench.quick() ? 512 : 2048;
        try (SideBySide ways = new SideBySide("plain", mebibytes)) {
            ways.add("houseflow", Drains.houseflow(server.plain(), null, blocks(mebibytes), 1))
                    .add("plain Ktor CIO", Drains.ktorCio(server.plain(), blocks(mebibytes), 1));
            report(bench, "plain", "stock-cio", "plain Ktor CIO", mebibytes, ways);
        }
    }

    private void tls(Bench bench, RepeatProcess server) throws Exception {
        int mebibytes = bench.quick() ? 128 : 512;
        try (SideBySide ways = new SideBySide("tls", mebibytes)) {
            ways.add("houseflow", Drains.houseflow(server.tls(), server.context(), blocks(mebibytes), 1))
                    .add("Ktor OkHttp", Drains.ktorOkHttp(server, blocks(mebibytes)));
            report(bench, "tls", "okhttp", "Ktor OkHttp", mebibytes, ways);
        }
    }

    private void parallel(Bench bench, RepeatProcess server) throws Exception {
        int mebibytes = PARALLEL * (bench.quick() ? 8 : 32);
        try (SideBySide ways = new SideBySide("64-streams", mebibytes)) {
            ways.add("houseflow", Drains.houseflow(server.plain(), null, blocks(mebibytes) / PARALLEL, PARALLEL))
                    .add("plain Ktor CIO", Drains.ktorCio(server.plain(), blocks(mebibytes) / PARALLEL, PARALLEL));
            report(bench, "64-streams", "stock-cio", "plain Ktor CIO", mebibytes, ways);
        }
    }

    private static int blocks(int mebibytes) {
        return 2 * mebibytes;
    }

    private void report(Bench bench, String dataset, String other, String theirs, int mebibytes, SideBySide ways)
            throws Exception {
        Map<String, SideBySide.Result> results =
                bench.compare("stream " + dataset + ", rows of 1 MiB", mebibytes, ways);
        bench.ratio(
                STREAM + "-to-" + other,
                dataset,
                results.get(theirs).millis() / results.get("houseflow").millis());
    }

    private void slow(Bench bench, RepeatProcess server) {
        double[] millis = Drains.delays(server.plain(), SLOW_ROWS);
        double median = millis[millis.length / 2];
        double worst = millis[millis.length * 99 / 100];
        System.out.printf(
                java.util.Locale.ROOT,
                "%nslow stream: a row reaches its caller after %.2f ms (median), %.2f ms (99%%)%n",
                median,
                worst);
        bench.ratio(FIRST_ROW + "-limit-to-ours", "slow", LIMIT_MILLIS / worst);
    }
}
