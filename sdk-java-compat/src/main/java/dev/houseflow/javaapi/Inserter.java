package dev.houseflow.javaapi;

import dev.houseflow.BatchListener;
import dev.houseflow.FailureHandler;
import dev.houseflow.InserterException;
import dev.houseflow.InserterOptions;
import dev.houseflow.InserterResult;
import dev.houseflow.javaapi.internal.async.InserterBridge;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/**
 * Collects single rows from many callers and inserts them in good batches, for as long as a service
 * runs. Made by {@link ClickHouseAsyncClient#inserter}; made once for a table, and closed by its
 * maker.
 *
 * <p>A batch is one block in one request. It is sent when it reaches {@code maxRows}, {@code
 * maxBytes} or {@code maxDelay} of the {@link Builder}, whichever comes first, or when {@link
 * #flush} or closing ask for it. The inserter holds no more than {@code capacity} rows, so the
 * future of {@link #add} completes later when the server is slow.
 *
 * <p>Each row ends in one of three ways: it is written, it is not, or that cannot be known since
 * the answer was lost. Rows that are not known to be written are handed to the {@link
 * FailureHandler}, which chooses between stopping, forgetting them, and another attempt. A row that
 * does not fit its columns is handed over alone, and the rows beside it are written.
 *
 * <p>Thread-safe. Batches are made and sent by the client's own threads: cancelling a future stops
 * no batch. When the client is closed first, the inserter takes no more rows, and those it still
 * holds end as not written.
 *
 * <p>The columns of the table are asked for once, and anew when the server refuses a batch in a way
 * that tells of an {@code ALTER TABLE}; such a batch is made again for the new columns.
 *
 * <p>No argument may be {@code null} unless its description says so. See docs/inserts.md.
 *
 * @param <T> the class of the rows
 */
public final class Inserter<T> implements AutoCloseable {
    private final InserterBridge<T> bridge;

    Inserter(InserterBridge<T> bridge) {
        this.bridge = bridge;
    }

    /**
     * Takes {@code row}, which must not change any more. The future completes as soon as there is
     * room for it, before it is sent: wait for it before adding more, or the rows that wait pile
     * up. When it fails, the row was not taken. Cancelling it gives up the wait; a row for which
     * there is room at that very moment may be taken all the same.
     *
     * <p>Fails with an {@link InserterException} when the inserter has stopped, and with a {@code
     * ConfigurationException} when it, or its client, is closed.
     */
    public CompletableFuture<Void> add(T row) {
        return bridge.add(Objects.requireNonNull(row, "row"));
    }

    /**
     * Takes {@code rows} one after the other, as {@link #add} does; they are iterated over once, on
     * a thread that may block. When the future is cancelled, the rows before stay taken; when the
     * inserter stops meanwhile, {@link InserterException#takenRows} says how many these are.
     */
    public CompletableFuture<Void> addAll(Iterable<? extends T> rows) {
        return bridge.addAll(Objects.requireNonNull(rows, "rows"));
    }

    /**
     * Takes what {@code rows} publishes as it comes, sends it, and says what became of it. Others
     * may add rows meanwhile; the numbers of the result are of this publisher's rows alone. When
     * the publisher fails or the future is cancelled, the rows before stay taken, and are sent.
     */
    public CompletableFuture<InserterResult<T>> addAll(Publisher<? extends T> rows) {
        return bridge.addAll(Objects.requireNonNull(rows, "rows"));
    }

    /**
     * Sends all rows that were added before. The future completes when it is known what became of
     * each of them: they are written, or the failure handler has dropped them. The result is of all
     * rows of this inserter up to now. Cancelling the future stops only the wait.
     *
     * <p>Fails with an {@link InserterException} when the inserter has stopped.
     */
    public CompletableFuture<InserterResult<T>> flush() {
        return bridge.flush();
    }

    /**
     * Takes no more rows, sends all that are left, and says what became of every row. Closing twice
     * gives the same. When the future is cancelled the inserter goes on closing, and another call
     * waits for the end.
     *
     * <p>Fails with an {@link InserterException} when the inserter has stopped: its result has the
     * rows that are not written. After {@code closeTimeout} the rest is given up, and handed over
     * as not written or unknown.
     */
    public CompletableFuture<InserterResult<T>> closeAsync() {
        return bridge.close();
    }

    /** Waits for {@link #closeAsync}, and throws what it fails with. */
    @Override
    public void close() {
        try {
            closeAsync().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException) throw (RuntimeException) e.getCause();
            throw e;
        }
    }

    @Override
    public String toString() {
        return bridge.toString();
    }

    /**
     * The options of an {@link Inserter}, described at {@link InserterOptions}. Not thread-safe.
     *
     * @param <T> the class of the rows
     */
    public static final class Builder<T> {
        private final InserterOptions.Builder<T> options = InserterOptions.builder();
        private final Function<InserterOptions<T>, Inserter<T>> open;

        Builder(Function<InserterOptions<T>, Inserter<T>> open) {
            this.open = open;
        }

        /** See {@link InserterOptions#maxRows}. */
        public Builder<T> maxRows(int maxRows) {
            options.maxRows(maxRows);
            return this;
        }

        /** See {@link InserterOptions#maxBytes}. */
        public Builder<T> maxBytes(long maxBytes) {
            options.maxBytes(maxBytes);
            return this;
        }

        /** See {@link InserterOptions#maxDelay}. */
        public Builder<T> maxDelay(Duration maxDelay) {
            options.maxDelay(Objects.requireNonNull(maxDelay, "maxDelay"));
            return this;
        }

        /** See {@link InserterOptions#inFlight}. */
        public Builder<T> inFlight(int inFlight) {
            options.inFlight(inFlight);
            return this;
        }

        /** See {@link InserterOptions#capacity}. */
        public Builder<T> capacity(int capacity) {
            options.capacity(capacity);
            return this;
        }

        /** See {@link InserterOptions#repeatable}. */
        public Builder<T> repeatable(boolean repeatable) {
            options.repeatable(repeatable);
            return this;
        }

        /** See {@link InserterOptions#retryFor}. */
        public Builder<T> retryFor(Duration retryFor) {
            options.retryFor(Objects.requireNonNull(retryFor, "retryFor"));
            return this;
        }

        /** See {@link InserterOptions#maxBackoff}. */
        public Builder<T> maxBackoff(Duration maxBackoff) {
            options.maxBackoff(Objects.requireNonNull(maxBackoff, "maxBackoff"));
            return this;
        }

        /** See {@link InserterOptions#closeTimeout}; may be {@code null}. */
        public Builder<T> closeTimeout(Duration closeTimeout) {
            options.closeTimeout(closeTimeout);
            return this;
        }

        /** See {@link InserterOptions#onFailure}. */
        public Builder<T> onFailure(FailureHandler<T> handler) {
            options.onFailure(Objects.requireNonNull(handler, "handler"));
            return this;
        }

        /** See {@link InserterOptions#listener}; may be {@code null}. */
        public Builder<T> listener(BatchListener listener) {
            options.listener(listener);
            return this;
        }

        /**
         * The inserter. Opens no connection yet. Throws a {@code ConfigurationException} when an
         * option cannot work, or the class is none of rows.
         */
        public Inserter<T> build() {
            return open.apply(options.build());
        }
    }
}
