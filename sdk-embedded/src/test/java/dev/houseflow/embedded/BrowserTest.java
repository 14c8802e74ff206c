package dev.houseflow.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Web pages in a real browser: what those of other sites can do to the server, and what the user can. */
class BrowserTest {
    private static final String SECRET = "what-only-the-user-may-read";

    private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

    @TempDir
    private Path profile;

    private HttpServer site;

    @BeforeAll
    static void requireBrowser() {
        Browser.require();
    }

    @BeforeEach
    void openSite() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/report", exchange -> {
            reports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            send(exchange, "text/plain", "");
        });
        site.createContext("/page", exchange -> {
            try (InputStream page = BrowserTest.class.getResourceAsStream("attack.html")) {
                send(exchange, "text/html", new String(page.readAllBytes(), StandardCharsets.UTF_8));
            }
        });
        site.start();
    }

    @AfterEach
    void closeSite() {
        site.stop(0);
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String origin(String host) {
        return "http://" + host + ":" + site.getAddress().getPort();
    }

    /** Opens the page of {@code attack.html} under a host name, and waits until it has tried everything. */
    private String visit(String host, EmbeddedClickHouse server) throws IOException, InterruptedException {
        String page = origin(host) + "/page?server=" + server.port();
        try (Browser browser = Browser.open(profile, page)) {
            String report = reports.poll(60, TimeUnit.SECONDS);
            assertNotNull(report, () -> "the page did not run; the browser is open: " + browser.isOpen());
            return report;
        }
    }

    private static EmbeddedClickHouse prepared(EmbeddedClickHouse.Builder builder) throws Exception {
        EmbeddedClickHouse server = builder.setting("add_http_cors_header", "1").start();
        Http.answer(server, "CREATE TABLE secrets (s String) ENGINE = MergeTree ORDER BY s");
        Http.answer(server, "INSERT INTO secrets VALUES ('" + SECRET + "')");
        Http.answer(server, "CREATE TABLE visits (way String) ENGINE = MergeTree ORDER BY way");
        return server;
    }

    @Test
    void pagesOfOtherSitesCanNeitherReadNorWrite() throws Exception {
        try (EmbeddedClickHouse server = prepared(EmbeddedClickHouse.builder())) {
            String report = visit("evil.test", server);
            assertFalse(report.contains(SECRET), report);
            assertFalse(report.contains("Ok."), report);
            // All ways were tried: each one is in the report.
            for (String way : List.of("no-cors", "cors", "get", "preflighted", "rebound", "form", "frame")) {
                assertTrue(report.contains("\"" + way + "\":"), report);
            }
            assertEquals("0", Http.answer(server, "SELECT count() FROM visits"));
        }
    }

    @Test
    void pagesOfAnAllowedOriginCan() throws Exception {
        try (EmbeddedClickHouse server = prepared(EmbeddedClickHouse.builder().allowOrigin(origin("app.test")))) {
            String report = visit("app.test", server);
            Matcher reads =
                    Pattern.compile("\"(cors|get|preflighted)\":\"" + SECRET).matcher(report);
            assertEquals(3, reads.results().count(), report);
            // Not by a frame: what it loads comes without an origin, from another site.
            assertEquals("['form','no-cors']", Http.answer(server, "SELECT arraySort(groupArray(way)) FROM visits"));
        }
    }

    @Test
    void aNameThatNowMeansThisMachineIsRefused() throws Exception {
        try (EmbeddedClickHouse server = prepared(EmbeddedClickHouse.builder())) {
            // Text, which the browser shows.
            String query = "/?query=SELECT+s+FROM+secrets+FORMAT+Vertical";
            String shown = Browser.show(profile, "http://rebound.test:" + server.port() + query);
            assertTrue(shown.contains("Code: 497."), shown);
            assertFalse(shown.contains(SECRET), shown);
            assertTrue(Browser.show(profile, server.endpoint() + query).contains(SECRET));
        }
        try (EmbeddedClickHouse server = prepared(EmbeddedClickHouse.builder().allowHost("rebound.test"))) {
            String shown = Browser.show(
                    profile, "http://rebound.test:" + server.port() + "/?query=SELECT+s+FROM+secrets+FORMAT+Vertical");
            assertTrue(shown.contains(SECRET), shown);
        }
    }

    @Test
    void thePlayPageRunsQueries() throws Exception {
        try (EmbeddedClickHouse server = prepared(EmbeddedClickHouse.builder())) {
            String sql = Base64.getEncoder().encodeToString("INSERT INTO visits VALUES ('play')".getBytes());
            try (Browser browser = Browser.open(profile, server.endpoint() + "/play?user=default&run=1#" + sql)) {
                Waiting.until(
                        "the query of the page",
                        () -> browser.isOpen()
                                && Http.answer(server, "SELECT * FROM visits").equals("play"));
            }
        }
    }
}
