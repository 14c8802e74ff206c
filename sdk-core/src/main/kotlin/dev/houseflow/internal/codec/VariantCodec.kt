package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput

/*
 * Variant(T1..Tk), the alternatives in the bytewise order of their text. Prefix: u64 mode (0), the prefixes of the alternatives. Data: one
 * byte per row, the number of its alternative or ff for NULL; then the values of each alternative, only as many as there are.
 *
 *     Variant(String, UInt8)  1, 'x', NULL:   0000000000000000   01 00 ff   01 78   01
 */
internal class VariantCodec(name: String, type: ClickHouseType, private val alternatives: List<Codec>) : Codec(name, type) {
    override suspend fun readPrefix(input: WireInput) {
        readMode(input)
        for (alternative in alternatives) alternative.readPrefix(input)
    }

    override suspend fun read(input: WireInput, rows: Int): Column {
        val bytes = input.readBytes(rows)
        val numbers = IntArray(rows) { if (bytes[it].toInt() == NULL) -1 else bytes[it].toInt() and 0xff }
        val places = placesOf(input, numbers, alternatives.size)
        val columns = ArrayList<Column>(alternatives.size)
        input.elementDepth++
        for (i in alternatives.indices) columns.add(alternatives[i].read(input, places.counts[i]))
        input.elementDepth--
        return VariantColumn(name, type, columns, numbers, places.rows)
    }

    override fun newBuilder(): NativeBuilder = VariantBuilder(name, type, alternatives.map { it.newBuilder() })

    internal companion object {
        /** As a signed byte; 255 on the wire. */
        const val NULL: Int = -1

        suspend fun readMode(input: WireInput) {
            val mode = input.readLong()
            if (mode != 0L) throw input.fail("Variant discriminators of mode $mode, and only 0 is known")
        }
    }
}

/** The discriminator that all [bytes] are, when they are one and the same; else -1. NULL does not count. */
internal fun onlyAlternative(bytes: ByteArray): Int {
    if (bytes.isEmpty() || bytes[0].toInt() == VariantCodec.NULL) return -1
    val first = bytes[0]
    for (byte in bytes) if (byte != first) return -1
    return first.toInt() and 0xff
}

/** Which row of its alternative each row is, and how many rows each alternative has. */
internal class Places(@JvmField val rows: IntArray, @JvmField val counts: IntArray)

/** Counts the rows of each of [alternatives] alternatives; -1 in [numbers] is NULL. */
internal fun placesOf(input: WireInput, numbers: IntArray, alternatives: Int): Places {
    val rows = IntArray(numbers.size)
    val counts = IntArray(alternatives)
    for (row in numbers.indices) {
        val number = numbers[row]
        if (number >= alternatives) throw input.fail("Alternative $number of a type that has $alternatives", row)
        if (number >= 0) rows[row] = counts[number]++
    }
    return Places(rows, counts)
}

/**
 * Values of several types: row `rowInAlternative(row)` of `alternatives[alternative(row)]`. Of Variant the alternatives are those of the
 * type; of Dynamic, those that the block happens to hold.
 */
@InternalHouseflowApi
public class VariantColumn private constructor(
    name: String,
    type: ClickHouseType,
    public val alternatives: List<Column>,
    private val numbers: IntArray?,
    private val rows: IntArray?,
    size: Int,
    private val only: Int,
) : DelegatingColumn(name, type, size) {
    internal constructor(name: String, type: ClickHouseType, alternatives: List<Column>, numbers: IntArray, rows: IntArray) :
        this(name, type, alternatives, numbers, rows, numbers.size, -1)

    /** All rows are those of alternative [only]. */
    internal constructor(name: String, type: ClickHouseType, alternatives: List<Column>, only: Int) :
        this(name, type, alternatives, null, null, alternatives[only].size, only)

    /** The number of the alternative that holds [row], or -1 when it is NULL. */
    public fun alternative(row: Int): Int = if (numbers == null) only else numbers[row]

    /** The row in that alternative's column. */
    public fun rowInAlternative(row: Int): Int = if (rows == null) row else rows[row]

    override fun target(row: Int): Column? {
        val number = alternative(row)
        return if (number < 0) null else alternatives[number]
    }

    override fun targetRow(row: Int): Int = rowInAlternative(row)
}

/**
 * Collects values of several types: ask for the [alternative] that takes the row and append one value to it; or append a value, which goes
 * to the first alternative whose own JVM type it is, or else to the first one that takes it.
 */
@InternalHouseflowApi
public class VariantBuilder internal constructor(
    name: String,
    type: ClickHouseType,
    override val alternatives: List<NativeBuilder>,
) : DiscriminatedBuilder(name, type) {
    /** Marks the next row as one of the alternative [index], to whose builder the caller then appends its value. */
    public fun alternative(index: Int): NativeBuilder {
        mark(index)
        return alternatives[index]
    }

    override fun append(value: Any?) {
        if (value == null) return appendNull()
        for (own in OWN_FIRST) {
            for (index in alternatives.indices) {
                val alternative = alternatives[index]
                if (own == JvmTypes.isOwn(alternative.type, value) && tryAppend(alternative, value)) return mark(index)
            }
        }
        throw wrongClass(value)
    }

    private fun tryAppend(alternative: NativeBuilder, value: Any): Boolean = try {
        alternative.append(value)
        true
    } catch (_: FormatException) {
        false
    }

    override fun appendRowBinary(input: RowBinaryInput) {
        val number = input.readByte()
        when {
            number == 0xff -> appendNull()

            number >= alternatives.size -> throw input.fail("alternative $number of a Variant that has ${alternatives.size}")

            else -> {
                input.nested { alternatives[number].appendRowBinary(input) }
                mark(number)
            }
        }
    }

    override fun writePrefix(sink: ByteSink) {
        sink.writeLong(0)
        for (alternative in alternatives) alternative.writePrefix(sink)
    }

    override fun writeData(sink: ByteSink) {
        for (row in 0 until size) sink.writeByte(number(row))
        for (alternative in alternatives) alternative.writeData(sink)
    }

    private companion object {
        private val OWN_FIRST = booleanArrayOf(true, false)
    }
}

/** Which row of its alternative each of the first [count] rows is. */
internal fun placesOfRows(numbers: IntArray, count: Int, alternatives: Int): IntArray {
    val counts = IntArray(alternatives)
    return IntArray(count) { if (numbers[it] < 0) 0 else counts[numbers[it]]++ }
}
