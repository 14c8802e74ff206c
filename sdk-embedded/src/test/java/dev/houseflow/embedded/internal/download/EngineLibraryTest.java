package dev.houseflow.embedded.internal.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.ForkedJvm;
import dev.houseflow.embedded.internal.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the engine comes from, and what is said when it comes from nowhere. */
class EngineLibraryTest {
    @Test
    void thePropertyWins(@TempDir Path folder) throws Exception {
        Path library = Files.writeString(folder.resolve("libchdb.so"), "x");
        try (ForkedJvm jvm = fork(
                List.of("-D" + EngineLibrary.PROPERTY + "=" + library),
                Map.of(EngineLibrary.VARIABLE, "/nowhere", "XDG_CACHE_HOME", folder.toString()))) {
            assertEquals(library.toString(), jvm.readLine());
        }
    }

    @Test
    void theVariableIsNext(@TempDir Path folder) throws Exception {
        Path library = Files.writeString(folder.resolve("libchdb.so"), "x");
        Map<String, String> environment =
                Map.of(EngineLibrary.VARIABLE, library.toString(), "XDG_CACHE_HOME", folder.toString());
        try (ForkedJvm jvm = fork(List.of(), environment)) {
            assertEquals(library.toString(), jvm.readLine());
        }
    }

    @Test
    void aNamedFileMustBeThere() throws Exception {
        try (ForkedJvm jvm = fork(List.of(), Map.of(EngineLibrary.VARIABLE, "/nowhere/libchdb.so"))) {
            String errors = jvm.errors();
            assertTrue(
                    errors.contains("the environment variable HOUSEFLOW_EMBEDDED_LIBRARY names /nowhere/libchdb.so"),
                    errors);
        }
    }

    @Test
    void withoutNpmTheErrorNamesTheProperty(@TempDir Path folder) throws Exception {
        Map<String, String> environment =
                Map.of("XDG_CACHE_HOME", folder.toString(), "PATH", folder.toString(), EngineLibrary.VARIABLE, "");
        try (ForkedJvm jvm = fork(List.of("-D" + EngineLibrary.PROPERTY + "="), environment)) {
            String errors = jvm.errors();
            assertTrue(errors.contains("npm could not be run"), errors);
            assertTrue(errors.contains("point the system property houseflow.embedded.library"), errors);
            assertTrue(errors.contains("./quickstart --url URL"), errors);
        }
    }

    @Test
    void withoutARegistryTheErrorNamesTheProperty(@TempDir Path folder) throws Exception {
        Map<String, String> environment = Map.of(
                "XDG_CACHE_HOME",
                folder.toString(),
                EngineLibrary.VARIABLE,
                "",
                "npm_config_registry",
                "http://127.0.0.1:9/",
                "npm_config_cache",
                folder.resolve("npm").toString(),
                "npm_config_fetch_retries",
                "0");
        try (ForkedJvm jvm = fork(List.of("-D" + EngineLibrary.PROPERTY + "="), environment)) {
            String errors = jvm.errors();
            assertTrue(errors.contains("ECONNREFUSED"), errors);
            assertTrue(errors.contains("point the system property houseflow.embedded.library"), errors);
        }
    }

    private static ForkedJvm fork(List<String> options, Map<String, String> environment) throws IOException {
        return new ForkedJvm(PrintLibrary.class, options, environment);
    }

    /** Prints where the engine is. */
    public static final class PrintLibrary {
        private PrintLibrary() {}

        public static void main(String[] arguments) throws StartException {
            System.out.println(EngineLibrary.locate());
        }
    }
}
