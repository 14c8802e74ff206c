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
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The ways a statement can take through the library. Each is right for some statements and wrong,
 * or slow, for others.
 */
final class StatementRunner {
    /**
     * Formats whose chunks, each formatted by itself, make one valid document when they are joined.
     */
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

    private static final int CHUNK = 64 * 1024;
    private static final int ILLEGAL_COLUMN = 44;

    private final ExecutorService pipeReaders;

    /** @param pipeReaders runs the other end of a pipe; never calls the library */
    StatementRunner(ExecutorService pipeReaders) {
        this.pipeReaders = pipeReaders;
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
            Future<?> reader = pipeReaders.submit(() -> {
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
                await(reader);
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
        InsertStream stream = connection.insert(statement.head(), statement.format(), parameters);
        send(query, stream, statement, result -> query.counters().add(result));
    }

    /** Hands the data of the statement to {@code stream}, and closes it. */
    private static void send(
            RunningQuery query, InsertStream stream, Statement statement, Consumer<NativeResult> counted)
            throws EngineException {
        try (InsertStream insert = stream) {
            insert.check();
            byte[] chunk = new byte[CHUNK];
            InputStream data = statement.isValues() ? new ValuesGuard(statement.data()) : statement.data();
            boolean accepted = true;
            try {
                int n;
                while (accepted && (n = data.read(chunk)) >= 0) {
                    if (query.isCancelled()) {
                        insert.cancel();
                        throw Errors.cancelled();
                    }
                    accepted = insert.append(chunk, 0, n);
                }
            } catch (IOException e) {
                insert.cancel();
                throw StatementText.bodyFailure(e);
            }
            try (NativeResult result = insert.done().check()) {
                counted.accept(result);
            }
        }
    }

    /**
     * The library reads no body through {@code input}, so the rows go into a temporary table first,
     * which keeps their order: on disk, or in memory where their types can only be kept there.
     */
    private void insertFromInput(RunningQuery query, Connection connection, Statement statement, Parameters parameters)
            throws EngineException {
        String table = "`houseflow_input_" + query.tag() + "`";
        boolean ended = false;
        createInputTable(connection, table, inputStructure(connection, statement, parameters));
        try {
            String settings = statement.settings();
            String head = "INSERT INTO " + table + (settings.isEmpty() ? "" : " SETTINGS " + settings);
            InsertStream stream = connection.insert(utf8(head), statement.format(), parameters);
            send(query, stream, statement, result -> {});
            String source = "(SELECT * FROM " + table + " SETTINGS max_threads = 1)";
            try (NativeResult result = connection
                    .query(statement.withInput(source), "Null", parameters)
                    .check()) {
                query.counters().add(result);
            }
            ended = true;
        } finally {
            if (!ended) {
                connection.flush();
            }
            connection.run("DROP TEMPORARY TABLE IF EXISTS " + table);
        }
    }

    private static void createInputTable(Connection connection, String table, String structure) throws EngineException {
        String create = "CREATE TEMPORARY TABLE " + table + " (" + structure + ") ENGINE = ";
        try {
            connection.run(create + "StripeLog");
        } catch (EngineException e) {
            if (e.code() != ILLEGAL_COLUMN) {
                throw e;
            }
            connection.flush();
            connection.run(create + "Memory");
        }
    }

    private static String inputStructure(Connection connection, Statement statement, Parameters parameters)
            throws EngineException {
        String literal = statement.literalInputStructure();
        if (literal != null) {
            return literal;
        }
        try (NativeResult result = connection
                .query(utf8("SELECT " + statement.inputStructure()), "TSVRaw", parameters)
                .check()) {
            return result.text();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int n;
        while ((n = in.read(chunk)) >= 0) {
            out.write(chunk, 0, n);
        }
    }

    private static void await(Future<?> reader) throws EngineException {
        boolean interrupted = false;
        while (true) {
            try {
                reader.get();
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
