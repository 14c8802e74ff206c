package dev.houseflow.internal.wire

import dev.houseflow.InternalHouseflowApi
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * Where an encoder puts its bytes: a list of chunks that grows without copying what is there. Numbers are little-endian, as everywhere in
 * ClickHouse's formats. Not thread-safe.
 */
@InternalHouseflowApi
public class ByteSink {
    /** `array[0 until size]`; belongs to whoever drained it. */
    @InternalHouseflowApi
    public class Chunk internal constructor(public val array: ByteArray, public val size: Int)

    private var sealed = ArrayList<Chunk>()
    private var sealedSize = 0L
    private var chunk = EMPTY
    private var buffer = ByteBuffer.wrap(EMPTY).order(ByteOrder.LITTLE_ENDIAN)
    private var at = 0

    /** Bytes written since the last [drain]. */
    public val size: Long get() = sealedSize + at

    /** Hands all bytes over, in order, and is empty afterwards. */
    public fun drain(): List<Chunk> {
        seal()
        val result = sealed
        sealed = ArrayList()
        sealedSize = 0
        return result
    }

    /** All bytes as one copy; the sink keeps them. */
    public fun toByteArray(): ByteArray {
        require(size <= Int.MAX_VALUE) { "$size bytes do not fit one array: drain the chunks" }
        val result = ByteArray(size.toInt())
        var to = 0
        for (part in sealed) {
            System.arraycopy(part.array, 0, result, to, part.size)
            to += part.size
        }
        System.arraycopy(chunk, 0, result, to, at)
        return result
    }

    public fun writeByte(value: Int) {
        need(1)
        chunk[at++] = value.toByte()
    }

    public fun writeShort(value: Int) {
        need(2)
        buffer.putShort(at, value.toShort())
        at += 2
    }

    public fun writeInt(value: Int) {
        need(4)
        buffer.putInt(at, value)
        at += 4
    }

    public fun writeLong(value: Long) {
        need(8)
        buffer.putLong(at, value)
        at += 8
    }

    /** Unsigned LEB128 of all 64 bits. */
    public fun writeVarUInt(value: Long) {
        need(10)
        var rest = value
        while (rest and 0x7fL.inv() != 0L) {
            chunk[at++] = (rest.toInt() and 0x7f or 0x80).toByte()
            rest = rest ushr 7
        }
        chunk[at++] = rest.toByte()
    }

    public fun writeBytes(bytes: ByteArray): Unit = writeBytes(bytes, 0, bytes.size)

    /** Writes `bytes[start until end]`. */
    public fun writeBytes(bytes: ByteArray, start: Int, end: Int) {
        var from = start
        while (from < end) {
            if (at == chunk.size) grow(end - from)
            val count = minOf(end - from, chunk.size - at)
            System.arraycopy(bytes, from, chunk, at, count)
            at += count
            from += count
        }
    }

    /** A length and the UTF-8 bytes of [text]: ClickHouse's `String`. */
    public fun writeString(text: String) {
        val bytes = text.toByteArray(Charsets.UTF_8)
        writeVarUInt(bytes.size.toLong())
        writeBytes(bytes)
    }

    public fun writeShorts(values: ShortArray, count: Int) {
        bulk(count, 2) { from, n -> view().asShortBuffer().put(values, from, n) }
    }

    public fun writeInts(values: IntArray, count: Int) {
        bulk(count, 4) { from, n -> view().asIntBuffer().put(values, from, n) }
    }

    public fun writeLongs(values: LongArray, count: Int) {
        bulk(count, 8) { from, n -> view().asLongBuffer().put(values, from, n) }
    }

    public fun writeFloats(values: FloatArray, count: Int) {
        bulk(count, 4) { from, n -> view().asFloatBuffer().put(values, from, n) }
    }

    public fun writeDoubles(values: DoubleArray, count: Int) {
        bulk(count, 8) { from, n -> view().asDoubleBuffer().put(values, from, n) }
    }

    private inline fun bulk(count: Int, width: Int, put: (from: Int, n: Int) -> Unit) {
        var from = 0
        while (from < count) {
            if (chunk.size - at < width) grow((count - from).toLong() * width)
            val n = minOf(count - from, (chunk.size - at) / width)
            put(from, n)
            at += n * width
            from += n
        }
    }

    private fun view(): ByteBuffer {
        // Through the supertype: ByteBuffer.position returns ByteBuffer only since Java 9.
        (buffer as java.nio.Buffer).position(at)
        return buffer
    }

    private fun need(count: Int) {
        if (chunk.size - at < count) grow(count)
    }

    private fun grow(wanted: Int): Unit = grow(wanted.toLong())

    private fun grow(wanted: Long) {
        val next = minOf(maxOf(chunk.size * 2L, wanted, MIN_CHUNK), MAX_CHUNK).toInt()
        seal()
        chunk = ByteArray(next)
        buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN)
    }

    private fun seal() {
        if (at > 0) {
            sealed.add(Chunk(chunk, at))
            sealedSize += at
            chunk = EMPTY
            at = 0
        }
    }

    private companion object {
        private val EMPTY = ByteArray(0)
        private const val MIN_CHUNK = 1024L
        private const val MAX_CHUNK = 1L shl 18
    }
}
