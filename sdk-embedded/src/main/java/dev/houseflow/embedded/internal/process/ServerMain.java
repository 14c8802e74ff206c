package dev.houseflow.embedded.internal.process;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.FileTrees;
import dev.houseflow.embedded.internal.chdb.WorkingDirectory;
import dev.houseflow.embedded.internal.engine.Engine;
import dev.houseflow.embedded.internal.engine.EngineOptions;
import dev.houseflow.embedded.internal.server.EngineDefaults;
import dev.houseflow.embedded.internal.server.HttpServer;
import dev.houseflow.embedded.internal.server.HttpServerConfig;
import dev.houseflow.embedded.internal.server.OriginPolicy;
import dev.houseflow.embedded.internal.server.WebPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The main class of the child JVM: one engine, one HTTP server. It is started with
 * {@code --options=FILE}, the file that {@link ServerOptions} wrote; says {@code READY port} on the
 * standard output when it answers queries; and ends when its standard input does, or on a signal.
 */
public final class ServerMain {
    private static final String OPTIONS = "--options=";
    private static final int MAX_CONNECTIONS = 512;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final long ENGINE_CLOSE_MILLIS = 5_000;

    private HttpServer server;
    private Engine engine;
    private Path owned;
    private boolean ending;

    private ServerMain() {}

    public static void main(String[] arguments) {
        if (arguments.length != 1 || !arguments[0].startsWith(OPTIONS)) {
            System.err.println("This program is started by EmbeddedClickHouse, with " + OPTIONS + "FILE.");
            System.exit(2);
            return;
        }
        ServerMain main = new ServerMain();
        Runtime.getRuntime().addShutdownHook(new Thread(main::end, "end"));
        // The one thread that is no daemon: the process lives as long as it waits.
        new Thread(ServerMain::endWithParent, "parent").start();
        try {
            main.start(ServerOptions.readAndDelete(Path.of(arguments[0].substring(OPTIONS.length()))));
        } catch (IOException | EngineException | InterruptedException | RuntimeException | LinkageError e) {
            // LinkageError: a library that is none, or one for another machine.
            System.err.println("The embedded server did not start: " + (e.getMessage() == null ? e : e.getMessage()));
            System.exit(1);
        }
    }

    private void start(ServerOptions options) throws IOException, EngineException, InterruptedException {
        synchronized (this) {
            owned = options.owned();
        }
        Engine booted = new Engine(
                options.library(), options.path(), EngineOptions.of(options.settings(), options.outsideAccess()));
        if (!options.outsideAccess().files()) {
            WorkingDirectory.leave();
        }
        synchronized (this) {
            engine = booted;
            if (ending) {
                return;
            }
        }
        Map<String, String> defaults = EngineDefaults.read(booted);
        HttpServer started = HttpServer.start(
                booted,
                new HttpServerConfig(
                        options.port(),
                        options.users(),
                        defaults,
                        MAX_CONNECTIONS,
                        KEEP_ALIVE,
                        new OriginPolicy(options.hosts(), options.origins()),
                        new WebPages(options.library()),
                        hostName(),
                        options.logRequests()),
                System.err::println);
        synchronized (this) {
            server = started;
        }
        System.out.println("READY " + started.port());
        System.out.flush();
    }

    /**
     * The parent holds the other end of the standard input: it closes it to end this process, and
     * it closes when the parent dies.
     */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            System.err.println("The standard input broke: " + e);
        }
        System.exit(0);
    }

    private void end() {
        HttpServer runningServer;
        Engine runningEngine;
        Path folder;
        synchronized (this) {
            ending = true;
            runningServer = server;
            runningEngine = engine;
            folder = owned;
        }
        if (runningServer != null) {
            runningServer.close();
        }
        if (runningEngine != null) {
            closeInTime(runningEngine);
        }
        if (folder != null) {
            deleteOwned(folder);
        }
    }

    /** A query that cannot be killed must not keep the process. */
    private static void closeInTime(Engine engine) {
        Thread closer = new Thread(engine::close, "engine-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(ENGINE_CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deleteOwned(Path folder) {
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            System.err.println("The folder " + folder + " was not deleted: " + e);
        }
    }

    /** As the kernel knows it: asking the resolver could take seconds. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
