package dev.houseflow.benchmarks.work;

import dev.houseflow.Block;
import dev.houseflow.Column;
import dev.houseflow.Compression;
import dev.houseflow.InsertRequest;
import dev.houseflow.QueryRequest;
import dev.houseflow.benchmarks.clients.Reading;
import dev.houseflow.benchmarks.replay.RepeatProcess;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one row, or one value, costs from small results to large ones, and with many calls at once.
 * A cost that stays the same is a cost that grows in line with the work. Prints a table and writes
 * a plot for each subject to {@code benchmarks/target}.
 */
public final class GrowthWork implements Work {
    private static final String NAME = "growth";

    /** So many values has each result of many columns. */
    private static final int CELLS = 10_000_000;

    private static final int ROWS_OF_A_CALL = 1 << 18;

    /** A row of the table that inserts go to. */
    public record Trade(long id, String symbol, double price) {}

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<String> datasets() {
        return List.of("read-rows", "inserted-rows", "columns", "calls");
    }

    @Override
    public void run(Bench bench, String dataset, Set<String> picked) throws Exception {
        switch (dataset) {
            case "read-rows" -> readRows(bench);
            case "inserted-rows" -> insertedRows(bench);
            case "columns" -> columns(bench);
            default -> calls(bench);
        }
    }

    private static void readRows(Bench bench) throws Exception {
        GrowthTable table = new GrowthTable(bench, "read-rows", "rows of a result", "ns for each row");
        try (RepeatProcess server = new RepeatProcess();
                ClickHouseAsyncClient client = client(server.plain())) {
            for (int rows : powers(bench)) table.add(rows, rows, () -> sum(client, rows(rows)));
        }
        table.print();
    }

    private static void insertedRows(Bench bench) throws Exception {
        GrowthTable table = new GrowthTable(bench, "inserted-rows", "rows of an insert", "ns for each row");
        try (RepeatProcess server = new RepeatProcess();
                ClickHouseAsyncClient client = client(server.plain())) {
            for (int rows : powers(bench)) {
                List<Trade> trades = new ArrayList<>(rows);
                for (int i = 0; i < rows; i++) trades.add(new Trade(i, "ETHUSDT", i / 8.0));
                table.add(rows, rows, () -> {
                    client.insert(InsertRequest.of("trades"), trades, Trade.class)
                            .get();
                    return rows;
                });
            }
        }
        table.print();
    }

    /** From the embedded engine: its own time is in the figures. */
    private static void columns(Bench bench) throws Exception {
        GrowthTable table =
                new GrowthTable(bench, "columns", "columns of a result of 10,000,000 values", "ns for each value");
        try (ClickHouseAsyncClient client = client(bench.recordings().engine().endpoint())) {
            for (int columns : new int[] {10, 100, 1_000}) {
                String values = IntStream.range(0, columns)
                        .mapToObj(i -> "number + " + i + " AS c" + i)
                        .collect(Collectors.joining(", "));
                client.execute("CREATE OR REPLACE TABLE benchmark_growth ENGINE = Memory AS SELECT " + values
                                + " FROM numbers(" + CELLS / columns + ")")
                        .get();
                table.add(columns, CELLS, () -> sum(client, "SELECT * FROM benchmark_growth"));
            }
            client.execute("DROP TABLE benchmark_growth").get();
        }
        table.print();
    }

    private static void calls(Bench bench) throws Exception {
        GrowthTable table = new GrowthTable(bench, "calls", "calls at once, 262,144 rows each", "ns for each row");
        try (RepeatProcess server = new RepeatProcess();
                ClickHouseAsyncClient client = client(server.plain())) {
            for (int calls = 1; calls <= 64; calls *= 2) {
                int count = calls;
                ExecutorService threads = Executors.newFixedThreadPool(count);
                try {
                    Callable<Long> call = () -> sum(client, rows(ROWS_OF_A_CALL));
                    table.add(count, (long) count * ROWS_OF_A_CALL, () -> {
                        long sum = 0;
                        for (Future<Long> each : threads.invokeAll(java.util.Collections.nCopies(count, call))) {
                            sum += each.get();
                        }
                        return sum;
                    });
                } finally {
                    threads.shutdownNow();
                }
            }
        }
        table.print();
    }

    private static int[] powers(Bench bench) {
        return bench.quick()
                ? new int[] {10_000, 100_000, 1_000_000}
                : new int[] {10_000, 100_000, 1_000_000, 10_000_000};
    }

    private static String rows(int count) {
        return "SELECT 'rows:" + count + "'";
    }

    /** Every value once, so that nothing is read and not looked at. */
    private static long sum(ClickHouseAsyncClient client, String sql) {
        long sum = 0;
        try (RowStream<Block> blocks = client.blocks(QueryRequest.of(sql))) {
            while (blocks.hasNext()) {
                Block block = blocks.next();
                for (Column column : block.columns()) {
                    if (column.name().equals("price")) {
                        for (int row = 0; row < block.rowCount(); row++) sum += (long) column.getDouble(row);
                    } else {
                        for (int row = 0; row < block.rowCount(); row++) sum += column.getLong(row);
                    }
                }
            }
        }
        return sum;
    }

    private static ClickHouseAsyncClient client(String endpoint) {
        return ClickHouseAsyncClient.builder(endpoint)
                .compression(Compression.NONE)
                .maxConnections(64)
                .build();
    }

    /** One subject: its sizes, and what each costs. */
    private static final class GrowthTable {
        private final Bench bench;
        private final String name;
        private final GrowthPlot plot;
        private final StringBuilder lines = new StringBuilder();

        GrowthTable(Bench bench, String name, String what, String cost) {
            this.bench = bench;
            this.name = name;
            this.plot = new GrowthPlot(what, cost);
        }

        void add(int size, long units, Reading reading) throws Exception {
            try (SideBySide one = new SideBySide(name + " " + size, units)) {
                one.add("houseflow", reading);
                SideBySide.Result result =
                        one.run(bench.warmUp(), bench.rounds()).get("houseflow");
                double nanos = result.millis() * 1e6 / units;
                plot.add(size, nanos);
                lines.append(String.format(
                        Locale.ROOT,
                        "%,14d %12.1f %7.0f%% %12.2f %12.2f%n",
                        size,
                        result.millis(),
                        result.spread() * 100,
                        nanos,
                        result.cpuNanosPerRow()));
            }
        }

        void print() throws IOException {
            System.out.printf("%n%s, %s%n", NAME, plot.title());
            System.out.printf("%14s %12s %8s %12s %12s%n", "", "ms", "spread", "ns", "cpu ns");
            System.out.print(lines);
            Path file = Path.of("benchmarks", "target", NAME + "-" + name + ".svg");
            plot.write(file);
            System.out.println("plot: " + file);
        }
    }
}
