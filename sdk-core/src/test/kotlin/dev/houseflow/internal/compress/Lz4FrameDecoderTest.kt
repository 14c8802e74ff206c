package dev.houseflow.internal.compress

import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSourceInputStream
import dev.houseflow.internal.wire.InputStreamSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import net.jpountz.lz4.LZ4Factory
import net.jpountz.lz4.LZ4FrameOutputStream
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits
import net.jpountz.xxhash.XXHashFactory
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.IOException
import kotlin.random.Random

class Lz4FrameDecoderTest : FunSpec({
    test("a frame of linked blocks, as ClickHouse 26.7 has written it") {
        val packed = checkNotNull(Lz4FrameDecoderTest::class.java.getResourceAsStream("/lz4/linked-blocks.csv.lz4")).readBytes()
        val expected = (0 until 3000).joinToString("") { "$it,\"${"abcdefghij".repeat(it % 40)}\"\n" }.toByteArray()
        unpacked(packed).contentEquals(expected) shouldBe true
        unpacked(packed, window = 1).contentEquals(expected) shouldBe true
        for (length in listOf(0, 3, 6, 7, 10, 5000, 7271, packed.size - 4, packed.size - 1)) {
            withClue("$length bytes") { shouldThrow<IOException> { unpacked(packed.copyOf(length)) } }
        }
    }

    test("frames that a library writes, with and without checksums and sizes, of any bytes") {
        val random = Random(7)
        val texts = listOf(
            ByteArray(0),
            byteArrayOf(1),
            ByteArray(300_000) { 'a'.code.toByte() },
            random.nextBytes(200_000),
            ByteArray(500_000) { (it % 251 xor (it / 1000)).toByte() },
        )
        val flags = listOf(
            arrayOf(Bits.BLOCK_INDEPENDENCE),
            arrayOf(Bits.BLOCK_INDEPENDENCE, Bits.CONTENT_CHECKSUM),
            arrayOf(Bits.BLOCK_INDEPENDENCE, Bits.BLOCK_CHECKSUM, Bits.CONTENT_CHECKSUM),
            arrayOf(Bits.BLOCK_INDEPENDENCE, Bits.CONTENT_SIZE, Bits.CONTENT_CHECKSUM),
        )
        for (text in texts) {
            for (bits in flags) {
                withClue("${text.size} bytes, ${bits.toList()}") {
                    val packed = frame(text, *bits)
                    unpacked(packed).contentEquals(text) shouldBe true
                    // One frame after the other, with something between them that is to be passed over.
                    val note = byteArrayOf(0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9)
                    unpacked(packed + note + packed).contentEquals(text + text) shouldBe true
                }
            }
        }
    }

    test("bytes that were damaged are noticed where the frame has checksums") {
        val text = ByteArray(3000) { (it % 100).toByte() }
        val packed = frame(text, Bits.BLOCK_INDEPENDENCE, Bits.BLOCK_CHECKSUM, Bits.CONTENT_CHECKSUM)
        for (at in packed.indices) {
            val damaged = packed.copyOf().also { it[at] = (it[at] + 1).toByte() }
            withClue("byte $at of ${packed.size}") { shouldThrow<IOException> { unpacked(damaged) } }
        }
    }

    test("random bytes as a block give an error, or bytes, and nothing else") {
        val random = Random(11)
        val head = frame(byteArrayOf(1), Bits.BLOCK_INDEPENDENCE).copyOf(7)
        repeat(20_000) {
            val block = random.nextBytes(random.nextInt(1, 40))
            val packed = head + byteArrayOf(block.size.toByte(), 0, 0, 0) + block + ByteArray(4)
            try {
                unpacked(packed)
            } catch (_: IOException) {
                // What damaged bytes are to become.
            }
        }
    }

    test("what cannot be read says why") {
        val head = frame(byteArrayOf(1), Bits.BLOCK_INDEPENDENCE).copyOf(7)
        fun refusal(bytes: ByteArray) = shouldThrow<IOException> { unpacked(bytes) }.message.orEmpty()
        refusal("plain text of no frame".toByteArray()) shouldContain "not what it is said to be"
        refusal(head.copyOf().also { it[4] = (it[4] + 1).toByte() }) shouldContain "dictionary"
        refusal(head.copyOf().also { it[6] = (it[6] + 1).toByte() }) shouldContain "damaged"
        refusal(head + byteArrayOf(1, 0, 0x10, 0)) shouldContain "more than it may have"
        refusal(head) shouldContain "ends before"
        refusal(ByteArray(0)) shouldContain "empty"
    }

    test("a block may not unpack to more than its frame says") {
        // 64 KiB blocks; one literal, and then a match of 20,000,000 bytes.
        val head = frame(byteArrayOf(1), Bits.BLOCK_INDEPENDENCE).copyOf(7)
        val block = byteArrayOf(0x1f, 65, 1, 0) + ByteArray(65_000) { -1 } + byteArrayOf(0)
        val packed =
            head + byteArrayOf(block.size.toByte(), (block.size shr 8).toByte(), (block.size shr 16).toByte(), 0) + block + ByteArray(4)
        shouldThrow<IOException> { unpacked(packed) }
    }
})

private fun unpacked(packed: ByteArray, window: Int = 0): ByteArray {
    val source = if (window == 0) ByteArraySource(packed) else InputStreamSource(ByteArrayInputStream(packed), window)
    return ByteSourceInputStream(Lz4FrameDecoder(source) { IOException("It $it") }).readBytes()
}

private fun frame(bytes: ByteArray, vararg bits: Bits): ByteArray {
    val out = ByteArrayOutputStream()
    val size = if (Bits.CONTENT_SIZE in bits) bytes.size.toLong() else -1L
    LZ4FrameOutputStream(
        out,
        LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
        size,
        LZ4Factory.safeInstance().fastCompressor(),
        XXHashFactory.safeInstance().hash32(),
        *bits,
    ).use { it.write(bytes) }
    return out.toByteArray()
}
