package dev.houseflow.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, using and ending a server, in good order and otherwise. */
class EmbeddedClickHouseTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    @Test
    void answersQueriesAndLeavesNothing() throws Exception {
        for (int cycle = 0; cycle < 5; cycle++) {
            EmbeddedClickHouse server = EmbeddedClickHouse.start();
            int port = server.port();
            assertEquals("http://127.0.0.1:" + port, server.endpoint());
            assertEquals(server.endpoint(), server.getEndpoint());
            assertTrue(server.isRunning());
            assertEquals("3", Http.answer(server, "SELECT 1 + 2"));
            Http.answer(server, "CREATE TABLE t (x UInt8) ENGINE MergeTree ORDER BY x");
            Http.answer(server, "INSERT INTO t VALUES (1), (2)");
            assertTrue(Files.isDirectory(server.dataPath()));

            server.close();
            server.close();
            assertFalse(server.isRunning());
            assertGone(server, port);
        }
        assertEquals(List.of(), Waiting.runFolders(OWN_PID));
    }

    @Test
    void saysThatItIsClosed() {
        EmbeddedClickHouse server = EmbeddedClickHouse.start();
        server.close();
        EmbeddedClickHouseException error = assertThrows(EmbeddedClickHouseException.class, server::endpoint);
        assertTrue(error.getMessage().startsWith("This server has been closed."), error.getMessage());
    }

    @Test
    void serversAreIndependentOfEachOther() throws Exception {
        try (EmbeddedClickHouse one = EmbeddedClickHouse.start();
                EmbeddedClickHouse two = EmbeddedClickHouse.start()) {
            assertNotEquals(one.port(), two.port());
            Http.answer(one, "CREATE TABLE only_here (x UInt8) ENGINE Memory");
            assertEquals("1", Http.answer(one, "EXISTS only_here"));
            assertEquals("0", Http.answer(two, "EXISTS only_here"));
        }
    }

    @Test
    void keepsTheDataOfAGivenPath(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("deep/data");
        EmbeddedClickHouse.Builder builder = EmbeddedClickHouse.builder().dataPath(data);
        try (EmbeddedClickHouse server = builder.start()) {
            assertEquals(data, server.dataPath());
            Http.answer(server, "CREATE TABLE kept (x UInt8) ENGINE MergeTree ORDER BY x");
            Http.answer(server, "INSERT INTO kept VALUES (1), (2), (3)");
        }
        try (EmbeddedClickHouse server = builder.start()) {
            assertEquals("6", Http.answer(server, "SELECT sum(x) FROM kept"));
        }
        assertTrue(Files.isDirectory(data));
        assertEquals(List.of(), Waiting.runFolders(OWN_PID));
    }

    /** As macOS has them: its folder for temporary files lies below a link. */
    @Test
    void worksBelowALink(@TempDir Path folder) throws Exception {
        Path link =
                Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("linked to")));
        EmbeddedClickHouse.Builder builder =
                EmbeddedClickHouse.builder().dataPath(link.resolve("data")).jvmOption("-Djava.io.tmpdir=" + link);
        for (String sum : List.of("6", "12")) {
            try (EmbeddedClickHouse server = builder.start()) {
                Http.answer(server, "CREATE TABLE IF NOT EXISTS kept (x UInt8) ENGINE MergeTree ORDER BY x");
                Http.answer(server, "INSERT INTO kept SELECT number + 1 FROM numbers(3)");
                assertEquals(sum, Http.answer(server, "SELECT sum(x) FROM kept"));
                assertEquals(
                        sum,
                        Http.answer(server, "SELECT sum(x) FROM kept FORMAT JSONCompactColumns")
                                .replaceAll("[^0-9]", ""));
            }
        }
    }

    @Test
    void letsOnlyTheNamedUsersIn() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.builder()
                .user("ana", "s3cret: ä=\\ value")
                .user("ben", "")
                .start()) {
            assertEquals(200, Http.post(server, "ben", "", "SELECT 1").statusCode());
            assertEquals(403, Http.post(server, "ana", "wrong", "SELECT 1").statusCode());
            assertTrue(Http.post(server, "SELECT 1").body().contains("AUTHENTICATION_FAILED"));
        }
    }

    @Test
    void startsEveryQueryWithTheGivenSettings() throws Exception {
        try (EmbeddedClickHouse server =
                EmbeddedClickHouse.builder().setting("max_result_rows", "7").start()) {
            assertEquals("7", Http.answer(server, "SELECT getSetting('max_result_rows')"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aServerThatOnlyReadsWorks(int readonly) throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.builder()
                .setting("readonly", Integer.toString(readonly))
                .setting("max_threads", "1")
                .start()) {
            for (String format : List.of("TSV", "JSON", "Native")) {
                assertEquals(200, Http.post(server, "SELECT 1 FORMAT " + format).statusCode());
            }
            assertEquals(
                    readonly + "\t1", Http.answer(server, "SELECT getSetting('readonly'), getSetting('max_threads')"));
            assertEquals("one", Http.answer(server, "SHOW TABLES FROM system LIKE 'one'"));
            String session = "/?session_id=s";
            assertEquals("1\n", Http.postTo(server, session, "SELECT 1").body());
            assertEquals(
                    readonly + "\n",
                    Http.postTo(server, session, "SELECT getSetting('readonly')")
                            .body());
            for (String target : List.of("/", session)) {
                for (String sql : List.of(
                        "CREATE TABLE t (x UInt8) ENGINE Memory",
                        "SET readonly = 0",
                        "SELECT 1 SETTINGS readonly = 0")) {
                    assertTrue(Http.postTo(server, target, sql).body().startsWith("Code: 164."), target + sql);
                }
            }
            String changed = Http.postTo(server, "/?max_block_size=5", "SELECT getSetting('max_block_size')")
                    .body();
            assertTrue(readonly == 2 ? changed.equals("5\n") : changed.startsWith("Code: 164."), changed);
            assertEquals(
                    "2\n", Http.form(server, "/?query=SELECT+count()+FROM+ids&ids_structure=x+UInt8", "ids", "1\n2\n"));
        }
    }

    @Test
    void aRequestThatOnlyReadsMaySendTables() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start()) {
            String target = "/?query=SELECT+count()+FROM+ids&ids_structure=x+UInt8&readonly=1";
            assertEquals("2\n", Http.form(server, target, "ids", "1\n2\n"));
        }
    }

    @Test
    void passesTheLogOn() {
        ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
        EmbeddedClickHouseException error =
                assertThrows(EmbeddedClickHouseException.class, () -> EmbeddedClickHouse.builder()
                        .logListener(log::add)
                        .jvmOption("-Xno-such-option")
                        .start());
        assertTrue(log.stream().anyMatch(line -> line.contains("-Xno-such-option")), log.toString());
        assertTrue(error.getMessage().contains("Unrecognized option: -Xno-such-option"), error.getMessage());
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedClickHouseException error =
                    assertThrows(EmbeddedClickHouseException.class, () -> EmbeddedClickHouse.builder()
                            .port(taken.getLocalPort())
                            .start());
            assertTrue(error.getMessage().contains(Integer.toString(taken.getLocalPort())), error.getMessage());
        }
        assertEquals(List.of(), Waiting.runFolders(OWN_PID));
    }

    @Test
    void aDataPathInUseIsRefused(@TempDir Path data) {
        EmbeddedClickHouse.Builder builder = EmbeddedClickHouse.builder().dataPath(data);
        try (EmbeddedClickHouse first = builder.start()) {
            assertTrue(first.isRunning());
            EmbeddedClickHouseException error = assertThrows(EmbeddedClickHouseException.class, builder::start);
            assertTrue(error.getMessage().contains("The server did not start"), error.getMessage());
        }
    }

    @Test
    void aLibraryThatIsNotThereIsNamed() {
        EmbeddedClickHouse.Builder builder = EmbeddedClickHouse.builder().library(Path.of("no/such/libchdb.so"));
        EmbeddedClickHouseException error = assertThrows(EmbeddedClickHouseException.class, builder::start);
        assertTrue(error.getMessage().contains("no/such/libchdb.so"), error.getMessage());
    }

    @Test
    void aLibraryThatIsNoneFailsTheStart(@TempDir Path folder) throws IOException {
        Path library = Files.writeString(folder.resolve("libchdb.so"), "not a library");
        EmbeddedClickHouse.Builder builder = EmbeddedClickHouse.builder().library(library);
        EmbeddedClickHouseException error = assertThrows(EmbeddedClickHouseException.class, builder::start);
        assertTrue(error.getMessage().contains(library.toString()), error.getMessage());
        assertEquals(List.of(), Waiting.runFolders(OWN_PID));
    }

    @Test
    void aStartThatTakesTooLongLeavesNothing() throws IOException {
        EmbeddedClickHouse.Builder builder = EmbeddedClickHouse.builder().startTimeout(Duration.ofMillis(1));
        EmbeddedClickHouseException error = assertThrows(EmbeddedClickHouseException.class, builder::start);
        assertTrue(error.getMessage().contains("did not get ready within 1 ms"), error.getMessage());
        assertEquals(List.of(), Waiting.runFolders(OWN_PID));
    }

    @Test
    void refusesOptionsThatCannotBe() {
        EmbeddedClickHouse.Builder builder = EmbeddedClickHouse.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.port(65_536));
        assertThrows(IllegalArgumentException.class, () -> builder.user("", "x"));
        assertThrows(IllegalArgumentException.class, () -> builder.startTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.allowHost("http://db.test"));
        assertThrows(IllegalArgumentException.class, () -> builder.allowOrigin("app.test"));
        assertFalse(builder.user("ana", "s3cret").toString().contains("s3cret"));
    }

    @Test
    void itsFilesAreItsOwnersOnly(@TempDir Path open) throws IOException {
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path data : List.of(open.resolve("made/data"), open)) {
            try (EmbeddedClickHouse server =
                    EmbeddedClickHouse.builder().dataPath(data).start()) {
                assertEquals(
                        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(server.dataPath())));
            }
        }
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start()) {
            Path folder = server.dataPath().getParent();
            for (Path path : List.of(folder, server.dataPath())) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
            // It holds the passwords, and is needed at the start only.
            assertFalse(Files.exists(folder.resolve("options.properties")));
        }
    }

    @Test
    void aKilledServerLeavesNothingAndIsReported() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start()) {
            int port = server.port();
            Http.answer(server, "CREATE TABLE t (x UInt8) ENGINE MergeTree ORDER BY x");
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            Waiting.until("the end of the server", () -> !server.isRunning());
            EmbeddedClickHouseException error = assertThrows(EmbeddedClickHouseException.class, server::endpoint);
            assertTrue(
                    error.getMessage().startsWith("The server's process ended by itself with status 137."),
                    error.getMessage());
            Path folder = server.dataPath().getParent();
            Waiting.until("the removal of " + folder, () -> !Files.exists(folder));
            assertGone(server, port);
        }
    }

    @Test
    void aKilledProgramTakesItsServerWithIt() throws Exception {
        try (ForkedJvm program = new ForkedJvm(StartAndWait.class, List.of(), Map.of())) {
            Started started = Started.readFrom(program);
            program.kill();
            started.awaitGone();
        }
    }

    @Test
    void aTerminatedProgramTakesItsServerWithIt() throws Exception {
        try (ForkedJvm program = new ForkedJvm(StartAndWait.class, List.of(), Map.of())) {
            Started started = Started.readFrom(program);
            program.terminate();
            started.awaitGone();
        }
    }

    @Test
    void theShutdownHooksOfAProgramCanStillWrite() throws Exception {
        try (ForkedJvm program = new ForkedJvm(WriteAtTheEnd.class, List.of(), Map.of())) {
            Started started = Started.readFrom(program);
            // Not by Process, which would close the streams.
            signal("-TERM", program.handle().pid());
            assertEquals("1000 rows", program.readLine(), program::errors);
            started.awaitGone();
        }
    }

    @Test
    void whatAProgramKilledWithItsServerLeavesIsRemovedByTheNextStart() throws Exception {
        try (ForkedJvm program = new ForkedJvm(StartAndWait.class, List.of(), Map.of())) {
            Started started = Started.readFrom(program);
            // Stopped, it cannot see the end of its server, nor act on its own.
            signal("-STOP", program.handle().pid());
            signal("-KILL", started.pid());
            program.kill();
            assertTrue(Files.exists(started.folder()));
            EmbeddedClickHouse.start().close();
            assertFalse(Files.exists(started.folder()));
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertEquals(
                0, new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor());
    }

    private static void assertGone(EmbeddedClickHouse server, int port) {
        assertFalse(Waiting.isAlive(server.pid()), "the process is still there");
        assertFalse(Waiting.isListening(port), "something still listens");
        assertFalse(Files.exists(server.dataPath().getParent()), "the folder is still there");
    }

    /** What {@link StartAndWait} says. */
    private record Started(long pid, int port, Path folder) {
        static Started readFrom(ForkedJvm program) throws IOException {
            String pid = program.readLine();
            if (pid == null) throw new AssertionError(program.errors());
            return new Started(
                    Long.parseLong(pid),
                    Integer.parseInt(program.readLine()),
                    Path.of(program.readLine()).getParent());
        }

        void awaitGone() throws Exception {
            Waiting.until("the end of the server", () -> !Waiting.isAlive(pid));
            Waiting.until("the removal of " + folder, () -> !Files.exists(folder));
            assertFalse(Waiting.isListening(port));
        }
    }
}
