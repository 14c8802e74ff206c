package dev.houseflow.samples;

import dev.houseflow.ClickHouseSql;
import dev.houseflow.Format;
import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Exports a table into files, one for each value of an expression of its key, with a progress bar. A file gets its name when it is whole, so an
 * export that was interrupted goes on with the files that are missing.
 */
public final class Export {
    private static final String USAGE = """
            Usage: export --url URL --table TABLE --by EXPRESSION --to FOLDER [--format Parquet]
              --url     the server; CLICKHOUSE_USER and CLICKHOUSE_PASSWORD say who asks
              --by      what the rows of a file have in common, as in toYYYYMM(date) or intDiv(id, 1000000); at best of the table's sorting key
              --format  any of ClickHouse's: Parquet (the default), CSVWithNames, JSONEachRow, Arrow, Native, ...""";
    /** In the folder: what it is an export of. */
    private static final String MANIFEST = "export.txt";

    record Part(String value, long rows, Path file) {}

    private final ClickHouseAsyncClient ch;
    private final Map<String, String> options;
    private final Format format;

    Export(ClickHouseAsyncClient ch, Map<String, String> options) {
        this.ch = ch;
        this.options = options;
        this.format = Format.of(options.getOrDefault("--format", "Parquet"));
    }

    public static void main(String[] arguments) {
        Map<String, String> options = options(arguments);
        if (options == null) {
            System.err.println(USAGE);
            System.exit(2);
        }
        try (ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(options.get("--url"))
                .username(System.getenv().getOrDefault("CLICKHOUSE_USER", "default"))
                .password(System.getenv().getOrDefault("CLICKHOUSE_PASSWORD", ""))
                .build()) {
            System.out.println(new Export(ch, options).run());
        } catch (CompletionException e) {
            System.err.println(e.getCause().getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Map<String, String> options(String... arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) options.put(arguments[i], arguments[i + 1]);
        List<String> needed = List.of("--url", "--table", "--by", "--to");
        boolean known = needed.containsAll(options.keySet().stream()
                .filter(name -> !name.equals("--format"))
                .toList());
        return arguments.length % 2 == 0 && known && options.keySet().containsAll(needed) ? options : null;
    }

    /** Exports what is missing, and says what there is. */
    String run() throws IOException {
        Path folder = Files.createDirectories(Path.of(options.get("--to")));
        claim(folder);
        List<Part> parts = parts(folder);
        long all = parts.stream().mapToLong(Part::rows).sum();
        long rows = 0;
        long bytes = 0;
        int written = 0;
        try (ProgressBar bar = bar(all)) {
            for (Part part : parts) {
                if (!Files.exists(part.file)) {
                    download(part, rows, bar);
                    written++;
                }
                rows += part.rows;
                bytes += Files.size(part.file);
                bar.stepTo(rows);
                bar.setExtraMessage(megabytes(bytes));
            }
        }
        return written + " of " + parts.size() + " files written; " + rows + " rows, " + megabytes(bytes) + " in "
                + folder;
    }

    /** A folder belongs to one export: files of another one would be taken for its parts. */
    private void claim(Path folder) throws IOException {
        Path manifest = folder.resolve(MANIFEST);
        String what = "FROM " + options.get("--table") + " BY " + options.get("--by") + " AS " + format + "\n";
        if (!Files.exists(manifest)) {
            Files.writeString(manifest, what);
        } else if (!Files.readString(manifest).equals(what)) {
            throw new IOException(folder + " has another export: "
                    + Files.readString(manifest).strip() + ". Choose another folder.");
        }
    }

    private List<Part> parts(Path folder) {
        String sql = "SELECT toString(" + options.get("--by") + ") AS value, count() AS rows FROM " + table()
                + " GROUP BY value ORDER BY value";
        List<Part> parts = new ArrayList<>();
        try (RowStream<Row> rows = ch.rows(sql)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                String value = row.getString("value");
                String name = value.replaceAll("[^A-Za-z0-9.-]", "_");
                parts.add(new Part(value, row.getLong("rows"), folder.resolve(name + "." + extension())));
            }
        }
        long files = parts.stream().map(Part::file).distinct().count();
        if (files < parts.size()) {
            throw new IllegalArgumentException(
                    "Two values of " + options.get("--by") + " would have the same file; choose another expression");
        }
        return parts;
    }

    private String table() {
        String[] names = options.get("--table").split("\\.", 2);
        return names.length == 2 ? ClickHouseSql.quoteName(names[0], names[1]) : ClickHouseSql.quoteName(names[0]);
    }

    private String extension() {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private void download(Part part, long before, ProgressBar bar) {
        QueryRequest request = QueryRequest.builder(
                        "SELECT * FROM " + table() + " WHERE toString(" + options.get("--by") + ") = {value:String}")
                .parameter("value", part.value)
                .onProgress(progress -> bar.stepTo(before + Math.min(progress.readRows(), part.rows)))
                .build();
        ch.download(request, format, part.file).join();
    }

    private static ProgressBar bar(long rows) {
        return new ProgressBarBuilder()
                .setTaskName("Export")
                .setInitialMax(rows)
                .setUnit(" rows", 1)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
