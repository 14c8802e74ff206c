package dev.houseflow.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.EmbeddedClickHouse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both quickstarts, each in a JVM with the heap that their scripts give them. */
class QuickstartTest {
    @TempDir
    private Path folder;

    @Test
    void D4_bothAnswerTheSameInAHeapOf64Megabytes() throws Exception {
        String kotlin = run("dev.houseflow.samples.QuickstartKt");
        assertContains(kotlin, "  Los Angeles International          McCarran International               8,323\n");
        assertContains(kotlin, "\n     7  196,576                      -0.5\n");
        assertContains(kotlin, "\n      2  John F Kennedy Intl                  4,604                      20.1\n");
        assertContains(kotlin, "3000000 rows");
        assertContains(kotlin, "3000000 flights over 2194861208 miles");
        assertContains(kotlin, "156345 rows");
        assertEquals(answers(kotlin), answers(run("dev.houseflow.samples.QuickstartJava")));
    }

    @Test
    void runsOnAnyServerByItsUrlAndAgain() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start()) {
            String kotlin = run("dev.houseflow.samples.QuickstartKt", "--url", server.endpoint());
            assertContains(kotlin, "156345 rows");
            String java = run("dev.houseflow.samples.QuickstartJava", "--url", server.endpoint());
            assertEquals(answers(kotlin), answers(java));
            assertTrue(server.isRunning());
        }
    }

    /** Without the times, which come last. */
    private static String answers(String output) {
        return output.substring(0, output.indexOf("How long it took"));
    }

    private static void assertContains(String output, String part) {
        assertTrue(output.contains(part), () -> "\"" + part + "\" is not in:\n" + output);
    }

    private String run(String main, String... arguments) throws IOException, InterruptedException {
        File output = folder.resolve(main).toFile();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(), "-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        int status = process.waitFor();
        assertEquals(0, status, Files.readString(folder.resolve("errors")));
        return Files.readString(output.toPath());
    }
}
