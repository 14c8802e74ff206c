package dev.houseflow.test.internal;

import dev.houseflow.ClickHouseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for a call, and fails as the call did, without a wrapper. */
public final class Await {
    private Await() {}

    /** What the call gives. */
    public static <T> T result(CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClickHouseException cause) {
                // The caller's line is where its test failed.
                cause.addSuppressed(new IllegalStateException("called here"));
                throw cause;
            }
            throw e;
        }
    }
}
