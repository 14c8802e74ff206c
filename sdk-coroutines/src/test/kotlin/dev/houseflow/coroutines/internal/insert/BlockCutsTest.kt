package dev.houseflow.coroutines.internal.insert

import dev.houseflow.Compression
import dev.houseflow.InsertRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.coroutines.internal.StepServer.Companion.native
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.wire.ByteArraySource
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.onEach
import kotlinx.serialization.Serializable
import kotlin.random.Random

@Serializable
private class Text(val s: String)

/** The same rows become the same blocks: servers drop an insert that is sent again by what its blocks are. */
class BlockCutsTest : FunSpec({
    timeout = 60_000

    /** What the client sends, less the questions before it. */
    suspend fun sent(send: suspend ClickHouseClient.() -> Unit): ByteArray =
        StepServer(native(description()), native()).use { server ->
            ClickHouseClient(server.endpoint) { compression = Compression.NONE }.use { it.send() }
            server.seen.last().body
        }

    suspend fun cuts(body: ByteArray): List<Int> {
        val reader = NativeReader(ByteArraySource(body))
        return buildList { while (true) add((reader.readBlock() ?: break).rowCount) }
    }

    suspend fun ofCollection(rows: List<Text>, options: InsertRequest.Builder.() -> Unit) = sent { insert("t", rows, options) }

    suspend fun ofFlow(rows: List<Text>, options: InsertRequest.Builder.() -> Unit) = sent { insert("t", rows.asFlow(), options) }

    for ((size, wanted) in listOf(
        999 to listOf(999),
        3_000 to listOf(3_000),
        3_001 to listOf(3_000, 1),
        10_000 to listOf(3_000, 3_000, 3_000, 1_000),
    )) {
        test("$size rows are cut after each 3,000, as blockRows says") {
            val rows = List(size) { Text("$it") }
            cuts(ofCollection(rows) { blockRows = 3_000 }) shouldBe wanted
            cuts(ofFlow(rows) { blockRows = 3_000 }) shouldBe wanted
        }
    }

    test("the first block has 65,536 rows where nothing else is asked for") {
        val rows = List(200_000) { Text("$it") }
        val wanted = listOf(65_536, 65_536, 65_536, 3_392)
        cuts(ofCollection(rows) {}) shouldBe wanted
        cuts(ofFlow(rows) {}) shouldBe wanted
    }

    for (blockRows in listOf(1, 63, 100, 64, 1_024, 5_000)) {
        test("rows of many sizes are cut in the same way from flows and collections, in blocks of $blockRows rows at most") {
            val random = Random(blockRows)
            // Small ones, large ones, and what comes in between, in phases.
            val rows = List(30_000) { i -> Text("x".repeat(random.nextInt(1, if (i / 3_000 % 2 == 0) 40 else 4_000))) }
                .take(if (blockRows == 1) 300 else 30_000)
            val options: InsertRequest.Builder.() -> Unit = {
                this.blockRows = blockRows
                blockBytes = 100_000
            }
            val first = ofCollection(rows, options)
            ofFlow(rows, options).contentEquals(first) shouldBe true
            ofCollection(rows, options).contentEquals(first) shouldBe true
            val cuts = cuts(first)
            cuts.sum() shouldBe rows.size
            var from = 0
            for (count in cuts) {
                count shouldBeLessThan blockRows + 1
                rows.subList(from, from + count).sumOf { it.s.length.toLong() } shouldBeLessThan 150_000L + 64 * 4_000
                from += count
            }
        }
    }

    test("however slowly they come") {
        val rows = List(3_000) { Text("x".repeat(it % 500)) }
        val options: InsertRequest.Builder.() -> Unit = {
            blockRows = 200
            blockBytes = 30_000
        }
        val slowly = rows.asFlow().onEach { if (it.s.length % 100 == 0) delay(1) }
        sent { insert("t", slowly, options) }.contentEquals(ofCollection(rows, options)) shouldBe true
    }

    test("large rows do not wait for others") {
        val rows = List(200) { Text("x".repeat(1 shl 18)) }
        cuts(ofCollection(rows) {}) shouldBe listOf(64, 64, 64, 8)
        cuts(ofFlow(rows) {}) shouldBe listOf(64, 64, 64, 8)
    }

    test("each insert that is sent packed is cut as the others are") {
        val rows = List(100_000) { Text("${it % 1_000}") }
        val options: InsertRequest.Builder.() -> Unit = { compression = Compression.LZ4 }
        ofFlow(rows, options).contentEquals(ofCollection(rows, options)) shouldBe true
    }
}) {
    private companion object {
        /** What `DESCRIBE TABLE` says of a table with one column `s` of String. */
        fun description(): ByteArray {
            fun text(text: String) = byteArrayOf(text.length.toByte()) + text.toByteArray()
            fun column(name: String, value: String) = text(name) + text("String") + text(value)
            return byteArrayOf(3, 1) + column("name", "s") + column("type", "String") + column("default_type", "")
        }
    }
}
