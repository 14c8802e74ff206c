package dev.houseflow.embedded.internal.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which machine gets which package of the engine, and what is said to those that get none. */
class EngineTargetTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_X64",
        "Linux, x86_64, LINUX_X64",
        "Linux, aarch64, LINUX_ARM64",
        "Linux, arm64, LINUX_ARM64",
        "Mac OS X, x86_64, DARWIN_X64",
        "Mac OS X, aarch64, DARWIN_ARM64",
    })
    void choosesBySystemAndCpu(String system, String architecture, EngineTarget expected) {
        assertEquals(Optional.of(expected), EngineTarget.of(new Machine(system, architecture, false)));
    }

    @ParameterizedTest
    @CsvSource({
        "Windows 11, amd64, false, Windows 11 on amd64.",
        "Linux, amd64, true, Linux on amd64 with musl.",
        "Linux, aarch64, true, Linux on aarch64 with musl.",
        "Linux, i386, false, Linux on i386.",
        "Linux, riscv64, false, Linux on riscv64.",
        "Linux, arm, false, Linux on arm.",
        "FreeBSD, amd64, false, FreeBSD on amd64.",
        "Mac OS X, ppc, false, Mac OS X on ppc.",
    })
    void namesTwoWaysToAMachineWithoutAnEngine(
            String system, String architecture, boolean musl, String named, @TempDir Path cache) throws IOException {
        Machine machine = new Machine(system, architecture, musl);
        String message = assertThrows(StartException.class, () -> EngineLibrary.cached(cache, machine))
                .getMessage();
        assertTrue(message.contains("this is " + named), message);
        assertTrue(message.contains("run in a Linux container with glibc"), message);
        assertTrue(message.contains("any ClickHouse server by its URL (./quickstart --url URL"), message);
        try (var left = Files.list(cache)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void seesMuslByTheLoaderInMemory(@TempDir Path folder) throws IOException {
        Path alpine = Files.writeString(
                folder.resolve("alpine"),
                "7f1c2a000000-7f1c2a014000 r--p 00000000 08:01 131 /lib/ld-musl-x86_64.so.1\n"
                        + "7f1c2a100000-7f1c2a114000 r--p 00000000 08:01 132 /tmp/\u00e9\n",
                StandardCharsets.ISO_8859_1);
        Path debian = Files.writeString(
                folder.resolve("debian"),
                "7f1c2a000000-7f1c2a014000 r--p 00000000 08:01 131 /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2\n");
        assertTrue(Machine.runsOnMusl(alpine));
        assertFalse(Machine.runsOnMusl(debian));
        assertFalse(Machine.runsOnMusl(folder.resolve("absent")));
        assertFalse(Machine.current().musl());
    }

    @ParameterizedTest
    @EnumSource
    void pinsTheVersionOfEachPackage(EngineTarget target) throws IOException {
        String version = "\"" + EngineLibrary.VERSION + "\"";
        String wanted = resource(target, "package.json");
        String lock = resource(target, "package-lock.json");
        assertTrue(wanted.contains("\"" + target.packageName() + "\": " + version), wanted);
        assertTrue(
                lock.contains("\"node_modules/" + target.packageName() + "\": {\n      \"version\": " + version), lock);
        // Which machine this is, the JVM says: npm may run on another CPU's Node.js.
        assertFalse(lock.contains("\"cpu\"") || lock.contains("\"os\"") || lock.contains("\"libc\""), lock);
        assertFalse(lock.contains("resolved"), lock);
        assertEquals(target == EngineTarget.LINUX_X64, lock.contains("\"integrity\": \"sha512-"));
    }

    @Test
    void givesEachMachineAFileOfItsOwn() {
        assertEquals("libchdb.so", EngineTarget.LINUX_X64.library().name());
        assertEquals(
                "libchdb-linux-arm64.so", EngineTarget.LINUX_ARM64.library().name());
        assertEquals("libchdb-darwin-x64.so", EngineTarget.DARWIN_X64.library().name());
        assertEquals(
                "libchdb-darwin-arm64.so", EngineTarget.DARWIN_ARM64.library().name());
    }

    private static String resource(EngineTarget target, String name) throws IOException {
        try (InputStream in = EngineTarget.class.getResourceAsStream("engine/" + target.id() + "/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
