package dev.houseflow.embedded.internal.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this JVM runs on. The CPU is the JVM's: an x86-64 JVM on an Apple CPU loads x86-64
 * libraries.
 *
 * @param system the system property {@code os.name}
 * @param architecture the system property {@code os.arch}
 * @param musl whether the C library is musl instead of glibc, as on Alpine
 */
record Machine(String system, String architecture, boolean musl) {
    private static final Path OWN_MAPPINGS = Path.of("/proc/self/maps");

    static Machine current() {
        return new Machine(System.getProperty("os.name"), System.getProperty("os.arch"), runsOnMusl(OWN_MAPPINGS));
    }

    /**
     * Whether a process has musl's loader in its memory; a file of that name on the disk says
     * nothing about this process.
     *
     * @param mappings the process's {@code maps}, which Linux alone has
     */
    static boolean runsOnMusl(Path mappings) {
        try {
            // Not as UTF-8: a path in it may be anything.
            return Files.readString(mappings, StandardCharsets.ISO_8859_1).contains("/ld-musl-");
        } catch (IOException none) {
            return false;
        }
    }

    @Override
    public String toString() {
        return system + " on " + architecture + (musl ? " with musl" : "");
    }
}
