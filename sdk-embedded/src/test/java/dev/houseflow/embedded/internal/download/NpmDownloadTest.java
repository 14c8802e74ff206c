package dev.houseflow.embedded.internal.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.ForkedJvm;
import dev.houseflow.embedded.internal.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the many ways in which npm can end. The npm of these tests is a script that leaves a line in a journal. */
class NpmDownloadTest {
    private static final String GOOD =
            "mkdir -p node_modules/anything && printf hello > node_modules/anything/hello.txt";

    @TempDir
    private Path folder;

    @Test
    void keepsWhatNpmFetched() throws Exception {
        npm(GOOD);
        assertEquals("supplied", supply());
        assertEquals("hello", Files.readString(cache().resolve("hello.txt")));
        assertEquals(List.of(".lock", "hello.txt"), left());
    }

    @Test
    void fetchesOnce() throws Exception {
        npm(GOOD);
        supply();
        assertEquals("supplied", supply());
        assertEquals(1, calls());
    }

    @Test
    void fetchesOnceForProcessesThatAskTogether() throws Exception {
        npm("sleep 1; " + GOOD);
        try (ForkedJvm one = fork();
                ForkedJvm two = fork()) {
            assertEquals("supplied", one.readLine());
            assertEquals("supplied", two.readLine());
        }
        assertEquals(1, calls());
    }

    @Test
    void refusesAnotherFileThanTheOneThatIsPinned() throws Exception {
        npm(GOOD.replace("hello >", "jello >"));
        String message = supply();
        assertTrue(message.startsWith("anything/hello.txt has the SHA-256 "), message);
        assertEquals(List.of(".lock"), left());
    }

    @Test
    void refusesAPackageWithoutTheFile() throws Exception {
        npm("true");
        assertEquals("the package holds no file anything/hello.txt", supply());
        assertEquals(List.of(".lock"), left());
    }

    @Test
    void repeatsWhatNpmSays() throws Exception {
        npm("echo 'npm error code EINTEGRITY' >&2; exit 3");
        assertEquals("npm ci ended with status 3:", supply());
        assertEquals(List.of(".lock"), left());
    }

    @Test
    void missesNpm() throws Exception {
        String message = supply();
        assertTrue(message.startsWith("npm could not be run (is it installed?): "), message);
        assertEquals(List.of(".lock"), left());
    }

    @Test
    void removesWhatAKilledFetchLeft() throws Exception {
        npm(GOOD);
        Files.createDirectories(cache().resolve(".fetch-123/node_modules"));
        Files.writeString(cache().resolve("hello.txt"), "hell");
        assertEquals("supplied", supply());
        assertEquals("hello", Files.readString(cache().resolve("hello.txt")));
        assertEquals(List.of(".lock", "hello.txt"), left());
    }

    @Test
    void doesNotFollowLinksWhenItDeletes() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "x");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), precious);
        Files.createSymbolicLink(tree.resolve("up"), folder);
        FileTrees.delete(tree);
        assertFalse(Files.exists(tree));
        assertTrue(Files.exists(precious));
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private void npm(String body) throws IOException {
        Path script = Files.createDirectories(folder.resolve("bin")).resolve("npm");
        Files.writeString(script, "#!/bin/sh\necho called >> '" + folder.resolve("journal") + "'\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private int calls() throws IOException {
        return Files.readAllLines(folder.resolve("journal")).size();
    }

    private ForkedJvm fork() throws IOException {
        String path = folder.resolve("bin") + (Files.exists(folder.resolve("bin")) ? ":/usr/bin:/bin" : "");
        return new ForkedJvm(DownloadAnything.class, List.of(), Map.of("PATH", path), cache().toString());
    }

    private String supply() throws Exception {
        try (ForkedJvm jvm = fork()) {
            String line = jvm.readLine();
            if (line == null) throw new AssertionError(jvm.errors());
            return line;
        }
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(cache())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
