package dev.houseflow.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.internal.compress.FrameInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands of ClickHouse's page "HTTP Interface", typed into a shell. */
class CurlTest {
    @RegisterExtension
    static final EmbeddedServerExtension SERVER =
            new EmbeddedServerExtension(options -> options.user("default", "").user("ana", "s3cret"));

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireCurl() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    }

    @Test
    void isAlive() throws Exception {
        assertEquals("Ok.\n", curl("", "/"));
        assertEquals("Ok.\n", curl("", "/ping"));
    }

    @Test
    void createsInsertsAndQueries() throws Exception {
        assertEquals("", curl("CREATE TABLE t (a UInt8) ENGINE = Memory", "/", "--data-binary", "@-"));
        assertEquals("", curl("INSERT INTO t VALUES (1),(2),(3)", "/", "--data-binary", "@-"));
        assertEquals("", curl("(4),(5),(6)", "/?query=INSERT%20INTO%20t%20VALUES", "--data-binary", "@-"));
        assertEquals("", curl("7\n8\n9\n", "/?query=INSERT%20INTO%20t%20FORMAT%20TabSeparated", "--data-binary", "@-"));
        assertEquals("45\t9\n", curl("", "/?query=SELECT%20sum(a),count()%20FROM%20t"));
        assertEquals("1\n", curl("1", "/?query=SELECT", "--data-binary", "@-"));
        // The two parts are joined by a line feed.
        assertTrue(curl("ECT 1", "/?query=SEL", "--data-binary", "@-").startsWith("Code: 62."));
    }

    @Test
    void bindsParameters() throws Exception {
        String query = "/?param_id=2&param_phrase=test&query=SELECT%20%7Bid:UInt8%7D,%20%7Bphrase:String%7D";
        assertEquals("2\ttest\n", curl("", query));
        assertEquals(
                "abc\t123\n", curl("", "/?param_arg=abc%5C%09123&query=SELECT%20%7Barg:String%7D%20FORMAT%20TSVRaw"));
    }

    @Test
    void choosesFormats() throws Exception {
        assertEquals("{\"n\":1}\n", curl("SELECT 1 AS n", "/?default_format=JSONEachRow", "--data-binary", "@-"));
        assertTrue(curl("SELECT 1 AS n FORMAT JSON", "/", "--data-binary", "@-").contains("\"rows\": 1"));
    }

    @Test
    void authenticates() throws Exception {
        assertEquals("1\n", curl("SELECT 1", "/", "-u", "ana:s3cret", "--data-binary", "@-"));
        assertEquals(
                "1\n",
                curl(
                        "SELECT 1",
                        "/",
                        "-H",
                        "X-ClickHouse-User: ana",
                        "-H",
                        "X-ClickHouse-Key: s3cret",
                        "--data-binary",
                        "@-"));
        String refused = curl("SELECT 1", "/", "-u", "ana:wrong", "-w", "%{http_code}", "--data-binary", "@-");
        assertTrue(refused.startsWith("Code: 516."), refused);
        assertTrue(refused.endsWith("403"), refused);
    }

    @Test
    void answersWithStatusAndCode() throws Exception {
        String answer = curl("SELECT * FROM nowhere", "/", "-i", "--data-binary", "@-");
        assertTrue(answer.startsWith("HTTP/1.1 404"), answer);
        assertTrue(answer.contains("X-ClickHouse-Exception-Code: 60"), answer);
        assertTrue(answer.contains("UNKNOWN_TABLE"), answer);
        assertTrue(curl("", "/?query=DROP%20TABLE%20t").startsWith("Code: 164."), "GET reads only");
    }

    @Test
    void packsWithLz4BothWays() throws Exception {
        byte[] frames = curlBytes(
                "SELECT number FROM numbers(100000)".getBytes(StandardCharsets.UTF_8),
                "/?compress=1",
                "--data-binary",
                "@-");
        String text;
        try (InputStream unpacked = new FrameInputStream(new ByteArrayInputStream(frames))) {
            text = new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertTrue(text.startsWith("0\n1\n2\n") && text.endsWith("\n99999\n"), text.length() + " characters");
        assertEquals("", curl("CREATE TABLE packed (n UInt64) ENGINE Memory", "/", "--data-binary", "@-"));
        // The answer's own frames are what a packed insert consists of.
        byte[] inserted =
                curlBytes(frames, "/?decompress=1&query=INSERT%20INTO%20packed%20FORMAT%20TSV", "--data-binary", "@-");
        assertEquals("", new String(inserted, StandardCharsets.UTF_8));
        assertEquals("100000\t4999950000\n", curl("SELECT count(), sum(n) FROM packed", "/", "--data-binary", "@-"));
    }

    @Test
    void packsWithGzip() throws Exception {
        byte[] packed = curlBytes(
                "SELECT 'x' FROM numbers(1000)".getBytes(StandardCharsets.UTF_8),
                "/?enable_http_compression=1",
                "-H",
                "Accept-Encoding: gzip",
                "--data-binary",
                "@-");
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertEquals("x\n".repeat(1000), new String(unpacked.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void keepsASession() throws Exception {
        String session = "/?session_id=curl-1";
        assertEquals("", curl("CREATE TEMPORARY TABLE mine (x UInt8)", session, "--data-binary", "@-"));
        assertEquals("", curl("INSERT INTO mine VALUES (7)", session, "--data-binary", "@-"));
        assertEquals("7\n", curl("SELECT x FROM mine", session, "--data-binary", "@-"));
        assertTrue(curl("SELECT 1", "/?session_id=never-seen&session_check=1", "--data-binary", "@-")
                .startsWith("Code: 372."));
    }

    @Test
    void breaksOffAnAnswerThatFails() throws Exception {
        String query =
                "SELECT throwIf(number = 5000000, 'stop') FROM numbers(10000000) SETTINGS max_block_size = 65505";
        Path body = folder.resolve("body");
        Process curl = start(
                folder.resolve("words"), "/", "-o", body.toString(), "-w", "%{http_code}", "--data-binary", query);
        // 18: the transfer was closed with data outstanding, as a real server does it.
        assertEquals(18, curl.waitFor());
        String text = Files.readString(body);
        assertTrue(
                text.contains("__exception__") && text.contains("Code: 395."),
                text.substring(Math.max(0, text.length() - 500)));
    }

    private String curl(String input, String pathAndQuery, String... options) throws IOException, InterruptedException {
        byte[] answer = curlBytes(input.getBytes(StandardCharsets.UTF_8), pathAndQuery, options);
        return new String(answer, StandardCharsets.UTF_8);
    }

    private byte[] curlBytes(byte[] input, String pathAndQuery, String... options)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process curl = start(output, pathAndQuery, options);
        curl.getOutputStream().write(input);
        curl.getOutputStream().close();
        assertEquals(0, curl.waitFor(), () -> "curl's status");
        return Files.readAllBytes(output);
    }

    private Process start(Path output, String pathAndQuery, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/curl", "-sS", "-q", "--noproxy", "*"));
        command.addAll(List.of(options));
        command.add(SERVER.endpoint() + pathAndQuery);
        return new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
