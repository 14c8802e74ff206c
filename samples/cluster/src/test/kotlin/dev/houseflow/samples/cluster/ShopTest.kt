package dev.houseflow.samples.cluster

import dev.houseflow.Compression
import dev.houseflow.javaapi.ClickHouseAsyncClient
import io.kotest.core.annotation.Condition
import io.kotest.core.annotation.EnabledIf
import io.kotest.core.spec.Spec
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.reflect.KClass
import kotlin.time.Duration.Companion.seconds
import dev.houseflow.javaapi.Cluster as JavaCluster

/** Two shards with two replicas each, of real servers. */
@EnabledIf(WithServers::class)
class ShopTest : StringSpec({
    val servers = autoClose(Servers.start(Path.of("servers")))

    "the cluster is found, and rows go where the distributed table looks for them" {
        Shop.open(servers).use { shop ->
            shop.cluster.endpoints shouldBe listOf(listOf(1, 2), listOf(3, 4)).map { shard -> shard.map(servers::endpoint) }
            ClickHouseAsyncClient.builder(servers.endpoint(3)).compression(Compression.NONE).build().use { ch ->
                JavaCluster.discover(ch, "main") { servers.endpointOfNativePort(it.port) }.join().use { found ->
                    found.endpoints() shouldBe shop.cluster.endpoints
                }
            }
            shop.insertThroughDistributed(0L until 5000)
            shop.insertIntoShards(5000L until 10_000)
            shop.syncReplicas()
            shop.countThroughDistributed() shouldBe 10_000
            shop.readThroughDistributed() shouldBe shop.readShards()
            // Both ways put a key into the same shard.
            val ofKeys = (0L until 10_000).groupBy { shop.shardOf(Sale.of(it)) }.mapValues { it.value.size.toLong() }
            shop.cluster.onEachShard { shard, ch ->
                ch.execute("SYSTEM SYNC REPLICA shop.sales_local")
                var wrong = 0L
                var rows = 0L
                ch.rows("SELECT id FROM shop.sales_local").collect {
                    rows++
                    if (shop.shardOf(Sale.of(it.getLong("id"))) != shard) wrong++
                }
                wrong shouldBe 0
                rows shouldBe ofKeys[shard]
            }
        }
    }

    "nodes are killed in the midst of it, and every key is there once" {
        Shop.open(servers).use { shop ->
            val report = Load(shop, servers).run(20.seconds, kills = 3)
            report.failures.shouldBeEmpty()
            report.inserted.writtenRows shouldBe report.inserted.addedRows
            report.keys.lost shouldBe 0
            report.keys.doubled shouldBe 0
            report.keys.rows shouldBeGreaterThan 10_000
            report.counts shouldBeGreaterThan 20
            report.streams shouldBeGreaterThan 2
        }
    }
})

/** Real servers are those of Debian; in CI they have to be there. */
class WithServers : Condition {
    override fun evaluate(kclass: KClass<out Spec>): Boolean {
        val missing = Servers.missing()
        check(missing == null || System.getenv("CI") != "true") { missing.orEmpty() }
        return missing == null
    }
}
