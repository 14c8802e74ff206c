package dev.houseflow.javaapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.Format;
import dev.houseflow.QueryEndpointException;
import dev.houseflow.QueryEndpointRequest;
import dev.houseflow.QueryEndpointTable;
import dev.houseflow.testkit.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import kotlin.Unit;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.flow.FlowKt;
import kotlinx.coroutines.reactive.ReactiveFlowKt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Query endpoints through the Java door; what they send and how they fail is tested where it is done. */
@Timeout(60)
class AsyncQueryEndpointTest {
    private static final String ID = "04a0f8a4-5f92-4b3a-8b41-2f9a1fbf9b4e";

    /** Column {@code n} of UInt8: 1, 2, 3. */
    private static final byte[] NATIVE = "\1\3\1n\5UInt8\1\2\3".getBytes(ISO_8859_1);

    private static final QueryEndpointRequest NOTHING =
            QueryEndpointRequest.builder().build();

    public record N(int n) {}

    private final BlockingQueue<ScriptedServer.Request> seen = new LinkedBlockingQueue<>();

    private ScriptedServer server(String status, Function<String, byte[]> bodyOfTarget) throws IOException {
        return new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversation -> {
            while (true) {
                ScriptedServer.Request request = conversation.readRequest();
                if (request == null) return Unit.INSTANCE;
                seen.add(request);
                String type = request.getTarget().contains("Native") ? "application/octet-stream" : "text/plain";
                conversation.answer(bodyOfTarget.apply(request.getTarget()), status, "Content-Type: " + type);
            }
        });
    }

    private static AsyncQueryEndpoint.Builder builder(ScriptedServer server) {
        return AsyncQueryEndpoint.builder(ID, "key", "s3cret").baseUrl(server.getEndpoint() + "/q");
    }

    @Test
    void readsRowsLinesAndBytesInEveryWay() throws Exception {
        try (ScriptedServer server = server(
                        "200 OK", target -> target.contains("Native") ? NATIVE : "a\nb\u00e9\n".getBytes(UTF_8));
                AsyncQueryEndpoint endpoint = builder(server).build()) {
            List<N> rows = List.of(new N(1), new N(2), new N(3));
            assertEquals(rows, endpoint.query(NOTHING, N.class).join().rows());
            assertEquals("/q/" + ID + "/run?format=Native", seen.take().getTarget());
            try (RowStream<N> stream = endpoint.stream(NOTHING, N.class)) {
                assertEquals(rows, stream.stream().toList());
            }
            assertEquals(rows, all(endpoint.publish(NOTHING, N.class)));
            try (RowStream<String> lines = endpoint.lines(NOTHING)) {
                assertEquals(List.of("a", "b\u00e9"), lines.stream().toList());
            }
            assertEquals(List.of("a", "b\u00e9"), all(endpoint.publishLines(NOTHING)));
            try (InputStream bytes = endpoint.rawStream(NOTHING)) {
                assertEquals("a\nb\u00e9\n", new String(bytes.readAllBytes(), UTF_8));
            }
            assertEquals(
                    "a\nb\u00e9\n", new String(all(endpoint.publishRaw(NOTHING)).get(0), UTF_8));
            assertEquals("a\nb\u00e9\n", endpoint.call().join().text());
            assertThrows(ConfigurationException.class, () -> endpoint.stream(NOTHING, Runnable.class));
            assertFalse(endpoint.toString().contains("s3cret"));
        }
    }

    @Test
    void sendsVariablesAndData(@TempDir Path folder) throws Exception {
        try (ScriptedServer server = server("200 OK", target -> "OK".getBytes(UTF_8));
                AsyncQueryEndpoint endpoint = builder(server).build()) {
            QueryEndpointRequest nested = QueryEndpointRequest.builder()
                    .variable("arr", List.of(List.of(1, 2)))
                    .variables(Map.of("m", Map.of("k", 1)))
                    .build();
            assertEquals("OK", endpoint.call(nested).join().text());
            assertEquals(
                    "{\"queryVariables\":{\"arr\":[[1,2]],\"m\":{\"k\":1}}}",
                    new String(seen.take().getBody(), UTF_8));
            QueryEndpointRequest csv =
                    QueryEndpointRequest.builder().format(Format.CSV).build();
            byte[] data = "1,2\n".getBytes(UTF_8);
            Path file = Files.write(folder.resolve("data.csv"), data);
            Flow<byte[]> flow = FlowKt.flowOf(new byte[][] {data});
            endpoint.upload(csv, data).join();
            endpoint.upload(csv, file).join();
            endpoint.upload(csv, new ByteArrayInputStream(data)).join();
            endpoint.upload(csv, ReactiveFlowKt.asPublisher(flow)).join();
            for (int upload = 0; upload < 4; upload++) {
                ScriptedServer.Request request = seen.take();
                assertEquals("application/octet-stream", request.field("Content-Type"));
                assertEquals("1,2\n", new String(request.getBody(), UTF_8));
            }
        }
    }

    @Test
    void readsTheTableOfVersionOne() throws IOException {
        String table = "{\"data\":{\"columns\":[{\"name\":\"a\",\"type\":\"UInt8\"}],\"rows\":[[1],[null]]}}";
        try (ScriptedServer server = server("200 OK", target -> table.getBytes(UTF_8));
                AsyncQueryEndpoint endpoint = builder(server).version(1).build();
                AsyncQueryEndpoint newer = builder(server).build()) {
            QueryEndpointTable read = endpoint.table(NOTHING).join();
            assertEquals("a", read.columns().get(0).name());
            assertEquals("UInt8", read.columns().get(0).type());
            assertEquals(1L, read.rows().get(0).get(0));
            assertInstanceOf(ConfigurationException.class, Futures.failure(newer.table(NOTHING)));
        }
    }

    @Test
    void refusalsAreToldApart() throws IOException {
        try (ScriptedServer server = server("404 Not Found", target -> "no such endpoint".getBytes(UTF_8));
                AsyncQueryEndpoint endpoint = builder(server).build()) {
            QueryEndpointException.NotFound failure =
                    assertInstanceOf(QueryEndpointException.NotFound.class, Futures.failure(endpoint.call()));
            assertEquals("no such endpoint", failure.body());
            try (RowStream<String> lines = endpoint.lines(NOTHING)) {
                assertThrows(QueryEndpointException.NotFound.class, lines::hasNext);
            }
        }
        AsyncQueryEndpoint.Builder wrong = AsyncQueryEndpoint.builder("x", "key", "s3cret");
        assertFalse(wrong.toString().contains("s3cret"));
        assertTrue(assertThrows(ConfigurationException.class, wrong::build)
                .getMessage()
                .contains("UUID"));
    }

    private static <T> List<T> all(Publisher<T> publisher) throws InterruptedException {
        List<T> values = new ArrayList<>();
        BlockingQueue<Object> end = new LinkedBlockingQueue<>();
        publisher.subscribe(new Subscriber<T>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(T value) {
                values.add(value);
            }

            @Override
            public void onError(Throwable failure) {
                end.add(failure);
            }

            @Override
            public void onComplete() {
                end.add("complete");
            }
        });
        assertEquals("complete", end.take());
        return values;
    }
}
