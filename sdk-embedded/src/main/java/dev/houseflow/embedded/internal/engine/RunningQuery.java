package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.QueryCall;
import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.QueryReply;
import dev.houseflow.embedded.internal.chdb.NativeResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One query between its first and its last moment: its reply, its counters and the wish to end it.
 * The engine thread runs it, another may pump its bytes, and the {@link QueryWatcher} looks on; the
 * lock keeps their calls to the reply apart.
 */
final class RunningQuery {
    final QueryCall call;
    /**
     * How {@code system.processes} and KILL QUERY know it, once it runs: the engine makes its own
     * query ids. 0 until then.
     */
    private volatile long tag;

    final long startedNanos = System.nanoTime();
    private final QueryReply reply;
    private final Runnable wakeWatcher;
    private final ReentrantLock replyLock = new ReentrantLock();
    private final Counters counters = new Counters();
    private volatile boolean cancelled;
    private volatile IOException replyFailure;
    private volatile boolean ended;
    private volatile long memoryUsage;
    private volatile long totalRowsToRead;
    private String timezone;
    private boolean timezoneAnnounced;
    private OutputStream output;
    private long bytesOut;

    RunningQuery(QueryCall call, QueryReply reply, Runnable wakeWatcher) {
        this.call = call;
        this.reply = reply;
        this.wakeWatcher = wakeWatcher;
    }

    /** What the engine has counted so far; touched by the engine thread only. */
    static final class Counters {
        long readRows;
        long readBytes;
        long writtenRows;
        long writtenBytes;
        long resultRows;
        long resultBytes;

        void add(NativeResult result) {
            readRows += result.readRows();
            readBytes += result.readBytes();
            writtenRows += result.writtenRows();
            writtenBytes += result.writtenBytes();
            resultRows += result.resultRows();
            resultBytes += result.resultBytes();
        }
    }

    Counters counters() {
        return counters;
    }

    /** Asks for the query to be killed. */
    void cancel() {
        cancelled = true;
        wakeWatcher.run();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Called when the connection that it runs on is known: {@code tag} is that connection's. */
    void runsUnder(long connectionTag) {
        tag = connectionTag;
    }

    long tag() {
        return tag;
    }

    /** Called before it runs: the time zone that its settings come to. */
    void timezone(String name) {
        timezone = name;
    }

    void checkCancelled() throws EngineException {
        if (cancelled) {
            throw Errors.cancelled();
        }
    }

    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isAbandoned() {
        return reply.isAbandoned();
    }

    /**
     * The answer's stream; {@code format} is announced with its first byte, so that an early error
     * still finds the reply untouched.
     */
    OutputStream answer(String format) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                replyLock.lock();
                try {
                    begin(format);
                    output.write(bytes, offset, length);
                    bytesOut += length;
                } catch (IOException e) {
                    replyFailure = e;
                    cancel();
                    throw e;
                } finally {
                    replyLock.unlock();
                }
            }
        };
    }

    /** Announces the format of an answer that turned out to have no bytes. */
    void announce(String format) throws EngineException {
        replyLock.lock();
        try {
            begin(format);
        } catch (IOException e) {
            replyFailure = e;
            throw clientLeft();
        } finally {
            replyLock.unlock();
        }
    }

    private void begin(String format) throws IOException {
        announceTimezone();
        if (output == null) {
            reply.format(format);
            output = reply.output();
        }
    }

    private void announceTimezone() {
        if (!timezoneAnnounced) {
            timezoneAnnounced = true;
            reply.timezone(timezone);
        }
    }

    /** Why the answer could not be written, or {@code null}. */
    EngineException clientLeft() {
        IOException failure = replyFailure;
        if (failure == null) {
            return null;
        }
        EngineException left = Errors.network("The client did not take the answer: " + failure.getMessage());
        left.initCause(failure);
        return left;
    }

    /** Called by the watcher. Passes over a moment in which the reply is being written to. */
    void report(QueryProgress progress) {
        memoryUsage = Math.max(memoryUsage, progress.memoryUsage());
        totalRowsToRead = progress.totalRowsToRead();
        if (!ended && replyLock.tryLock()) {
            try {
                if (!ended) {
                    reply.progress(progress);
                }
            } finally {
                replyLock.unlock();
            }
        }
    }

    long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }

    /** Ends the answer to a query that has succeeded. */
    QueryProgress finish() {
        replyLock.lock();
        try {
            announceTimezone();
        } finally {
            replyLock.unlock();
        }
        return new QueryProgress(
                counters.readRows,
                counters.readBytes,
                counters.writtenRows,
                counters.writtenBytes,
                Math.max(totalRowsToRead, 0),
                counters.resultRows,
                counters.resultBytes,
                elapsedNanos(),
                memoryUsage);
    }
}
