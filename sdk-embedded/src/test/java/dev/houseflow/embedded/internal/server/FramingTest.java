package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.http.HeadReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and responses as bytes: lengths, chunks, connections that stay or go. */
class FramingTest {
    @RegisterExtension
    private final HttpServerExtension http = new HttpServerExtension();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ping", "/ping?x=1", "/replicas_status"})
    void healthPagesSayOk(String target) throws Exception {
        RawClient.Response response = http.client().get(target).response();
        assertEquals("HTTP/1.1 200 OK", response.status());
        assertEquals("Ok.\n", response.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /nowhere",
                "HEAD /nowhere",
                "GET /nowhere?query=x",
                "GET //?query=x",
                "GET /pingpong",
                "POST /nowhere",
                "POST /nowhere?query=x",
                "POST /ping",
                "POST /play"
            })
    void unknownPathIsNotFound(String line) throws Exception {
        String target = line.split(" ")[1];
        http.client().send(line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nq");
        RawClient.Response response = http.client().response(line.startsWith("HEAD"));
        assertEquals("HTTP/1.1 404 Not Found", response.status());
        if (!line.startsWith("HEAD")) {
            assertTrue(response.text().startsWith("There is no handle " + target + "\n"), response.text());
        }
        assertEquals("q", http.client().post("/", "q").response().text());
        assertEquals(1, http.executor().calls.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /?", "POST ?x=1", "POST /query?", "GET /query?query=q", "GET ?query=q"})
    void queriesHaveTheirPaths(String line) throws Exception {
        http.client().send(line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nq");
        assertEquals("HTTP/1.1 200 OK", http.client().response().status());
    }

    @Test
    void aPageThatTheLibraryLacksIsNotFound() throws Exception {
        RawClient.Response response = http.client().get("/play").response();
        assertEquals("HTTP/1.1 404 Not Found", response.status());
        assertEquals("The engine's library does not hold the page /play.\n", response.text());
    }

    @Test
    void otherMethodIsNotImplemented() throws Exception {
        assertEquals(
                "HTTP/1.1 501 Not Implemented",
                http.client().send("BREW /?x HTTP/1.1\r\n\r\n").response().status());
    }

    @Test
    void connectionServesManyRequests() throws Exception {
        for (int i = 0; i < 3; i++) {
            RawClient.Response response = http.client().post("/", "query " + i).response();
            assertEquals("query " + i, response.text());
            assertEquals("Keep-Alive", response.header("Connection"));
            assertEquals("timeout=20", response.header("Keep-Alive"));
            assertTrue(response.whole());
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        http.client()
                .send(
                        "GET /ping HTTP/1.1\r\n\r\nPOST / HTTP/1.1\r\nContent-Length: 1\r\n\r\naGET /?query=b HTTP/1.1\r\n\r\n");
        assertEquals("Ok.\n", http.client().response().text());
        assertEquals("a", http.client().response().text());
        assertEquals("b\n", http.client().response().text());
    }

    @Test
    void pipelinedBytesSurviveTheLookForTheClient() throws Exception {
        http.restart(new ScriptedExecutor((call, reply) -> {
            byte[] statement = call.statement().readAllBytes();
            for (int i = 0; i < 5; i++) {
                Thread.sleep(30);
                assertEquals(false, reply.isAbandoned());
            }
            reply.output().write(statement);
            return ScriptedExecutor.NOTHING;
        }));
        http.client().post("/", "first").post("/", "second");
        assertEquals("first", http.client().response().text());
        assertEquals("second", http.client().response().text());
    }

    @Test
    void closeIsHonoured() throws Exception {
        RawClient.Response response = http.client()
                .post("/", "Connection: close\r\n", "q".getBytes(StandardCharsets.UTF_8))
                .response();
        assertEquals("Close", response.header("Connection"));
        assertNull(response.header("Keep-Alive"));
        assertTrue(http.client().isEnded());
    }

    @Test
    void chunkedBodyIsPutTogether() throws Exception {
        http.client()
                .send(
                        "POST /?query=head HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n");
        assertEquals("head\nabc0123456789", http.client().response().text());
        assertEquals("next", http.client().post("/", "next").response().text());
    }

    @Test
    void chunkSizesThatAreNoneAreAnError() throws Exception {
        http.client().send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        RawClient.Response response = http.client().response();
        assertEquals("33", response.header("X-ClickHouse-Exception-Code"));
        assertTrue(response.text().contains("no valid size"), response.text());
        assertTrue(http.client().isEnded());
    }

    @Test
    void continueComesWhenTheBodyIsWanted() throws Exception {
        http.client().send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertEquals("HTTP/1.1 100 Continue", http.client().line());
        assertEquals("", http.client().line());
        assertEquals("hi", http.client().send("hi").response().text());
        assertEquals("again", http.client().post("/", "again").response().text());
    }

    @Test
    void refusedRequestGetsNoContinue() throws Exception {
        http.client().send("POST /?user=nobody HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        RawClient.Response response = http.client().response();
        assertEquals("HTTP/1.1 403 Forbidden", response.status());
        assertEquals("Close", response.header("Connection"));
    }

    @Test
    void http10GetsABodyThatEndsWithTheConnection() throws Exception {
        http.client().send("POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nold 1");
        RawClient.Response response = http.client().response();
        assertEquals("HTTP/1.0 200 OK", response.status());
        assertEquals("Close", response.header("Connection"));
        assertNull(response.header("Transfer-Encoding"));
        assertEquals("old 1", response.text());
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws Exception {
        http.client().send("HEAD /?query=q HTTP/1.1\r\n\r\n");
        RawClient.Response response = http.client().response(true);
        assertEquals("HTTP/1.1 200 OK", response.status());
        assertEquals("TabSeparated", response.header("X-ClickHouse-Format"));
        assertEquals("Ok.\n", http.client().get("/ping").response().text());
    }

    @Test
    void postWithoutLengthIsRefused() throws Exception {
        RawClient.Response response =
                http.client().send("POST / HTTP/1.1\r\n\r\n").response();
        assertEquals("HTTP/1.1 411 Length Required", response.status());
        assertEquals("381", response.header("X-ClickHouse-Exception-Code"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
            })
    void whatIsNotHttpIsABadRequest(String bytes) throws Exception {
        assertEquals(
                "HTTP/1.1 400 Bad Request", http.client().send(bytes).response().status());
        assertTrue(http.client().isEnded());
    }

    @Test
    void uriMayBeAMebibyte() throws Exception {
        String query = "x".repeat(HeadReader.MAX_URI - "/?query=".length());
        assertEquals(
                query + "\n", http.client().get("/?query=" + query).response().text());
    }

    @Test
    void longerUriIsRefusedReadably() throws Exception {
        RawClient.Response response = http.client()
                .get("/?query=" + "x".repeat(HeadReader.MAX_URI + 100_000))
                .response();
        assertEquals("HTTP/1.1 400 Bad Request", response.status());
        assertEquals("HTTP request URI invalid or too long\n", response.text());
    }

    @Test
    void headersHaveLimits() throws Exception {
        assertEquals(
                "HTTP/1.1 431 Request Header Fields Too Large",
                http.client()
                        .send("GET / HTTP/1.1\r\nA: " + "a".repeat(200_000) + "\r\n\r\n")
                        .response()
                        .status());
    }

    @Test
    void smallUnreadBodyDoesNotCostTheConnection() throws Exception {
        RawClient.Response response =
                http.client().post("/?user=nobody", "x".repeat(100_000)).response();
        assertEquals("HTTP/1.1 403 Forbidden", response.status());
        assertEquals("Keep-Alive", response.header("Connection"));
        assertEquals(
                "still here", http.client().post("/", "still here").response().text());
    }

    @Test
    void errorIsReadableWhileTheUploadGoesOn() throws Exception {
        byte[] part = new byte[1024 * 1024];
        http.client().send("POST /?user=nobody HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n");
        for (int i = 0; i < 20; i++) {
            http.client().send(part);
        }
        RawClient.Response response = http.client().response();
        assertEquals("HTTP/1.1 403 Forbidden", response.status());
        assertEquals("Close", response.header("Connection"));
        assertTrue(response.text().contains("AUTHENTICATION_FAILED"), response.text());
        assertTrue(response.whole());
    }

    @Test
    void headersOfAnAnswer() throws Exception {
        RawClient.Response response =
                http.client().post("/?query_id=id%0A1", "q").response();
        assertEquals("text/tab-separated-values; charset=UTF-8", response.header("Content-Type"));
        assertEquals("box", response.header("X-ClickHouse-Server-Display-Name"));
        assertEquals("id1", response.header("X-ClickHouse-Query-Id"));
        assertEquals("TabSeparated", response.header("X-ClickHouse-Format"));
        assertEquals("Etc/UTC", response.header("X-ClickHouse-Timezone"));
        assertEquals("chunked", response.header("Transfer-Encoding"));
        assertTrue(response.header("X-ClickHouse-Exception-Tag").matches("[a-z]{16}"));
        assertTrue(response.header("Access-Control-Expose-Headers").contains("X-ClickHouse-Exception-Tag"));
        assertNull(response.header("X-ClickHouse-Exception-Code"));
        assertEquals(List.of(1, 0), response.chunks());
    }
}
