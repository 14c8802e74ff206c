package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests of web pages come through, and which of them may read the answer. */
class OriginPolicyTest {
    private static final String OWN = "Host: 127.0.0.1:8123\r\n";

    @RegisterExtension
    private final HttpServerExtension http = new HttpServerExtension()
            .with(new OriginPolicy(List.of("db.test"), List.of("https://app.test", "http://dev.test:3000")));

    private RawClient.Response ask(String line, String headers) throws Exception {
        return http.client()
                .send(line + " HTTP/1.1\r\n" + headers + "Content-Length: 1\r\n\r\nq")
                .response();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OWN,
                "Host: localhost:8123\r\n",
                "Host: LOCALHOST.\r\n",
                "Host: any.localhost\r\n",
                "Host: 127.1.2.3\r\n",
                "Host: [::1]:8123\r\n",
                "Host: db.test:1\r\n",
                "",
                OWN + "Origin: http://127.0.0.1:8123\r\n",
                OWN + "Origin: http://localhost:3000\r\nSec-Fetch-Site: cross-site\r\n",
                OWN + "Origin: https://[::1]\r\n",
                OWN + "Origin: http://db.test\r\n",
                OWN + "Origin: https://app.test\r\nSec-Fetch-Site: cross-site\r\n",
                OWN + "Origin: https://APP.test:443\r\n",
                OWN + "Sec-Fetch-Site: same-origin\r\n",
                OWN + "Sec-Fetch-Site: none\r\n"
            })
    void letsItsOwnIn(String headers) throws Exception {
        RawClient.Response response = ask("POST /", headers);
        assertEquals("HTTP/1.1 200 OK", response.status());
        assertEquals("q", response.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.test\r\n",
                "Host: evil.test:8123\r\n",
                "Host: localhost.evil.test\r\n",
                "Host: 127.0.0.1.evil.test\r\n",
                "Host: evil.test#127.0.0.1\r\n",
                "Host: localhost@evil.test\r\n",
                "Host: 127.0.0.1 evil.test\r\n",
                "Host: 0.0.0.0:8123\r\n",
                "Host: 2130706433\r\n",
                "Host: \r\n",
                "Host: localhost\r\nHost: evil.test\r\n",
                OWN + "Origin: http://evil.test\r\n",
                OWN + "Origin: null\r\n",
                OWN + "Origin: \r\n",
                OWN + "Origin: file://\r\n",
                OWN + "Origin: chrome-extension://localhost\r\n",
                OWN + "Origin: http://localhost.evil.test\r\n",
                OWN + "Origin: http://localhost@evil.test\r\n",
                OWN + "Origin: http://localhost/evil.test\r\n",
                OWN + "Origin: http://evil.test/http://localhost\r\n",
                OWN + "Origin: http://app.test\r\n",
                OWN + "Origin: https://app.test:8443\r\n",
                OWN + "Origin: https://app.test.evil.test\r\n",
                OWN + "Origin: http://localhost, http://evil.test\r\n",
                OWN + "Origin: http://localhost\r\nOrigin: http://evil.test\r\n",
                OWN + "Sec-Fetch-Site: cross-site\r\n",
                OWN + "Sec-Fetch-Site: Cross-Site\r\nSec-Fetch-Mode: navigate\r\n"
            })
    void keepsOthersAway(String headers) throws Exception {
        for (String line : List.of(
                "POST /",
                "GET /?query=SELECT+1",
                "POST /?add_http_cors_header=1",
                "GET /ping",
                "OPTIONS /",
                "GET /play")) {
            RawClient.Response response = ask(line, headers);
            assertEquals("HTTP/1.1 403 Forbidden", response.status(), line);
            assertEquals("497", response.header("X-ClickHouse-Exception-Code"));
            assertTrue(response.text().startsWith("Code: 497. DB::Exception: "), response.text());
            assertNull(response.header("Access-Control-Allow-Origin"));
            assertNull(response.header("Access-Control-Allow-Methods"));
        }
        assertTrue(http.executor().calls.isEmpty());
    }

    @Test
    void theHostOfAnAbsoluteTargetCounts() throws Exception {
        assertEquals(
                "HTTP/1.1 403 Forbidden", ask("POST http://evil.test/", OWN).status());
        assertEquals(
                "HTTP/1.1 200 OK",
                ask("POST http://127.0.0.1:8123/", "Host: evil.test\r\n").status());
    }

    @Test
    void onlyAllowedOriginsReadAnswers() throws Exception {
        for (String target : List.of("/", "/?add_http_cors_header=1", "/?query=SEL", "/nowhere")) {
            RawClient.Response allowed = ask("POST " + target, OWN + "Origin: https://app.test\r\n");
            assertEquals("https://app.test", allowed.header("Access-Control-Allow-Origin"), target);
            assertEquals("Origin", allowed.header("Vary"));
            RawClient.Response own = ask("POST " + target, OWN + "Origin: http://localhost:3000\r\n");
            assertNull(own.header("Access-Control-Allow-Origin"), target);
        }
    }

    @Test
    void preflightsOfAllowedOriginsSucceed() throws Exception {
        String wanted = "Access-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: authorization,x-clickhouse-user\r\n"
                + "Access-Control-Request-Private-Network: true\r\n";
        RawClient.Response allowed = ask("OPTIONS /?query=x", OWN + "Origin: http://dev.test:3000\r\n" + wanted);
        assertEquals("HTTP/1.1 204 No Content", allowed.status());
        assertEquals("http://dev.test:3000", allowed.header("Access-Control-Allow-Origin"));
        assertEquals("GET, POST, OPTIONS", allowed.header("Access-Control-Allow-Methods"));
        assertEquals("authorization,x-clickhouse-user", allowed.header("Access-Control-Allow-Headers"));
        assertEquals("true", allowed.header("Access-Control-Allow-Private-Network"));
    }

    @Test
    void preflightsOfTheLoopbackInterfaceAllowNothing() throws Exception {
        RawClient.Response own =
                ask("OPTIONS /", OWN + "Origin: http://localhost:3000\r\nAccess-Control-Request-Method: POST\r\n");
        assertEquals("HTTP/1.1 204 No Content", own.status());
        assertFalse(own.headers().stream().anyMatch(header -> header.startsWith("Access-Control-Allow")));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://App.test:443, https://app.test",
        "http://a:80, http://a",
        "http://a:8080, http://a:8080",
        "*, *",
        "null, null",
        "app://x, app://x"
    })
    void readsOrigins(String text, String origin) {
        assertEquals(origin, OriginPolicy.origin(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app.test", "http://", "http://a/", "http://a/b", "http://u@a", "http://a?b", "**"})
    void refusesWhatIsNoOrigin(String text) {
        assertThrows(IllegalArgumentException.class, () -> OriginPolicy.origin(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "http://a", "a b:x", "u@a", "a:b"})
    void refusesWhatIsNoHost(String text) {
        assertThrows(IllegalArgumentException.class, () -> OriginPolicy.host(text));
    }

    @Test
    void everyOriginCanBeAllowed() throws Exception {
        try (HttpServer server = ScriptedExecutor.echo().serve(new OriginPolicy(List.of(), List.of("*")));
                RawClient client = new RawClient(server.port())) {
            RawClient.Response response = client.send(
                            "POST / HTTP/1.1\r\n" + OWN + "Origin: null\r\nContent-Length: 1\r\n\r\nq")
                    .response();
            assertEquals("null", response.header("Access-Control-Allow-Origin"));
        }
    }
}
