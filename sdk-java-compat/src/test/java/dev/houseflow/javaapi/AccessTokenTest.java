package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.ServerException;
import dev.houseflow.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import kotlin.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Servers.class)
class AccessTokenTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private CompletionStage<String> token() {
        int number = asked.incrementAndGet();
        return CompletableFuture.supplyAsync(() -> "token-" + number);
    }

    /** Takes no token but the second one. */
    private ScriptedServer server() throws IOException {
        return new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversation -> {
            for (ScriptedServer.Request request = conversation.readRequest();
                    request != null;
                    request = conversation.readRequest()) {
                String token = request.field("Authorization");
                seen.add(token);
                if ("Bearer token-2".equals(token)) conversation.answer("1\n", "200 OK");
                else conversation.answer("who are you", "401 Unauthorized");
            }
            return Unit.INSTANCE;
        });
    }

    @Test
    void aRefusedTokenIsExchanged() throws IOException {
        try (ScriptedServer server = server();
                ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(server.getEndpoint())
                        .accessToken(this::token)
                        .build()) {
            assertEquals("1\n", new String(ch.rawQuery("SELECT 1").join()));
            ch.execute("SELECT 1").join();
            assertEquals(List.of("Bearer token-1", "Bearer token-2", "Bearer token-2"), seen);
            assertFalse(ch.toString().contains("token-"), ch.toString());
        }
    }

    @Test
    void whatTheSupplierFailsWithIsTheCallsFailure() {
        IllegalStateException broken = new IllegalStateException("no token today");
        List<Supplier<CompletionStage<String>>> suppliers = List.of(
                () -> {
                    throw broken;
                },
                () -> CompletableFuture.failedFuture(broken),
                () -> CompletableFuture.supplyAsync(() -> {
                    throw broken;
                }));
        for (Supplier<CompletionStage<String>> supplier : suppliers) {
            try (ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(Servers.endpoint())
                    .accessToken(supplier)
                    .build()) {
                Throwable failure = Futures.failure(ch.execute("SELECT 1"));
                assertInstanceOf(IllegalStateException.class, failure);
                assertEquals("no token today", failure.getMessage());
            }
        }
        List<Supplier<CompletionStage<String>>> empty =
                List.of(() -> null, () -> CompletableFuture.completedFuture(null));
        for (Supplier<CompletionStage<String>> supplier : empty) {
            try (ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(Servers.endpoint())
                    .accessToken(supplier)
                    .build()) {
                assertInstanceOf(ConfigurationException.class, Futures.failure(ch.execute("SELECT 1")));
            }
        }
    }

    @Test
    void aCancelledCallLeavesTheStageToOthers() throws IOException {
        CompletableFuture<String> shared = new CompletableFuture<>();
        try (ScriptedServer server = server();
                ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(server.getEndpoint())
                        .accessToken(() -> shared)
                        .build()) {
            CompletableFuture<byte[]> cancelled = ch.rawQuery("SELECT 1");
            CompletableFuture<byte[]> other = ch.rawQuery("SELECT 1");
            assertTrue(cancelled.cancel(true));
            shared.complete("token-2");
            assertEquals("1\n", new String(other.join()));
        }
    }

    @Test
    void aServerThatKnowsNoTokensSaysSo() {
        try (ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(Servers.endpoint())
                .accessToken(this::token)
                .build()) {
            ServerException failure = assertInstanceOf(ServerException.class, Futures.failure(ch.execute("SELECT 1")));
            assertEquals(516, failure.code());
            assertEquals(2, asked.get());
        }
    }

    @Test
    void aTokenStandsForNoOtherUser() {
        assertThrows(ConfigurationException.class, () -> ClickHouseAsyncClient.builder(Servers.endpoint())
                .username("tester")
                .accessToken(this::token)
                .build());
        // None is none.
        ClickHouseAsyncClient.builder(Servers.endpoint())
                .username("tester")
                .accessToken(null)
                .build()
                .close();
    }
}
