package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to say who one is, and how a wrong one is refused. */
class AuthenticationTest {
    @RegisterExtension
    private final HttpServerExtension http = new HttpServerExtension("ann", "s3cret:ü");

    private RawClient.Response ask(String target, String headers) throws Exception {
        byte[] utf8 = headers.getBytes(StandardCharsets.UTF_8);
        http.client()
                .send("POST " + target + " HTTP/1.1\r\nContent-Length: 1\r\n")
                .send(utf8)
                .send("\r\nq");
        return http.client().response();
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    @Test
    void rightPasswordLetsInEveryWay() throws Exception {
        assertEquals("q", ask("/", basic("ann:s3cret:ü")).text());
        assertEquals(
                "q",
                ask("/", "X-ClickHouse-User: ann\r\nX-ClickHouse-Key: s3cret:ü\r\n")
                        .text());
        assertEquals("q", ask("/?user=ann&password=s3cret:%C3%BC", "").text());
        assertEquals("q", ask("/?user=open", "").text());
        assertEquals("q", ask("/?user=open", "Authorization: never\r\n").text());
    }

    @Test
    void wrongPasswordIsForbiddenEveryWay() throws Exception {
        for (RawClient.Response response : new RawClient.Response[] {
            ask("/", basic("ann:nope")),
            ask("/", basic("nobody:s3cret:ü")),
            ask("/", "X-ClickHouse-User: ann\r\nX-ClickHouse-Key: nope\r\n"),
            ask("/?user=ann&password=nope", ""),
            ask("/?user=nobody", ""),
            ask("/", "")
        }) {
            assertEquals("HTTP/1.1 403 Forbidden", response.status());
            assertEquals("516", response.header("X-ClickHouse-Exception-Code"));
            assertNull(response.header("WWW-Authenticate"));
            assertTrue(response.text().startsWith("Code: 516. DB::Exception: "), response.text());
            assertTrue(
                    response.text().endsWith("(AUTHENTICATION_FAILED) (version 26.7.2.1 (official build))\n"),
                    response.text());
            assertFalse(response.text().contains("s3cret"));
        }
    }

    @Test
    void missingPasswordIsAskedFor() throws Exception {
        RawClient.Response response = ask("/", basic("ann:"));
        assertEquals("HTTP/1.1 401 Unauthorized", response.status());
        assertEquals("194", response.header("X-ClickHouse-Exception-Code"));
        assertEquals("Basic realm=\"ClickHouse server HTTP API\"", response.header("WWW-Authenticate"));
    }

    @ParameterizedTest
    @CsvSource({
        "/, X-ClickHouse HTTP headers and Authorization HTTP header, X-ClickHouse-User: ann|Authorization: Basic eA==",
        "/?user=ann, X-ClickHouse HTTP headers and authentication via parameters, X-ClickHouse-User: ann",
        "/?password=x, Authorization HTTP header and authentication via parameters, Authorization: Basic eA=="
    })
    void waysMustNotBeMixed(String target, String ways, String headers) throws Exception {
        RawClient.Response response = ask(target, headers.replace("|", "\r\n") + "\r\n");
        assertEquals("HTTP/1.1 403 Forbidden", response.status());
        assertTrue(response.text().contains("it is not allowed to use " + ways + " simultaneously"), response.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Authorization: Bearer abc\r\n", "Authorization: Basic %%%\r\n", "X-ClickHouse-Key: alone\r\n"})
    void whatCannotBeReadIsRefused(String header) throws Exception {
        RawClient.Response response = ask("/", header);
        assertEquals("HTTP/1.1 403 Forbidden", response.status());
        assertEquals("516", response.header("X-ClickHouse-Exception-Code"));
    }

    @Test
    void healthNeedsNoUser() throws Exception {
        assertEquals("Ok.\n", http.client().get("/ping").response().text());
    }
}
