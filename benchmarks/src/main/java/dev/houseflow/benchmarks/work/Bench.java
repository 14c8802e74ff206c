package dev.houseflow.benchmarks.work;

import dev.houseflow.benchmarks.replay.Recordings;
import dev.houseflow.benchmarks.replay.ReplayProcess;
import java.util.Locale;
import java.util.Map;

/**
 * What a {@link Work} runs with.
 *
 * @param effort how long to measure
 * @param recordings what can be replayed
 * @param replay the server that replays it
 * @param ratios where the results go
 */
public record Bench(Effort effort, Recordings recordings, ReplayProcess replay, Ratios ratios) {

    /** How long to measure. */
    public enum Effort {
        /** One round, which measures nothing but finds ways that fail or that read other values. */
        CHECK,
        /** A few minutes. */
        QUICK,
        /** As long as it takes. */
        FULL
    }

    /** Whether data sets are to be smaller. */
    public boolean quick() {
        return effort != Effort.FULL;
    }

    /**
     * Fewer would flatter us: the official client's readers need them to get out of a slow profile.
     */
    int warmUp() {
        return effort == Effort.CHECK ? 0 : 12;
    }

    public int rounds() {
        return effort == Effort.CHECK ? 1 : quick() ? 3 : 15;
    }

    /** Runs the rounds and prints the table. */
    Map<String, SideBySide.Result> compare(String title, long rows, SideBySide ways) throws Exception {
        Map<String, SideBySide.Result> results = ways.run(warmUp(), rounds());
        System.out.printf(Locale.ROOT, "%n%s, %,d rows%n", title, rows);
        System.out.printf("%-28s %10s %8s %12s %12s %12s%n", "", "ms", "spread", "Mrows/s", "bytes/row", "cpu ns/row");
        results.forEach((name, result) -> System.out.printf(
                Locale.ROOT,
                "%-28s %10.1f %7.0f%% %12.2f %12.1f %12.1f%n",
                name,
                result.millis(),
                result.spread() * 100,
                rows / result.millis() / 1000,
                result.bytesPerRow(),
                result.cpuNanosPerRow()));
        return results;
    }

    /**
     * Prints one machine-readable line; {@code ratio} is ours through theirs, in rows per second.
     */
    public void ratio(String work, String dataset, double ratio) {
        if (effort != Effort.CHECK) {
            ratios.add(work, dataset, ratio);
        }
    }
}
