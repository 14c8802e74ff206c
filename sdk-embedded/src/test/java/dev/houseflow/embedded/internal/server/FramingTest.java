package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.http.HeadReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and responses as bytes: lengths, chunks, connections that stay or go. */
class FramingTest {
    private final ScriptedExecutor executor = ScriptedExecutor.echo();
    private HttpServer server;
    private RawClient client;

    @BeforeEach
    void connect() throws Exception {
        server = executor.serve();
        client = new RawClient(server.port());
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ping", "/ping?x=1", "/replicas_status"})
    void healthPagesSayOk(String target) throws Exception {
        RawClient.Response response = client.get(target).response();
        assertEquals("HTTP/1.1 200 OK", response.status());
        assertEquals("Ok.\n", response.text());
    }

    @Test
    void unknownPathIsNotFound() throws Exception {
        RawClient.Response response = client.get("/nowhere").response();
        assertEquals("HTTP/1.1 404 Not Found", response.status());
        assertTrue(response.text().startsWith("There is no handle /nowhere\n"));
    }

    @Test
    void otherMethodIsNotImplemented() throws Exception {
        assertEquals(
                "HTTP/1.1 501 Not Implemented",
                client.send("BREW /?x HTTP/1.1\r\n\r\n").response().status());
    }

    @Test
    void connectionServesManyRequests() throws Exception {
        for (int i = 0; i < 3; i++) {
            RawClient.Response response = client.post("/", "query " + i).response();
            assertEquals("query " + i, response.text());
            assertEquals("Keep-Alive", response.header("Connection"));
            assertEquals("timeout=20", response.header("Keep-Alive"));
            assertTrue(response.whole());
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        client.send(
                "GET /ping HTTP/1.1\r\n\r\nPOST / HTTP/1.1\r\nContent-Length: 1\r\n\r\naGET /?query=b HTTP/1.1\r\n\r\n");
        assertEquals("Ok.\n", client.response().text());
        assertEquals("a", client.response().text());
        assertEquals("b\n", client.response().text());
    }

    @Test
    void pipelinedBytesSurviveTheLookForTheClient() throws Exception {
        server.close();
        client.close();
        server = new ScriptedExecutor((call, reply) -> {
                    byte[] statement = call.statement().readAllBytes();
                    for (int i = 0; i < 5; i++) {
                        Thread.sleep(30);
                        assertEquals(false, reply.isAbandoned());
                    }
                    reply.output().write(statement);
                    return ScriptedExecutor.NOTHING;
                })
                .serve();
        client = new RawClient(server.port());
        client.post("/", "first").post("/", "second");
        assertEquals("first", client.response().text());
        assertEquals("second", client.response().text());
    }

    @Test
    void closeIsHonoured() throws Exception {
        RawClient.Response response = client.post("/", "Connection: close\r\n", "q".getBytes(StandardCharsets.UTF_8))
                .response();
        assertEquals("Close", response.header("Connection"));
        assertNull(response.header("Keep-Alive"));
        assertTrue(client.isEnded());
    }

    @Test
    void chunkedBodyIsPutTogether() throws Exception {
        client.send(
                "POST /?query=head HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n");
        assertEquals("head\nabc0123456789", client.response().text());
        assertEquals("next", client.post("/", "next").response().text());
    }

    @Test
    void chunkSizesThatAreNoneAreAnError() throws Exception {
        client.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        RawClient.Response response = client.response();
        assertEquals("33", response.header("X-ClickHouse-Exception-Code"));
        assertTrue(response.text().contains("no valid size"), response.text());
        assertTrue(client.isEnded());
    }

    @Test
    void continueComesWhenTheBodyIsWanted() throws Exception {
        client.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertEquals("HTTP/1.1 100 Continue", client.line());
        assertEquals("", client.line());
        assertEquals("hi", client.send("hi").response().text());
        assertEquals("again", client.post("/", "again").response().text());
    }

    @Test
    void refusedRequestGetsNoContinue() throws Exception {
        client.send("POST /?user=nobody HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        RawClient.Response response = client.response();
        assertEquals("HTTP/1.1 403 Forbidden", response.status());
        assertEquals("Close", response.header("Connection"));
    }

    @Test
    void http10GetsABodyThatEndsWithTheConnection() throws Exception {
        client.send("POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nold 1");
        RawClient.Response response = client.response();
        assertEquals("HTTP/1.0 200 OK", response.status());
        assertEquals("Close", response.header("Connection"));
        assertNull(response.header("Transfer-Encoding"));
        assertEquals("old 1", response.text());
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws Exception {
        client.send("HEAD /?query=q HTTP/1.1\r\n\r\n");
        RawClient.Response response = client.response(true);
        assertEquals("HTTP/1.1 200 OK", response.status());
        assertEquals("TabSeparated", response.header("X-ClickHouse-Format"));
        assertEquals("Ok.\n", client.get("/ping").response().text());
    }

    @Test
    void postWithoutLengthIsRefused() throws Exception {
        RawClient.Response response = client.send("POST / HTTP/1.1\r\n\r\n").response();
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
        assertEquals("HTTP/1.1 400 Bad Request", client.send(bytes).response().status());
        assertTrue(client.isEnded());
    }

    @Test
    void uriMayBeAMebibyte() throws Exception {
        String query = "x".repeat(HeadReader.MAX_URI - "/?query=".length());
        assertEquals(query + "\n", client.get("/?query=" + query).response().text());
    }

    @Test
    void longerUriIsRefusedReadably() throws Exception {
        RawClient.Response response = client.get("/?query=" + "x".repeat(HeadReader.MAX_URI + 100_000))
                .response();
        assertEquals("HTTP/1.1 400 Bad Request", response.status());
        assertEquals("HTTP request URI invalid or too long\n", response.text());
    }

    @Test
    void headersHaveLimits() throws Exception {
        assertEquals(
                "HTTP/1.1 431 Request Header Fields Too Large",
                client.send("GET / HTTP/1.1\r\nA: " + "a".repeat(200_000) + "\r\n\r\n")
                        .response()
                        .status());
    }

    @Test
    void smallUnreadBodyDoesNotCostTheConnection() throws Exception {
        RawClient.Response response =
                client.post("/?user=nobody", "x".repeat(100_000)).response();
        assertEquals("HTTP/1.1 403 Forbidden", response.status());
        assertEquals("Keep-Alive", response.header("Connection"));
        assertEquals("still here", client.post("/", "still here").response().text());
    }

    @Test
    void errorIsReadableWhileTheUploadGoesOn() throws Exception {
        byte[] part = new byte[1024 * 1024];
        client.send("POST /?user=nobody HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n");
        for (int i = 0; i < 20; i++) {
            client.send(part);
        }
        RawClient.Response response = client.response();
        assertEquals("HTTP/1.1 403 Forbidden", response.status());
        assertEquals("Close", response.header("Connection"));
        assertTrue(response.text().contains("AUTHENTICATION_FAILED"), response.text());
        assertTrue(response.whole());
    }

    @Test
    void headersOfAnAnswer() throws Exception {
        RawClient.Response response = client.post("/?query_id=id%0A1", "q").response();
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
