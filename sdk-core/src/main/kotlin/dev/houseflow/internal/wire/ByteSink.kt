package dev.houseflow.internal.wire

import dev.houseflow.InternalHouseflowApi
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * Where an encoder puts its bytes: a list of chunks that grows without copying what is there.
 * Numbers are little-endian, as everywhere in ClickHouse's formats. Not thread-safe.
 *
 * @param zeroCopy whether long arrays are passed on as they are, without a copy, and chunks come
 * back by [recycle]: then what was written must not change before the chunks have been used
 */
@InternalHouseflowApi
public class ByteSink @JvmOverloads constructor(private val zeroCopy: Boolean = false) {
    /**
     * `array[start until end]`; belongs to the caller of [drain], unless the sink passes arrays on.
     */
    @InternalHouseflowApi
    public class Chunk internal constructor(
        public val array: ByteArray,
        public val start: Int,
        public val end: Int,
        internal val isOwn: Boolean = true,
    )

    private var sealed = ArrayList<Chunk>()

    /**
     * Of [MAX_CHUNK] bytes each, to be used again: new ones have to be set to zero, and lie in none
     * of the processor's caches.
     */
    private val spare = ArrayList<ByteArray>()
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

    /** Takes back what [drain] gave, when it is not needed any more. */
    public fun recycle(chunks: List<Chunk>) {
        if (!zeroCopy) return
        for (chunk in chunks) {
            if (chunk.isOwn && chunk.array.size == MAX_CHUNK.toInt() && spare.size < MAX_SPARE) spare.add(chunk.array)
        }
    }

    /** All bytes as one copy; the sink keeps them. */
    public fun toByteArray(): ByteArray {
        require(size <= Int.MAX_VALUE) { "$size bytes do not fit one array: drain the chunks" }
        val result = ByteArray(size.toInt())
        var to = 0
        for (part in sealed) {
            System.arraycopy(part.array, part.start, result, to, part.end - part.start)
            to += part.end - part.start
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
        if (zeroCopy && end - start >= LEAST_PASSED) return pass(bytes, start, end)
        var from = start
        while (from < end) {
            if (at == chunk.size) grow(end - from)
            val count = minOf(end - from, chunk.size - at)
            System.arraycopy(bytes, from, chunk, at, count)
            at += count
            from += count
        }
    }

    private fun pass(bytes: ByteArray, start: Int, end: Int) {
        seal()
        sealed.add(Chunk(bytes, start, end, isOwn = false))
        sealedSize += end - start
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
        var next = minOf(maxOf(chunk.size * 2L, wanted, MIN_CHUNK), MAX_CHUNK)
        // One size for those that come back.
        if (zeroCopy && next >= LEAST_PASSED) next = MAX_CHUNK
        seal()
        chunk = if (spare.isEmpty()) ByteArray(next.toInt()) else spare.removeAt(spare.size - 1)
        buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN)
    }

    private fun seal() {
        if (at > 0) {
            sealed.add(Chunk(chunk, 0, at))
            sealedSize += at
            chunk = EMPTY
            at = 0
        }
    }

    private companion object {
        private val EMPTY = ByteArray(0)
        private const val MIN_CHUNK = 1024L
        private const val MAX_CHUNK = 1L shl 18
        private const val MAX_SPARE = 8
        private const val LEAST_PASSED = 1 shl 15
    }
}
