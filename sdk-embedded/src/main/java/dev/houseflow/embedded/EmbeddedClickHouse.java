package dev.houseflow.embedded;

import dev.houseflow.embedded.internal.OutsideAccess;
import dev.houseflow.embedded.internal.StartException;
import dev.houseflow.embedded.internal.download.EngineLibrary;
import dev.houseflow.embedded.internal.process.DataFolder;
import dev.houseflow.embedded.internal.process.RunFolder;
import dev.houseflow.embedded.internal.process.ServerOptions;
import dev.houseflow.embedded.internal.process.ServerProcess;
import dev.houseflow.embedded.internal.server.OriginPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A real ClickHouse for tests and first runs, without Docker: the engine of {@code libchdb.so}
 * behind ClickHouse's HTTP interface, on 127.0.0.1, in a child JVM. Any ClickHouse client that
 * speaks HTTP can use it.
 *
 * <pre>{@code
 * try (EmbeddedClickHouse server = EmbeddedClickHouse.start()) {
 *     // connect to server.endpoint()
 * }
 * }</pre>
 *
 * <p>The program that starts a server closes it. When the program ends without doing so, however it
 * ends, the server ends right after it and removes its temporary data: it has no shutdown hook, so
 * that those of the program can still write to it. Thread-safe. See ClickHouse's page "HTTP
 * Interface" for what the server answers to, and {@code docs/embedded.md} for what it does not.
 */
public final class EmbeddedClickHouse implements AutoCloseable {
    private final ServerProcess process;
    private final int port;
    private final Path dataPath;
    private final RunFolder folder;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedClickHouse(ServerProcess process, int port, Path dataPath, RunFolder folder) {
        this.process = process;
        this.port = port;
        this.dataPath = dataPath;
        this.folder = folder;
    }

    /**
     * Starts a server on a free port, with temporary data and the user {@code default} without a
     * password, and returns when it answers queries.
     *
     * @throws EmbeddedClickHouseException when it does not start; nothing is left behind then
     */
    public static EmbeddedClickHouse start() {
        return builder().start();
    }

    /** A server with other settings than {@link #start()}'s. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where clients connect to, e.g. {@code http://127.0.0.1:40123}.
     *
     * @throws EmbeddedClickHouseException when the server is closed or has ended by itself; the
     *     message then holds the end of its log
     */
    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    /** The same as {@link #endpoint()}, under the name that makes it a property in Kotlin. */
    public String getEndpoint() {
        return endpoint();
    }

    /**
     * The port it listens on, on 127.0.0.1 alone.
     *
     * @throws EmbeddedClickHouseException when the server is closed or has ended by itself; the
     *     message then holds the end of its log
     */
    public int port() {
        if (closed.get()) {
            throw new EmbeddedClickHouseException("This server has been closed. Start another one, or close it later.");
        }
        if (!process.isAlive()) throw new EmbeddedClickHouseException(process.unexpectedEnd());
        return port;
    }

    /** The folder of the engine's data: the given one, or a temporary one of the server. */
    public Path dataPath() {
        return dataPath;
    }

    /** Whether the server's process is there: false once it is closed or has crashed. */
    public boolean isRunning() {
        return !closed.get() && process.isAlive();
    }

    /** The id of the server's process, for tests that pause it or kill it. */
    public long pid() {
        return process.pid();
    }

    /** Whether {@link #close} has been called. */
    boolean isClosed() {
        return closed.get();
    }

    /** Runs {@code action} once, on any thread, when the server's process is gone. */
    void onExit(Runnable action) {
        process.onExit(action);
    }

    /** What to say about a server that has ended by itself. */
    String unexpectedEnd() {
        return process.unexpectedEnd();
    }

    /**
     * Ends running queries, stops the server, waits until its process is gone, and removes the data
     * unless their path was given. Does nothing the second time.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        process.stop();
        removeFolder(folder);
    }

    private static void removeFolder(RunFolder folder) {
        try {
            folder.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The temporary folder " + folder.path() + " could not be removed. Remove it by hand.", e);
        }
    }

    /** What a server is started with. Every setting has a default; not thread-safe. */
    public static final class Builder {
        private final Map<String, String> users = new LinkedHashMap<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<String> jvmOptions = new ArrayList<>();
        private Path dataPath;
        private final List<String> hosts = new ArrayList<>();
        private final List<String> origins = new ArrayList<>();
        private int port;
        private boolean files;
        private boolean network;
        private boolean logRequests;
        private Path library;
        private Duration startTimeout = Duration.ofSeconds(60);
        private Consumer<String> logListener = line -> {};

        private Builder() {}

        /**
         * The folder of the engine's data; made if it is not there, closed to other users (mode
         * 0700), kept when the server is closed, and one server's at a time. Default: a temporary
         * one that is removed.
         */
        public Builder dataPath(Path path) {
            this.dataPath = Objects.requireNonNull(path, "path");
            return this;
        }

        /**
         * The port to listen on, 0 to 65535. Default: 0, any that is free.
         *
         * @throws IllegalArgumentException when it is none
         */
        public Builder port(int value) {
            if (value < 0 || value > 65_535)
                throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + value + ".");
            this.port = value;
            return this;
        }

