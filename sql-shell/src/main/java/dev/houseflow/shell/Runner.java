package dev.houseflow.shell;

import dev.houseflow.Format;
import dev.houseflow.InsertRequest;
import dev.houseflow.Progress;
import dev.houseflow.QueryRequest;
import dev.houseflow.QuerySummary;
import dev.houseflow.RequestOptions;
import dev.houseflow.ServerException;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs statements one after the other and prints what they answer. One thread runs them; any may
 * {@link #cancel()}.
 */
final class Runner {
    private static final Duration SESSION = Duration.ofHours(1);
    private static final int SESSION_NOT_FOUND = 372;
    private static final int SESSION_IS_LOCKED = 373;
    private static final long CANCELLED_WAIT_NANOS = 10_000_000_000L;
    private static final Set<String> BINARY = Set.of(
            "NATIVE",
            "ROWBINARY",
            "ROWBINARYWITHNAMES",
            "ROWBINARYWITHNAMESANDTYPES",
            "ROWBINARYWITHDEFAULTS",
            "PARQUET",
            "ARROW",
            "ARROWSTREAM",
            "ORC",
            "AVRO",
            "MSGPACK",
            "BSONEACHROW",
            "NPY",
            "PROTOBUF",
            "PROTOBUFSINGLE",
            "PROTOBUFLIST",
            "CAPNPROTO",
            "BUFFERS");

    private final ClickHouseAsyncClient client;
    private final OutputStream out;
    private final boolean outIsTerminal;
    private final PrintStream progressTerminal;
    private final boolean keepsSession;
    private OutputFormat format;
    private String session = UUID.randomUUID().toString();
    private boolean sessionExists;
    private volatile boolean afterCancel;
    private Runnable stop;
    private boolean isCancelled;

    /**
     * What one statement did: rows shown, or -1 where they were not counted; what the server told
     * last.
     */
    record Outcome(long rows, Duration elapsed, Progress progress) {}

    /**
     * @param progressTerminal where the progress bar goes; {@code null} for none, which asks the
     * server for none
     */
    Runner(
            ClickHouseAsyncClient client,
            Options options,
            OutputStream out,
            boolean outIsTerminal,
            PrintStream progressTerminal) {
        this.client = client;
        this.out = out;
        this.outIsTerminal = outIsTerminal;
        this.progressTerminal = progressTerminal;
        this.keepsSession = options.session;
        this.format = options.format;
    }

    OutputFormat format() {
        return format;
    }

    void setFormat(OutputFormat given) {
        format = given;
    }

    /**
     * Runs it and prints its answer.
     *
     * @throws CancellationException when it was cancelled
     * @throws RuntimeException when it failed, with the client's exception or that as its cause
     * @throws IOException when the output takes no more
     */
    Outcome run(Statement statement) throws IOException, InterruptedException {
        if (statement.ownFormat() != null
                && outIsTerminal
                && BINARY.contains(statement.ownFormat().toUpperCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "The format " + statement.ownFormat()
                            + " is binary, and would disturb the terminal. Send the output into a file: ./sql -q \"...\" > file");
        }
        long begin = System.nanoTime();
        while (true) {
            try {
                return once(statement, begin);
            } catch (ServerException e) {
                if (e.code() == SESSION_NOT_FOUND && sessionExists) throw sessionLost(e);
                // The server needs a moment to let a cancelled query go.
                boolean mayPass = e.code() == SESSION_IS_LOCKED
                        && afterCancel
                        && System.nanoTime() - begin < CANCELLED_WAIT_NANOS;
                if (!mayPass) throw e;
                Thread.sleep(100);
            }
        }
    }

    private RuntimeException sessionLost(ServerException e) {
        session = UUID.randomUUID().toString();
        sessionExists = false;
        return new IllegalStateException(
                "The server has forgotten the session, which lasts " + SESSION.toMinutes()
                        + " minutes after a statement: its SETs, its USE and its temporary tables are gone."
                        + " A new one begins with the next statement; or give --no-session.",
                e);
    }

    private Outcome once(Statement statement, long begin) throws IOException, InterruptedException {
        ProgressBar bar = new ProgressBar(progressTerminal);
        PublishedBytes answer = new PublishedBytes();
        boolean own = statement.ownFormat() != null;
        OutputFormat shown = statement.vertical() ? OutputFormat.VERTICAL : format;
        QueryRequest.Builder request = QueryRequest.builder(statement.text()).format(shown.asked());
        options(request, bar);
        begin(answer::cancel);
        try {
            client.publishRaw(request.build()).subscribe(answer);
            ResultPrinter printer = new ResultPrinter(out, bar::hide);
            long rows;
            if (own || shown == OutputFormat.CSV || shown == OutputFormat.JSON) {
                printer.raw(answer);
                rows = -1;
            } else {
                rows = shown == OutputFormat.TABLE ? printer.table(answer) : printer.vertical(answer);
            }
            sessionExists = keepsSession;
            afterCancel = false;
            return new Outcome(rows, Duration.ofNanos(System.nanoTime() - begin), bar.last());
        } finally {
            bar.hide();
            // Also after a failure of the output: then nothing more is wanted.
            answer.cancel();
            end();
        }
    }

    /** Sends {@code data} to where {@code target} says; the caller closes them. */
    Outcome insert(InsertTarget target, InputStream data) {
        long begin = System.nanoTime();
        ProgressBar bar = new ProgressBar(progressTerminal);
        InsertRequest.Builder request = InsertRequest.builder(target.table());
        if (!target.columns().isEmpty()) request.columns(target.columns());
        options(request, bar);
        CompletableFuture<QuerySummary> insert = client.rawInsert(request.build(), Format.of(target.format()), data);
        begin(() -> insert.cancel(true));
        try {
            insert.join();
            sessionExists = keepsSession;
            return new Outcome(-1, Duration.ofNanos(System.nanoTime() - begin), bar.last());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            bar.hide();
            end();
        }
    }

    private void options(RequestOptions.Builder<?> request, ProgressBar bar) {
        if (progressTerminal != null) request.onProgress(bar);
        if (keepsSession) request.sessionId(session).sessionTimeout(SESSION).sessionCheck(sessionExists);
    }

    /** A request in the session of the statements. */
    QueryRequest inSession(String sql) {
        QueryRequest.Builder request = QueryRequest.builder(sql);
        if (keepsSession) request.sessionId(session).sessionTimeout(SESSION);
        return request.build();
    }

    private synchronized void begin(Runnable how) {
        stop = how;
        isCancelled = false;
    }

    private synchronized void end() {
        stop = null;
    }

    /** Stops the statement that runs, also on the server; false when none does. */
    boolean cancel() {
        Runnable taken;
        synchronized (this) {
            taken = stop;
            isCancelled |= taken != null;
            afterCancel |= taken != null;
        }
        if (taken == null) return false;
        taken.run();
        return true;
    }

    /** Whether the last statement was cancelled. */
    synchronized boolean isCancelled() {
        return isCancelled;
    }
}
