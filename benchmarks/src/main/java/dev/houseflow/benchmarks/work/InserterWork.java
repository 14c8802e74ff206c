package dev.houseflow.benchmarks.work;

import dev.houseflow.benchmarks.replay.RepeatProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Single rows that 200 coroutines add to an inserter, beside one insert of a flow of the same rows
 * and beside client-v2, which is given lists of rows as long as the inserter's batches: in turns,
 * by one JVM with {@code -Xmx128m}, into a server that reads rows and drops them.
 */
public final class InserterWork implements Work {
    @Override
    public List<String> names() {
        return List.of("inserter");
    }

    @Override
    public List<String> datasets() {
        return List.of("trades");
    }

    @Override
    public void run(Bench bench, String dataset, Set<String> picked) throws Exception {
        long rows = bench.effort() == Bench.Effort.CHECK ? 200_000 : 2_000_000;
        try (RepeatProcess server = new RepeatProcess()) {
            Map<String, Double> millis = child(server.plain(), rows, bench.warmUp() / 2, bench.rounds());
            System.out.printf(Locale.ROOT, "%ninserter, %,d rows, -Xmx128m%n", rows);
            millis.forEach((way, time) ->
                    System.out.printf(Locale.ROOT, "%-28s %10.1f ms %12.2f Mrows/s%n", way, time, rows / time / 1000));
            double inserter = millis.get("inserter");
            bench.ratio("inserter-to-flow", dataset, millis.get("flow") / inserter);
            bench.ratio("inserter-to-client-v2", dataset, millis.get("client-v2") / inserter);
        }
    }

    /** The median times of the ways. */
    private static Map<String, Double> child(String endpoint, long rows, int warmUp, int rounds) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        RepeatProcess.program("java"),
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InserterChild.class.getName(),
                        endpoint,
                        Long.toString(rows),
                        Integer.toString(warmUp),
                        Integer.toString(rounds)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Double> millis = new LinkedHashMap<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ");
                if (words.length == 2) millis.put(words[0], Double.parseDouble(words[1]));
            }
            if (process.waitFor() != 0 || millis.size() != 3) {
                throw new IOException("The inserts with -Xmx128m failed; their own words stand above");
            }
            return millis;
        } finally {
            process.destroy();
        }
    }
}
