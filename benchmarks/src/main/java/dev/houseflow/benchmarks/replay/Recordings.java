package dev.houseflow.benchmarks.replay;

import dev.houseflow.benchmarks.data.Dataset;
import dev.houseflow.benchmarks.data.Flights;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.internal.compress.CompressionMethod;
import dev.houseflow.internal.compress.FrameOutputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Answers of the embedded engine, made once and kept as files for all later runs: the name of a
 * file is its key on the {@link ReplayServer}, and its bytes are the HTTP body with the chunk heads
 * in it.
 */
public final class Recordings implements AutoCloseable {
    /** The size of ClickHouse's own HTTP chunks: one for each 1 MiB buffer that it fills. */
    public static final int CHUNK = 1 << 20;

    private static final String TABLE = "recorded";
    /** Every recording of a file holds the same rows. */
    private static final String IN_ORDER = "&input_format_parquet_preserve_order=1";

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Path directory;
    private final boolean tables;
    private EmbeddedClickHouse engine;

    /**
     * @param tables whether data sets come from a table of the MergeTree family, whose blocks are
     *     smaller than those of the query that makes the rows
     */
    public Recordings(Path directory, boolean tables) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.tables = tables;
    }

    /**
     * Recordings stay between runs, outside of the build's directories, which are cleaned more
     * often than data changes.
     */
    public static Path cache() {
        return Path.of(System.getProperty("java.io.tmpdir"), "houseflow-benchmarks");
    }

    /** Brings what has to come from elsewhere, once: the engine and the file of the flights. */
    public static void fetch() throws IOException, InterruptedException {
        Flights.file(Files.createDirectories(cache()));
        EmbeddedClickHouse.start().close();
    }

    public Path directory() {
        return directory;
    }

    /** The engine that answers are recorded from, started when it is first needed. */
    public EmbeddedClickHouse engine() {
        if (engine == null) {
            // Some of the data are read from a file.
            engine = EmbeddedClickHouse.builder().allowFiles().start();
        }
        return engine;
    }

    /**
     * The key of what the engine answers to the data set's query.
     *
     * @param format the name of the format, in ClickHouse's words
     * @param codec {@code lz4} or {@code zstd} for ClickHouse's compressed frames, {@code plain}
     *     for none
     */
    public String key(Dataset dataset, String format, String codec) throws IOException, InterruptedException {
        boolean stored = tables && !dataset.columns().isEmpty();
        String key = dataset.name() + (stored ? "-stored-" : "-") + dataset.rows() + "-"
                + Integer.toHexString(dataset.sql().hashCode()) + "." + format
                + ("plain".equals(codec) ? "" : "." + codec);
        if (Files.exists(directory.resolve(columnsOf(key)))) {
            return key;
        }
        if ("zstd".equals(codec)) {
            // The embedded engine's frames are LZ4 ones.
            String plain = key(dataset, format, "plain");
            write(key, zstd(body(plain)));
            write(columnsOf(key), zstd(body(columnsOf(plain))));
        } else if (stored) {
            run("CREATE OR REPLACE TABLE " + TABLE + " ENGINE = MergeTree ORDER BY tuple() AS " + source(dataset));
            // One part: its rows come in one order, whatever they are asked for.
            run("OPTIMIZE TABLE " + TABLE + " FINAL");
            record(key, "SELECT * FROM " + TABLE, format, codec);
            run("DROP TABLE " + TABLE);
        } else {
            record(key, source(dataset), format, codec);
        }
        return key;
    }

    /**
     * The key of what the engine answers when it is asked for the columns of the recording
     * {@code key}.
     */
    static String columnsOf(String key) {
        return key + ".columns";
    }

    private static InputStream zstd(byte[] plain) throws IOException {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        try (OutputStream frames = new FrameOutputStream(framed, CompressionMethod.ZSTD)) {
            frames.write(plain);
        }
        return new ByteArrayInputStream(framed.toByteArray());
    }

    /** The query that makes the data set on the engine. */
    public String source(Dataset dataset) throws IOException, InterruptedException {
        String sql = dataset.sql();
        return sql.contains(Dataset.FLIGHTS)
                ? sql.replace(
                        Dataset.FLIGHTS,
                        Flights.file(directory).toAbsolutePath().toString())
                : sql;
    }

    /** The statement that the replay server answers with a recording. */
    public static String sql(String key) {
        return "SELECT 'replay:" + key + "'";
    }

    /** The format that a recording is in. */
    public static String formatOf(String key) {
        String[] parts = key.split("\\.");
        return parts.length > 1 ? parts[1] : "";
    }

    private void run(String statement) throws IOException, InterruptedException {
        try (InputStream done = ask(statement, "")) {
            done.readAllBytes();
        }
    }

    private void record(String key, String sql, String format, String codec) throws IOException, InterruptedException {
        String options = "&default_format=" + format + ("plain".equals(codec) ? "" : "&compress=1");
        try (InputStream body = ask(sql, options)) {
            write(key, body);
        }
        try (InputStream body = ask("DESCRIBE TABLE (" + sql + ")", options)) {
            write(columnsOf(key), body);
        }
    }

    private InputStream ask(String statement, String options) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(engine().endpoint() + "/?max_threads=1" + IN_ORDER + options))
                .POST(HttpRequest.BodyPublishers.ofString(statement))
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream error = response.body()) {
                throw new IOException("The engine cannot run " + statement + ": "
                        + new String(error.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return response.body();
    }

    /** Keeps a body of any other origin under {@code key}. */
    public void write(String key, InputStream body) throws IOException {
        Path part = Files.createTempFile(directory, key, ".part");
        long total = 0;
        try (OutputStream out = Files.newOutputStream(part)) {
            for (byte[] chunk = body.readNBytes(CHUNK); chunk.length > 0; chunk = body.readNBytes(CHUNK)) {
                out.write(Integer.toHexString(chunk.length).getBytes(StandardCharsets.US_ASCII));
                out.write(LINE_END);
                out.write(chunk);
                out.write(LINE_END);
                total += chunk.length;
            }
            out.write(LAST_CHUNK);
        }
        Files.move(part, directory.resolve(key), StandardCopyOption.ATOMIC_MOVE);
        System.err.printf(Locale.ROOT, "recorded %s: %,d bytes%n", key, total);
    }

    /** The bytes of a recording without the chunk heads. */
    public byte[] body(String key) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) Files.size(directory.resolve(key)));
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(directory.resolve(key)), CHUNK))) {
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                body.write(in.readNBytes(size));
                in.readNBytes(LINE_END.length);
            }
        }
        return body.toByteArray();
    }

    private static int chunkSize(DataInputStream in) throws IOException {
        int size = 0;
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                size = size << 4 | Character.digit(c, 16);
            }
        }
        return size;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
