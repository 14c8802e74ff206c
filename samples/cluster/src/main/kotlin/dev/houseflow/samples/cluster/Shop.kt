package dev.houseflow.samples.cluster

import dev.houseflow.Compression
import dev.houseflow.LoadBalancing
import dev.houseflow.RetryPolicy
import dev.houseflow.ShardKey
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.Cluster
import dev.houseflow.coroutines.Inserter
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.inserter
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.coroutines.use
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.map
import kotlinx.serialization.Serializable
import java.time.Duration
import java.util.BitSet

@Serializable
data class Sale(val id: Long, val shop: Int, val cents: Long, val article: String) {
    companion object {
        fun of(id: Long) = Sale(id, (id % 1000).toInt(), id * 37 % 10_000, "article ${id % 5000}")
    }
}

/** What became of all keys: each one that was acknowledged is to be there once. */
class Keys(val rows: Long, val lost: Long, val doubled: Long)

/** Sales in a replicated table on two shards, and a distributed table over it on every node. */
class Shop private constructor(val cluster: Cluster, private val nodes: List<ClickHouseClient>) : AutoCloseable {
    private suspend fun createTables() {
        // Servers keep their replicas apart by this path; a new one for each run.
        val path = "/clickhouse/tables/{shard}/shop/sales_${System.nanoTime()}"
        val any = cluster.any
        any.execute("CREATE DATABASE IF NOT EXISTS shop ON CLUSTER main")
        any.execute("DROP TABLE IF EXISTS shop.sales ON CLUSTER main")
        any.execute("DROP TABLE IF EXISTS shop.sales_local ON CLUSTER main")
        any.execute(
            "CREATE TABLE shop.sales_local ON CLUSTER main (id UInt64, shop UInt32, cents Int64, article String) " +
                "ENGINE = ReplicatedMergeTree('$path', '{replica}') ORDER BY id",
        )
        any.execute(
            "CREATE TABLE shop.sales ON CLUSTER main AS shop.sales_local ENGINE = Distributed(main, shop, sales_local, cityHash64(id))",
        )
    }

    /** Where the distributed table would put a sale. */
    fun shardOf(sale: Sale): Int = ShardKey.shardOf(ShardKey.cityHash64(sale.id), cluster.shards.size)

    /** Any server takes the rows and hands them on to the shards; the call returns when a replica of each has its part. */
    suspend fun insertThroughDistributed(ids: LongRange) {
        cluster.any.insert("shop.sales", ids.asFlow().map { Sale.of(it) }) { setting("insert_distributed_sync", 1) }
    }

    /** The client hands the rows on: full batches for each shard, sent again to its other replica when one does not answer. */
    fun inserter(): Inserter<Sale> = cluster.inserter<Sale>("shop.sales_local", ::shardOf) {
        maxRows = 100_000
        maxDelay = Duration.ofMillis(500)
        retryFor = Duration.ofMinutes(1)
        repeatable = true // a replicated table knows a batch that it has
    }

    suspend fun insertIntoShards(ids: LongRange) {
        inserter().use { it.addAll(Iterable { ids.asSequence().map(Sale::of).iterator() }) }
    }

    suspend fun countThroughDistributed(): Long = cluster.any.query<Long>("SELECT count() FROM shop.sales").rows.single()

    suspend fun readThroughDistributed(): Long {
        var sum = 0L
        cluster.any.stream<Sale>("SELECT * FROM shop.sales").collect { sum += it.cents }
        return sum
    }

    /** A stream for each shard, all at once. */
    suspend fun readShards(): Long = cluster.onEachShard { _, ch ->
        var sum = 0L
        ch.stream<Sale>("SELECT * FROM shop.sales_local").collect { sum += it.cents }
        sum
    }.sum()

    /** Waits until every replica has what its shard has. */
    suspend fun syncReplicas() {
        nodes.forEach { it.execute("SYSTEM SYNC REPLICA shop.sales_local") { timeout = Duration.ofMinutes(1) } }
    }

    /** Looks at every key of every shard. */
    suspend fun check(acknowledged: BitSet): Keys {
        syncReplicas()
        val seen = BitSet()
        var rows = 0L
        var doubled = 0L
        cluster.stream<Long>("SELECT id FROM shop.sales_local").collect { id ->
            rows++
            if (seen.get(id.toInt())) doubled++
            seen.set(id.toInt())
        }
        val lost = (acknowledged.clone() as BitSet).also { it.andNot(seen) }.cardinality().toLong()
        return Keys(rows, lost, doubled)
    }

    override fun close() {
        cluster.close()
        nodes.forEach { it.close() }
    }

    companion object {
        private val options: ClickHouseClientConfig.() -> Unit = {
            compression = Compression.NONE // Debian's server is one of 2018, which packs answers of its own accord only
            loadBalancing = LoadBalancing.ROUND_ROBIN
            timeout = Duration.ofSeconds(30)
            retry = RetryPolicy {
                maxAttempts = 6
                maxBackoff = Duration.ofSeconds(1)
            }
        }

        /** Asks one node for the others, once, and makes the tables. */
        suspend fun open(servers: Servers): Shop {
            val cluster = ClickHouseClient(servers.endpoint(1), options).use { ch ->
                Cluster.discover(ch, "main", { servers.endpointOfNativePort(it.port) }, options)
            }
            return Shop(cluster, servers.nodes.map { ClickHouseClient(servers.endpoint(it), options) }).also { it.createTables() }
        }
    }
}
