package dev.houseflow.embedded.internal.download;

import dev.houseflow.embedded.internal.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where the engine's shared library is: given by the user, kept in the per-user cache, or fetched into it. */
public final class EngineLibrary {
    /** The system property that names an existing {@code libchdb.so}. */
    public static final String PROPERTY = "houseflow.embedded.library";
    /** The environment variable that does the same; the property wins. */
    public static final String VARIABLE = "HOUSEFLOW_EMBEDDED_LIBRARY";

    private static final String VERSION = "26.7.3-stable.1";
    private static final PinnedFile LINUX_X64 = new PinnedFile(
            "@chdb/lib-linux-x64-gnu/libchdb.so",
            "libchdb.so",
            566_330_096L,
            "36ad4e999882821ef13cf2d0f52c93f48e6ee1b4498b35a201c23ce4b8d15bf5");

    private EngineLibrary() {}

    /**
     * The path of {@code libchdb.so}; fetches it when it is neither given nor in the cache, and tells so on stderr.
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
        return given.isBlank() ? cached(UserCache.directory()) : require(Path.of(given), by);
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

    static Path cached(Path cache) throws StartException {
        Path directory = cache.resolve("engine").resolve(VERSION);
        try {
            requirePlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
            new NpmDownload(
                            "the ClickHouse engine " + VERSION,
                            "170 MB",
                            NpmDownload.class,
                            "engine/linux-x64",
                            List.of(LINUX_X64))
                    .ensureIn(directory, System.err);
        } catch (IOException e) {
            throw unavailable(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the fetch was interrupted", e);
        }
        return directory.resolve(LINUX_X64.name());
    }

    static void requirePlatform(String system, String architecture) throws IOException {
        boolean linux = system.toLowerCase(Locale.ROOT).equals("linux");
        boolean x64 = architecture.equals("amd64") || architecture.equals("x86_64");
        if (!linux || !x64) {
            throw new IOException(
                    "it is fetched for Linux on x86-64 (glibc) only, and this is " + system + " on " + architecture
                            + ". Without it, run in a Linux container with glibc, or use any ClickHouse server by its"
                            + " URL (./quickstart --url URL).");
        }
    }

    private static StartException unavailable(String why, Exception cause) {
        return new StartException(
                "The ClickHouse engine " + VERSION + " is not there: " + why
                        + "\nEither make npm and its registry reachable and try again, or point "
                        + "the system property " + PROPERTY + " (or the environment variable " + VARIABLE
                        + ") at an existing libchdb.so of that version.",
                cause);
    }

    /** What the build calls, so that the tests, and every later run, find the engine in the cache. */
    public static void main(String[] arguments) throws StartException {
        locate();
    }
}
