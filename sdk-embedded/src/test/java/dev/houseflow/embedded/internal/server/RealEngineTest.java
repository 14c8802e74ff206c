package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.embedded.EmbeddedServerExtension;
import dev.houseflow.internal.compress.FrameInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The server in front of the engine that it is made for. */
class RealEngineTest {
    private static final String FAILS_LATE =
            "SELECT toString(cityHash64(number)), throwIf(number = 600000) FROM numbers(10000000)";

    @RegisterExtension
    static final EmbeddedServerExtension SERVER = new EmbeddedServerExtension();

    private RawClient client;

    @BeforeEach
    void connect() throws Exception {
        client = new RawClient(SERVER.port());
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    private static String answer(String sql) throws Exception {
        try (RawClient other = new RawClient(SERVER.port())) {
            RawClient.Response response = other.post("/", sql).response();
            assertEquals("HTTP/1.1 200 OK", response.status(), response.text());
            return response.text().strip();
        }
    }

    /** Waits until no query that holds {@code mark} runs any more. */
    private static void untilGone(String mark) throws Exception {
        String left = "SELECT count() FROM system.processes WHERE query LIKE '%" + mark
                + "%' AND query NOT LIKE '%processes%'";
        for (int i = 0; i < 1000 && !answer(left).equals("0"); i++) {
            Thread.sleep(10);
        }
        assertEquals("0", answer(left));
    }

    @Test
    void timezoneFollowsTheQuery() throws Exception {
        assertEquals("Asia/Tokyo", zoneOf("/", "SELECT 1 SETTINGS session_timezone = 'Asia/Tokyo'"));
        assertEquals("Asia/Tokyo", zoneOf("/?session_timezone=Asia/Tokyo", "SELECT 1 FORMAT JSON"));
        String own = zoneOf("/", "SELECT 1");
        assertEquals(own, answer("SELECT serverTimezone()"));
        zoneOf("/?session_id=zone", "SET session_timezone = 'Africa/Cairo'");
        assertEquals("Africa/Cairo", zoneOf("/?session_id=zone", "SELECT 1"));
        assertEquals("Africa/Cairo", zoneOf("/?session_id=zone", "CREATE TEMPORARY TABLE t (x UInt8)"));
        assertEquals("Africa/Cairo", zoneOf("/?session_id=zone", "INSERT INTO t FORMAT TSV 1"));
        assertEquals("Asia/Tokyo", zoneOf("/?session_id=zone", "SELECT 1 SETTINGS session_timezone = 'Asia/Tokyo'"));
        assertEquals(own, zoneOf("/", "SELECT 1"));
    }

    private String zoneOf(String target, String sql) throws Exception {
        RawClient.Response response = client.post(target, sql).response();
        assertEquals("HTTP/1.1 200 OK", response.status(), response.text());
        return response.header("X-ClickHouse-Timezone");
    }

    @ParameterizedTest
    @CsvSource({
        "/play, ClickHouse Query",
        "/play?user=default, ClickHouse Query",
        "/dashboard, ClickHouse Dashboard",
        "/binary, ClickHouse Binary Viewer",
        "/merges, ClickHouse Merges Visualizer"
    })
    void thePagesOfTheWebInterfaceAreTheEnginesOwn(String target, String title) throws Exception {
        RawClient.Response page = client.get(target).response();
        assertEquals("HTTP/1.1 200 OK", page.status());
        assertEquals("text/html; charset=UTF-8", page.header("Content-Type"));
        assertEquals("DENY", page.header("X-Frame-Options"));
        String text = page.text();
        assertTrue(text.toLowerCase(Locale.ROOT).startsWith("<!doctype html>"), text.substring(0, 50));
        assertTrue(text.endsWith("</html>\n"));
        assertTrue(text.contains("<title>" + title + "</title>"));
        assertFalse(Pattern.compile("https://[^\"'`\\s]*uplot[^\"'`\\s]*\\.js", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find());
    }

    @ParameterizedTest
    @CsvSource({"/js/uplot.js, var uPlot=", "/js/lz-string.js, var LZString="})
    void theScriptsOfThosePagesAreThereToo(String target, String part) throws Exception {
        RawClient.Response script = client.get(target).response();
        assertEquals("application/javascript; charset=UTF-8", script.header("Content-Type"));
        assertTrue(script.text().contains(part));
        assertFalse(script.text().contains("\0"));
    }

    @Test
    void progressComesAsHeaderLines() throws Exception {
        client.post(
                "/?send_progress_in_http_headers=1&http_headers_progress_interval_ms=1",
                "SELECT count(), sum(sleepEachRow(0.05)) FROM numbers(20) SETTINGS max_block_size = 1");
        assertEquals("HTTP/1.1 200 OK", client.line());
        String first = client.line();
        assertTrue(first.startsWith("X-ClickHouse-Progress: {\"read_rows\":\""), first);
        List<String> headers = new ArrayList<>();
        for (String line = client.line(); !line.isEmpty(); line = client.line()) {
            headers.add(line);
        }
        RawClient.Response response = client.body("", headers, false);
        assertEquals("20\t0\n", response.text());
        assertTrue(
                response.header("X-ClickHouse-Summary").startsWith("{\"read_rows\":\"20\""),
                response.header("X-ClickHouse-Summary"));
    }

    @Test
    void failureInTheMiddleOfPlainRows() throws Exception {
        RawClient.Response response = client.post("/", FAILS_LATE).response();
        assertBrokenOff(response, response.body());
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void failureInTheMiddleOfCodedRows(ContentCoding coding) throws Exception {
        RawClient.Response response = client.post(
                        "/", "Accept-Encoding: " + coding.token() + "\r\n", FAILS_LATE.getBytes(StandardCharsets.UTF_8))
                .response();
        byte[] decoded = untilBreak(coding.decoder(new ByteArrayInputStream(response.body())));
        assertBrokenOff(response, decoded);
    }

    @Test
    void failureInTheMiddleOfFrames() throws Exception {
        RawClient.Response response = client.post("/?compress=1", FAILS_LATE).response();
        assertBrokenOff(response, new FrameInputStream(new ByteArrayInputStream(response.body())).readAllBytes());
    }

    private static void assertBrokenOff(RawClient.Response response, byte[] decoded) {
        assertEquals("HTTP/1.1 200 OK", response.status());
        assertFalse(response.whole());
        String text = new String(decoded, StandardCharsets.UTF_8);
        String tag = response.header("X-ClickHouse-Exception-Tag");
        int block = text.indexOf("\r\n__exception__\r\n" + tag + "\r\nCode: 395. DB::Exception: ");
        assertTrue(block > 1_000_000, "the block is at " + block);
        assertTrue(text.endsWith(" " + tag + "\r\n__exception__\r\n"));
    }

    private static byte[] untilBreak(InputStream in) throws Exception {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        boolean broken = false;
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (java.io.IOException brokenOff) {
            broken = true;
        }
        assertTrue(broken, "the coded stream was ended properly");
        return out.toByteArray();
    }

    @Test
    void queryEndsWhenItsClientLeaves() throws Exception {
        client.post("/?send_progress_in_http_headers=1", "SELECT count() /* leaver */ FROM numbers(1000000000000000)");
        // The first line says that it runs.
        assertEquals("HTTP/1.1 200 OK", client.line());
        client.close();
        untilGone("leaver");
    }

    @Test
    void streamEndsWhenItsClientLeaves() throws Exception {
        client.post("/", "SELECT number /* stopper */ FROM numbers(1000000000000000) FORMAT Native");
        assertEquals("HTTP/1.1 200 OK", client.line());
        client.close();
        untilGone("stopper");
    }

    @Test
    void insertWhoseClientLeavesInsertsNothing() throws Exception {
        answer("CREATE TABLE half (a UInt32) ENGINE = MergeTree ORDER BY a");
        client.send(
                "POST /?query=INSERT+INTO+half+FORMAT+TSV HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n1\n2\n3\n\r\n");
        client.close();
        untilGone("half");
        assertEquals("0", answer("SELECT count() FROM half"));
    }

    @Test
    void insertGoesThroughCodingAndFramesTogether() throws Exception {
        answer("CREATE TABLE packed (a UInt64) ENGINE = Memory");
        byte[] packed = client.post(
                        "/?compress=1",
                        "Accept-Encoding: zstd\r\n",
                        "SELECT number AS a FROM numbers(1000000) FORMAT Native".getBytes(StandardCharsets.UTF_8))
                .response()
                .body();
        RawClient.Response inserted = client.post(
                        "/?decompress=1&query=INSERT+INTO+packed+FORMAT+Native", "Content-Encoding: zstd\r\n", packed)
                .response();
        assertEquals("HTTP/1.1 200 OK", inserted.status(), inserted.text());
        assertEquals("499999500000", answer("SELECT sum(a) FROM packed"));
        assertTrue(
                inserted.header("X-ClickHouse-Summary").contains("\"written_rows\":\"1000000\""),
                inserted.header("X-ClickHouse-Summary"));
    }

    @Test
    void defaultsOfTheEngineAreObeyed() throws Exception {
        try (EmbeddedClickHouse other = EmbeddedClickHouse.builder()
                        .setting("http_wait_end_of_query", "1")
                        .start();
                RawClient otherClient = new RawClient(other.port())) {
            assertEquals(
                    "HTTP/1.1 500 Internal Server Error",
                    otherClient.post("/", FAILS_LATE).response().status());
        }
    }
}
