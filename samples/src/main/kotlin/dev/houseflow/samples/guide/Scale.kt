package dev.houseflow.samples.guide

import dev.houseflow.InserterResult
import dev.houseflow.LoadBalancing
import dev.houseflow.ShardKey
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.Cluster
import dev.houseflow.coroutines.collectInto
import dev.houseflow.coroutines.inserter
import dev.houseflow.coroutines.stream
import dev.houseflow.coroutines.use
import dev.houseflow.samples.Trade
import kotlinx.coroutines.flow.Flow
import java.time.Duration

/** The Kotlin of docs/scale.md. */
fun cluster(): Cluster {
    // snippet: scale-cluster-kotlin
    val shards = listOf(
        listOf("http://a1:8123", "http://a2:8123"), // the replicas of the first shard
        listOf("http://b1:8123", "http://b2:8123"),
    )
    val cluster = Cluster(shards) { loadBalancing = LoadBalancing.ROUND_ROBIN }
    // end
    return cluster
}

suspend fun discovered(ch: ClickHouseClient, name: String, port: Int): Cluster {
    // snippet: scale-discover-kotlin
    val cluster = Cluster.discover(ch, name, { replica -> "http://${replica.host}:$port" }) { username = "default" }
    // end
    return cluster
}

suspend fun writeShards(cluster: Cluster, trades: Flow<Trade>): InserterResult<Trade> {
    // snippet: scale-insert-kotlin
    val inserter = cluster.inserter<Trade>("trades", { ShardKey.shardOf(ShardKey.cityHash64(it.id), cluster.shards.size) }) {
        maxRows = 100_000
        retryFor = Duration.ofMinutes(5)
        repeatable = true // replicated tables know a batch that they have
    }
    val result = inserter.use { trades.collectInto(it) }
    // end
    return result
}

suspend fun readShards(cluster: Cluster): Double {
    // snippet: scale-read-kotlin
    var sum = 0.0
    cluster.stream<Trade>("SELECT * FROM trades").collect { sum += it.price }

    val counts = cluster.onEachShard { shard, ch -> "$shard: ${ch.tableInfo("trades").rows}" }
    // end
    println(counts)
    return sum
}
