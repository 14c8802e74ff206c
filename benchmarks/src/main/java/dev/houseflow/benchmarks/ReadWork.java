package dev.houseflow.benchmarks;

import dev.houseflow.Compression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads every value of one answer, beside the official client and the limits of the machine. */
final class ReadWork implements Work {
    private static final String THEIRS = "client-v2 ";

    /** Our ways, and what each is called. */
    private static final Map<String, HouseflowReading.By> OURS = new LinkedHashMap<>();

    static {
        OURS.put("columns", HouseflowReading.By.COLUMN);
        OURS.put("columns-bytes", HouseflowReading.By.COLUMN_BYTES);
        OURS.put("rows", HouseflowReading.By.ROW);
    }

    @Override
    public List<String> names() {
        return List.copyOf(OURS.keySet());
    }

    @Override
    public List<String> datasets() {
        return List.of("numeric", "wide");
    }

    @Override
    public void run(Bench bench, String name, Set<String> picked) throws Exception {
        Dataset dataset = Dataset.of(name);
        String endpoint = bench.replay().endpoint();
        String ours = bench.recordings().key(dataset, "Native", "plain");
        String theirs = bench.recordings().key(dataset, "RowBinaryWithNamesAndTypes", "plain");
        Map<String, Reading> readings = new LinkedHashMap<>();
        for (String way : picked) {
            readings.put(
                    "houseflow " + way, new HouseflowReading(endpoint, dataset, ours, OURS.get(way), Compression.NONE));
        }
        readings.put(THEIRS + "typed", new ClientV2Reading(endpoint, dataset, theirs, true));
        readings.put(THEIRS + "value", new ClientV2Reading(endpoint, dataset, theirs, false));
        Map<String, Reading> limits = new LinkedHashMap<>();
        limits.put(
                "houseflow drain",
                new HouseflowReading(endpoint, dataset, ours, HouseflowReading.By.DRAIN, Compression.NONE));
        limits.put(
                "bare array decode", new BareDecode(dataset, bench.recordings().body(ours)));
        limits.put("raw socket", new RawSocketReading(endpoint, ours));
        SideBySide ways = new SideBySide(name, dataset.rows());
        readings.forEach(ways::add);
        limits.forEach(ways::addLimit);
        try {
            Map<String, SideBySide.Result> results = bench.compare(name, dataset.rows(), ways);
            double best = results.entrySet().stream()
                    .filter(result -> result.getKey().startsWith(THEIRS))
                    .mapToDouble(result -> result.getValue().millis())
                    .min()
                    .orElseThrow();
            for (String way : picked) {
                double millis = results.get("houseflow " + way).millis();
                bench.ratio(way, name, best / millis);
                if (way.startsWith("columns")) {
                    limits.keySet()
                            .forEach(limit -> bench.ratio(
                                    way + "-to-"
                                            + limit.replace("houseflow ", "").replace(' ', '-'),
                                    name,
                                    results.get(limit).millis() / millis));
                }
            }
        } finally {
            for (Reading reading : readings.values()) {
                reading.close();
            }
            for (Reading limit : limits.values()) {
                limit.close();
            }
        }
    }
}
