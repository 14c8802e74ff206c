package dev.houseflow.benchmarks;

import dev.houseflow.Compression;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads every value of one answer, beside the official client and the limits of the machine. */
final class ReadWork implements Work {
    private static final String OURS = "houseflow ";
    private static final String THEIRS = "client-v2 ";
    private static final List<String> NAMES = List.of("columns", "columns-bytes", "rows", "record", "data-class");

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public List<String> datasets() {
        return Dataset.names();
    }

    @Override
    public void run(Bench bench, String name, Set<String> picked) throws Exception {
        Dataset dataset = Dataset.of(name, bench.quick());
        String endpoint = bench.replay().endpoint();
        String ours = bench.recordings().key(dataset, "Native", "plain");
        String theirs = bench.recordings().key(dataset, "RowBinaryWithNamesAndTypes", "plain");
        try (SideBySide ways = new SideBySide(name, dataset.rows())) {
            for (String way : picked) {
                ways.add(OURS + way, houseflow(way, endpoint, dataset, ours, Compression.NONE));
            }
            ways.add(THEIRS + "typed", new ClientV2Reading(endpoint, dataset, theirs, ClientV2Reading.By.TYPED, false))
                    .add(
                            THEIRS + "value",
                            new ClientV2Reading(endpoint, dataset, theirs, ClientV2Reading.By.VALUE, false))
                    .add(
                            THEIRS + "pojo",
                            new ClientV2Reading(endpoint, dataset, theirs, ClientV2Reading.By.POJO, false))
                    .addLimit(
                            OURS + "drain",
                            new HouseflowReading(endpoint, dataset, ours, HouseflowReading.By.DRAIN, Compression.NONE))
                    .addLimit(
                            "bare array decode",
                            new BareDecode(dataset, bench.recordings().body(ours)))
                    .addLimit("raw socket", new RawSocketReading(endpoint, ours));
            Map<String, SideBySide.Result> results = bench.compare(name, dataset.rows(), ways);
            for (String way : picked) {
                double millis = results.get(OURS + way).millis();
                bench.ratio(way, name, theirs(way, results) / millis);
                if (way.startsWith("columns")) {
                    bench.ratio(
                            way + "-to-drain", name, results.get(OURS + "drain").millis() / millis);
                    bench.ratio(
                            way + "-to-bare-decode",
                            name,
                            results.get("bare array decode").millis() / millis);
                    bench.ratio(
                            way + "-to-raw-socket",
                            name,
                            results.get("raw socket").millis() / millis);
                }
            }
        }
    }

    private static Reading houseflow(
            String way, String endpoint, Dataset dataset, String key, Compression compression) {
        return switch (way) {
            case "columns" -> new HouseflowReading(endpoint, dataset, key, HouseflowReading.By.COLUMN, compression);
            case "columns-bytes" ->
                new HouseflowReading(endpoint, dataset, key, HouseflowReading.By.COLUMN_BYTES, compression);
            case "rows" -> new HouseflowReading(endpoint, dataset, key, HouseflowReading.By.ROW, compression);
            case "record" -> new HouseflowReading(endpoint, dataset, key, HouseflowReading.By.RECORD, compression);
            default -> new DataClassReading(endpoint, key, compression, dataset.data());
        };
    }

    /** Objects are compared with objects, everything else with the fastest way there is. */
    private static double theirs(String way, Map<String, SideBySide.Result> results) {
        boolean objects = way.equals("record") || way.equals("data-class");
        return results.entrySet().stream()
                .filter(result -> objects
                        ? result.getKey().equals(THEIRS + "pojo")
                        : result.getKey().startsWith(THEIRS))
                .mapToDouble(result -> result.getValue().millis())
                .min()
                .orElseThrow();
    }
}
