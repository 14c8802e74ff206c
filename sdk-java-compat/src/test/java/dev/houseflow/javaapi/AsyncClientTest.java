package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Block;
import dev.houseflow.ConfigurationException;
import dev.houseflow.Format;
import dev.houseflow.InsertRequest;
import dev.houseflow.QueryRequest;
import dev.houseflow.QueryResult;
import dev.houseflow.Row;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Servers.class)
class AsyncClientTest {
    record Trade(long id, String symbol, double price) {}

    record Count(long total) {}

    private ClickHouseAsyncClient ch;

    @BeforeEach
    void makeTable() {
        ch = Servers.client();
        ch.execute("DROP TABLE IF EXISTS trades").join();
        ch.execute("CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
                .join();
    }

    @AfterEach
    void close() {
        ch.close();
    }

    private long count() {
        return ch.query("SELECT count() AS total FROM trades", Count.class)
                .join()
                .rows()
                .get(0)
                .total();
    }

    private static List<Trade> trades(long count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> new Trade(id, id % 2 == 0 ? "ETH" : "BTC", id / 4.0))
                .collect(Collectors.toList());
    }

    @Test
    void insertsRecordsAndQueriesThem() {
        List<Trade> trades = trades(10);
        ch.insert("trades", trades, Trade.class).join();
        QueryRequest request = QueryRequest.builder("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id")
                .parameter("s", "ETH")
                .setting("max_threads", 2)
                .queryId("java-report-1")
                .build();
        QueryResult<Trade> result = ch.query(request, Trade.class).join();
        assertEquals(
                trades.stream().filter(trade -> trade.symbol().equals("ETH")).toList(), result.rows());
        assertEquals("java-report-1", result.summary().queryId());
    }

    record Seen(long number) {
        static final Set<Thread> BY = ConcurrentHashMap.newKeySet();

        Seen {
            BY.add(Thread.currentThread());
        }
    }

