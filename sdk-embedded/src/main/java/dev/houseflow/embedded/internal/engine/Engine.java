package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.QueryCall;
import dev.houseflow.embedded.internal.QueryExecutor;
import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.QueryReply;
import dev.houseflow.embedded.internal.chdb.Chdb;
import dev.houseflow.embedded.internal.chdb.Connection;
import dev.houseflow.embedded.internal.chdb.EngineThreads;
import dev.houseflow.embedded.internal.sql.Statement;
import dev.houseflow.embedded.internal.sql.StatementParser;
import dev.houseflow.embedded.internal.sql.StatementText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The ClickHouse of {@code libchdb.so}, in this process. A process has one engine at a time; it may
 * be closed and another one started, on the same data or on other. Every request without a session
 * gets a connection of its own, so that nothing leaks from one to the next.
 */
public final class Engine implements QueryExecutor {
    private static final long CLOSE_SECONDS = 4;

    private final EngineOptions options;
    private final Boundary boundary;
    private final List<String> arguments;
    private final ExecutorService threads;
    private final ExecutorService pipeReaders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "houseflow-pipe");
        thread.setDaemon(true);
        return thread;
    });
    private final StatementRunner statements = new StatementRunner(pipeReaders);
    private final Sessions sessions = new Sessions(this::openSession);
    /** Open as long as the engine: it shuts down with its last connection. */
    private Connection root;

    private QueryWatcher watcher;
    private String version;
    private String timezone;
    private volatile boolean closed;

    /**
     * Boots the engine.
     *
     * @param library the {@code libchdb.so} to load; the process is bound to it from then on
     * @param dataPath the folder of the databases, made if it is missing; not removed at the end
     * @throws IOException when the data path cannot be written to
     * @throws EngineException when the engine does not start, for example since another process
     *     uses the data path
     */
    public Engine(Path library, Path dataPath, EngineOptions options)
            throws IOException, EngineException, InterruptedException {
        this.options = options;
        this.boundary = new Boundary(options.outsideAccess());
        Path home = dataPath.toAbsolutePath().normalize();
        Files.createDirectories(home);
        Path config = EngineConfig.write(home, options, boundary);
        this.arguments = List.of("--path=" + home, "--config-file=" + config);
        this.threads = EngineThreads.pool("houseflow-engine", options.maxConcurrentQueries());
        try {
            threads.submit(() -> {
                        boot(library);
                        return null;
                    })
                    .get();
        } catch (ExecutionException e) {
            threads.shutdown();
            pipeReaders.shutdown();
            throw unwrapped(e);
        }
    }

    private void boot(Path library) throws EngineException {
        Chdb.load(library);
        root = open();
        String[] facts = root.rows("SELECT version(), timezone()").get(0);
        version = facts[0];
        timezone = facts[1];
        watcher = new QueryWatcher(open(), sessions::expire);
    }

    private Connection open() throws EngineException {
        return Connection.open(arguments);
    }

    private Sessions.Session openSession() throws EngineException {
        Sessions.Session session = new Sessions.Session(open(), watcher.nextTag());
        try {
            session.connection.run(QueryWatcher.setTag(session.tag));
            return session;
        } catch (EngineException e) {
            session.connection.close();
            throw e;
        }
    }

    @Override
    public QueryProgress execute(QueryCall call, QueryReply reply) throws EngineException, InterruptedException {
        Statement statement =
                StatementParser.parse(StatementText.read(call.statement(), RequestSettings.maxQuerySize(call)));
        if (statement.setsProfile()) {
            throw Errors.notImplemented("The engine would accept a profile set by a query, and ignore it."
                    + " Send it as a setting of the request (profile=...).");
        }
        RunningQuery query = new RunningQuery(call, reply, watcher::wake);
        watcher.add(query);
        try {
            boundary.check(statement);
            return await(query, start(query, statement));
        } catch (EngineException e) {
            throw boundary.explained(e);
        } finally {
            watcher.remove(query);
        }
    }

    private Future<QueryProgress> start(RunningQuery query, Statement statement) throws EngineException {
        try {
            return threads.submit(() -> {
                try {
                    query.checkCancelled();
                    if (query.call.session() == null) {
                        runAlone(query, statement);
                    } else {
                        runInSession(query, statement);
                    }
                    return query.finish();
                } finally {
                    query.end();
                }
            });
        } catch (RejectedExecutionException e) {
            if (closed) {
                throw new EngineException(236, "ABORTED", "The server is shutting down.");
            }
            throw new EngineException(
                    202,
                    "TOO_MANY_SIMULTANEOUS_QUERIES",
                    "Too many simultaneous queries. Maximum: " + options.maxConcurrentQueries());
        }
    }

    private void runAlone(RunningQuery query, Statement statement) throws EngineException {
        long tag = watcher.nextTag();
        try (Connection connection = open()) {
            RequestScope scope = new RequestScope(connection, query, statement, options);
            scope.enter(tag);
            query.runsUnder(tag);
            query.timezone(scope.timezone(null, timezone));
            run(query, connection, statement);
        }
    }

    private void runInSession(RunningQuery query, Statement statement) throws EngineException {
        Sessions.Session session = sessions.acquire(query.call.session());
        boolean failed = true;
        RequestScope scope = new RequestScope(session.connection, query, statement, options);
        try {
            scope.enterSession(session);
            query.runsUnder(session.tag);
            query.timezone(scope.timezone(session.timezone, timezone));
            run(query, session.connection, statement);
            failed = false;
        } finally {
            watcher.end(query);
            try {
                scope.leaveSession(session, failed);
            } finally {
                sessions.release(session);
            }
        }
    }

    private void run(RunningQuery query, Connection connection, Statement statement) throws EngineException {
        if (!QueryIdTranslator.concern(statement)) {
            statements.run(query, connection, statement, query.call.parameters());
            return;
        }
        QueryIdTranslator ids = new QueryIdTranslator(watcher, query, connection);
        statements.run(query, connection, ids.translate(statement), ids.parameters());
        ids.awaitEnd();
    }

    /**
     * Waits for the end even when interrupted, since until then the reply is in use; an interrupt
     * kills the query.
     */
    private static QueryProgress await(RunningQuery query, Future<QueryProgress> future)
            throws EngineException, InterruptedException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    QueryProgress progress = future.get();
                    if (interrupted) {
                        throw new InterruptedException();
                    }
                    return progress;
                } catch (InterruptedException e) {
                    if (future.isDone()) {
                        throw e;
                    }
                    interrupted = true;
                    query.cancel();
                }
            }
        } catch (ExecutionException e) {
            if (interrupted) {
                throw new InterruptedException();
            }
            throw unwrapped(e);
        }
    }

    private static EngineException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof EngineException cause) {
            return cause;
        }
        if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
        }
        if (e.getCause() instanceof Error cause) {
            throw cause;
        }
        throw new IllegalStateException(e.getCause());
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String timezone() {
        return timezone;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        watcher.cancelAll();
        threads.shutdown();
        try {
            // A query that does not end by then is one that waits for its client.
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pipeReaders.shutdown();
        watcher.close();
        Thread closer = EngineThreads.factory("houseflow-close").newThread(() -> {
            sessions.closeAll();
            root.close();
        });
        closer.start();
        try {
            closer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
