package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi

/**
 * What the builders of Variant and Dynamic share: every row belongs to one of the [alternatives],
 * or to none, which is NULL.
 */
@InternalHouseflowApi
public abstract class DiscriminatedBuilder internal constructor(name: String, type: ClickHouseType) : NativeBuilder(name, type) {
    /** The builders of the values, by number. */
    public abstract val alternatives: List<NativeBuilder>

    private var numbers = IntArray(16)
    private var count = 0

    /** The number of the alternative of [row], or -1 for NULL. */
    internal fun number(row: Int): Int = numbers[row]

    /** Makes the next row one of the alternative [number], or NULL for -1. */
    internal fun mark(number: Int) {
        if (count == numbers.size) numbers = numbers.copyOf(count * 2)
        numbers[count++] = number
    }

    override fun countRows(): Int = count

    override fun appendDefault(): Unit = appendNull()

    override fun appendNull(): Unit = mark(-1)

    // The class of a value says where it goes, so none of these may become another one on the way.

    override fun appendBoolean(value: Boolean): Unit = append(value)

    override fun appendByte(value: Byte): Unit = append(value)

    override fun appendShort(value: Short): Unit = append(value)

    override fun appendInt(value: Int): Unit = append(value)

    override fun appendLong(value: Long): Unit = append(value)

    override fun appendFloat(value: Float): Unit = append(value)

    override fun appendDouble(value: Double): Unit = append(value)

    override fun appendString(value: String): Unit = append(value)

    override fun appendBytes(value: ByteArray): Unit = append(value)

    override val dataBytes: Long
        get() {
            var sum = count.toLong()
            for (alternative in alternatives) sum += alternative.dataBytes
            return sum
        }

    override fun build(): Column {
        val places = placesOfRows(numbers, count, alternatives.size)
        return VariantColumn(name, type, alternatives.map { it.build() }, numbers.copyOf(count), places)
    }

    override fun truncate(rows: Int) {
        val kept = IntArray(alternatives.size)
        for (row in 0 until rows) if (numbers[row] >= 0) kept[numbers[row]]++
        for (i in alternatives.indices) alternatives[i].truncate(kept[i])
        count = rows
    }
}
