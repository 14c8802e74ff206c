package dev.houseflow.internal.codec

import dev.houseflow.FormatException
import dev.houseflow.internal.wire.BlockBudget
import dev.houseflow.internal.wire.ReadLimits

/**
 * Values in RowBinary form inside `bytes[position until end]`: how ClickHouse keeps rare types of
 * Dynamic and rare paths of JSON.
 */
internal class RowBinaryInput(
    @JvmField val bytes: ByteArray,
    @JvmField var position: Int,
    @JvmField val end: Int,
    @JvmField val limits: ReadLimits,
    @JvmField val column: String?,
    @JvmField val budget: BlockBudget,
) {
    /** How deep the values and types being read are nested. */
    @JvmField
    var depth: Int = 0

    val left: Int get() = end - position

    fun fail(message: String): FormatException = FormatException("A value in binary form: $message", column)

    fun need(count: Int) {
        if (count < 0 || left < count) throw fail("it ends early")
    }

    fun readByte(): Int {
        need(1)
        return bytes[position++].toInt() and 0xff
    }

    fun readShort(): Int = readByte() or (readByte() shl 8)

    fun readInt(): Int = readShort() or (readShort() shl 16)

    fun readLong(): Long = (readInt().toLong() and 0xffffffffL) or (readInt().toLong() shl 32)

    fun readVarUInt(): Long {
        var result = 0L
        var shift = 0
        while (true) {
            val byte = readByte()
            result = result or ((byte and 0x7f).toLong() shl shift)
            if (byte < 0x80) return result
            shift += 7
            if (shift > 56) throw fail("a variable-length number runs over 63 bits")
        }
    }

    /** A count of things of which each takes at least [bytesEach] bytes. */
    fun readCount(bytesEach: Int): Int {
        val count = readVarUInt()
        val most = if (bytesEach == 0) MAX_EMPTY_PARTS else left / bytesEach
        if (count > most) throw fail("it claims $count parts in $left bytes")
        return count.toInt()
    }

    /** The length of a run of bytes that starts at [position]. */
    fun readLength(): Int = readCount(1)

    fun readText(): String {
        val length = readLength()
        val text = String(bytes, position, length, Charsets.UTF_8)
        position += length
        return text
    }

    /** Appends a default value to [builder], for which there are no bytes. */
    fun appendDefault(builder: NativeBuilder) {
        takeDefault(builder)
        builder.appendDefault()
    }

    /** Checks that there is room for a default value in [builder]. */
    fun takeDefault(builder: NativeBuilder) {
        if (!budget.takeDefault(builder.defaultBytes)) throw fail(budget.message())
    }

    /** Takes [bytes] of memory beyond those of the value. */
    fun take(bytes: Long) {
        if (!budget.take(bytes)) throw fail(budget.message())
    }

    /** One level deeper, for [body]. */
    inline fun <T> nested(body: () -> T): T {
        if (++depth > limits.maxDepth) throw fail("it nests deeper than ${limits.maxDepth} levels")
        val result = body()
        depth--
        return result
    }

    companion object {
        /**
         * What an element of an array may take beyond its bytes: where it ends, and room to grow.
         */
        const val BYTES_PER_ELEMENT: Long = 8

        /**
         * Elements without bytes (of `Nothing`, of the empty Tuple): nothing bounds a lie about
         * their number but this.
         */
        private const val MAX_EMPTY_PARTS = 256
    }
}
