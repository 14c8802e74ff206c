package dev.houseflow.samples;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.concurrent.CompletableFuture;

/** The Java of docs/authentication.md. */
final class JavaAuthentication {
    private JavaAuthentication() {}

    /** The service that gives out tokens. */
    interface Identity {
        CompletableFuture<String> freshToken();
    }

    static ClickHouseAsyncClient withTokens(String endpoint, Identity identity) {
        // snippet: authentication-token-java
        return ClickHouseAsyncClient.builder(endpoint)
                .accessToken(identity::freshToken)
                .build();
        // end
    }
}
