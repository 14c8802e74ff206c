package dev.houseflow.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a program of its own. */
class MainTest {
    @Test
    void servesUntilItIsStopped(@TempDir Path data) throws Exception {
        try (ForkedJvm program = run(
                "--port=0",
                "--path",
                data.toString(),
                "--user",
                "ana:s3:cret",
                "--setting=max_threads=1",
                "--log-requests")) {
            String first = program.readLine();
            if (first == null) throw new AssertionError(program.errors());
            assertTrue(first.startsWith("ClickHouse listens on http://127.0.0.1:"), first);
            assertTrue(first.contains(data.toString()), first);
            assertTrue(program.readLine().contains("curl"));
            int port = Integer.parseInt(first.replaceAll(".*?127\\.0\\.0\\.1:(\\d+).*", "$1"));
            assertTrue(Waiting.isListening(port));
            program.terminate();
            assertFalse(Waiting.isListening(port));
        }
    }

    @Test
    void explainsItself() throws Exception {
        try (ForkedJvm program = run("--help")) {
            assertTrue(program.readLine().startsWith("Usage: clickhouse-embedded"));
            assertEquals(0, program.waitFor());
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        assertRefused("unknown option --prot", "--prot", "1");
        assertRefused("--port needs a number, not x", "--port", "x");
        assertRefused("A port is a number from 0 to 65535, not 70000.", "--port", "70000");
        assertRefused("--path needs a value", "--path");
        assertRefused("--user needs a name, a ':' and a value", "--user", "s3cret");
    }

    private static void assertRefused(String message, String... arguments) throws Exception {
        try (ForkedJvm program = run(arguments)) {
            assertEquals(2, program.waitFor());
            assertTrue(program.errors().startsWith("clickhouse-embedded: " + message), program.errors());
        }
    }

    private static ForkedJvm run(String... arguments) throws Exception {
        return new ForkedJvm(Main.class, List.of(), Map.of(), arguments);
    }
}
