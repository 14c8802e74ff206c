package dev.houseflow.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.reader.Candidate;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell at a terminal of the test, over an embedded engine of its own. */
class ShellTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PipedOutputStream keys = new PipedOutputStream();
    private Target target;
    private SchemaNames names;
    private Terminal terminal;
    private CompletableFuture<Integer> code;
    private Path history;

    @BeforeEach
    void start() throws IOException {
        history = folder.resolve("history");
        Options options = Options.of("--history", history.toString());
        target = Target.of(options, Map.of());
        names = new SchemaNames(target.client());
        terminal = new DumbTerminal(
                "test", Terminal.TYPE_DUMB, new PipedInputStream(keys, 1 << 16), screen, StandardCharsets.UTF_8);
        OutputStream out = new BufferedOutputStream(terminal.output());
        Runner runner = new Runner(target.client(), options, out, true, null);
        Shell shell = new Shell(terminal, target, runner, names, options);
        code = CompletableFuture.supplyAsync(() -> {
            try {
                return shell.run();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        names.close();
        target.close();
        terminal.close();
    }

    private void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    private void awaitShown(String part) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!shown().contains(part)) {
            assertTrue(System.nanoTime() < end, () -> "\"" + part + "\" is not in:\n" + shown());
            Thread.sleep(20);
        }
    }

    @Test
    void runsStatementsOfSeveralLinesShowsErrorsAndGoesOn() throws Exception {
        awaitShown("ClickHouse 2");
        type("SELECT 6\n* 7 AS answer;\n");
        awaitShown(" answer\n--------\n     42\n1 row. ");
        type("SELECT missing;\n");
        awaitShown("Code: 47. ");
        type("SELECT 'long' AS a\\G\n");
        awaitShown("Row 1:\na: long\n");
        type("\\format csv\n");
        awaitShown("The output is csv.");
        type("SELECT 1 AS x, 'y' AS y; SELECT 2 AS z;\n");
        awaitShown("\"x\",\"y\"\n1,\"y\"\n");
        awaitShown("\"z\"\n2\n");
        type("\\format xml\n\\nonsense\nhelp\n");
        awaitShown("There is no output 'xml'");
        awaitShown("There is no command \\nonsense");
        awaitShown("Tab completes");
        type("CREATE DATABASE other; USE other;\n");
        awaitShown("other> ");
        type("exit\n");
        assertEquals(0, code.get(20, TimeUnit.SECONDS));
    }

    @Test
    void interruptStopsTheQueryAndKeepsTheShell() throws Exception {
        type("SELECT count() AS shell_endless FROM system.numbers;\n");
        String running =
                "SELECT count() FROM system.processes WHERE query LIKE '%shell\\_endless%' AND query NOT LIKE '%processes%'";
        awaitCount(running, 1);
        terminal.raise(Terminal.Signal.INT);
        awaitShown("Cancelled.");
        awaitCount(running, 0);
        type("SELECT 'still ' || 'here' AS a;\n");
        awaitShown("still here");
        type("quit\n");
        assertEquals(0, code.get(20, TimeUnit.SECONDS));
    }

    private void awaitCount(String sql, long expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (target.client().query(sql, Long.class).join().rows().get(0) != expected) {
            assertTrue(System.nanoTime() < end, () -> "never " + expected + ": " + sql + "\n" + shown());
            Thread.sleep(50);
        }
    }

    @Test
    void theHistoryHasStatementsButNoSecrets() throws Exception {
        type("SELECT 'kept';\nSELECT 'hush' AS password;\nexit\n");
        assertEquals(0, code.get(30, TimeUnit.SECONDS));
        String kept = Files.readString(history);
        assertTrue(kept.contains("SELECT 'kept';"), kept);
        assertFalse(kept.contains("hush"), kept);
    }

    @Test
    void completesFromTheSchema() throws Exception {
        for (String sql : List.of(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.orders (order_id Int64, `odd name` String) ENGINE = Memory",
                "CREATE TABLE visits (visit_time DateTime) ENGINE = Memory")) {
            target.client().execute(sql).join();
        }
        names.begin("default");
        names.await();
        assertTrue(completed("SEL").contains("SELECT"));
        assertTrue(completed("sel").contains("select"));
        assertTrue(completed("SELECT toStartOf").contains("toStartOfHour"));
        assertTrue(completed("SELECT visit").contains("visit_time"));
        assertEquals(List.of("shop.orders"), completed("SELECT * FROM shop."));
        assertTrue(completed("SELECT * FROM ").containsAll(List.of("visits", "shop")));
        assertFalse(completed("SELECT * FROM ").contains("SELECT"));
        assertEquals(List.of("shop.orders.order_id", "shop.orders.`odd name`"), completed("SELECT shop.orders."));
        assertEquals(List.of("visits.visit_time"), completed("SELECT visits."));
        assertTrue(completed("USE ").contains("shop"));
        assertTrue(completed("\\").contains("\\help"));
        type("exit\n");
        assertEquals(0, code.get(30, TimeUnit.SECONDS));
    }

    private List<String> completed(String typed) {
        List<Candidate> candidates = new ArrayList<>();
        new SqlCompleter(names).complete(null, SqlLine.of(typed, typed.length()), candidates);
        return candidates.stream().map(Candidate::value).toList();
    }
}
