package dev.houseflow.internal.block

import dev.houseflow.Column
import dev.houseflow.internal.codec.Codec
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput

/** Reads a column by way of its plain form, so that columns never know of another one. */
internal abstract class UnpackingCodec(private val codec: Codec) : Codec(codec.name, codec.type) {
    override suspend fun readPrefix(input: WireInput) = codec.readPrefix(input)

    override suspend fun read(input: WireInput, rows: Int): Column {
        val sink = ByteSink()
        unpack(input, rows, sink)
        val plain = WireInput(ByteArraySource(sink.toByteArray()), input.limits, input.budget)
        plain.column = input.column
        plain.type = input.type
        return codec.read(plain, rows)
    }

    /** Writes [rows] values to [sink] in the plain form. */
    protected abstract suspend fun unpack(input: WireInput, rows: Int, sink: ByteSink)

    override fun newBuilder(): NativeBuilder = codec.newBuilder()
}

/*
 * Only the values that are no defaults. A number for each says how many defaults stand before it;
 * the last number has bit 62 set and says how many follow. NULL is the default of Nullable, so no
 * null map comes along.
 *
 *     UInt8  0, 0, 7, 0, 9, 0:   02 01 81 80 80 80 80 80 80 80 40   07 09
 */
internal class SparseCodec(codec: Codec, private val values: PackedValues) : UnpackingCodec(codec) {
    override suspend fun unpack(input: WireInput, rows: Int, sink: ByteSink) {
        values.checkDefaults(input, rows)
        val places = readPlaces(input, rows)
        values.read(input, places.size, withNulls = false)
        if (values.isNullable) {
            var next = 0
            for (row in 0 until rows) {
                if (next < places.size &&
                    places[next] == row
                ) {
                    sink.writeByte(0).also { next++ }
                } else {
                    sink.writeByte(1)
                }
            }
        }
        var next = 0
        for (row in 0 until rows) {
            if (next < places.size && places[next] == row) values.write(next++, sink) else values.writeDefault(sink)
        }
    }

    /** The rows that have values, in order. */
    private suspend fun readPlaces(input: WireInput, rows: Int): IntArray {
        var places = IntArray(FIRST)
        var count = 0
        var row = 0L
        while (true) {
            val number = input.readVarUInt()
            row += number and LAST.inv()
            val isLast = number and LAST != 0L
            if (row > rows || (isLast && row != rows.toLong()) || (!isLast && row == rows.toLong())) {
                throw input.fail("Values for ${row + if (isLast) 0 else 1} rows in a block of $rows")
            }
            if (isLast) return places.copyOf(count)
            if (count == places.size) places = places.copyOf(minOf(rows, count * 2))
            places[count++] = row.toInt()
            row++
        }
    }

    private companion object {
        private const val LAST = 1L shl 62
        private const val FIRST = 1024
    }
}

/*
 * The different values, and for each row the place of its own among them, as numbers of 1, 2, 4 or
 * 8 bytes.
 *
 *     String  "a", "b", "a":   03 01 00 01 00   02 0161 0162
 */
internal class ReplicatedCodec(codec: Codec, private val values: PackedValues) : UnpackingCodec(codec) {
    override suspend fun unpack(input: WireInput, rows: Int, sink: ByteSink) {
        val count = input.readVarUInt()
        if (count != rows.toLong()) throw input.fail("$count values in a block of $rows rows")
        input.take(rows * 8L)
        val places = readPlaces(input, rows)
        val different = input.readCount("Different values", input.limits.maxRows)
        places.forEachIndexed { row, place ->
            if (place < 0 || place >= different) throw input.fail("Value ${java.lang.Long.toUnsignedString(place)} of $different", row)
        }
        values.read(input, different, withNulls = true)
        values.checkTotal(input, places)
        if (values.isNullable) for (place in places) sink.writeByte(values.isNull(place.toInt()))
        for (place in places) values.write(place.toInt(), sink)
    }

    private suspend fun readPlaces(input: WireInput, rows: Int): LongArray = when (val width = input.readByte()) {
        1 -> input.readBytes(rows).let { bytes -> LongArray(rows) { bytes[it].toLong() and 0xff } }
        2 -> input.readShorts(rows).let { shorts -> LongArray(rows) { shorts[it].toLong() and 0xffff } }
        4 -> input.readInts(rows).let { ints -> LongArray(rows) { ints[it].toLong() and 0xffffffffL } }
        8 -> input.readLongs(rows)
        else -> throw input.fail("Numbers of $width bytes, and only 1, 2, 4 and 8 are known")
    }
}
