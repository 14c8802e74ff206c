package dev.houseflow.internal.compress

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import java.nio.ByteBuffer
import java.nio.ByteOrder
import kotlin.random.Random

class Lz4DeltaDecoderTest : StringSpec({
    fun longs(count: Int, value: (Int) -> Long): ByteArray {
        val buffer = ByteBuffer.allocate(count * 8).order(ByteOrder.LITTLE_ENDIAN)
        for (i in 0 until count) buffer.putLong(value(i))
        return buffer.array()
    }

    fun packed(raw: ByteArray): ByteArray {
        val bytes = ByteArray(Lz4.maxCompressedLength(raw.size))
        return bytes.copyOf(Lz4.compress(raw, 0, raw.size, bytes, 0))
    }

    /** Unpacks in the midst of other bytes, none of which may change; `null` when given up. */
    fun unpacked(decoder: Lz4DeltaDecoder, packed: ByteArray, length: Int): ByteArray? {
        val bytes = ByteArray(packed.size + 100) { 0x55 }
        packed.copyInto(bytes, 50)
        val target = ByteArray(length + 100) { 0x66 }
        val done = decoder.unpack(bytes, 50, packed.size, target, length)
        target.drop(length).all { it == 0x66.toByte() } shouldBe true
        return if (done) target.copyOf(length) else null
    }

    val random = Random(7)
    val times = 1_700_000_000_000L
    val like = mapOf(
        "ids" to longs(9_000) { it.toLong() },
        "multiples" to longs(9_000) { it * 23L },
        "moments" to longs(9_000) { times + it * 977L },
        "falling" to longs(9_000) { -it * 3L },
        "ids of blocks" to longs(9_000) { it.toLong() } + ByteArray(500) { random.nextInt().toByte() } + longs(9_000) { it * 10L },
        "ids behind a name" to "id".toByteArray() + longs(9_000) { it.toLong() },
        "random steps" to longs(20_000) { times + it * 1_000L + random.nextInt(200) },
    )
    val words = listOf("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa")
    val unlike = mapOf(
        "text" to (1..9_000).joinToString(" ") { words.random(random) }.toByteArray(),
        "doubles" to longs(9_000) { ((it + 1) / 3.0).toRawBits() },
    )

    /** Hardly any sequences, or some that happen to be 8 bytes long. */
    val plain = mapOf(
        "4-byte ids" to ByteBuffer.allocate(40_000).order(ByteOrder.LITTLE_ENDIAN).also { b -> repeat(10_000) { b.putInt(it) } }.array(),
        "noise" to random.nextBytes(40_000),
        "zeros" to ByteArray(40_000),
        "one text" to ByteArray(40_000) { "https://example.com/a/b?c=d&"[it % 28].code.toByte() },
    )

    "values that differ from the one before in a few bytes are unpacked, to the last byte" {
        val decoder = Lz4DeltaDecoder()
        for ((name, raw) in like + plain) {
            withClue(name) { unpacked(decoder, packed(raw), raw.size).contentEquals(raw) shouldBe true }
        }
    }

    "what libraries unpack quicker is given up" {
        val decoder = Lz4DeltaDecoder()
        for ((name, raw) in unlike) withClue(name) { unpacked(decoder, packed(raw), raw.size) shouldBe null }
    }

    "blocks of any length and of both kinds in any order are unpacked, or given up" {
        val decoder = Lz4DeltaDecoder()
        repeat(3_000) { round ->
            var raw = ByteArray(0)
            repeat(1 + random.nextInt(4)) {
                val part = listOf(like, like, unlike, plain).random(random).values.random(random)
                val from = random.nextInt(part.size)
                raw += part.copyOfRange(from, from + random.nextInt(minOf(part.size - from, if (random.nextBoolean()) 90 else 9_000) + 1))
            }
            withClue("round $round, ${raw.size} bytes") {
                unpacked(decoder, packed(raw), raw.size)?.let { it.contentEquals(raw) shouldBe true }
            }
        }
    }

    "damaged blocks are given up, or give what the library makes of them" {
        val decoder = Lz4DeltaDecoder()
        val raw = like.getValue("ids behind a name")
        val whole = packed(raw)
        var taken = 0
        for (at in whole.indices) {
            val damaged = whole.copyOf()
            damaged[at] = (damaged[at] + 1 + random.nextInt(255)).toByte()
            val mine = unpacked(decoder, damaged, raw.size) ?: continue
            taken++
            val theirs = ByteArray(raw.size)
            if (Lz4.decompress(damaged, 0, damaged.size, theirs, raw.size) == raw.size) mine.contentEquals(theirs) shouldBe true
        }
        // A changed byte of a value is no damage that LZ4 could see.
        (taken > whole.size / 8) shouldBe true
    }

    "a block that is cut off, goes on or is said to be of another length is given up" {
        val decoder = Lz4DeltaDecoder()
        val raw = like.getValue("moments")
        val whole = packed(raw)
        for (size in whole.indices) unpacked(decoder, whole.copyOf(size), raw.size) shouldBe null
        for (more in 1..40) unpacked(decoder, whole + ByteArray(more), raw.size) shouldBe null
        for (length in raw.size - 100..raw.size + 100) if (length != raw.size) unpacked(decoder, whole, length) shouldBe null
    }
})
