package dev.houseflow.benchmarks.work;

import dev.houseflow.benchmarks.replay.RepeatProcess;
import dev.houseflow.benchmarks.replay.RepeatServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Long streams in small heaps: 20 GB read block by block with {@code -Xmx64m}, and a million rows
 * inserted from a flow with {@code -Xmx48m}, each by a JVM of its own. A ratio of 1.00 means that
 * all rows went through.
 */
public final class MemoryWork implements Work {
    private static final long BLOCK_BYTES = RepeatServer.ROWS * 16L;

    @Override
    public List<String> names() {
        return List.of("memory");
    }

    @Override
    public List<String> datasets() {
        return List.of("stream", "insert");
    }

    @Override
    public void run(Bench bench, String dataset, Set<String> picked) throws Exception {
        boolean stream = dataset.equals("stream");
        long bytes =
                switch (bench.effort()) {
                    case FULL -> 20_000_000_000L;
                    case QUICK -> 5_000_000_000L;
                    case CHECK -> 200_000_000L;
                };
        long count = stream ? (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES : 1_000_000;
        String heap = stream ? "-Xmx64m" : "-Xmx48m";
        try (RepeatProcess server = new RepeatProcess()) {
            long start = System.nanoTime();
            long done = child(heap, dataset, server.plain(), count);
            long expected = stream ? count * RepeatServer.ROWS : count;
            System.out.printf(
                    java.util.Locale.ROOT,
                    "%nmemory %s: %,d of %,d rows with %s, %.1f s%n",
                    dataset,
                    done,
                    expected,
                    heap,
                    (System.nanoTime() - start) / 1e9);
            bench.ratio("memory", dataset, done / (double) expected);
            if (done != expected) {
                throw new IllegalStateException("The " + dataset + " with " + heap + " did not go through");
            }
        }
    }

    private static long child(String heap, String what, String endpoint, long count) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        RepeatProcess.program("java"),
                        heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryChild.class.getName(),
                        what,
                        endpoint,
                        Long.toString(count)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String rows = out.readLine();
            if (process.waitFor() != 0 || rows == null) {
                throw new IOException("The " + what + " with " + heap + " failed; its own words stand above");
            }
            return Long.parseLong(rows);
        } finally {
            process.destroy();
        }
    }
}
