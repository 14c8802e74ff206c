package dev.houseflow.embedded.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.QueryProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries without an end, which end all the same. */
@Timeout(120)
class EngineCancelTest {
    private static final String ENDLESS = "SELECT number FROM system.numbers";
    private static final String SILENT = "SELECT count() FROM system.numbers";
    private final String id = UUID.randomUUID().toString();

    /** A reply that forgets what it gets, and tells when something happens. */
    private static class Endless implements dev.houseflow.embedded.internal.QueryReply {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch reported = new CountDownLatch(1);
        volatile boolean abandoned;
        volatile QueryProgress last;

        @Override
        public void timezone(String name) {
            // Nothing is shown.
        }

        @Override
        public void format(String name) {
            begun.countDown();
        }

        @Override
        public OutputStream output() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void progress(QueryProgress progress) {
            last = progress;
            reported.countDown();
        }

        @Override
        public boolean isAbandoned() {
            return abandoned;
        }
    }

    @AfterEach
    void leavesNothingRunning() throws Exception {
        assertEquals(
                "0\n",
                Ask.sql(
                                "SELECT count() FROM system.processes WHERE query LIKE '%system.numbers%' AND query NOT LIKE '%processes%'")
                        .text());
    }

    @ParameterizedTest
    @ValueSource(strings = {ENDLESS, ENDLESS + " FORMAT JSON", SILENT, "CREATE TABLE never ENGINE Null AS " + ENDLESS})
    void stopsWhenTheClientLeaves(String query) throws Exception {
        Endless reply = new Endless();
        FutureTask<QueryProgress> running = start(Ask.sql(query).id(id), reply);
        reply.reported.await();
        assertTrue(reply.last.readRows() > 0);
        reply.abandoned = true;
        assertEquals(394, codeOf(running));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENDLESS, ENDLESS + " FORMAT JSON"})
    void stopsWhenTheAnswerIsNotTaken(String query) throws Exception {
        Endless reply = new Endless() {
            @Override
            public OutputStream output() {
                return new OutputStream() {
                    private int left = 1_000_000;

                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        left -= length;
                        if (left < 0) {
                            throw new IOException("gone");
                        }
                    }
                };
            }
        };
        FutureTask<QueryProgress> running = start(Ask.sql(query).id(id), reply);
        assertEquals(210, codeOf(running));
    }

    @Test
    void stopsAnInsertWhenTheClientLeaves() throws Exception {
        Endless reply = new Endless();
        FutureTask<QueryProgress> running = start(
                Ask.sql("INSERT INTO FUNCTION null('x UInt64') SELECT number FROM system.numbers")
                        .id(id),
                reply);
        reply.reported.await();
        assertTrue(reply.last.writtenRows() >= 0);
        reply.abandoned = true;
        assertEquals(394, codeOf(running));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENDLESS, ENDLESS + " FORMAT JSON", SILENT})
    void stopsWhenTheCallerIsInterrupted(String query) throws Exception {
        Endless reply = new Endless();
        CountDownLatch over = new CountDownLatch(1);
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            thrown.add(assertThrows(
                    InterruptedException.class, () -> Ask.sql(query).id(id).to(reply)));
            over.countDown();
        });
        caller.start();
        reply.reported.await();
        caller.interrupt();
        over.await();
        assertEquals(1, thrown.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KILL QUERY WHERE query_id = '%s'",
                "KILL QUERY WHERE query_id = '%s' SYNC",
                "kill query where query_id = {id:String} sync format TSV"
            })
    void killsByTheClientsQueryId(String kill) throws Exception {
        Endless reply = new Endless();
        FutureTask<QueryProgress> running = start(Ask.sql(ENDLESS).id(id), reply);
        reply.reported.await();
        String killed = Ask.sql(kill.replace("%s", id)).param("id", id).text();
        assertTrue(killed.contains("system.numbers"), killed);
        assertEquals(394, codeOf(running));
        assertEquals("", Ask.sql(kill.replace("%s", id)).param("id", id).text());
    }

    @Test
    void findsARunningQueryByItsId() throws Exception {
        Endless reply = new Endless();
        FutureTask<QueryProgress> running = start(Ask.sql(ENDLESS).id(id), reply);
        reply.reported.await();
        assertEquals(
                "1\n",
                Ask.sql("SELECT count() FROM system.processes WHERE query_id = '" + id + "'")
                        .text());
        assertEquals(216, Ask.sql("SELECT 1").id(id).error().code());
        reply.abandoned = true;
        assertEquals(394, codeOf(running));
        assertEquals("1\n", Ask.sql("SELECT 1").id(id).text());
    }

    @Test
    void endsASessionsQueryAndKeepsTheSession() throws Exception {
        Ask.sql("CREATE TEMPORARY TABLE kept (x UInt8)").session(id).text();
        Endless reply = new Endless();
        FutureTask<QueryProgress> running =
                start(Ask.sql(ENDLESS).session(id).set("max_threads", 1).id(id), reply);
        reply.reported.await();
        reply.abandoned = true;
        assertEquals(394, codeOf(running));
        assertEquals("0\n", Ask.sql("SELECT count() FROM kept").session(id).text());
    }

    @Test
    void endsAtItsTimeLimit() {
        assertEquals(159, Ask.sql(SILENT).set("max_execution_time", 0.2).error().code());
    }

    @Test
    void refusesMoreQueriesThanItMayRun() throws Exception {
        List<Endless> replies = new ArrayList<>();
        List<FutureTask<QueryProgress>> running = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Endless reply = new Endless();
            replies.add(reply);
            running.add(start(
                    Ask.sql("SELECT sleepEachRow(0.1) FROM system.numbers").set("max_block_size", 1), reply));
        }
        for (Endless reply : replies) {
            reply.begun.await();
        }
        EngineException refused = Ask.sql("SELECT 1").error();
        assertEquals(202, refused.code());
        for (Endless reply : replies) {
            reply.abandoned = true;
        }
        for (FutureTask<QueryProgress> one : running) {
            assertEquals(394, codeOf(one));
        }
        assertEquals("1\n", Ask.sql("SELECT 1").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Native", "RowBinaryWithNamesAndTypes", "JSONEachRow"})
    void streamsInFlatMemory(String format) throws Exception {
        Ask.sql("SELECT number FROM numbers(1000000) FORMAT " + format).to(new Endless());
        long before = residentKilobytes();
        long[] most = {0};
        long[] bytes = {0};
        Endless reply = new Endless() {
            @Override
            public OutputStream output() {
                return new OutputStream() {
                    @Override
                    public void write(int b) {
                        bytes[0]++;
                    }

                    @Override
                    public void write(byte[] b, int offset, int length) {
                        bytes[0] += length;
                        if (bytes[0] % 50 == 0) {
                            most[0] = Math.max(most[0], residentKilobytes());
                        }
                    }
                };
            }
        };
        QueryProgress summary = Ask.sql("SELECT number FROM numbers(100000000) FORMAT " + format)
                .to(reply);
        assertEquals(100_000_000, summary.resultRows());
        assertTrue(bytes[0] >= 800_000_000L);
        assertFalse(most[0] - before > 300_000, "grew by " + (most[0] - before) + " KB");
    }

    private static long residentKilobytes() {
        try {
            return java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FutureTask<QueryProgress> start(Ask ask, Endless reply) {
        FutureTask<QueryProgress> task = new FutureTask<>(() -> ask.to(reply));
        new Thread(task).start();
        return task;
    }

    private static int codeOf(FutureTask<QueryProgress> task) {
        ExecutionException failure = assertThrows(ExecutionException.class, task::get);
        if (failure.getCause() instanceof EngineException cause) {
            return cause.code();
        }
        throw new IllegalStateException(failure);
    }
}
