package dev.houseflow.samples.cluster

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import java.nio.file.Path
import kotlin.system.exitProcess
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

private const val USAGE = """Usage: cluster [--rows ROWS] [--seconds SECONDS] [--kills KILLS]
  --rows      how many sales each way of inserting them gets; 500000 unless said otherwise
  --seconds   how long writers and readers run while nodes are killed; 30 unless said otherwise
  --kills     how often a node is killed meanwhile; 4 unless said otherwise"""

fun main(arguments: Array<String>) {
    val options = arguments.toList().chunked(2).associate { it.first() to it.getOrNull(1)?.toIntOrNull() }
    if (options.keys.any { it !in setOf("--rows", "--seconds", "--kills") } || options.values.any { it == null || it < 1 }) {
        System.err.println(USAGE)
        exitProcess(2)
    }
    Servers.missing()?.let {
        System.err.println("$it; on Debian: apt-get install clickhouse-server zookeeper")
        exitProcess(3)
    }
    val script = Path.of(System.getProperty("houseflow.samples.servers"))
    val good = Servers.start(script).use { servers ->
        // Several threads, so that shards are read at once.
        runBlocking(Dispatchers.Default) {
            Shop.open(servers).use { shop ->
                println(shop.cluster)
                compareSpeeds(shop, options["--rows"] ?: 500_000)
            }
            // Tables of its own, in which every key is counted.
            Shop.open(servers).use { shop -> underLoad(shop, servers, options["--seconds"] ?: 30, options["--kills"] ?: 4) }
        }
    }
    if (!good) exitProcess(1)
}

private suspend fun compareSpeeds(shop: Shop, rows: Int) {
    fun tell(what: String, count: Long, time: Duration) =
        println("%-46s %,12d rows/s".format(what, (count / time.inWholeMicroseconds.coerceAtLeast(1).toDouble() * 1e6).toLong()))
    val n = rows.toLong()
    tell("insert through the distributed table", n, measureTime { shop.insertThroughDistributed(0 until n) })
    tell("insert into the shards", n, measureTime { shop.insertIntoShards(n until 2 * n) })
    shop.syncReplicas()
    check(shop.countThroughDistributed() == 2 * n) { "there are ${shop.countThroughDistributed()} rows, not ${2 * n}" }
    val sums = HashSet<Long>()
    val distributed = ArrayList<Duration>()
    val shards = ArrayList<Duration>()
    repeat(3) {
        distributed += measureTime { sums += shop.readThroughDistributed() }
        shards += measureTime { sums += shop.readShards() }
    }
    tell("read the distributed table, best of three", 2 * n, distributed.min())
    tell("read the shards at once, best of three", 2 * n, shards.min())
    check(sums.size == 1) { "the sums differ: $sums" }
}

private suspend fun underLoad(shop: Shop, servers: Servers, seconds: Int, kills: Int): Boolean {
    println("\nwriters and readers for $seconds s, $kills nodes killed meanwhile ...")
    val report = Load(shop, servers).run(seconds.seconds, kills)
    val inserted = report.inserted
    println("  by the inserter      ${inserted.addedRows} rows added, ${inserted.writtenRows} written, ${inserted.unknownRows} unknown")
    println("  batch by batch       ${report.batches} batches written")
    println("  counted              ${report.counts} times")
    println("  streams of all rows  ${report.streams} whole, ${report.brokenStreams} broken by a kill")
    println("  calls that failed    ${report.failures.size}")
    report.failures.take(5).forEach { println("    $it") }
    val keys = report.keys
    println("  keys                 ${keys.rows} rows there, ${keys.lost} acknowledged ones lost, ${keys.doubled} doubled")
    return report.failures.isEmpty() && keys.lost == 0L && keys.doubled == 0L
}
