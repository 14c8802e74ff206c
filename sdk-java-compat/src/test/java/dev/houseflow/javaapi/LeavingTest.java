package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Compression;
import dev.houseflow.Format;
import dev.houseflow.QueryRequest;
import dev.houseflow.RetryPolicy;
import dev.houseflow.testkit.Leaks;
import dev.houseflow.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import kotlin.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Callers that leave, in every way that the Java door has: the server sees each connection end. */
@Timeout(120)
class LeavingTest {
    private static final int CALLS = 300;

    /** Sends rows of one column until the client has left. */
    private static Unit flow(ScriptedServer.Conversation conversation) {
        while (true) {
            ScriptedServer.Request request = conversation.readRequest();
            if (request == null) return Unit.INSTANCE;
            if (!new String(request.getBody(), StandardCharsets.UTF_8).startsWith("KILL QUERY")) break;
            conversation.answer("", "200 OK");
        }
        byte[] block = "\1\3\1n\5UInt8abc".getBytes(StandardCharsets.ISO_8859_1);
        conversation.send("HTTP/1.1 200 OK\r\nX-ClickHouse-Summary: {}\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (true) {
            conversation.chunk(block);
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                return Unit.INSTANCE;
            }
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; !condition.getAsBoolean(); tries++) {
            assertTrue(tries < 1000, what);
            Thread.sleep(10);
        }
    }

    @Test
    void whoeverLeavesLeavesNoSocketOpen() throws InterruptedException {
        // The JDK opens a socket for itself with the first one that it closes.
        try (ScriptedServer server = new ScriptedServer(listener(), LeavingTest::flow)) {
            client(server).close();
        }
        int before = Leaks.INSTANCE.openSockets();
        try (ScriptedServer server = new ScriptedServer(listener(), LeavingTest::flow)) {
            try (ClickHouseAsyncClient ch = client(server)) {
                List<Way> ways = List.of(
                        this::closeAStream, this::cancelAFuture, this::cancelASubscription, this::breakOffALoop);
                for (int call = 0; call < CALLS; call++) {
                    ways.get(call % ways.size()).leave(ch, QueryRequest.of("SELECT " + call));
                }
            }
            await("the server still sees connections", () -> server.getOpenConnections() == 0);
            assertEquals(List.of(), server.getFailures());
        }
        await("sockets are left open", () -> Leaks.INSTANCE.openSockets() <= before);
    }

    private static java.net.ServerSocket listener() {
        try {
            return new java.net.ServerSocket(0, 100, java.net.InetAddress.getLoopbackAddress());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ClickHouseAsyncClient client(ScriptedServer server) {
        return ClickHouseAsyncClient.builder(server.getEndpoint())
                .compression(Compression.NONE)
                .retry(RetryPolicy.NONE)
                .build();
    }

    private interface Way {
        void leave(ClickHouseAsyncClient ch, QueryRequest request) throws InterruptedException;
    }

    private void closeAStream(ClickHouseAsyncClient ch, QueryRequest request) {
        try (RowStream<Integer> rows = ch.stream(request, Integer.class)) {
            assertEquals('a', rows.next());
        }
    }

    private void breakOffALoop(ClickHouseAsyncClient ch, QueryRequest request) {
        try (RowStream<Integer> rows = ch.stream(request, Integer.class)) {
            assertEquals(List.of(97, 98), rows.stream().limit(2).toList());
        }
    }

    private void cancelAFuture(ClickHouseAsyncClient ch, QueryRequest request) throws InterruptedException {
        CompletableFuture<byte[]> future =
                ch.rawQuery(request.toBuilder().format(Format.CSV).build());
        Thread.sleep(5);
        assertTrue(future.cancel(true));
    }

    private void cancelASubscription(ClickHouseAsyncClient ch, QueryRequest request) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        ch.publish(request, Integer.class).subscribe(new Subscriber<>() {
            private Subscription subscription;

            @Override
            public void onSubscribe(Subscription given) {
                subscription = given;
                given.request(2);
            }

            @Override
            public void onNext(Integer row) {
                subscription.cancel();
                done.countDown();
            }

            @Override
            public void onError(Throwable e) {}

            @Override
            public void onComplete() {}
        });
        done.await();
    }
}
