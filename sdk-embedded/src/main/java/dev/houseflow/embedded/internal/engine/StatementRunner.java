package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.chdb.Connection;
import dev.houseflow.embedded.internal.chdb.EngineErrors;
import dev.houseflow.embedded.internal.chdb.InsertStream;
import dev.houseflow.embedded.internal.chdb.NativePipe;
import dev.houseflow.embedded.internal.chdb.NativeResult;
import dev.houseflow.embedded.internal.chdb.Parameters;
import dev.houseflow.embedded.internal.sql.Statement;
import dev.houseflow.embedded.internal.sql.StatementText;
import dev.houseflow.embedded.internal.sql.ValuesGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** The ways a statement can take through the library. Each is right for some statements and wrong, or slow, for others. */
final class StatementRunner {
    /** Formats whose chunks, each formatted by itself, make one valid document when they are joined. */
    private static final Set<String> CHUNKED = Set.of(
            "native",
            "rowbinary",
            "tabseparated",
            "tsv",
            "tabseparatedraw",
            "tsvraw",
            "raw",
            "csv",
            "jsoneachrow",
            "jsonlines",
            "ndjson",
            "jsoncompacteachrow",
            "jsonstringseachrow",
            "jsoncompactstringseachrow",
            "msgpack");

    private static final int PIECE = 64 * 1024;

    private final ExecutorService pumps;

    /** @param pumps runs the other end of a pipe; never calls the library */
    StatementRunner(ExecutorService pumps) {
        this.pumps = pumps;
    }

    void run(RunningQuery query, Connection connection, Statement statement, Map<String, byte[]> values)
            throws EngineException {
        try (Parameters parameters = new Parameters(values)) {
            take(query, connection, statement, parameters);
        } catch (EngineException e) {
            // A client that left is the reason for whatever else went wrong.
            throw query.clientLeft() == null ? e : query.clientLeft();
        }
        if (query.clientLeft() != null) {
            throw query.clientLeft();
        }
    }

    private void take(RunningQuery query, Connection connection, Statement statement, Parameters parameters)
            throws EngineException {
        switch (statement.kind()) {
            case INSERT_DATA -> insert(query, connection, statement, parameters);
            case INSERT_FROM_INPUT -> insertFromInput(query, connection, statement, parameters);
            case SELECT -> {
                String format = format(query, statement);
                if (canBeChunked(query, statement, format)) {
                    chunks(query, connection, statement, format, parameters);
                } else {
                    document(query, connection, statement, format, parameters);
                }
            }
            default -> plain(query, connection, statement, parameters);
        }
    }

    private static String format(RunningQuery query, Statement statement) throws EngineException {
        String format = statement.format() != null ? statement.format() : query.call.defaultFormat();
        if (!format.matches("[A-Za-z0-9_]+")) {
            throw new EngineException(73, "UNKNOWN_FORMAT", "Unknown format " + format);
        }
        return format;
    }

    /** Totals and extremes come behind the rows, once: no chunk can have them. */
    private static boolean canBeChunked(RunningQuery query, Statement statement, String format) {
        return CHUNKED.contains(format.toLowerCase(Locale.ROOT))
                && !statement.mentions("TOTALS")
                && !statement.mentions("EXTREMES")
                && query.call.settings().getOrDefault("extremes", "0").equals("0");
    }

    private static void chunks(
            RunningQuery query, Connection connection, Statement statement, String format, Parameters parameters)
            throws EngineException {
        OutputStream out = query.answer(format);
        try (NativeResult stream =
                connection.stream(statement.bytes(), format, parameters).check()) {
            boolean more = true;
            while (more) {
                try (NativeResult chunk = connection.fetch(stream).check()) {
                    query.counters().add(chunk);
                    chunk.writeTo(out);
                    more = chunk.length() > 0;
                } catch (IOException e) {
                    connection.cancel(stream);
                    throw query.clientLeft();
                }
            }
        }
        query.checkCancelled();
        query.announce(format);
    }

