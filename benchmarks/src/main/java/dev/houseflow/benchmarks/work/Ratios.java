package dev.houseflow.benchmarks.work;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** All ratios of one run, for a table at its end. */
public final class Ratios {
    private final Map<String, Map<String, Double>> byWork = new LinkedHashMap<>();
    private final Set<String> datasets = new LinkedHashSet<>();

    /** Keeps a ratio and prints its machine-readable line. */
    public void add(String work, String dataset, double ratio) {
        System.out.printf(Locale.ROOT, "ratio %s %s %.2f%n", work, dataset, ratio);
        byWork.computeIfAbsent(work, any -> new LinkedHashMap<>()).put(dataset, ratio);
        datasets.add(dataset);
    }

    /** The table in Markdown, one line for each work, as docs/performance.md has it. */
    public void print() {
        System.out.printf(
                "%nours / theirs%n%n| | %s |%n|---%s|%n", String.join(" | ", datasets), "|---".repeat(datasets.size()));
        byWork.forEach((work, ratios) -> {
            System.out.print("| " + work + " |");
            for (String dataset : datasets) {
                Double ratio = ratios.get(dataset);
                System.out.print(ratio == null ? " |" : String.format(Locale.ROOT, " %.2f |", ratio));
            }
            System.out.println();
        });
    }
}
