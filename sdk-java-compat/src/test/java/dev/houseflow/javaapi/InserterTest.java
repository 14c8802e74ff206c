package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.BatchOutcome;
import dev.houseflow.BatchResult;
import dev.houseflow.ConfigurationException;
import dev.houseflow.FailedRows;
import dev.houseflow.FailureAction;
import dev.houseflow.FormatException;
import dev.houseflow.InsertRequest;
import dev.houseflow.InserterException;
import dev.houseflow.InserterResult;
import dev.houseflow.QueryRequest;
import dev.houseflow.ServerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the Java door adds to an inserter: the builder, futures, publishers, and a {@code close()}
 * that waits.
 */
@ExtendWith(Servers.class)
@Timeout(120)
class InserterTest {
    private static final Duration NEVER = Duration.ofHours(1);

    public record Row(long id, String word) {}

    private final List<BatchResult> batches = new CopyOnWriteArrayList<>();
    private final List<FailedRows<?>> failed = new CopyOnWriteArrayList<>();
    private ClickHouseAsyncClient ch;

    @BeforeEach
    void connect() {
        ch = Servers.client();
        ch.execute("CREATE TABLE single_rows (id Int64, word FixedString(5)) ENGINE = MergeTree ORDER BY id")
                .join();
    }

    @AfterEach
    void close() {
        ch.execute("DROP TABLE IF EXISTS single_rows").join();
        ch.close();
    }

    private String ask(String sql) {
        return new String(ch.rawQuery(sql).join()).trim();
    }

    @Test
    void rowsAddedByFuturesAreWrittenInBatches() {
        Inserter<Row> inserter = ch.inserter("single_rows", Row.class)
                .maxRows(100)
                .maxBytes(1 << 20)
                .maxDelay(NEVER)
                .inFlight(2)
                .capacity(400)
                .listener(batches::add)
                .build();
        List<CompletableFuture<Void>> added = new ArrayList<>();
        for (int i = 0; i < 1000; i++) added.add(inserter.add(new Row(i, "word")));
        CompletableFuture.allOf(added.toArray(new CompletableFuture<?>[0])).join();
        InserterResult<Row> result = inserter.closeAsync().join();
        assertEquals(1000, result.writtenRows());
        assertEquals(10, batches.size());
        assertTrue(batches.stream().allMatch(batch -> batch.rows() == 100 && batch.outcome() == BatchOutcome.WRITTEN));
        assertEquals("1000\t499500", ask("SELECT count(), sum(id) FROM single_rows"));
    }

    @Test
    void collectionsAndPublishersGoIn() {
        try (Inserter<Row> inserter =
                ch.inserter("single_rows", Row.class).maxDelay(NEVER).build()) {
            inserter.addAll(List.of(new Row(1, "a"), new Row(2, "b"))).join();
            InserterResult<Row> ofPublisher = inserter.addAll(
                            ch.publish("SELECT toInt64(number) AS id, 'p' AS word FROM numbers(10, 90)", Row.class))
                    .join();
            assertEquals(90, ofPublisher.addedRows());
            assertEquals(90, ofPublisher.writtenRows());
            assertEquals(92, inserter.flush().join().writtenRows());
        }
        assertEquals("92", ask("SELECT count() FROM single_rows"));
    }

    @Test
    void aBadRowGoesToItsHandlerAlone() {
        Inserter<Row> inserter = ch.inserter(InsertRequest.of("single_rows"), Row.class)
                .maxDelay(NEVER)
                .onFailure(rows -> {
                    failed.add(rows);
                    return FailureAction.DROP;
                })
                .build();
        inserter.add(new Row(1, "fits")).join();
        inserter.add(new Row(2, "does not fit")).join();
        inserter.close();
        assertEquals(List.of(new Row(2, "does not fit")), failed.get(0).rows());
        assertTrue(failed.get(0).isBadRow());
        assertInstanceOf(FormatException.class, failed.get(0).failure());
        assertNull(failed.get(0).deduplicationToken());
        assertEquals("1", ask("SELECT count() FROM single_rows"));
    }

    @Test
    void closeThrowsWhatIsNotWritten() {
        Inserter<Row> inserter =
                ch.inserter("no_such_table", Row.class).maxDelay(NEVER).build();
        inserter.add(new Row(1, "a")).join();
        InserterException failure = assertThrows(InserterException.class, inserter::close);
        assertInstanceOf(ServerException.class, failure.getCause());
        assertEquals(List.of(new Row(1, "a")), failure.result().failed().get(0).rows());
        assertEquals(1, failure.result().notWrittenRows());
        assertInstanceOf(InserterException.class, Futures.failure(inserter.add(new Row(2, "b"))));
        assertInstanceOf(InserterException.class, Futures.failure(inserter.flush()));
    }

    @Test
    void anAddThatIsCancelledTakesNoRow() throws Exception {
        ch.execute("DROP TABLE single_rows").join();
        Inserter<Row> inserter = ch.inserter("single_rows", Row.class)
                .maxRows(1)
                .capacity(1)
                .onFailure(rows -> FailureAction.retryAfter(Duration.ofMillis(50)))
                .build();
        inserter.add(new Row(1, "a")).join();
        CompletableFuture<Void> waiting = inserter.add(new Row(2, "b"));
        Thread.sleep(100);
        assertTrue(!waiting.isDone());
        waiting.cancel(true);
        ch.execute(QueryRequest.of(
                        "CREATE TABLE single_rows (id Int64, word FixedString(5)) ENGINE = MergeTree ORDER BY id"))
                .join();
        assertEquals(1, inserter.closeAsync().join().writtenRows());
        assertEquals("1", ask("SELECT sum(id) FROM single_rows"));
    }

    @Test
    void optionsAndClassesThatCannotWorkAreRefusedAtOnce() {
        assertThrows(
                ConfigurationException.class,
                () -> ch.inserter("single_rows", Row.class).maxRows(0).build());
        assertThrows(ConfigurationException.class, () -> ch.inserter("single_rows", Runnable.class)
                .build());
        assertThrows(
                NullPointerException.class,
                () -> ch.inserter("single_rows", Row.class).build().add(null));
    }
}
