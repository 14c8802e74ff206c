package dev.houseflow.embedded.internal.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's package for machines other than the one that runs this: from a scripted npm, and from the real one with a registry of the test's own. */
class EngineFetchTest {
    private static final byte[] LINUX_X64 = elf("3e00");
    private static final byte[] LINUX_ARM64 = elf("b700");
    private static final byte[] DARWIN_X64 = HexFormat.of().parseHex("cffaedfe07000001" + "00".repeat(40));
    private static final byte[] DARWIN_ARM64 = HexFormat.of().parseHex("cffaedfe0c000001" + "00".repeat(40));
    private static final byte[] DARWIN_BOTH =
            HexFormat.of().parseHex("cafebabe00000002" + "01000007" + "00".repeat(16) + "0100000c" + "00".repeat(16));

    @TempDir
    private Path folder;

    private NpmRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new NpmRegistry(folder.resolve("registry"));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void takesThePackageOfThisMachine() throws Exception {
        scriptedNpm();
        registry.add("@chdb/lib-linux-arm64-gnu", LINUX_ARM64);
        registry.add("@chdb/lib-darwin-x64", DARWIN_X64);
        registry.add("@chdb/lib-darwin-arm64", DARWIN_BOTH);
        assertFetched("Linux", "aarch64", "libchdb-linux-arm64.so", LINUX_ARM64);
        assertFetched("Mac OS X", "x86_64", "libchdb-darwin-x64.so", DARWIN_X64);
        assertFetched("Mac OS X", "aarch64", "libchdb-darwin-arm64.so", DARWIN_BOTH);
        // A second time from the cache: npm has nothing to give any more.
        registry.clear();
        assertFetched("Linux", "aarch64", "libchdb-linux-arm64.so", LINUX_ARM64);
    }

    @Test
    void saysThatNoChecksumIsKnown() throws Exception {
        scriptedNpm();
        registry.add("@chdb/lib-darwin-arm64", DARWIN_ARM64);
        try (ForkedJvm jvm = fork("Mac OS X", "aarch64")) {
            String errors = jvm.errors();
            assertTrue(errors.contains("pinned by its version alone"), errors);
            assertTrue(errors.contains("its SHA-256 is "), errors);
        }
    }

    @Test
    void refusesOtherBytesThanThePinnedOnes() throws Exception {
        scriptedNpm();
        registry.add("@chdb/lib-linux-x64-gnu", LINUX_X64);
        assertRefused("Linux", "amd64", "@chdb/lib-linux-x64-gnu/libchdb.so has the SHA-256 ");
    }

    @Test
    void refusesALibraryForAnotherMachine() throws Exception {
        scriptedNpm();
        registry.add("@chdb/lib-linux-arm64-gnu", LINUX_X64);
        registry.add("@chdb/lib-darwin-x64", DARWIN_ARM64);
        registry.add("@chdb/lib-darwin-arm64", "<html>Not found</html>, in many more words than these".getBytes());
        assertRefused("Linux", "aarch64", "@chdb/lib-linux-arm64-gnu/libchdb.so is not a library for linux-arm64");
        assertRefused("Mac OS X", "x86_64", "@chdb/lib-darwin-x64/libchdb.so is not a library for darwin-x64");
        assertRefused("Mac OS X", "aarch64", "@chdb/lib-darwin-arm64/libchdb.so is not a library for darwin-arm64");
    }

    @Test
    void saysThatTheRegistryHasNoSuchPackage() throws Exception {
        scriptedNpm();
        assertRefused("Linux", "aarch64", "E404 @chdb/lib-linux-arm64-gnu");
    }

    @Test
    void installsForAnotherMachineWithTheRealNpm() throws Exception {
        registry.add("@chdb/lib-linux-arm64-gnu", LINUX_ARM64);
        registry.add("@chdb/lib-darwin-arm64", DARWIN_ARM64);
        assertFetched("Linux", "aarch64", "libchdb-linux-arm64.so", LINUX_ARM64);
        assertFetched("Mac OS X", "aarch64", "libchdb-darwin-arm64.so", DARWIN_ARM64);
    }

    @Test
    void theRealNpmHoldsAPackageAgainstItsRegistry() throws Exception {
        registry.add("@chdb/lib-linux-arm64-gnu", LINUX_ARM64);
        registry.corrupt();
        assertRefused("Linux", "aarch64", "EINTEGRITY");
    }

    @Test
    void theRealNpmIsOffline() throws Exception {
        registry.close();
        assertRefused("Mac OS X", "x86_64", "ECONNREFUSED");
    }

    private void assertFetched(String system, String architecture, String name, byte[] content) throws Exception {
        try (ForkedJvm jvm = fork(system, architecture)) {
            String line = jvm.readLine();
            Path expected = folder.resolve("cache/engine/" + EngineLibrary.VERSION + "/" + name);
            assertEquals(expected.toString(), line, jvm.errors());
            assertArrayEquals(content, Files.readAllBytes(expected));
        }
    }

    private void assertRefused(String system, String architecture, String why) throws Exception {
        try (ForkedJvm jvm = fork(system, architecture)) {
            String line = jvm.readLine();
            assertTrue(line.startsWith("The ClickHouse engine " + EngineLibrary.VERSION + " is not there: "), line);
            assertTrue(line.contains(why), line);
            assertTrue(line.contains("any ClickHouse server by its URL (./quickstart --url URL)"), line);
        }
        try (var left = Files.list(folder.resolve("cache/engine/" + EngineLibrary.VERSION))) {
            assertEquals(
                    List.of(".lock"),
                    left.map(path -> path.getFileName().toString()).toList());
        }
    }

    private ForkedJvm fork(String system, String architecture) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "npm_config_registry",
                registry.url(),
                "npm_config_cache",
                folder.resolve("npm").toString(),
                "npm_config_fetch_retries",
                "0"));
        Path bin = folder.resolve("bin");
        if (Files.exists(bin)) environment.put("PATH", bin + ":/usr/bin:/bin");
        return new ForkedJvm(
                FetchEngine.class,
                List.of(),
                environment,
                folder.resolve("cache").toString(),
                system,
                architecture);
    }

    /** Gives what the registry's folder holds, whatever machine it runs on. */
    private void scriptedNpm() throws IOException {
        Path script = Files.createDirectories(folder.resolve("bin")).resolve("npm");
        Files.writeString(script, """
                #!/bin/sh
                name=$(sed -n 's|.*"\\(@chdb/[a-z0-9-]*\\)": "%s".*|\\1|p' package.json)
                if [ ! -d "%s/$name" ]; then echo "npm error code E404 $name" >&2; exit 1; fi
                mkdir -p "node_modules/$name" && cp "%s/$name/package/"* "node_modules/$name"
                """.formatted(EngineLibrary.VERSION, registry.folder(), registry.folder()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private static byte[] elf(String machine) {
        return HexFormat.of().parseHex("7f454c46020101" + "00".repeat(9) + "0300" + machine + "00".repeat(40));
    }
}
