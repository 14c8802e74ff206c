package dev.houseflow.samples;

import dev.houseflow.HandlerRequest;
import dev.houseflow.RawResponse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.HandlerStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The Java of docs/handlers.md. */
final class JavaHandlers {
    private JavaHandlers() {}

    static CompletableFuture<RawResponse> handlers(ClickHouseAsyncClient ch, Path target) throws IOException {
        // snippet: handlers-java
        CompletableFuture<RawResponse> stored = ch.callHandler(HandlerRequest.builder("/api/events")
                .parameter("id", 123)
                .body("{\"name\": \"click\"}")
                .contentType("application/json")
                .build());

        HandlerRequest export =
                HandlerRequest.builder("/export").segment("2024/25").build();
        try (HandlerStream answer = ch.streamHandler(export)) {
            System.out.println(answer.head().header("Content-Type"));
            Files.copy(answer.body(), target);
        }
        // end
        return stored;
    }
}
