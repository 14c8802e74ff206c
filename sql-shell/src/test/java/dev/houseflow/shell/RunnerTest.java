package dev.houseflow.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statements, outputs, errors and cancelling, against the embedded engine. */
class RunnerTest {
    private static EmbeddedClickHouse server;
    private static ClickHouseAsyncClient client;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        server = EmbeddedClickHouse.start();
        client = ClickHouseAsyncClient.builder(server.endpoint()).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private String run(String script, String... options) throws InterruptedException {
        assertEquals(0, code(script, null, options), errors.toString(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private String failed(String script, String source) throws InterruptedException {
        errors.reset();
        Script all = new Script(new Runner(client, Options.of(), out, false, null), print(errors), null);
        assertEquals(1, all.run(new StringReader(script), source));
        return errors.toString(StandardCharsets.UTF_8);
    }

    private int code(String script, String data, String... options) throws InterruptedException {
        out.reset();
        Runner runner = new Runner(client, Options.of(options), out, false, null);
        ByteArrayInputStream in = data == null ? null : new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8));
        return new Script(runner, print(errors), in).run(new StringReader(script), null);
    }

    private static PrintStream print(OutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    @Test
    void printsTables() throws InterruptedException {
        assertEquals(
                " n |   price | text           | list\n"
                        + "---+---------+----------------+---------------\n"
                        + " 1 | 1000.25 | NULL           | ['a\\'b',NULL]\n"
                        + " 2 |    -0.5 | two\\nlines\\x1B | []\n",
                run("SELECT number + 1 AS n, if(number = 0, 1000.25, -0.5) AS price,"
                        + " if(number = 0, NULL, 'two\\nlines\\x1B') AS text,"
                        + " if(number = 0, ['a\\'b', NULL], []) AS list FROM numbers(2)"));
        assertEquals(
                " 名前 | b\n------+---\n 日本 | x\n a    | x\n", run("SELECT arrayJoin(['日本', 'a']) AS `名前`, 'x' AS b"));
        assertEquals(" 1\n---\n", run("SELECT 1 WHERE 0"));
    }

    @Test
    void laterRowsOfATableAreNeverCut() throws InterruptedException {
        String table =
                run("SELECT if(number < 1500, 'x', repeat('y', 50)) AS a, number AS b FROM numbers(1600) ORDER BY b");
        String[] lines = table.split("\n");
        assertEquals(1602, lines.length);
        assertEquals(" " + "y".repeat(50) + " | 1599", lines[1601]);
    }

    @Test
    void printsALineForEachValue() throws InterruptedException {
        String expected = "Row 1:\na:      1\nlonger: x\ny\n\nRow 2:\na:      2\nlonger: NULL\n\n";
        String sql = "SELECT number + 1 AS a, if(number = 0, 'x\\ny', NULL) AS longer FROM numbers(2)";
        assertEquals(expected, run(sql + "\\G"));
        assertEquals(expected, run(sql, "--format", "vertical"));
    }

    @Test
    void printsCsvJsonAndEveryFormatOfTheServer() throws InterruptedException {
        assertEquals("\"a\",\"b\"\n1,\"x\"\"y\"\n", run("SELECT 1 AS a, 'x\"y' AS b", "--format", "csv"));
        assertEquals("{\"a\":1,\"b\":\"x\"}\n", run("SELECT 1 AS a, 'x' AS b", "--format", "json"));
        assertEquals("<1>\n", run("SELECT '<1>' FORMAT TSVRaw", "--format", "json"));
    }

    @Test
    void aSessionKeepsSettingsDatabasesAndTemporaryTables() throws InterruptedException {
        String script =
                "SET max_threads = 3; CREATE DATABASE IF NOT EXISTS shell_a; USE shell_a; CREATE TEMPORARY TABLE t (a Int8);"
                        + "INSERT INTO t VALUES (5); SELECT getSetting('max_threads') AS s, currentDatabase() AS d, a FROM t FORMAT CSV";
        assertEquals("3,\"shell_a\",5\n", run(script));
        assertEquals("\"default\"\n", run("USE shell_a; SELECT currentDatabase() FORMAT CSV", "--no-session"));
    }

    @Test
    void insertsDataOfTheStatementAndOfStdin() throws InterruptedException {
        run(
                "CREATE OR REPLACE TABLE shell_t (a Int32, b String) ENGINE = Memory;"
                        + "INSERT INTO shell_t FORMAT CSV\n1,\"it's; so\"\n2,b\n;\nINSERT INTO shell_t FORMAT JSONEachRow {\"a\":3,\"b\":\"c\"};");
        assertEquals(0, code("INSERT INTO shell_t (b, a) FORMAT TSV", "d\t4\ne\t5\n"), errors::toString);
        assertEquals(
                "1,\"it's; so\"\n2,\"b\"\n3,\"c\"\n4,\"d\"\n5,\"e\"\n",
                run("SELECT * FROM shell_t ORDER BY a FORMAT CSV"));
        assertEquals(1, code("INSERT INTO shell_t FORMAT TSV", "x\ty\n"));
        assertTrue(errors.toString(StandardCharsets.UTF_8).contains("Code: 27"), errors::toString);
    }

    @Test
    void errorsHaveCodeAndPlaceAndEndTheScript() throws InterruptedException {
        String syntax = failed("SELECT 1;\n\nSELECT 1,\n  2 FORM x y;\nSELECT 'never'", "file.sql");
        assertTrue(syntax.startsWith("file.sql:4: Code: 62. "), syntax);
        assertTrue(syntax.contains("(SYNTAX_ERROR)"), syntax);
        assertTrue(syntax.contains("\n    2 FORM x y\n           ^"), syntax);
        assertTrue(!out.toString(StandardCharsets.UTF_8).contains("never"));
        String unknown = failed("SELECT missing FROM system.one", null);
        assertTrue(unknown.startsWith("Code: 47. "), unknown);
        String late = failed(
                "SELECT throwIf(number = 200000, 'too far') AS a FROM numbers(300000) SETTINGS max_block_size = 1000",
                null);
        assertTrue(late.contains("too far"), late);
    }

    @Test
    void cancellingStopsTheQueryOnTheServerAndTheSessionGoesOn() throws Exception {
        Runner runner = new Runner(client, Options.of(), out, false, print(errors));
        String sql = "SELECT count() AS shell_cancelled FROM numbers(100000000000)";
        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> {
            try {
                runner.run(new Statement(sql, 1, false, true, null));
                return null;
            } catch (Throwable e) {
                return e;
            }
        });
        String running =
                "SELECT count() FROM system.processes WHERE query LIKE '%shell\\_cancelled%' AND query NOT LIKE '%processes%'";
        awaitCount(running, 1);
        assertTrue(runner.cancel());
        assertEquals(
                CancellationException.class, failure.get(10, TimeUnit.SECONDS).getClass());
        assertTrue(runner.isCancelled());
        awaitCount(running, 0);
        out.reset();
        runner.run(new Statement("SELECT 1 AS a", 1, false, true, null));
        assertEquals(" a\n---\n 1\n", out.toString(StandardCharsets.UTF_8));
        assertTrue(!runner.cancel(), "nothing runs");
    }

    private static void awaitCount(String sql, long expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (client.query(sql, Long.class).join().rows().get(0) != expected) {
            assertTrue(System.nanoTime() < end, () -> "never " + expected + ": " + sql);
            Thread.sleep(50);
        }
    }

    @Test
    void aClosedOutputStopsTheQuery() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Runner runner = new Runner(client, Options.of("--format", "csv"), closed, false, null);
        Statement endless = new Statement("SELECT number FROM system.numbers", 1, false, true, null);
        assertThrows(IOException.class, () -> runner.run(endless));
    }

    @Test
    void anEndlessTableComesInConstantMemory() throws Exception {
        long[] lines = new long[1];
        Runner[] runner = new Runner[1];
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int b) {
                if (b == '\n' && ++lines[0] == 3_000_000) runner[0].cancel();
            }
        };
        runner[0] = new Runner(client, Options.of(), counting, false, null);
        Statement endless = new Statement("SELECT number, toString(number) FROM system.numbers", 1, false, true, null);
        assertThrows(CancellationException.class, () -> runner[0].run(endless));
        assertTrue(lines[0] >= 3_000_000);
    }

    @Test
    void binaryFormatsDoNotGoToATerminal() {
        Runner runner = new Runner(client, Options.of(), out, true, null);
        Statement statement = new Statement("SELECT 1 FORMAT Native", 1, false, true, "Native");
        String message = assertThrows(IllegalArgumentException.class, () -> runner.run(statement))
                .getMessage();
        assertTrue(message.contains("is binary"), message);
    }
}
