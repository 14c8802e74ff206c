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

    /** Where passwords are kept. */
    interface Vault {
        CompletableFuture<String> password(String user);
    }

    static ClickHouseAsyncClient withChangingPassword(String endpoint, Vault vault) {
        // snippet: authentication-supplier-java
        return ClickHouseAsyncClient.builder(endpoint)
                .username("reports")
                .passwordSupplier(() -> vault.password("reports"))
                .build();
        // end
    }

    static ClickHouseAsyncClient withTokens(String endpoint, Identity identity) {
        // snippet: authentication-token-java
        return ClickHouseAsyncClient.builder(endpoint)
                .accessToken(identity::freshToken)
                .build();
        // end
    }
}
