package dev.houseflow.shell;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The pieces of an answer, taken by one thread and cancelled by any. At most two pieces wait: the
 * server waits for the reader.
 */
final class PublishedBytes implements Subscriber<byte[]> {
    private static final int AHEAD = 2;

    private record Ending(Throwable failure) {}

    /** At most the pieces that were asked for, and an ending. */
    private final BlockingQueue<Object> pieces = new LinkedBlockingQueue<>();

    private Subscription subscription;
    private boolean cancelled;

    @Override
    public void onSubscribe(Subscription given) {
        synchronized (this) {
            subscription = given;
            if (!cancelled) {
                given.request(AHEAD);
                return;
            }
        }
        given.cancel();
    }

    @Override
    public void onNext(byte[] piece) {
        pieces.add(piece);
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Ending(failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new Ending(null));
    }

    /** Whether {@link #take} would have to wait. */
    boolean isWaiting() {
        return pieces.isEmpty();
    }

    /**
     * The next piece, or {@code null} at the end.
     *
     * @throws CancellationException when the query was cancelled
     * @throws dev.houseflow.ClickHouseException when it failed
     */
    byte[] take() throws InterruptedException {
        Object piece = pieces.take();
        if (piece instanceof Ending ending) {
            pieces.add(piece);
            if (ending.failure() == null) return null;
            if (ending.failure() instanceof RuntimeException failure) throw failure;
            throw new IllegalStateException(ending.failure());
        }
        subscription.request(1);
        return (byte[]) piece;
    }

    /** Stops the query on the server; a thread that waits for a piece is let go. */
    void cancel() {
        Subscription taken;
        synchronized (this) {
            cancelled = true;
            taken = subscription;
        }
        if (taken != null) taken.cancel();
        pieces.clear();
        pieces.add(new Ending(new CancellationException("The query was cancelled")));
    }
}
