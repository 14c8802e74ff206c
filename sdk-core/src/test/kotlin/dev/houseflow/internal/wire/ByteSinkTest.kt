package dev.houseflow.internal.wire

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.booleans.shouldBeFalse
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream

class ByteSinkTest : FunSpec({
    fun joined(chunks: List<ByteSink.Chunk>): ByteArray =
        ByteArrayOutputStream().also { out -> chunks.forEach { out.write(it.array, it.start, it.end - it.start) } }.toByteArray()

    val long = ByteArray(100_000) { it.toByte() }
    val short = ByteArray(100) { (it * 3).toByte() }

    fun fill(sink: ByteSink) {
        sink.writeVarUInt(300)
        sink.writeBytes(long, 10, 90_000)
        sink.writeBytes(short)
        sink.writeLongs(LongArray(100_000) { it * 7L }, 100_000)
        sink.writeBytes(long)
        sink.writeByte(5)
    }

    test("a sink that passes arrays on gives the bytes of one that copies them") {
        val copying = ByteSink().also { fill(it) }
        val zeroCopy = ByteSink(zeroCopy = true).also { fill(it) }
        zeroCopy.size shouldBe copying.size
        zeroCopy.toByteArray().contentEquals(copying.toByteArray()).shouldBeTrue()
        joined(zeroCopy.drain()).contentEquals(joined(copying.drain())).shouldBeTrue()
        zeroCopy.drain().shouldBeEmpty()
    }

    test("long arrays are passed on as they are, short ones are copied") {
        val sink = ByteSink(zeroCopy = true)
        sink.writeBytes(long, 10, 90_000)
        sink.writeBytes(short)
        val (first, second) = sink.drain()
        (first.array === long) shouldBe true
        first.start shouldBe 10
        first.end shouldBe 90_000
        (second.array === short).shouldBeFalse()
        val copied = ByteSink().also { it.writeBytes(long) }.drain()
        copied.none { it.array === long }.shouldBeTrue()
    }

    test("what comes back is used again, except for arrays of others") {
        val sink = ByteSink(zeroCopy = true)
        fill(sink)
        val before = sink.drain()
        val expected = joined(before)
        sink.recycle(before)
        fill(sink)
        val after = sink.drain()
        joined(after).contentEquals(expected).shouldBeTrue()
        val own = before.map { it.array }.filter { it !== long }
        after.any { chunk -> own.any { it === chunk.array } }.shouldBeTrue()
        // Nothing may be written into an array that somebody lent.
        long.contentEquals(ByteArray(100_000) { it.toByte() }).shouldBeTrue()
    }

    test("a few bytes do not take a large array") {
        val sink = ByteSink(zeroCopy = true)
        sink.writeBytes(short)
        sink.drain().single().array.size shouldBe 1024
    }
})
