package dev.houseflow.coroutines

import dev.houseflow.ConfigurationException
import dev.houseflow.FailureAction
import dev.houseflow.InsertRequest
import dev.houseflow.InserterException
import dev.houseflow.QueryRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.ShardKey
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.rowSerializer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.Serializable
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.random.Random

/** Two servers as two shards. What replicas do is tested against real ones in samples/cluster. */
class ClusterTest : StringSpec({
    val servers = List(2) { autoClose(EmbeddedClickHouse.start()) }
    val cluster = autoClose(Cluster(servers.map { listOf(it.endpoint) }) { retry = RetryPolicy.NONE })

    fun shardOf(row: Keyed) = ShardKey.shardOf(ShardKey.cityHash64(row.id), 2)

    beforeTest {
        cluster.onEachShard { _, ch -> ch.execute("CREATE OR REPLACE TABLE t (id UInt64, v String) ENGINE MergeTree ORDER BY id") }
    }

    "keys hash as on the server" {
        val numbers = listOf(0L, 1, 255, -1, Long.MIN_VALUE, Long.MAX_VALUE) + List(200) { Random(it).nextLong() }
        val hashes = cluster.any.query<List<Long>>("SELECT arrayMap(x -> reinterpretAsInt64(cityHash64(x)), {x:Array(Int64)})") {
            parameter("x", numbers)
        }.rows.single()
        numbers.map { ShardKey.cityHash64(it) } shouldBe hashes
        val small = "SELECT [reinterpretAsInt64(cityHash64(200::UInt8)), reinterpretAsInt64(cityHash64(70000::UInt32))]"
        cluster.any.query<List<Long>>(small).rows.single() shouldBe listOf(ShardKey.cityHash64(200), ShardKey.cityHash64(70_000))
        ShardKey.shardOf(-1, 10) shouldBe 5 // 2^64 - 1 is 18446744073709551615
        shouldThrow<ConfigurationException> { ShardKey.shardOf(1, 0) }
    }

    "each row goes into its shard, in full batches, and is read once" {
        val sizes = CopyOnWriteArrayList<Int>()
        val inserter = cluster.inserter<Keyed>("t", ::shardOf) {
            maxRows = 1000
            maxDelay = Duration.ofMinutes(1)
            listener { sizes += it.rows }
        }
        val result = inserter.use {
            it.add(Keyed(1, "one"))
            it.addAll((2L..5000).map { id -> Keyed(id, "more") })
            val ofFlow = it.addAll((5001L..10_000).asFlow().map { id -> Keyed(id, "flow") })
            ofFlow.addedRows shouldBe 5000
            ofFlow.writtenRows shouldBe 5000
            it.flush()
        }
        result.addedRows shouldBe 10_000
        result.writtenRows shouldBe 10_000
        inserter.close().writtenRows shouldBe 10_000
        // Without full batches per shard there were twice as many.
        sizes.size shouldBeLessThanOrEqual 14
        val shards = cluster.onEachShard { shard, ch ->
            val ids = ch.query<Long>("SELECT id FROM t").rows
            ids.filter { ShardKey.shardOf(ShardKey.cityHash64(it), 2) != shard }.shouldBeEmpty()
            ids
        }
        shards.flatten().sorted() shouldContainExactly (1L..10_000).toList()
        cluster.stream<Keyed>("SELECT * FROM t").toList().map { it.id }.sorted() shouldContainExactly (1L..10_000).toList()
        var rows = 0
        cluster.blocks(QueryRequest.of("SELECT * FROM t")).collect { rows += it.rowCount }
        rows shouldBe 10_000
    }

    "leaving early ends the streams of all shards" {
        cluster.stream<Long>("SELECT number FROM numbers(1000000000000)").take(5).toList() shouldHaveSize 5
        cluster.onEachShard { _, ch ->
            val sql =
                "SELECT count() FROM system.processes WHERE query LIKE '%numbers(1000000000%' AND query NOT LIKE '%processes%'"
            while (ch.query<Long>(sql).rows.single() > 0) delay(20)
        }
    }

    "a failing shard fails the stream" {
        cluster.shards[1].execute("DROP TABLE t")
        shouldThrow<ServerException> { cluster.stream<Keyed>("SELECT * FROM t").toList() }.name shouldBe "UNKNOWN_TABLE"
        val refused = shouldThrow<ServerException> { cluster.onEachShard { _, ch -> ch.query<Long>("SELECT count() FROM t") } }
        refused.name shouldBe "UNKNOWN_TABLE"
    }

    "a shard that takes no rows stops the inserter, and the others write theirs" {
        cluster.shards[1].execute("DROP TABLE t")
        val inserter = cluster.inserter<Keyed>("t", { (it.id % 2).toInt() })
        inserter.addAll((0L until 100).map { Keyed(it, "") })
        val stopped = shouldThrow<InserterException> { inserter.close() }
        stopped.result.addedRows shouldBe 100
        stopped.result.writtenRows shouldBe 50
        stopped.result.notWrittenRows shouldBe 50
        stopped.result.failed.flatMap { it.rows } shouldHaveSize 50
        cluster.shards[0].query<Long>("SELECT count() FROM t").rows.single() shouldBe 50
        shouldThrow<InserterException> { inserter.addAll(listOf(Keyed(1, ""))) }.takenRows shouldBe 0
    }

    "rows that a shard has not taken come to the handler" {
        cluster.shards[0].execute("DROP TABLE t")
        val failed = CopyOnWriteArrayList<Keyed>()
        val inserter = cluster.inserter<Keyed>("t", { (it.id % 2).toInt() }) {
            onFailure {
                failed += it.rows
                FailureAction.DROP
            }
        }
        inserter.addAll((0L until 100).map { Keyed(it, "") })
        val result = inserter.close()
        result.writtenRows shouldBe 50
        result.notWrittenRows shouldBe 50
        failed.map { it.id }.sorted() shouldBe (0L until 100 step 2).toList()
    }

    "a key that names no shard is an error of its row" {
        val inserter = cluster.inserter<Keyed>("t", { it.id.toInt() })
        inserter.add(Keyed(1, ""))
        shouldThrow<ConfigurationException> { inserter.add(Keyed(2, "")) }.message shouldContain "gives shard 2; give one from 0 to 1"
        shouldThrow<ConfigurationException> { inserter.add(Keyed(-1, "")) }
        inserter.close().writtenRows shouldBe 1
    }

    "what a cluster is made of" {
        shouldThrow<ConfigurationException> { Cluster(emptyList()) }.message shouldContain "at least one shard"
        val empty = shouldThrow<ConfigurationException> { Cluster(listOf(listOf("http://a"), emptyList())) }
        empty.message shouldContain "Shard 1 has no endpoint"
        cluster.toString() shouldBe "Cluster" + servers.map { listOf(it.endpoint) }
    }

    "a cluster that the server does not know" {
        val unknown = shouldThrow<ConfigurationException> { Cluster.discover(cluster.any, "it's none", { "" }) }
        unknown.message shouldContain "knows no cluster it's none"
    }

    "requests have their own options" {
        val request = InsertRequest("t") { setting("max_insert_threads", 1) }
        val inserter = cluster.inserter(request, rowSerializer<Keyed>(), ::shardOf)
        inserter.add(Keyed(1, ""))
        inserter.close().writtenRows shouldBe 1
    }
})

@Serializable
private data class Keyed(val id: Long, val v: String)
