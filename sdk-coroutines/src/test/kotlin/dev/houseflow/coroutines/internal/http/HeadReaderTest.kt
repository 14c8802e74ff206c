package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.Wire
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.random.Random

class HeadReaderTest : FunSpec({
    /** Gives [bytes] in pieces that end at [cuts]. */
    class Pieces(private val bytes: ByteArray, cuts: List<Int>) : Wire {
        private val ends = ArrayDeque(cuts.sorted() + bytes.size)
        private var at = 0

        override suspend fun read(array: ByteArray, from: Int, to: Int): Int {
            while (ends.isNotEmpty() && ends.first() <= at) ends.removeFirst()
            val end = minOf(ends.firstOrNull() ?: return -1, at + to - from)
            bytes.copyInto(array, from, at, end)
            return (end - at).also { at = end }
        }

        override suspend fun write(array: ByteArray, from: Int, to: Int) = Unit

        override fun isQuiet(): Boolean = true

        override fun close() = Unit
    }

    suspend fun HeadReader.fields(): List<Pair<String, String>> = read {}.fields

    fun text(fields: List<Pair<String, String>>, end: String) =
        "HTTP/1.1 200 OK$end" + fields.joinToString("") { "${it.first}: ${it.second}$end" } + end

    test("lines that an answer shares with the one before say what they say, wherever the bytes are cut") {
        val answers = listOf(
            listOf("Date" to "1", "Connection" to "Keep-Alive", "X" to "a"),
            listOf("Date" to "1", "Connection" to "Keep-Alive", "X" to "a"),
            listOf("Date" to "12", "Connection" to "Keep-Alive", "X" to "ab"),
            listOf("Date" to "1", "Connection" to "close"),
            listOf("Connection" to "close", "Date" to "1"),
            listOf("ate" to "1", "Connection" to "Keep-Alive", "X" to ""),
        )
        for (end in listOf("\r\n", "\n")) {
            val bytes = answers.joinToString("") { text(it, end) }.toByteArray()
            for (cut in 1 until bytes.size) {
                val reader = WireReader(Pieces(bytes, listOf(cut, cut + 1)), 4096, GrowthBudget())
                val known = HeaderLineCache()
                for (answer in answers) HeadReader(reader, HeadLimits(), known).fields() shouldBe answer
            }
        }
    }

    test("random answers, in buffers of any size") {
        val random = Random(7)
        repeat(300) {
            val answers = List(6) {
                List(random.nextInt(30)) { place -> "N${place / random.nextInt(1, 3)}" to "v".repeat(random.nextInt(4)) }
            }
            val bytes = answers.joinToString("") { text(it, if (random.nextBoolean()) "\r\n" else "\n") }.toByteArray()
            val reader = WireReader(Pieces(bytes, List(20) { random.nextInt(bytes.size) }), random.nextInt(1, 600), GrowthBudget())
            val known = HeaderLineCache()
            for (answer in answers) HeadReader(reader, HeadLimits(), known).fields() shouldBe answer
        }
    }

    test("progress lines are handed over each time, and are no fields") {
        val head = text(listOf("A" to "1", "X-ClickHouse-Progress" to "p", "X-ClickHouse-Progress" to "p", "B" to "2"), "\r\n")
        val reader = WireReader(Pieces((head + head).toByteArray(), emptyList()), 4096, GrowthBudget())
        val known = HeaderLineCache()
        repeat(2) {
            val seen = ArrayList<String>()
            HeadReader(reader, HeadLimits(), known).read(seen::add).fields shouldBe listOf("A" to "1", "B" to "2")
            seen shouldBe listOf("p", "p")
        }
    }
})