        /**
         * A user who may connect, with all rights. Default: {@code default} with an empty password;
         * with the first user named here that one is gone.
         *
         * @throws IllegalArgumentException when the name is empty
         */
        public Builder user(String name, String password) {
            if (name.isEmpty())
                throw new IllegalArgumentException("A user needs a name. ClickHouse's usual one is \"default\".");
            users.put(name, Objects.requireNonNull(password, "password"));
            return this;
        }

        /** A setting of all queries, as text; a query's own wins. Default: the engine's own. */
        public Builder setting(String name, String value) {
            settings.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Lets queries read and write the files of this machine that the server's process may: with
         * {@code file()}, {@code sqlite()}, the table engine File and the like. Default: they reach
         * no file outside of the data.
         */
        public Builder allowFiles() {
            this.files = true;
            return this;
        }

        /**
         * Lets queries reach other servers: with {@code url()}, {@code s3()}, {@code remote()},
         * {@code mysql()}, the table engines of those names and the like. Default: they reach none.
         */
        public Builder allowNetwork() {
            this.network = true;
            return this;
        }

        /**
         * A name, besides those of the loopback interface ({@code localhost}, {@code 127.0.0.1}),
         * under which clients may address the server. Requests for any other host are refused: a
         * web page could have sent them after DNS rebinding. May be called several times. Default:
         * none.
         *
         * @param host a name or an address, e.g. {@code db.test}; a port behind it is left out
         * @throws IllegalArgumentException when it is neither
         */
        public Builder allowHost(String host) {
            hosts.add(OriginPolicy.host(host));
            return this;
        }

        /**
         * An origin whose web pages may send queries and read the answers, by CORS. Those of other
         * origins but the loopback interface's are refused. May be called again. Default: none.
         *
         * @param origin scheme, host and port, as {@code http://localhost:3000}; {@code *} for any
         * @throws IllegalArgumentException when it is no origin
         */
        public Builder allowOrigin(String origin) {
            origins.add(OriginPolicy.origin(origin));
            return this;
        }

        /** Gets the lines of the server's log, on a thread of the launcher. Default: nobody does. */
        public Builder logListener(Consumer<String> listener) {
            this.logListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Logs a line for each request when it is answered: method, path, status, duration, query
         * id, {@code traceparent}. Neither queries nor passwords are in it. Default: none.
         */
        public Builder logRequests() {
            this.logRequests = true;
            return this;
        }

        /**
         * How long {@link #start()} waits for the server. Default: 60 seconds.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder startTimeout(Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException("The start timeout must be positive, not " + timeout + ".");
            }
            this.startTimeout = timeout;
            return this;
        }

        /**
         * The engine's shared library. Default: what the system property
         * {@code houseflow.embedded.library} or the environment variable
         * {@code HOUSEFLOW_EMBEDDED_LIBRARY} names, else the one in the user's cache, which npm
         * fetches on first use.
         */
        public Builder library(Path path) {
            this.library = Objects.requireNonNull(path, "path");
            return this;
        }

        /** One more option of the child JVM, whose heap holds buffers only: {@code -Xmx1g}. */
        public Builder jvmOption(String option) {
            jvmOptions.add(Objects.requireNonNull(option, "option"));
            return this;
        }

        /**
         * Starts the server and returns when it answers queries. May be called again.
         *
         * @throws EmbeddedClickHouseException when it does not start; nothing is left behind then
         */
        public EmbeddedClickHouse start() {
            RunFolder folder = null;
            ServerProcess process = null;
            boolean started = false;
            try {
                Path engine = library == null ? EngineLibrary.locate() : EngineLibrary.require(library, "library(...)");
                folder = RunFolder.create();
                Path data = DataFolder.prepare(
                        dataPath == null
                                ? folder.path().resolve("data")
                                : dataPath.toAbsolutePath().normalize(),
                        logListener);
                Path temporary = Files.createDirectory(folder.path().resolve("tmp"));
                Path options = folder.path().resolve("options.properties");
                Map<String, String> who = users.isEmpty() ? Map.of("default", "") : users;
                OutsideAccess access = new OutsideAccess(files, network);
                new ServerOptions(port, data, engine, folder.path(), who, settings, access, hosts, origins, logRequests)
                        .write(options);
                process = ServerProcess.start(temporary, options, jvmOptions, logListener);
                EmbeddedClickHouse server =
                        new EmbeddedClickHouse(process, process.awaitReady(startTimeout), data, folder);
                process.onExit(() -> removeFolder(server.folder));
                started = true;
                return server;
            } catch (StartException e) {
                throw new EmbeddedClickHouseException(e.getMessage(), e);
            } catch (IOException e) {
                throw new EmbeddedClickHouseException("The server could not be started: " + e, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbeddedClickHouseException("The start of the server was interrupted.", e);
            } finally {
                if (!started) {
                    if (process != null) process.stop();
                    if (folder != null) removeFolder(folder);
                }
            }
        }

        @Override
        public String toString() {
            return "EmbeddedClickHouse.Builder[port=" + port + ", dataPath=" + dataPath + ", users=" + users.keySet()
                    + ", passwords=<hidden>]";
        }
    }
}