    @Test
    void aCallerWhoDoesNotWaitIsNotHeldUpByALongAnswer() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        ch.query("SELECT number FROM numbers(1000000)", Seen.class).whenComplete((result, failure) -> done.countDown());
        done.await();
        assertFalse(Seen.BY.isEmpty());
        assertFalse(Seen.BY.contains(Thread.currentThread()));
    }

    @Test
    void aThreadThatWaitsReadsTheAnswerOfAnyLength() {
        QueryResult<Long> result =
                ch.query("SELECT number FROM numbers(3000000)", Long.class).join();
        assertEquals(3_000_000, result.rows().size());
        assertEquals(2_999_999L, result.rows().get(2_999_999));
    }

    @Test
    void anInterruptedCallerGetsItsAnswerAllTheSame() {
        Thread.currentThread().interrupt();
        assertEquals(List.of(3L), ch.query("SELECT 3", Long.class).join().rows());
        assertTrue(Thread.interrupted());
    }

    @Test
    void queriesSingleValues() {
        assertEquals(List.of(3L), ch.query("SELECT 3", Long.class).join().rows());
        assertEquals(List.of("x"), ch.query("SELECT 'x'", String.class).join().rows());
        assertEquals(List.of(), ch.query("SELECT 1 WHERE 0", Long.class).join().rows());
    }

    @Test
    void insertsColumnsThatTheRequestNames() {
        record Id(long id) {}
        InsertRequest request = InsertRequest.builder("trades").columns("id").build();
        ch.insert(request, List.of(new Id(7)), Id.class).join();
        assertEquals(
                List.of(new Trade(7, "", 0)),
                ch.query("SELECT * FROM trades", Trade.class).join().rows());
    }

    @Test
    void insertsMoreThanOneBlock() {
        InsertRequest small = InsertRequest.builder("trades").blockRows(1000).build();
        ch.insert(small, trades(2500), Trade.class).join();
        assertEquals(2500, count());
    }

    @Test
    void pullsRowsAsAStream() {
        ch.insert("trades", trades(100), Trade.class).join();
        try (RowStream<Trade> rows = ch.stream("SELECT * FROM trades ORDER BY id", Trade.class)) {
            assertEquals(trades(100), rows.stream().collect(Collectors.toList()));
            assertFalse(rows.hasNext());
        }
    }

    @Test
    void stopsAStreamThatNeverEndsByItself() {
        try (RowStream<Count> rows = ch.stream("SELECT number AS total FROM system.numbers", Count.class)) {
            assertEquals(10, rows.stream().limit(10).count());
        }
        RowStream<Count> rows = ch.stream("SELECT number AS total FROM system.numbers", Count.class);
        assertEquals(0, rows.next().total());
        rows.close();
        rows.close();
        assertThrows(ConfigurationException.class, rows::hasNext);
    }

    @Test
    void pullsRowsAndBlocksWithoutAClass() {
        String sql = "SELECT number, toString(number) AS text FROM numbers(100000)";
        long sum = 0;
        try (RowStream<Block> blocks = ch.blocks(sql)) {
            while (blocks.hasNext()) {
                Block block = blocks.next();
                for (int row = 0; row < block.rowCount(); row++)
                    sum += block.column("number").getLong(row);
            }
        }
        assertEquals(4_999_950_000L, sum);
        try (RowStream<Row> rows = ch.rows(sql)) {
            Optional<Row> last = rows.stream().reduce((before, row) -> row);
            assertEquals("99999", last.orElseThrow().getString("text"));
        }
    }

    @Test
    void givesRawAnswers() throws IOException {
        String sql = "SELECT number FROM numbers(3)";
        assertEquals("0\n1\n2\n", text(ch.rawQuery(sql).join()));
        assertEquals(
                "\"number\"\n0\n1\n2\n",
                text(ch.rawQuery(sql, Format.CSV_WITH_NAMES).join()));
        assertEquals(
                "\"number\"\n0\n1\n2\n",
                text(ch.rawQuery(QueryRequest.of(sql), Format.CSV_WITH_NAMES).join()));
        try (InputStream stream = ch.rawStream("SELECT number FROM numbers(300000)", Format.CSV)) {
            String expected =
                    LongStream.range(0, 300_000).mapToObj(n -> n + "\n").collect(Collectors.joining());
            assertEquals(expected, text(stream.readAllBytes()));
            assertEquals(-1, stream.read());
        }
        // More than what is under way at a time, so that the arrays are used again, in steps that meet no border of
        // theirs.
        try (DataInputStream stream =
                new DataInputStream(ch.rawStream("SELECT byteSwap(number) FROM numbers(2000000)", Format.ROW_BINARY))) {
            for (long i = 0; i < 2_000_000; i++) {
                assertEquals(i, stream.readLong());
            }
            assertEquals(-1, stream.read());
        }
        try (InputStream endless = ch.rawStream(QueryRequest.of("SELECT 'x' FROM system.numbers"))) {
            assertEquals('x', endless.read());
            assertEquals('\n', endless.read());
        }
    }

    @Test
    void insertsRawData(@TempDir Path folder) throws IOException {
        ch.rawInsert("trades", Format.CSV, "1,BTC,0.5\n").join();
        ch.rawInsert(InsertRequest.of("trades"), Format.CSV, "2,ETH,1\n".getBytes(StandardCharsets.UTF_8))
                .join();
        Path file = Files.writeString(folder.resolve("trades.csv"), "3,BTC,1.5\n");
        ch.rawInsert("trades", Format.CSV, file).join();
        ch.rawInsert("trades", Format.CSV, new ByteArrayInputStream("4,ETH,2\n".getBytes(StandardCharsets.UTF_8)))
                .join();
        List<Trade> expected = List.of(
                new Trade(1, "BTC", 0.5), new Trade(2, "ETH", 1), new Trade(3, "BTC", 1.5), new Trade(4, "ETH", 2));
        assertEquals(
                expected,
                ch.query("SELECT * FROM trades ORDER BY id", Trade.class).join().rows());
    }

    @Test
    void downloadsToAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("out.csv");
        QueryRequest request = QueryRequest.of("SELECT number FROM numbers(2)");
        ch.download(request, Format.CSV, file).join();
        assertArrayEquals("0\n1\n".getBytes(StandardCharsets.UTF_8), Files.readAllBytes(file));
        ch.download("SELECT 5", Format.TAB_SEPARATED, file).join();
        assertEquals("5\n", Files.readString(file));
    }

    @Test
    void keepsTemporaryTablesInASession() {
        ClickHouseAsyncClient session = ch.session();
        session.execute("CREATE TEMPORARY TABLE kept (x UInt8)").join();
        session.rawInsert("kept", Format.CSV, "1\n2\n").join();
        assertEquals(
                List.of(2L),
                session.query("SELECT count() FROM kept", Long.class).join().rows());
        assertThrows(Exception.class, () -> ch.query("SELECT count() FROM kept", Long.class)
                .join());
    }

    @Test
    void refusesACallBesideAStreamOfTheSameSession() {
        ClickHouseAsyncClient session = ch.session("java-busy", Duration.ofSeconds(60));
        try (RowStream<Long> rows = session.stream("SELECT number FROM system.numbers", Long.class)) {
            assertEquals(0, rows.next());
            Throwable failure = Futures.failure(session.execute("SELECT 1"));
            assertTrue(failure instanceof ConfigurationException, () -> String.valueOf(failure));
        }
    }

    @Test
    void pings() {
        assertTrue(ch.ping().join());
        try (ClickHouseAsyncClient nobody =
                ClickHouseAsyncClient.builder("http://127.0.0.1:1").build()) {
            assertFalse(nobody.ping(Duration.ofSeconds(1)).join());
        }
    }

    @Test
    void asksForTheRowsOfAnInsertAsTheyAreSent() {
        List<Long> asked = new ArrayList<>();
        Iterable<Trade> rows = () -> new Iterator<>() {
            private long next = 1;

            @Override
            public boolean hasNext() {
                return next <= 3000;
            }

            @Override
            public Trade next() {
                asked.add(next);
                return new Trade(next++, "x", 0);
            }
        };
        ch.insert("trades", rows, Trade.class).join();
        assertEquals(3000, asked.size());
        assertEquals(3000, count());
    }

    @Test
    void G11_aHostAndAPortMakeAnEndpoint() {
        try (ClickHouseAsyncClient plain =
                        ClickHouseAsyncClient.builder("ch.example.com", 8123).build();
                ClickHouseAsyncClient secure =
                        ClickHouseAsyncClient.builder("ch.example.com", 8443).build();
                ClickHouseAsyncClient said = ClickHouseAsyncClient.builder("ch.example.com", 9999, true)
                        .build()) {
            assertEquals("http://ch.example.com:8123/play", plain.playUrl());
            assertEquals("https://ch.example.com:8443/play", secure.playUrl());
            assertEquals("https://ch.example.com:9999/play", said.playUrl());
        }
    }

    @Test
    void showsNoPassword() {
        ClickHouseAsyncClient.Builder builder = ClickHouseAsyncClient.builder(Servers.endpoint())
                .username("tester")
                .password("secret");
        assertFalse(builder.toString().contains("secret"), builder.toString());
        try (ClickHouseAsyncClient made = builder.build()) {
            assertFalse(made.toString().contains("secret"), made.toString());
            assertTrue(made.toString().contains("127.0.0.1"), made.toString());
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
