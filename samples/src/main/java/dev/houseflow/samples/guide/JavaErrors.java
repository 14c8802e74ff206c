package dev.houseflow.samples.guide;

import dev.houseflow.ServerException;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.samples.ReadmeJava.Trade;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The Java of docs/errors.md. */
public final class JavaErrors {
    private JavaErrors() {}

    // snippet: errors-java
    static List<Trade> tradesOrNone(ClickHouseAsyncClient ch) {
        try {
            return ch.query("SELECT * FROM trades ORDER BY id", Trade.class)
                    .join()
                    .rows();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ServerException refused
                    && refused.name().equals("UNKNOWN_TABLE")) {
                return List.of();
            }
            throw e;
        }
    }
    // end

    // snippet: errors-future-java
    static CompletableFuture<List<Trade>> tradesOrNoneLater(ClickHouseAsyncClient ch) {
        return ch.query("SELECT * FROM trades ORDER BY id", Trade.class).handle((result, failure) -> {
            if (failure == null) return result.rows();
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof ServerException refused && refused.code() == 60) return List.of();
            throw new CompletionException(cause);
        });
    }
    // end
}
