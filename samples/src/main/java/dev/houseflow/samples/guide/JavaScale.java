package dev.houseflow.samples.guide;

import dev.houseflow.LoadBalancing;
import dev.houseflow.ShardKey;
import dev.houseflow.javaapi.Cluster;
import dev.houseflow.javaapi.Inserter;
import dev.houseflow.samples.ReadmeJava.Trade;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;

/** The Java of docs/scale.md. */
public final class JavaScale {
    private JavaScale() {}

    static Cluster cluster() {
        // snippet: scale-cluster-java
        List<List<String>> shards =
                List.of(List.of("http://a1:8123", "http://a2:8123"), List.of("http://b1:8123", "http://b2:8123"));
        Cluster cluster = Cluster.of(shards, client -> client.loadBalancing(LoadBalancing.ROUND_ROBIN));
        // end
        return cluster;
    }

    static long writeShards(Cluster cluster, List<Trade> trades) {
        // snippet: scale-insert-java
        Inserter<Trade> inserter = cluster.inserter(
                        "trades",
                        Trade.class,
                        trade -> ShardKey.shardOf(
                                ShardKey.cityHash64(trade.id()),
                                cluster.shards().size()))
                .maxRows(100_000)
                .retryFor(Duration.ofMinutes(5))
                .repeatable(true) // replicated tables know a batch that they have
                .build();
        inserter.addAll(trades).join();
        long written = inserter.closeAsync().join().writtenRows();
        // end
        return written;
    }

    static Publisher<Trade> readShards(Cluster cluster) {
        // snippet: scale-read-java
        Publisher<Trade> trades = cluster.publish("SELECT * FROM trades", Trade.class);

        List<Long> counts = cluster.onEachShard(
                        (shard, ch) -> ch.tableInfo("trades").thenApply(table -> table.rows()))
                .join();
        // end
        System.out.println(counts);
        return trades;
    }
}
