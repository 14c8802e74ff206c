package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Block;
import dev.houseflow.Format;
import dev.houseflow.FormatException;
import dev.houseflow.Row;
import dev.houseflow.ServerException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

@ExtendWith(Servers.class)
class PublisherTest {
    record Number(long number) {}

    private ClickHouseAsyncClient ch;

    @BeforeEach
    void connect() {
        ch = Servers.client();
    }

    @AfterEach
    void close() {
        ch.close();
    }

    /** Keeps every signal in order. */
    private static final class Probe<T> implements Subscriber<T> {
        private static final Object END = "the end";

        final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        volatile Subscription subscription;

        static <T> Probe<T> of(Publisher<T> publisher) {
            Probe<T> probe = new Probe<>();
            publisher.subscribe(probe);
            return probe;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onNext(T value) {
            signals.add(value);
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(failure);
        }

        @Override
        public void onComplete() {
            signals.add(END);
        }

        Object next() throws InterruptedException {
            Object signal = signals.poll(60, TimeUnit.SECONDS);
            assertTrue(signal != null, "no signal in a minute");
            return signal;
        }

        /** Every value up to the end; fails on an error. */
        @SuppressWarnings("unchecked")
        List<T> all() throws InterruptedException {
            List<T> values = new ArrayList<>();
            while (true) {
                Object signal = next();
                if (signal == END) return values;
                if (signal instanceof Throwable) throw new AssertionError((Throwable) signal);
                values.add((T) signal);
            }
        }
    }

    @Test
    void publishesRowsToTheEnd() throws InterruptedException {
        Probe<Number> probe = Probe.of(ch.publish("SELECT number FROM numbers(1000)", Number.class));
        probe.subscription.request(Long.MAX_VALUE);
        assertEquals(LongStream.range(0, 1000).mapToObj(Number::new).toList(), probe.all());
    }

    @Test
    void givesNoMoreThanWasRequested() throws InterruptedException {
        Probe<Number> probe = Probe.of(ch.publish("SELECT number FROM system.numbers", Number.class));
        probe.subscription.request(2);
        assertEquals(new Number(0), probe.next());
        assertEquals(new Number(1), probe.next());
        probe.subscription.request(1);
        assertEquals(new Number(2), probe.next());
        // Signals come in order, so that a surplus one would be here by the time a second query has been answered.
        ch.execute("SELECT 1").join();
        assertNull(probe.signals.poll());
        probe.subscription.cancel();
    }

    @Test
    void saysThatItIsDoneWithoutAFurtherRequest() throws InterruptedException {
        Probe<Number> probe = Probe.of(ch.publish("SELECT number FROM numbers(2)", Number.class));
        probe.subscription.request(2);
        assertEquals(List.of(new Number(0), new Number(1)), probe.all());
    }

    @Test
    void runsNoQueryForASubscriberWhoRequestsNothingRight() throws InterruptedException {
        Publisher<Number> publisher = ch.publish("SELECT number FROM numbers(2)", Number.class);
        Probe<Number> left = Probe.of(publisher);
        left.subscription.cancel();
        left.subscription.request(1);
        Probe<Number> wrong = Probe.of(publisher);
        wrong.subscription.request(-1);
        wrong.subscription.request(1);
        assertTrue(assertInstanceOf(IllegalArgumentException.class, wrong.next())
                .getMessage()
                .contains("-1"));
        ch.execute("SELECT 1").join();
        assertNull(left.signals.poll());
        assertNull(wrong.signals.poll());
    }

    @Test
    void runsTheQueryForEverySubscriber() throws InterruptedException {
        Publisher<Number> publisher = ch.publish("SELECT number FROM numbers(2)", Number.class);
        for (int i = 0; i < 2; i++) {
            Probe<Number> probe = Probe.of(publisher);
            probe.subscription.request(5);
            assertEquals(List.of(new Number(0), new Number(1)), probe.all());
        }
    }

    @Test
    void signalsFailuresAsTheyAre() throws InterruptedException {
        Probe<Number> unknown = Probe.of(ch.publish("SELECT * FROM nowhere", Number.class));
        unknown.subscription.request(1);
        assertEquals(60, assertInstanceOf(ServerException.class, unknown.next()).code());

        Probe<Number> mismatch = Probe.of(ch.publish("SELECT 'x' AS number", Number.class));
        mismatch.subscription.request(1);
        assertInstanceOf(FormatException.class, mismatch.next());
    }

    @Test
    void signalsThatItHasNoNull() throws InterruptedException {
        Probe<Long> probe = Probe.of(ch.publish("SELECT CAST(NULL, 'Nullable(Int64)')", Long.class));
        probe.subscription.request(1);
        assertInstanceOf(FormatException.class, probe.next());
    }

    @Test
    void publishesRowsBlocksAndBytes() throws InterruptedException {
        Probe<Row> rows = Probe.of(ch.publishRows("SELECT number FROM numbers(3)"));
        rows.subscription.request(10);
        assertEquals(
                List.of(0L, 1L, 2L),
                rows.all().stream().map(row -> row.getLong(0)).toList());

        Probe<Block> blocks = Probe.of(ch.publishBlocks("SELECT number FROM numbers(3)"));
        blocks.subscription.request(10);
        assertEquals(3, blocks.all().stream().mapToInt(Block::rowCount).sum());

        Probe<byte[]> bytes = Probe.of(ch.publishRaw("SELECT number FROM numbers(3)", Format.CSV));
        bytes.subscription.request(10);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        bytes.all().forEach(all::writeBytes);
        assertEquals("0\n1\n2\n", all.toString(StandardCharsets.UTF_8));
    }

    @Test
    void insertsWhatAnotherPublisherGives() {
        ch.execute("CREATE TABLE IF NOT EXISTS copied (number Int64) ENGINE Memory")
                .join();
        ch.execute("TRUNCATE TABLE copied").join();
        Publisher<Number> source = ch.publish("SELECT toInt64(number) AS number FROM numbers(5000)", Number.class);
        ch.insert("copied", source, Number.class).join();
        assertEquals(
                List.of(5000L),
                ch.query("SELECT uniqExact(number) FROM copied", Long.class)
                        .join()
                        .rows());

        Publisher<byte[]> raw = ch.publishRaw("SELECT number FROM numbers(5000, 10)", Format.CSV);
        ch.rawInsert("copied", Format.CSV, raw).join();
        assertEquals(
                List.of(5010L),
                ch.query("SELECT uniqExact(number) FROM copied", Long.class)
                        .join()
                        .rows());
    }

    @Test
    void failsAnInsertWithThePublishersOwnException() {
        ch.execute("CREATE TABLE IF NOT EXISTS copied (number Int64) ENGINE Memory")
                .join();
        Publisher<Number> failing = ch.publish("SELECT * FROM nowhere", Number.class);
        assertEquals(
                60,
                assertInstanceOf(ServerException.class, Futures.failure(ch.insert("copied", failing, Number.class)))
                        .code());
    }
}
