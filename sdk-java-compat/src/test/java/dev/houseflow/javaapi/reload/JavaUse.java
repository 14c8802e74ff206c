package dev.houseflow.javaapi.reload;

import dev.houseflow.Format;
import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What an application does with the Java client before it is unloaded: a little of everything. */
public final class JavaUse implements Consumer<String> {
    public record Numbered(long id, String text) {}

    @Override
    public void accept(String endpoint) {
        try (ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(endpoint)
                .username("tester")
                .password("secret")
                .build()) {
            use(ch);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void use(ClickHouseAsyncClient ch) throws Exception {
        ch.execute("CREATE TABLE IF NOT EXISTS reload_java (id Int64, text String) ENGINE Memory")
                .join();
        List<Numbered> rows = List.of(new Numbered(1, "a"), new Numbered(2, "b"));
        ch.insert("reload_java", rows, Numbered.class).join();
        ch.insert("reload_java", (Iterable<Numbered>) rows::iterator, Numbered.class)
                .get();
        ch.rawInsert("reload_java", Format.CSV, "3,c\n").join();
        check(ch.query("SELECT * FROM reload_java", Numbered.class)
                        .join()
                        .rows()
                        .size()
                >= 5);
        check(ch.query("SELECT 1", Long.class).thenApply(it -> it.rows().size()).get() == 1);
        try (RowStream<Long> endless = ch.stream("SELECT number FROM system.numbers", Long.class)) {
            check(endless.next() == 0);
        }
        try (RowStream<Row> all = ch.rows("SELECT number FROM numbers(200000)")) {
            check(all.stream().count() == 200_000);
        }
        try (InputStream bytes = ch.rawStream("SELECT number FROM numbers(200000)", Format.CSV)) {
            check(bytes.readAllBytes().length > 1_000_000);
        }
        subscribe(ch);
        CompletableFuture<?> left = ch.execute("SELECT sum(number) FROM system.numbers");
        Thread.sleep(20);
        left.cancel(true);
        QueryRequest slow = QueryRequest.builder("SELECT sum(number) FROM system.numbers")
                .timeout(Duration.ofMillis(50))
                .build();
        check(ch.execute(slow).handle((it, e) -> e != null).join());
        check(ch.query("SELEC 1", Long.class).handle((it, e) -> e != null).join());
        check(ch.ping().join());
        ch.session().execute("CREATE TEMPORARY TABLE t (x UInt8)").join();
        // Forgotten: neither read to its end nor closed.
        check(ch.rows("SELECT number FROM numbers(100000000)").hasNext());
    }

    private static void subscribe(ClickHouseAsyncClient ch) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        ch.publish("SELECT number FROM numbers(1000)", Long.class).subscribe(new Subscriber<Long>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Long row) {}

            @Override
            public void onError(Throwable failure) {
                ended.countDown();
            }

            @Override
            public void onComplete() {
                ended.countDown();
            }
        });
        ended.await();
    }

    private static void check(boolean holds) {
        if (!holds) throw new IllegalStateException("The application does not work");
    }
}
