package dev.houseflow.internal.compress

import com.github.luben.zstd.ZstdOutputStream
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSourceInputStream
import dev.houseflow.internal.wire.InputStreamSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.IOException
import kotlin.random.Random

class ZstdFrameDecoderTest : FunSpec({
    val window = 64 * 1024
    val texts = listOf(0, 1, window - 1, window, window + 1, 2 * window, 1_000_000).flatMap { size ->
        listOf(ByteArray(size), ByteArray(size) { (it % 251 xor (it / 1000)).toByte() }, Random(size).nextBytes(size))
    }

    test("frames of any size, in any pieces, one or several") {
        for (text in texts) {
            val packed = packed(text)
            withClue("${text.size} bytes in ${packed.size}") {
                unpacked(packed).contentEquals(text) shouldBe true
                unpacked(packed, piece = 7).contentEquals(text) shouldBe true
                unpacked(packed + packed, piece = 4096).contentEquals(text + text) shouldBe true
            }
        }
    }

    test("a frame that is cut off, or damaged, or none at all, is an error") {
        val text = ByteArray(200_000) { (it * 7 % 1000).toByte() }
        val packed = packed(text)
        for (length in listOf(0, 1, 5, packed.size / 2, packed.size - 1)) {
            withClue("$length bytes") { shouldThrow<IOException> { unpacked(packed.copyOf(length)) } }
            withClue("$length bytes more") { if (length > 0) shouldThrow<IOException> { unpacked(packed + packed.copyOf(length)) } }
        }
        shouldThrow<IOException> { unpacked("plain text of no frame".toByteArray()) }
        shouldThrow<IOException> { unpacked(packed.copyOf().also { it[packed.size / 2] = (it[packed.size / 2] + 1).toByte() }) }
    }
})

private fun unpacked(packed: ByteArray, piece: Int = 0): ByteArray {
    val source = if (piece == 0) ByteArraySource(packed) else InputStreamSource(ByteArrayInputStream(packed), piece)
    val decoder = ZstdLibrary.decoder(source) { what, cause -> IOException("It $what", cause) }
    (decoder as AutoCloseable).use { return ByteSourceInputStream(decoder).readBytes() }
}

private fun packed(bytes: ByteArray): ByteArray = ByteArrayOutputStream().also { out ->
    ZstdOutputStream(out).setChecksum(true).use { it.write(bytes) }
}.toByteArray()
