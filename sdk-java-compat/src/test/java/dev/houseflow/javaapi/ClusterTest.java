package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.InserterResult;
import dev.houseflow.QueryRequest;
import dev.houseflow.RetryPolicy;
import dev.houseflow.ServerException;
import dev.houseflow.ShardKey;
import dev.houseflow.embedded.EmbeddedClickHouse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Two servers as two shards, in Java. What the inserters of shards do in failures is tested in Kotlin. */
class ClusterTest {
    public record Keyed(long id, String v) {}

    private static EmbeddedClickHouse first;
    private static EmbeddedClickHouse second;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        first = EmbeddedClickHouse.start();
        second = EmbeddedClickHouse.start();
        cluster = Cluster.of(
                List.of(List.of(first.endpoint()), List.of(second.endpoint())), ch -> ch.retry(RetryPolicy.NONE));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        second.close();
        first.close();
    }

    @BeforeEach
    void emptyTables() {
        cluster.onEachShard((shard, ch) ->
                        ch.execute("CREATE OR REPLACE TABLE t (id UInt64, v String) ENGINE MergeTree ORDER BY id"))
                .join();
    }

    private static int shardOf(Keyed row) {
        return ShardKey.shardOf(ShardKey.cityHash64(row.id()), 2);
    }

    private static <T> List<T> all(Publisher<T> publisher) {
        CompletableFuture<List<T>> all = new CompletableFuture<>();
        publisher.subscribe(new Subscriber<>() {
            private final List<T> rows = new ArrayList<>();

            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(T row) {
                rows.add(row);
            }

            @Override
            public void onError(Throwable failure) {
                all.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                all.complete(rows);
            }
        });
        return all.join();
    }

    @Test
    void eachRowGoesIntoItsShardAndIsReadOnce() {
        List<Keyed> rows = LongStream.range(0, 5000)
                .mapToObj(id -> new Keyed(id, "v" + id))
                .toList();
        InserterResult<Keyed> result;
        try (Inserter<Keyed> inserter = cluster.inserter("t", Keyed.class, ClusterTest::shardOf)
                .maxRows(1000)
                .build()) {
            inserter.add(rows.get(0)).join();
            inserter.addAll(rows.subList(1, rows.size())).join();
            result = inserter.flush().join();
        }
        assertEquals(5000, result.writtenRows());
        List<List<Long>> shards = cluster.onEachShard(
                        (shard, ch) -> ch.query("SELECT id FROM t", Long.class).thenApply(answer -> answer.rows()))
                .join();
        for (int shard = 0; shard < 2; shard++) {
            for (long id : shards.get(shard)) assertEquals(shard, shardOf(new Keyed(id, "")));
        }
        assertEquals(5000, shards.get(0).size() + shards.get(1).size());
        assertEquals(
                rows.stream().map(Keyed::id).toList(),
                all(cluster.publish("SELECT * FROM t", Keyed.class)).stream()
                        .map(Keyed::id)
                        .sorted()
                        .toList());
        assertEquals(
                5000,
                all(cluster.publishBlocks(QueryRequest.of("SELECT id FROM t"))).stream()
                        .mapToInt(block -> block.rowCount())
                        .sum());
    }

    @Test
    void failuresSayWhatIsWrong() {
        assertThrows(ConfigurationException.class, () -> Cluster.of(List.of()));
        try (Inserter<Keyed> inserter =
                cluster.inserter("t", Keyed.class, row -> 7).build()) {
            CompletionException e = assertThrows(CompletionException.class, () -> inserter.add(new Keyed(1, ""))
                    .join());
            assertTrue(e.getCause().getMessage().contains("gives shard 7"), e.toString());
        }
        CompletionException failed = assertThrows(CompletionException.class, () -> cluster.onEachShard(
                        (shard, ch) -> ch.execute(shard == 1 ? "SELECT * FROM nowhere" : "SELECT 1"))
                .join());
        assertInstanceOf(ServerException.class, failed.getCause());
        CompletionException unknown = assertThrows(
                CompletionException.class, () -> Cluster.discover(cluster.any(), "none", replica -> first.endpoint())
                        .join());
        assertInstanceOf(ConfigurationException.class, unknown.getCause());
    }
}
