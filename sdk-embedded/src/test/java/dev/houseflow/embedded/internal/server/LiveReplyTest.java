package dev.houseflow.embedded.internal.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.QueryReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens while a query runs: progress, results that are held back, clients that leave. */
class LiveReplyTest {
    private static QueryProgress rows(long rows) {
        return new QueryProgress(rows, 8 * rows, 0, 0, 100, 0, 0, 7, 0);
    }

    @Test
    void progressArrivesLineByLineBeforeTheEnd() throws Exception {
        Semaphore seen = new Semaphore(0);
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            for (int i = 1; i <= 3; i++) {
                reply.progress(rows(i));
                // The query goes on only when the client has read this line.
                assertTrue(seen.tryAcquire(30, TimeUnit.SECONDS));
            }
            reply.format("TabSeparated");
            reply.output().write("done\n".getBytes());
            return new QueryProgress(10, 80, 0, 0, 100, 1, 9, 1234, 55);
        });
        try (HttpServer server = executor.serve();
                RawClient client = new RawClient(server.port())) {
            client.post("/?send_progress_in_http_headers=1&http_headers_progress_interval_ms=0", "q");
            assertEquals("HTTP/1.1 200 OK", client.line());
            for (int i = 1; i <= 3; i++) {
                assertEquals(
                        "X-ClickHouse-Progress: {\"read_rows\":\"" + i + "\",\"read_bytes\":\"" + 8 * i
                                + "\",\"total_rows_to_read\":\"100\",\"elapsed_ns\":\"7\"}",
                        client.line());
                assertEquals(0, client.available());
                seen.release();
            }
            List<String> rest = new ArrayList<>();
            for (String line = client.line(); !line.isEmpty(); line = client.line()) {
                rest.add(line);
            }
            RawClient.Response response = client.body("", rest, false);
            assertEquals("done\n", response.text());
            assertEquals(
                    "{\"read_rows\":\"10\",\"read_bytes\":\"80\",\"written_rows\":\"0\",\"written_bytes\":\"0\",\"total_rows_to_read\":\"100\","
                            + "\"result_rows\":\"1\",\"result_bytes\":\"9\",\"elapsed_ns\":\"1234\",\"memory_usage\":\"55\"}",
                    response.header("X-ClickHouse-Summary"));
        }
    }

    @Test
    void progressIsSilentUnlessAskedForOrTooSoon() throws Exception {
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            reply.progress(rows(1));
            return rows(2);
        });
        try (HttpServer server = executor.serve();
                RawClient client = new RawClient(server.port())) {
            assertNull(client.post("/", "q").response().header("X-ClickHouse-Progress"));
            String soon = "/?send_progress_in_http_headers=1&http_headers_progress_interval_ms=3600000";
            assertNull(client.post(soon, "q").response().header("X-ClickHouse-Progress"));
        }
    }

    @Test
    void errorAfterProgressIsABlockUnderStatus200() throws Exception {
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            reply.progress(rows(1));
            reply.format("TabSeparated");
            reply.output().write("held back, never sent".getBytes());
            throw ScriptedExecutor.error();
        });
        try (HttpServer server = executor.serve();
                RawClient client = new RawClient(server.port())) {
            RawClient.Response response = client.post(
                            "/?send_progress_in_http_headers=1&http_headers_progress_interval_ms=0", "q")
                    .response();
            assertEquals("HTTP/1.1 200 OK", response.status());
            assertEquals("395", response.header("X-ClickHouse-Exception-Code"));
            assertEquals("Close", response.header("Connection"));
            assertFalse(response.whole());
            assertTrue(response.text().startsWith("\r\n__exception__\r\n"), response.text());
        }
    }

    /** Writes {@code size} bytes, then waits until the test allows the end. */
    private static ScriptedExecutor waitingAfter(int size, CountDownLatch written, CountDownLatch end) {
        return new ScriptedExecutor((call, reply) -> {
            reply.output().write(new byte[size]);
            written.countDown();
            assertTrue(end.await(30, TimeUnit.SECONDS));
            return ScriptedExecutor.NOTHING;
        });
    }

    @Test
    void resultLeavesWhenTheBufferIsFull() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (HttpServer server =
                        waitingAfter(2_000_000, new CountDownLatch(1), end).serve();
                RawClient client = new RawClient(server.port())) {
            client.post("/", "q");
            assertEquals("HTTP/1.1 200 OK", client.line());
            end.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait_end_of_query=1",
                "http_wait_end_of_query=1",
                "buffer_size=8000000",
                "http_response_buffer_size=8000000"
            })
    void resultIsHeldBackAsAskedFor(String parameter) throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (HttpServer server = waitingAfter(6_000_000, written, end).serve();
                RawClient client = new RawClient(server.port())) {
            client.post("/?" + parameter, "q");
            assertTrue(written.await(30, TimeUnit.SECONDS));
            assertEquals(0, client.available());
            end.countDown();
            RawClient.Response response = client.response();
            assertArrayEquals(new byte[6_000_000], response.body());
            assertTrue(response.whole());
        }
    }

    @Test
    void errorOfAHeldBackResultHasItsStatus() throws Exception {
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            reply.output().write(new byte[10_000_000]);
            throw ScriptedExecutor.error();
        });
        try (HttpServer server = executor.serve();
                RawClient client = new RawClient(server.port())) {
            assertEquals(
                    "HTTP/1.1 500 Internal Server Error",
                    client.post("/?wait_end_of_query=1", "q").response().status());
        }
    }

    @Test
    void clientThatLeavesIsNoticed() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Boolean> stayed = new CompletableFuture<>();
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            call.statement().readAllBytes();
            stayed.complete(reply.isAbandoned());
            running.countDown();
            left.complete(untilAbandoned(reply));
            return ScriptedExecutor.NOTHING;
        });
        try (HttpServer server = executor.serve()) {
            try (RawClient client = new RawClient(server.port())) {
                client.post("/", "q");
                assertTrue(running.await(30, TimeUnit.SECONDS));
            }
            assertFalse(stayed.get(30, TimeUnit.SECONDS));
            assertTrue(left.get(30, TimeUnit.SECONDS));
        }
    }

    private static boolean untilAbandoned(QueryReply reply) throws InterruptedException {
        for (int i = 0; i < 2000 && !reply.isAbandoned(); i++) {
            Thread.sleep(10);
        }
        return reply.isAbandoned();
    }

    @Test
    void writingToAClientThatHasLeftFails() throws Exception {
        CompletableFuture<IOException> failure = new CompletableFuture<>();
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            byte[] part = new byte[1_000_000];
            try {
                for (int i = 0; i < 100_000; i++) {
                    reply.output().write(part);
                }
            } catch (IOException e) {
                failure.complete(e);
                throw e;
            }
            return ScriptedExecutor.NOTHING;
        });
        try (HttpServer server = executor.serve()) {
            try (RawClient client = new RawClient(server.port())) {
                client.post("/", "q");
                assertEquals("HTTP/1.1 200 OK", client.line());
            }
            assertNotNull(failure.get(60, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
    void bodyThatEndsEarlyIsNeverAWholeStatement(String framing) throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            try {
                outcome.complete(ScriptedExecutor.text(call.statement().readAllBytes()));
            } catch (IOException e) {
                outcome.complete(e);
            }
            return ScriptedExecutor.NOTHING;
        });
        try (HttpServer server = executor.serve()) {
            try (RawClient client = new RawClient(server.port())) {
                client.send("POST /?query=INSERT HTTP/1.1\r\n" + framing + "\r\n\r\n5\r\nabcde\r\n");
            }
            assertTrue(outcome.get(30, TimeUnit.SECONDS) instanceof IOException);
        }
    }

    @Test
    void bodyThatFailsIsAnErrorEvenIfTheExecutorForgives() throws Exception {
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            try {
                call.statement().readAllBytes();
            } catch (IOException forgiven) {
                reply.output().write("fine".getBytes());
            }
            return ScriptedExecutor.NOTHING;
        });
        try (HttpServer server = executor.serve();
                RawClient client = new RawClient(server.port())) {
            RawClient.Response response = client.post("/", "Content-Encoding: gzip\r\n", "no gzip".getBytes())
                    .response();
            assertEquals("354", response.header("X-ClickHouse-Exception-Code"));
        }
    }

    @Test
    void stoppingEndsARunningQuery() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ScriptedExecutor executor = new ScriptedExecutor((call, reply) -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return ScriptedExecutor.NOTHING;
        });
        HttpServer server = executor.serve();
        try (RawClient client = new RawClient(server.port());
                RawClient idle = new RawClient(server.port())) {
            idle.get("/ping").response();
            client.post("/", "q");
            assertTrue(running.await(30, TimeUnit.SECONDS));
            server.close();
            assertTrue(interrupted.await(30, TimeUnit.SECONDS));
            assertTrue(client.isEnded());
            assertTrue(idle.isEnded());
        }
    }

    @Test
    void idleClientsMakeRoomForNewOnes() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (HttpServer server = ScriptedExecutor.echo().serve()) {
            for (int i = 0; i < 400; i++) {
                RawClient client = new RawClient(server.port());
                clients.add(client);
                assertEquals("q", client.post("/", "q").response().text());
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
