package dev.houseflow.benchmarks.replay;

import com.github.housepower.jdbc.ClickHouseDriver;
import dev.houseflow.benchmarks.data.Dataset;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The {@code clickhouse-server} of this machine, for drivers that speak ClickHouse's TCP protocol,
 * which nothing can replay: the data sets are tables in its memory. Debian's is version 18.16.
 */
public final class NativeServer implements AutoCloseable {
    private static final String PROGRAM = "clickhouse-server";
    private static final long START_MILLIS = 30_000;

    private final Path directory;
    private final int httpPort;
    private final int tcpPort;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private NativeServer() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("houseflow-benchmarks-server");
        httpPort = freePort();
        tcpPort = freePort();
        Path config = Files.writeString(directory.resolve("config.xml"), config());
        process = new ProcessBuilder(PROGRAM, "--config-file=" + config)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        try {
            awaitPing();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The server, or nothing where none is installed. */
    public static Optional<NativeServer> start() throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, PROGRAM)));
        return installed ? Optional.of(new NativeServer()) : Optional.empty();
    }

    /** Makes the data set a table of its own name, in the nearest types that the server has. */
    public void load(Recordings recordings, Dataset dataset) throws IOException, InterruptedException {
        List<String> header = header(recordings, dataset);
        int columns = header.size() / 2;
        List<String> names = header.subList(0, columns);
        List<String> types = header.subList(columns, 2 * columns).stream()
                .map(NativeServer::older)
                .toList();
        String values = IntStream.range(0, columns)
                .mapToObj(i -> "CAST(" + names.get(i) + ", '" + types.get(i).replace("'", "''") + "')")
                .collect(Collectors.joining(", "));
        Dataset older = new Dataset(
                dataset.name() + "-older",
                dataset.rows(),
                List.of(),
                "SELECT " + values + " FROM (" + dataset.sql() + ")");
        byte[] rows = recordings.body(recordings.key(older, "RowBinary", "plain"));
        send("DROP TABLE IF EXISTS " + dataset.name(), new byte[0]);
        send("CREATE TABLE " + dataset.name() + " (" + structure(header) + ") ENGINE = Memory", new byte[0]);
        send("INSERT INTO " + dataset.name() + " FORMAT RowBinary", rows);
    }

    /** Makes a table with the columns of the data set that drops its rows. */
    public void makeSink(String table, Recordings recordings, Dataset dataset)
            throws IOException, InterruptedException {
        send("CREATE TABLE " + table + " (" + structure(header(recordings, dataset)) + ") ENGINE = Null", new byte[0]);
    }

    private static String structure(List<String> header) {
        int columns = header.size() / 2;
        return IntStream.range(0, columns)
                .mapToObj(i -> header.get(i) + " " + older(header.get(columns + i)))
                .collect(Collectors.joining(", "));
    }

    /** A connection of housepower's driver. */
    public Connection housepower() throws SQLException {
        return new ClickHouseDriver().connect("jdbc:clickhouse://127.0.0.1:" + tcpPort + "/default", new Properties());
    }

    /** Names, then types, as the recording in RowBinaryWithNamesAndTypes begins. */
    private static List<String> header(Recordings recordings, Dataset dataset)
            throws IOException, InterruptedException {
        Path file = recordings.directory().resolve(recordings.key(dataset, "RowBinaryWithNamesAndTypes", "plain"));
        List<String> header = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            while (in.readByte() != '\n') {
                // The first chunk's head.
            }
            int columns = in.readUnsignedByte();
            for (int i = 0; i < 2 * columns; i++) {
                header.add(new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8));
            }
        }
        return header;
    }

    private static String older(String type) {
        return type.replace("Bool", "UInt8").replaceAll("DateTime64\\(\\d, ", "DateTime(");
    }

    private void send(String sql, byte[] body) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + httpPort + "/?allow_experimental_low_cardinality_type=1&query="
                + URLEncoder.encode(sql, StandardCharsets.UTF_8));
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(PROGRAM + " refused '" + sql + "': " + response.body());
        }
    }

    private void awaitPing() throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + START_MILLIS;
        URI ping = URI.create("http://127.0.0.1:" + httpPort + "/ping");
        while (process.isAlive() && System.currentTimeMillis() < end) {
            try (InputStream answer = ping.toURL().openStream()) {
                answer.readAllBytes();
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IOException(
                PROGRAM + " did not start: " + Files.readString(directory.resolve("out"), StandardCharsets.ISO_8859_1));
    }

    private String config() {
        return """
                <yandex>
                  <logger><level>warning</level><log>%1$s/log</log><errorlog>%1$s/errors</errorlog></logger>
                  <listen_host>127.0.0.1</listen_host>
                  <http_port>%2$d</http_port>
                  <tcp_port>%3$d</tcp_port>
                  <path>%1$s/data/</path>
                  <tmp_path>%1$s/tmp/</tmp_path>
                  <users_config>%1$s/config.xml</users_config>
                  <default_profile>default</default_profile>
                  <default_database>default</default_database>
                  <timezone>UTC</timezone>
                  <mark_cache_size>67108864</mark_cache_size>
                  <profiles><default><max_memory_usage>0</max_memory_usage></default></profiles>
                  <quotas><default/></quotas>
                  <users><default>
                    <password></password>
                    <networks><ip>127.0.0.1</ip></networks>
                    <profile>default</profile>
                    <quota>default</quota>
                  </default></users>
                </yandex>
                """.formatted(directory, httpPort, tcpPort);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
