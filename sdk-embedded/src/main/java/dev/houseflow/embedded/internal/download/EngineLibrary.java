package dev.houseflow.embedded.internal.download;

import dev.houseflow.embedded.internal.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the engine's shared library is: given by the user, kept in the per-user cache, or fetched
 * into it.
 */
public final class EngineLibrary {
    /** The system property that names an existing {@code libchdb.so}, on whatever machine. */
    public static final String PROPERTY = "houseflow.embedded.library";
    /** The environment variable that does the same; the property wins. */
    public static final String VARIABLE = "HOUSEFLOW_EMBEDDED_LIBRARY";

    static final String VERSION = "26.7.3-stable.1";

    private EngineLibrary() {}

    /**
     * The path of {@code libchdb.so}; fetches it when it is neither given nor in the cache, and
     * tells so on stderr.
     *
     * @throws StartException when there is none to be had; the message names the property to set
     */
    public static Path locate() throws StartException {
        String given = System.getProperty(PROPERTY, "");
        String by = "the system property " + PROPERTY;
        if (given.isBlank()) {
            given = System.getenv().getOrDefault(VARIABLE, "");
            by = "the environment variable " + VARIABLE;
        }
        return given.isBlank() ? cached(UserCache.directory(), Machine.current()) : require(Path.of(given), by);
    }

    /**
     * A library that the user has named.
     *
     * @param by how it was named, for the message
     * @throws StartException when it is not a readable file
     */
    public static Path require(Path named, String by) throws StartException {
        Path path = named.toAbsolutePath();
        if (Files.isRegularFile(path) && Files.isReadable(path)) return path;
        throw new StartException(
                by + " names " + path + ", which is not a readable file. Point it at an existing libchdb.so, "
                        + "or leave it out to have the engine fetched by npm.");
    }

    static Path cached(Path cache, Machine machine) throws StartException {
        EngineTarget target = EngineTarget.of(machine).orElseThrow(() -> new StartException(none(machine)));
        Path directory = cache.resolve("engine").resolve(VERSION);
        PackageFile library = target.library();
        try {
            new NpmDownload(
                            "the ClickHouse engine " + VERSION,
                            "about 170 MB",
                            NpmDownload.class,
                            "engine/" + target.id(),
                            List.of(library))
                    .ensureIn(directory, System.err);
        } catch (IOException e) {
            throw unavailable(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the fetch was interrupted", e);
        }
        return directory.resolve(library.name());
    }

    private static String none(Machine machine) {
        return "The ClickHouse engine " + VERSION
                + " is built for Linux with glibc and for macOS, on x86-64 and on arm64; this is "
                + machine + ". Two ways work here: run in a Linux container with glibc, or use any ClickHouse"
                + " server by its URL (./quickstart --url URL, ClickHouseClient(\"URL\")).";
    }

    private static StartException unavailable(String why, Exception cause) {
        return new StartException(
                "The ClickHouse engine " + VERSION + " is not there: " + why
                        + "\nEither make npm and its registry reachable and try again, or point "
                        + "the system property " + PROPERTY + " (or the environment variable " + VARIABLE
                        + ") at an existing libchdb.so of that version, or use any ClickHouse server by its URL"
                        + " (./quickstart --url URL).",
                cause);
    }

    /**
     * What the build calls, so that the tests, and every later run, find the engine in the cache.
     */
    public static void main(String[] arguments) throws StartException {
        try {
            locate();
        } catch (StartException e) {
            // Everything but the engine's own tests can be built on such a machine.
            if (EngineTarget.of(Machine.current()).isPresent()) throw e;
            System.err.println(e.getMessage());
        }
    }
}
