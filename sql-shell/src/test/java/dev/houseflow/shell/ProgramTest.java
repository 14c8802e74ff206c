package dev.houseflow.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.EmbeddedClickHouse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its script starts it, without a terminal. */
class ProgramTest {
    private static EmbeddedClickHouse server;

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String errors) {}

    @BeforeAll
    static void start() {
        server = EmbeddedClickHouse.builder().user("reader", "hush:@/ hush").start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Ended run(String in, String... arguments) throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve("in"), in);
        File out = folder.resolve("out").toFile();
        File errors = folder.resolve("errors").toFile();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(out)
                .redirectError(errors);
        builder.environment().remove("CLICKHOUSE_USER");
        builder.environment().remove("CLICKHOUSE_PASSWORD");
        Process process = builder.start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), Files.readString(out.toPath()), Files.readString(errors.toPath()));
    }

    @Test
    void startsAnEngineOfItsOwn() throws Exception {
        Files.writeString(folder.resolve("data.csv"), "a,b\n1,x\n");
        Ended ended = run(
                "",
                "-q",
                "SELECT a + 1 AS c, b FROM file('" + folder.resolve("data.csv") + "', CSVWithNames)",
                "--format",
                "csv");
        assertEquals(new Ended(0, "\"c\",\"b\"\n2,\"x\"\n", ""), ended);
    }

    @Test
    void runsStatementsOfStdinAndOfAFileToTheFirstError() throws Exception {
        String[] login = {
            "--url", server.endpoint(), "--user", "reader", "--password", "hush:@/ hush", "--format", "json"
        };
        Ended ended = run("SELECT 1 AS a;\nSELECT nonsense;\nSELECT 2 AS b;", login);
        assertEquals(1, ended.code());
        assertEquals("{\"a\":1}\n", ended.out());
        assertTrue(ended.errors().startsWith("Code: 47. "), ended.errors());

        Path file = Files.writeString(
                folder.resolve("script.sql"),
                "CREATE TABLE p (a Int32) ENGINE = Memory;\nINSERT INTO p FORMAT CSV;\n"
                        + "SELECT sum(a) AS s FROM p;\nSELECT\n  1 +;\n");
        List<String> arguments = new ArrayList<>(List.of("--file", file.toString()));
        arguments.addAll(List.of(login));
        ended = run("1\n2\n", arguments.toArray(new String[0]));
        assertEquals(1, ended.code());
        assertEquals("{\"s\":3}\n", ended.out().replace("\"3\"", "3"));
        assertTrue(ended.errors().startsWith(file + ":5: Code: 62. "), ended.errors());
        assertFalse(ended.errors().contains("hush"), ended.errors());
    }

    @Test
    void noMessageHoldsThePassword() throws Exception {
        String url = server.endpoint().replace("://", "://reader:hush%3A%40%2F%20wrong@");
        Ended wrong = run("", "--url", url, "-q", "SELECT 1");
        assertEquals(1, wrong.code());
        assertTrue(wrong.errors().contains("Code: 516. "), wrong.errors());
        assertFalse(wrong.errors().contains("hush"), wrong.errors());
        Ended nowhere = run("", "--url", "http://u:hush@127.0.0.1:1", "-q", "SELECT 1");
        assertEquals(1, nowhere.code());
        assertFalse(nowhere.errors().isEmpty());
        assertFalse(nowhere.errors().contains("hush"), nowhere.errors());
        Ended broken = run("", "--url", "ftp://u:hush@host", "-q", "SELECT 1");
        assertEquals(1, broken.code());
        assertFalse(broken.errors().contains("hush"), broken.errors());
        assertFalse(broken.errors().contains("\tat "), broken.errors());
    }

    @Test
    void saysWhatIsWrongWithTheOptions() throws Exception {
        Ended ended = run("", "--frmat", "csv");
        assertEquals(2, ended.code());
        assertTrue(ended.errors().startsWith("There is no option --frmat"), ended.errors());
        assertEquals(new Ended(0, Options.USAGE, ""), run("", "--help"));
        Ended missing = run(
                "",
                "--url",
                server.endpoint(),
                "-f",
                folder.resolve("missing.sql").toString());
        assertEquals(1, missing.code());
        assertTrue(missing.errors().contains("missing.sql"), missing.errors());
    }
}