    private void document(
            RunningQuery query, Connection connection, Statement statement, String format, Parameters parameters)
            throws EngineException {
        try (NativePipe pipe = new NativePipe()) {
            InputStream in = pipe.openRead();
            pipe.closeRead();
            Future<?> pump = pumps.submit(() -> {
                try (in) {
                    copy(in, query.answer(format));
                }
                return null;
            });
            EngineException error;
            try (NativeResult result =
                    connection.query(statement.intoFile(pipe.writePath(), format), format, parameters)) {
                error = result.error();
                if (error == null) {
                    query.counters().add(result);
                }
            } finally {
                pipe.closeWrite();
                await(pump);
            }
            if (error != null) {
                throw error;
            }
        } catch (IOException e) {
            throw EngineErrors.parse(String.valueOf(e.getMessage()));
        }
        query.announce(format);
    }

    private static void plain(RunningQuery query, Connection connection, Statement statement, Parameters parameters)
            throws EngineException {
        String format = format(query, statement);
        try (NativeResult result =
                connection.query(statement.bytes(), format, parameters).check()) {
            query.counters().add(result);
            result.writeTo(query.answer(format));
        } catch (IOException e) {
            throw query.clientLeft();
        }
        if (statement.kind() == Statement.Kind.SHOW || statement.kind() == Statement.Kind.KILL) {
            query.announce(format);
        }
    }

    private static void insert(RunningQuery query, Connection connection, Statement statement, Parameters parameters)
            throws EngineException {
        try (InsertStream insert = connection.insert(statement.head(), statement.format(), parameters)) {
            insert.check();
            byte[] piece = new byte[PIECE];
            InputStream data = statement.isValues() ? new ValuesGuard(statement.data()) : statement.data();
            boolean accepted = true;
            try {
                int n;
                while (accepted && (n = data.read(piece)) >= 0) {
                    if (query.isCancelled()) {
                        insert.cancel();
                        throw Errors.cancelled();
                    }
                    accepted = insert.append(piece, 0, n);
                }
            } catch (IOException e) {
                insert.cancel();
                throw StatementText.bodyFailure(e);
            }
            try (NativeResult result = insert.done().check()) {
                query.counters().add(result);
            }
        }
    }

    /** The engine can read a body through {@code input} only as a file, so it gets one end of a pipe for a file. */
    private void insertFromInput(RunningQuery query, Connection connection, Statement statement, Parameters parameters)
            throws EngineException {
        AtomicReference<IOException> failure = new AtomicReference<>();
        try (NativePipe pipe = new NativePipe();
                OutputStream out = pipe.openWrite()) {
            pipe.closeWrite();
            Future<?> pump = pumps.submit(() -> {
                pumpBody(query, statement.data(), out, failure);
                return null;
            });
            try (NativeResult result =
                    connection.query(statement.fromFile(pipe.readPath(), statement.format()), "Null", parameters)) {
                query.markKilled();
                pipe.closeRead();
                await(pump);
                if (failure.get() != null) {
                    throw StatementText.bodyFailure(failure.get());
                }
                query.counters().add(result.check());
            }
        } catch (IOException e) {
            throw EngineErrors.parse(String.valueOf(e.getMessage()));
        }
    }

    /** A body that breaks off must not look like one that ended: the pipe stays open until the engine knows
     * that the query is killed. A KILL alone does not wake it from reading. */
    private static void pumpBody(
            RunningQuery query, InputStream data, OutputStream out, AtomicReference<IOException> failure)
            throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        int n = 0;
        while (n >= 0) {
            try {
                n = data.read(piece);
            } catch (IOException e) {
                failure.set(e);
                query.cancel();
                query.awaitKilled();
                break;
            }
            if (n > 0) {
                out.write(piece, 0, n);
            }
        }
        out.close();
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        int n;
        while ((n = in.read(piece)) >= 0) {
            out.write(piece, 0, n);
        }
    }

    private static void await(Future<?> pump) throws EngineException {
        boolean interrupted = false;
        while (true) {
            try {
                pump.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                // An IOException: the client left, RunningQuery keeps it.
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
