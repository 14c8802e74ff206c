package dev.houseflow.javaapi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the tests ask of futures. */
final class Futures {
    private Futures() {}

    /** What {@code future} completes exceptionally with, unwrapped. */
    static Throwable failure(CompletableFuture<?> future) {
        try {
            throw new AssertionError("Did not fail, but gave " + future.get(60, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
