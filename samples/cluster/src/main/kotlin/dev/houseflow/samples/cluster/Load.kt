package dev.houseflow.samples.cluster

import dev.houseflow.ClickHouseException
import dev.houseflow.Compression
import dev.houseflow.InserterResult
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.util.BitSet
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicLong
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/** What a load has done, and what came of it. */
class LoadReport(
    val kills: Int,
    val inserted: InserterResult<Sale>,
    val batches: Long,
    val counts: Long,
    val streams: Long,
    val brokenStreams: Long,
    val failures: List<String>,
    val keys: Keys,
)

/**
 * Writers and readers at once, while one node after the other is killed and started again. A batch or a count that fails is one that the
 * client has promised to save; a stream that breaks after its first row is not, since its reader has had a part of it.
 */
class Load(private val shop: Shop, private val servers: Servers) {
    private val nextId = AtomicLong()
    private val acknowledged = BitSet()
    private val failures = CopyOnWriteArrayList<String>()
    private val batches = AtomicLong()
    private val counts = AtomicLong()
    private val streams = AtomicLong()
    private val brokenStreams = AtomicLong()

    private fun ids(count: Int): LongRange = nextId.getAndAdd(count.toLong()).let { it until it + count }

    suspend fun run(time: Duration, kills: Int): LoadReport {
        val inserter = shop.inserter()
        val added = BitSet()
        coroutineScope {
            val work = listOf(
                launch {
                    forever {
                        val range = ids(1000)
                        inserter.addAll(range.map(Sale::of))
                        added.set(range.first.toInt(), range.last.toInt() + 1)
                        delay(20)
                    }
                },
                launch { forever { insertBatch() } },
                launch { forever { count() } },
                launch { forever { stream() } },
            )
            killNodes(time, kills)
            work.forEach { it.cancelAndJoin() }
        }
        val result = inserter.close()
        if (result.writtenRows == result.addedRows) acknowledged.or(added) else failures += "$result"
        return LoadReport(
            kills,
            result,
            batches.get(),
            counts.get(),
            streams.get(),
            brokenStreams.get(),
            failures,
            shop.check(acknowledged),
        )
    }

    private suspend fun forever(action: suspend () -> Unit) {
        while (currentCoroutineContext().isActive) action()
    }

    /** A batch of one shard in one call, which goes to the shard's other replica when one fails. */
    private suspend fun insertBatch() {
        val range = ids(2000)
        for ((shard, sales) in range.map(Sale::of).groupBy(shop::shardOf)) {
            try {
                shop.cluster.shards[shard].insert("shop.sales_local", sales) { repeatable = true }
                sales.forEach { acknowledged.set(it.id.toInt()) }
                batches.incrementAndGet()
            } catch (e: ClickHouseException) {
                failures += "insert: ${e.message}"
            }
        }
        delay(20)
    }

    private suspend fun count() {
        try {
            shop.countThroughDistributed()
            counts.incrementAndGet()
        } catch (e: ClickHouseException) {
            failures += "count: ${e.message}"
        }
        delay(50)
    }

    private suspend fun stream() {
        try {
            shop.readShards()
            streams.incrementAndGet()
        } catch (_: ClickHouseException) {
            brokenStreams.incrementAndGet()
        }
        delay(100)
    }

    /** One node at a time: the other replica of its shard goes on. */
    private suspend fun killNodes(time: Duration, kills: Int) {
        val random = Random(1)
        repeat(kills) {
            delay(time / kills * 0.4)
            val node = random.nextInt(servers.nodes.first, servers.nodes.last + 1)
            withContext(Dispatchers.IO) { servers.kill(node) }
            delay(time / kills * 0.4)
            withContext(Dispatchers.IO) { servers.up(node) }
            awaitWritable(node)
            delay(time / kills * 0.2)
        }
    }

    /** A replica takes no rows until ZooKeeper has forgotten its last life. */
    private suspend fun awaitWritable(node: Int) {
        ClickHouseClient(servers.endpoint(node)) { compression = Compression.NONE }.use { ch ->
            while (ch.query<Long>("SELECT count() FROM system.replicas WHERE is_readonly").rows.single() > 0) delay(100.milliseconds)
        }
    }
}
