package dev.houseflow.benchmarks;

import dev.houseflow.Compression;
import dev.houseflow.Format;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the same recorded bytes with Houseflow and with the official client, in turns, in one process, and prints a table and one line
 * {@code ratio <work> <dataset> <ours/theirs>} each, ours and theirs being rows per second.
 *
 * <p>Started by {@code benchmarks/run}; {@code --quick} takes fewer rounds.
 */
public final class Main {
    private static final int ROWS_NUMERIC = 5_000_000;
    private static final int ROWS_WIDE = 300_000;

    private Main() {}

    /** Runs everything; see the class. */
    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--quick");
        int warmUp = quick ? 5 : 12;
        int rounds = quick ? 7 : 21;
        try (ReplayServer replay = new ReplayServer()) {
            List<Dataset> datasets = List.of(Dataset.numeric(ROWS_NUMERIC), Dataset.wide(ROWS_WIDE));
            record(datasets, replay);
            for (Dataset dataset : datasets) {
                compare(dataset, replay.endpoint(), warmUp, rounds);
            }
        }
    }

    /** Lets the embedded engine make every data set once, in the formats that the clients read. */
    private static void record(List<Dataset> datasets, ReplayServer replay) {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start();
                ClickHouseAsyncClient client = ClickHouseAsyncClient.builder(server.endpoint())
                        .compression(Compression.NONE)
                        .build()) {
            for (Dataset dataset : datasets) {
                for (Map.Entry<String, Format> format : Map.of(
                                "native", Format.NATIVE, "rowbinary", Format.of("RowBinaryWithNamesAndTypes"))
                        .entrySet()) {
                    byte[] body =
                            client.rawQuery(dataset.sql(), format.getValue()).join();
                    replay.record(
                            dataset.name() + "." + format.getKey(),
                            format.getValue().toString(),
                            body);
                    System.err.printf(
                            Locale.ROOT,
                            "recorded %s as %s: %,d bytes%n",
                            dataset.name(),
                            format.getKey(),
                            body.length);
                }
            }
        }
    }

    private static void compare(Dataset dataset, String endpoint, int warmUp, int rounds) throws Exception {
        try (Reading columns = new HouseflowReading(endpoint, dataset, true);
                Reading rows = new HouseflowReading(endpoint, dataset, false);
                Reading typed = new ClientV2Reading(endpoint, dataset, true);
                Reading values = new ClientV2Reading(endpoint, dataset, false)) {
            Map<String, SideBySide.Result> results = new SideBySide(dataset)
                    .add("houseflow columns", columns)
                    .add("houseflow rows", rows)
                    .add("client-v2 typed", typed)
                    .add("client-v2 value", values)
                    .run(warmUp, rounds);
            SideBySide.Result limit = new SideBySide(dataset)
                    .add("raw socket", new RawSocketReading(endpoint, dataset))
                    .run(warmUp, rounds)
                    .get("raw socket");
            System.out.printf(
                    Locale.ROOT,
                    "%n%s: %,d rows, %d columns%n",
                    dataset.name(),
                    dataset.rows(),
                    dataset.kinds().size());
            System.out.printf("%-20s %10s %8s %12s %12s%n", "", "ms", "spread", "Mrows/s", "bytes/row");
            results.forEach((name, result) -> print(dataset, name, result));
            print(dataset, "raw socket", limit);
            SideBySide.Result theirs = faster(results.get("client-v2 typed"), results.get("client-v2 value"));
            ratio(
                    "columns",
                    dataset,
                    theirs.millis() / results.get("houseflow columns").millis());
            ratio(
                    "rows",
                    dataset,
                    theirs.millis() / results.get("houseflow rows").millis());
            ratio(
                    "columns-to-raw-socket",
                    dataset,
                    limit.millis() / results.get("houseflow columns").millis());
        }
    }

    private static SideBySide.Result faster(SideBySide.Result a, SideBySide.Result b) {
        return a.millis() <= b.millis() ? a : b;
    }

    private static void print(Dataset dataset, String name, SideBySide.Result result) {
        System.out.printf(
                Locale.ROOT,
                "%-20s %10.1f %7.0f%% %12.2f %12.1f%n",
                name,
                result.millis(),
                result.spread() * 100,
                dataset.rows() / result.millis() / 1000,
                result.bytesPerRow());
    }

    private static void ratio(String work, Dataset dataset, double ratio) {
        System.out.printf(Locale.ROOT, "ratio %s %s %.2f%n", work, dataset.name(), ratio);
    }
}
