package dev.houseflow.javaapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.HandlerRequest;
import dev.houseflow.RawResponse;
import dev.houseflow.ReplicasStatus;
import dev.houseflow.ResponseHead;
import dev.houseflow.ServerException;
import dev.houseflow.testkit.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import kotlin.Unit;
import kotlinx.coroutines.flow.FlowKt;
import kotlinx.coroutines.reactive.ReactiveFlowKt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;

/** Handlers through the Java door; what they send and how they fail is tested where it is done. */
@Timeout(60)
@ExtendWith(Servers.class)
class HandlerTest {
    private static ScriptedServer server(BlockingQueue<ScriptedServer.Request> seen, String status, String body)
            throws IOException {
        return new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversation -> {
            while (true) {
                ScriptedServer.Request request = conversation.readRequest();
                if (request == null) return Unit.INSTANCE;
                seen.add(request);
                conversation.answer(body, status, "ETag: \"7\"");
            }
        });
    }

    @Test
    void callsAHandlerOfARealServer() {
        try (ClickHouseAsyncClient ch = Servers.client()) {
            assertEquals("Ok.\n", ch.callHandler("/ping").join().text());
            HandlerRequest query = HandlerRequest.builder("/")
                    .query("SELECT number FROM numbers({n:UInt8})")
                    .parameter("param_n", 3)
                    .build();
            assertArrayEquals(
                    "0\n1\n2\n".getBytes(UTF_8), ch.callHandler(query).join().body());
            ReplicasStatus replicas = ch.replicasStatus().join();
            assertTrue(replicas.ok());
            assertEquals("Ok.", replicas.details());
        }
    }

    @Test
    void aStatusIsAFailureOrAResponse() throws IOException {
        BlockingQueue<ScriptedServer.Request> seen = new LinkedBlockingQueue<>();
        try (ScriptedServer server = server(seen, "402 Payment Required", "Say Hi!");
                ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(server.getEndpoint()).build()) {
            HandlerRequest request = HandlerRequest.builder("/static").build();
            Throwable failure = Futures.failure(ch.callHandler(request));
            assertEquals(402, assertInstanceOf(ServerException.class, failure).httpStatus());
            RawResponse response = ch.callHandler(
                            request.toBuilder().expectSuccess(false).build())
                    .join();
            assertEquals(402, response.status());
            assertEquals("\"7\"", response.header("etag"));
            assertEquals(List.of("\"7\""), response.headers().get("ETAG"));
            assertInstanceOf(ConfigurationException.class, Futures.failure(ch.callHandler("/a b")));
        }
    }

    @Test
    void sendsWhatComesPieceByPiece() throws IOException, InterruptedException {
        BlockingQueue<ScriptedServer.Request> seen = new LinkedBlockingQueue<>();
        try (ScriptedServer server = server(seen, "200 OK", "fine");
                ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(server.getEndpoint()).build()) {
            HandlerRequest request =
                    HandlerRequest.builder("/up").method("POST").build();
            ch.callHandler(request, new ByteArrayInputStream("stream".getBytes(UTF_8)))
                    .join();
            assertEquals("stream", new String(seen.take().getBody(), UTF_8));
            Publisher<byte[]> body =
                    ReactiveFlowKt.asPublisher(FlowKt.flowOf(new byte[][] {"a".getBytes(UTF_8), "bc".getBytes(UTF_8)}));
            ch.callHandler(request, body).join();
            assertEquals("abc", new String(seen.take().getBody(), UTF_8));
        }
    }

    @Test
    void readsALongAnswerAsItComes() throws IOException {
        try (ClickHouseAsyncClient ch = Servers.client()) {
            HandlerRequest request = HandlerRequest.builder("/")
                    .query("SELECT number FROM numbers(100000) FORMAT TSV")
                    .build();
            try (HandlerStream answer = ch.streamHandler(request)) {
                ResponseHead head = answer.head();
                assertEquals(200, head.status());
                assertSame(head, answer.head());
                assertSame(answer.body(), answer.body());
                String text = new String(answer.body().readAllBytes(), UTF_8);
                assertTrue(text.endsWith("\n99999\n"));
                assertEquals(-1, answer.body().read());
            }
            HandlerRequest endless = HandlerRequest.builder("/")
                    .query("SELECT number FROM system.numbers FORMAT TSV")
                    .build();
            HandlerStream left = ch.streamHandler(endless);
            assertEquals('0', left.body().read());
            left.close();
            assertInstanceOf(
                    ConfigurationException.class,
                    assertThrows(IOException.class, left.body()::read).getCause());
            assertThrows(IOException.class, left.body()::available);
            HandlerRequest wrong =
                    HandlerRequest.builder("/").query("SELECT nothing").build();
            try (HandlerStream answer = ch.streamHandler(wrong)) {
                assertThrows(ServerException.class, answer::head);
                assertInstanceOf(
                        ServerException.class,
                        assertThrows(IOException.class, answer.body()::read).getCause());
            }
        }
    }
}
