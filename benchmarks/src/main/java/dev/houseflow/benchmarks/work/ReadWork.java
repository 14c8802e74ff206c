package dev.houseflow.benchmarks.work;

import dev.houseflow.Compression;
import dev.houseflow.benchmarks.clients.BareDecode;
import dev.houseflow.benchmarks.clients.ClientV2Reading;
import dev.houseflow.benchmarks.clients.DataClassReading;
import dev.houseflow.benchmarks.clients.HouseflowReading;
import dev.houseflow.benchmarks.clients.JdbcReading;
import dev.houseflow.benchmarks.clients.RawSocketReading;
import dev.houseflow.benchmarks.clients.Reading;
import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.replay.NativeServer;
import dev.houseflow.benchmarks.replay.Recordings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads every value of one answer, beside other clients and the limits of the machine, in one of
 * ClickHouse's codecs.
 */
public final class ReadWork implements Work {
    private static final String OURS = "houseflow ";
    private static final String THEIRS = "client-v2 ";
    private static final String DRAIN = "houseflow drain";
    private static final String BARE = "bare array decode";
    private static final String SOCKET = "raw socket";

    private final Compression codec;
    private final List<String> datasets;
    private final List<String> ways;

    private ReadWork(Compression codec, List<String> datasets, List<String> ways) {
        this.codec = codec;
        this.datasets = datasets;
        this.ways = ways;
    }

    /** All ways on all data sets, uncompressed. */
    public static ReadWork plain() {
        return new ReadWork(
                Compression.NONE, Dataset.names(), List.of("columns", "columns-bytes", "rows", "record", "data-class"));
    }

    /** By column, compressed. */
    public static ReadWork compressed(Compression codec) {
        List<String> datasets = codec == Compression.LZ4 ? List.of("wide", "numeric", "mixed") : List.of("wide");
        return new ReadWork(codec, datasets, List.of("columns"));
    }

    @Override
    public List<String> names() {
        return ways.stream().map(this::called).toList();
    }

    @Override
    public List<String> datasets() {
        return datasets;
    }

