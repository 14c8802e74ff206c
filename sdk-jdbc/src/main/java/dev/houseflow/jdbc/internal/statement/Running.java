package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.TransportException;
import dev.houseflow.javaapi.internal.async.DriverCalls;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The call of a statement that is under way, which another thread may end. */
final class Running {
    private volatile boolean cancelled;
    private volatile DriverCalls.Answer answer;
    private volatile CompletableFuture<?> future;

    /** Ends the call, whatever it is, and stops its query. From any thread. */
    void cancel() {
        cancelled = true;
        DriverCalls.Answer current = answer;
        if (current != null) current.close();
        CompletableFuture<?> pending = future;
        if (pending != null) pending.cancel(true);
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** From now on {@code next} is what {@link #cancel()} ends. */
    DriverCalls.Answer of(DriverCalls.Answer next) {
        answer = next;
        if (cancelled) next.close();
        return next;
    }

    /** Waits for {@code next}, no longer than {@code waitMillis} unless that is 0. */
    <T> T await(CompletableFuture<T> next, int waitMillis) throws SQLException {
        future = next;
        if (cancelled) next.cancel(true);
        try {
            return waitMillis == 0 ? next.get() : next.get(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            next.cancel(true);
            throw SqlErrors.interrupted(e);
        } catch (TimeoutException e) {
            next.cancel(true);
            throw SqlErrors.of(
                    new TransportException(
                            "No data came within the network timeout of " + waitMillis
                                    + " ms, and the call was ended; raise the timeout",
                            true,
                            e),
                    false);
        } catch (ExecutionException | CancellationException e) {
            throw failure(e, false);
        } finally {
            future = null;
        }
    }

    /** What to throw for {@code e}: what a cancelled call fails with says nothing. */
    SQLException failure(Throwable e, boolean reads) {
        return SqlErrors.of(cancelled ? new CancellationException() : e, reads);
    }
}
