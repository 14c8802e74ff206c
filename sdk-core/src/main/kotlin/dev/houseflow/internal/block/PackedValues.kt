package dev.houseflow.internal.block

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.codec.Codec
import dev.houseflow.internal.codec.NullableCodec
import dev.houseflow.internal.type.GeometryTypes
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput

/**
 * Values of a type without parts as bytes, to be put into another order.
 *
 * @property width the bytes of one value; 0 for String, whose values say it themselves
 */
internal class PackedValues private constructor(private val width: Int, val isNullable: Boolean) {
    private var nulls = ByteArray(0)
    private var bytes = ByteArray(0)

    /** Where each String begins, its length included, and where the last one ends. */
    private var starts = IntArray(0)

    suspend fun read(input: WireInput, count: Int, withNulls: Boolean) {
        if (isNullable && withNulls) nulls = input.readBytes(count)
        if (width > 0) bytes = input.readBytes(input.wideSize(count, width)) else readTexts(input, count)
    }

    private suspend fun readTexts(input: WireInput, count: Int) {
        val sink = ByteSink()
        var starts = IntArray(FIRST)
        for (i in 0 until count) {
            val length = input.readCount("Bytes of a String", input.limits.maxStringBytes)
            sink.writeVarUInt(length.toLong())
            sink.writeBytes(input.readBytes(length))
            checkSize(input, sink.size)
            if (i + 1 == starts.size) starts = starts.copyOf(starts.size * 2)
            starts[i + 1] = sink.size.toInt()
        }
        this.starts = starts
        bytes = sink.toByteArray()
    }

    fun isNull(index: Int): Int = nulls[index].toInt()

    fun write(index: Int, sink: ByteSink) {
        val start = if (width > 0) index * width else starts[index]
        val end = if (width > 0) start + width else starts[index + 1]
        sink.writeBytes(bytes, start, end)
    }

    fun writeDefault(sink: ByteSink) {
        // The length of a String is its one byte.
        repeat(maxOf(width, 1)) { sink.writeByte(0) }
    }

    /** A few bytes must not ask for any amount of memory. */
    fun checkDefaults(input: WireInput, rows: Int) = takeSize(input, rows.toLong() * (maxOf(width, 1) + if (isNullable) 1 else 0))

    /** The same for values that [places] repeat. */
    fun checkTotal(input: WireInput, places: LongArray) {
        if (width > 0) return takeSize(input, places.size.toLong() * width)
        var size = 0L
        for (place in places) size += starts[place.toInt() + 1] - starts[place.toInt()]
        takeSize(input, size)
    }

    private fun takeSize(input: WireInput, size: Long) {
        checkSize(input, size)
        input.take(size)
    }

    private fun checkSize(input: WireInput, size: Long) {
        if (size <= MOST_BYTES) return
        throw input.fail("More than $MOST_BYTES bytes in one column of a block; ask for smaller blocks (max_block_size)")
    }

    companion object {
        private const val FIRST = 256
        private const val MOST_BYTES = 512L shl 20

        /** For values of [codec]; `null` when these have parts. */
        fun of(codec: Codec): PackedValues? {
            val inner = (codec as? NullableCodec)?.inner ?: codec
            val width = width(inner.type, inner) ?: return null
            return PackedValues(width, codec is NullableCodec)
        }

        private fun width(type: ClickHouseType, codec: Codec): Int? = when (type) {
            is ClickHouseType.SimpleAggregateFunction -> width(type.inner, codec)

            is ClickHouseType.Named -> when {
                type.name == "String" -> 0
                type.name == "Nothing" || GeometryTypes.of(type.name) != null -> null
                else -> bytesOfOne(codec)
            }

            is ClickHouseType.FixedString, is ClickHouseType.Decimal, is ClickHouseType.DateTime, is ClickHouseType.DateTime64,
            is ClickHouseType.Time64, is ClickHouseType.Enum,
            -> bytesOfOne(codec)

            else -> null
        }

        private fun bytesOfOne(codec: Codec): Int {
            val builder = codec.newBuilder()
            builder.appendDefault()
            return ByteSink().also { builder.writeData(it) }.size.toInt()
        }
    }
}