    private String called(String way) {
        return codec == Compression.NONE ? way : way + "-" + codec.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void run(Bench bench, String name, Set<String> picked) throws Exception {
        if (bench.quick() && codec != Compression.NONE && !name.equals("wide")) {
            System.out.println("\n" + name + " in " + codec + ": not in a quick run");
            return;
        }
        Dataset dataset = Dataset.of(name, bench.quick());
        List<String> limits = new ArrayList<>();
        try (SideBySide all = new SideBySide(name, dataset.rows())) {
            addOurs(all, bench, dataset, picked, limits);
            addTheirs(all, bench, dataset);
            Map<String, SideBySide.Result> results =
                    bench.compare(codec == Compression.NONE ? name : name + " in " + codec, dataset.rows(), all);
            for (String way : picked) {
                double millis = results.get(OURS + way).millis();
                bench.ratio(way, name, theirs(way, results) / millis);
                for (String driver : List.of(JdbcDrivers.CLICKHOUSE, JdbcDrivers.HOUSEPOWER)) {
                    if (results.containsKey(driver)) {
                        bench.ratio(
                                way + "-to-" + driver, name, results.get(driver).millis() / millis);
                    }
                }
                if (way.startsWith("columns")) {
                    limits.forEach(limit -> bench.ratio(
                            way + "-to-" + limit.replace(OURS, "").replace(' ', '-'),
                            name,
                            results.get(limit).millis() / millis));
                }
            }
        }
    }

    private void addOurs(SideBySide all, Bench bench, Dataset dataset, Set<String> picked, List<String> limits)
            throws Exception {
        String endpoint = bench.replay().endpoint();
        String key = bench.recordings().key(dataset, "Native", codec == Compression.NONE ? "plain" : codecName(codec));
        String sql = Recordings.sql(key);
        for (String way : ways) {
            if (picked.contains(called(way))) {
                all.add(OURS + called(way), houseflow(way, endpoint, dataset, sql));
            }
        }
        all.addLimit(DRAIN, new HouseflowReading(endpoint, dataset, sql, HouseflowReading.By.DRAIN, codec));
        limits.add(DRAIN);
        if (codec == Compression.NONE && BareDecode.knows(dataset)) {
            all.addLimit(BARE, new BareDecode(dataset, bench.recordings().body(key)));
            limits.add(BARE);
        }
        all.addLimit(SOCKET, new RawSocketReading(endpoint, key));
        limits.add(SOCKET);
    }

    private Reading houseflow(String way, String endpoint, Dataset dataset, String sql) {
        return switch (way) {
            case "columns" -> new HouseflowReading(endpoint, dataset, sql, HouseflowReading.By.COLUMN, codec);
            case "columns-bytes" ->
                new HouseflowReading(endpoint, dataset, sql, HouseflowReading.By.COLUMN_BYTES, codec);
            case "rows" -> new HouseflowReading(endpoint, dataset, sql, HouseflowReading.By.ROW, codec);
            case "record" -> new HouseflowReading(endpoint, dataset, sql, HouseflowReading.By.RECORD, codec);
            default -> new DataClassReading(endpoint, sql, codec, dataset.data());
        };
    }

    private void addTheirs(SideBySide all, Bench bench, Dataset dataset) throws Exception {
        String endpoint = bench.replay().endpoint();
        boolean compressed = codec != Compression.NONE;
        if (codec == Compression.ZSTD) {
            System.out.println("\nclient-v2 does not read ZSTD frames: it reads LZ4 beside our ZSTD");
        }
        String key = bench.recordings()
                .key(dataset, "RowBinaryWithNamesAndTypes", compressed ? codecName(Compression.LZ4) : "plain");
        String sql = Recordings.sql(key);
        if (bench.effort() != Bench.Effort.QUICK) {
            // The slowest of its ways on every data set so far, so that a quick run need not wait
            // for it.
            all.add(
                    THEIRS + "typed",
                    new ClientV2Reading(endpoint, dataset, sql, ClientV2Reading.By.TYPED, compressed));
        }
        all.add(THEIRS + "value", new ClientV2Reading(endpoint, dataset, sql, ClientV2Reading.By.VALUE, compressed));
        if (bench.effort() != Bench.Effort.QUICK || !compressed) {
            // Only columns are read compressed, and values have always been quicker than beans on
            // what a quick run takes of that.
            all.add(THEIRS + "pojo", new ClientV2Reading(endpoint, dataset, sql, ClientV2Reading.By.POJO, compressed));
        }
        if (!JdbcReading.knows(dataset)) {
            System.out.println("\nclickhouse-jdbc, housepower: no getters for the columns of " + dataset.name());
        } else if (bench.effort() == Bench.Effort.QUICK) {
            System.out.println("\nclient-v2's typed getters, clickhouse-jdbc, housepower: not in a quick run");
        } else {
            all.add(
                    JdbcDrivers.CLICKHOUSE,
                    new JdbcReading(JdbcDrivers.clickhouse(endpoint, compressed), dataset, sql, () -> {}));
            if (!compressed) {
                addHousepower(all, bench, dataset);
            }
        }
    }

    /** Adds housepower's driver, where its server is installed. */
    static void addHousepower(SideBySide all, Bench bench, Dataset dataset) throws Exception {
        Optional<NativeServer> server = JdbcDrivers.nativeServer();
        if (server.isEmpty()) {
            return;
        }
        try {
            server.get().load(bench.recordings(), dataset);
            all.add(
                    JdbcDrivers.HOUSEPOWER,
                    new JdbcReading(
                            server.get().housepower(),
                            dataset,
                            "SELECT * FROM " + dataset.name(),
                            server.get()::close));
        } catch (IOException | SQLException e) {
            server.get().close();
            throw e;
        }
    }

    private static String codecName(Compression codec) {
        return codec.name().toLowerCase(Locale.ROOT);
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
