package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import java.math.BigDecimal

/*
 * Float32, Float64: IEEE 754 values back to back, little-endian; NaN and -0.0 keep their bits. BFloat16: the upper half of a Float32.
 *
 *     Float32   1.5, -0, nan:   0000c03f 00000080 0000c07f
 *     BFloat16  1.5, -0, nan:   c03f 0080 c07f
 */
internal fun floatCodec(name: String, type: ClickHouseType, text: String): Codec? = when (text) {
    "Float32" -> PlainCodec(name, type, { input, n -> Float32Column(name, type, input.readFloats(n)) }) { Float32Builder(name, type) }
    "Float64" -> PlainCodec(name, type, { input, n -> Float64Column(name, type, input.readDoubles(n)) }) { Float64Builder(name, type) }
    "BFloat16" -> PlainCodec(name, type, { input, n -> BFloat16Column(name, type, input.readShorts(n)) }) { BFloat16Builder(name, type) }
    else -> null
}

/** Whether [value] as a Float names the same number. */
private fun exactFloat(value: Double): Boolean = value.isNaN() || value.toFloat().toDouble() == value

internal class Float32Column(name: String, type: ClickHouseType, @JvmField val values: FloatArray) :
    Column(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = values[row]

    override fun getFloat(row: Int): Float = values[row]

    override fun getDouble(row: Int): Double = values[row].toDouble()

    override fun getString(row: Int): String = FloatText.of(values[row])
}

internal class Float64Column(name: String, type: ClickHouseType, @JvmField val values: DoubleArray) :
    Column(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = values[row]

    override fun getFloat(row: Int): Float {
        val value = values[row]
        if (!exactFloat(value)) throw doesNotFit(row, value, "Float without loss")
        return value.toFloat()
    }

    override fun getDouble(row: Int): Double = values[row]

    override fun getString(row: Int): String = FloatText.of(values[row])

    override fun toDoubleArray(): DoubleArray = values.copyOf()
}

internal class BFloat16Column(name: String, type: ClickHouseType, @JvmField val values: ShortArray) :
    Column(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = getFloat(row)

    override fun getFloat(row: Int): Float = BFloat16.toFloat(values[row])

    override fun getDouble(row: Int): Double = getFloat(row).toDouble()

    override fun getString(row: Int): String = FloatText.of(getFloat(row))
}

/** A whole number or a decimal as the Double that names the same number. */
private fun NativeBuilder.sameNumber(value: Any?): Double = when (value) {
    null -> throw refused("NULL")

    is Byte, is Short, is Int -> (value as Number).toDouble()

    is BigDecimal -> value.toDouble().takeIf { it.isFinite() && BigDecimal.valueOf(it).compareTo(value) == 0 }
        ?: throw outOfRange(value, "what a Double can say without loss")

    else -> wholeDouble(wholeNumber(value))
}

private fun NativeBuilder.wholeDouble(value: Long): Double {
    if (value < -WHOLE_DOUBLES || value > WHOLE_DOUBLES) throw outOfRange(value, "what a Double can say without loss")
    return value.toDouble()
}

private const val WHOLE_DOUBLES = 1L shl 53

/*
 * A Float or Double that goes into a narrower type is rounded to the nearest number, ties to the
 * even one, as IEEE 754 says and every client does. What is beyond the largest number is refused,
 * because infinity is no rounding of it. Whole numbers and decimals are never rounded.
 */

internal class Float32Builder(name: String, type: ClickHouseType) : IntValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = when (value) {
        is Float -> appendFloat(value)
        is Double -> appendDouble(value)
        else -> addSame(sameNumber(value), value)
    }

    override fun appendFloat(value: Float): Unit = add(value.toRawBits())

    override fun appendDouble(value: Double) {
        val rounded = value.toFloat()
        if (rounded.isInfinite() && !value.isInfinite()) throw outOfRange(value, "the finite numbers of a Float")
        add(rounded.toRawBits())
    }

    override fun appendLong(value: Long): Unit = addSame(wholeDouble(value), value)

    private fun addSame(number: Double, value: Any?) {
        if (!exactFloat(number)) throw outOfRange(value, "what a Float can say without loss; a Double is rounded to one")
        add(number.toFloat().toRawBits())
    }

    override fun build(): Column {
        val bits = toArray()
        return Float32Column(name, type, FloatArray(bits.size) { Float.fromBits(bits[it]) })
    }
}

internal class Float64Builder(name: String, type: ClickHouseType) : LongValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = when (value) {
        is Double -> appendDouble(value)
        is Float -> appendDouble(value.toDouble())
        else -> appendDouble(sameNumber(value))
    }

    override fun appendDouble(value: Double): Unit = add(value.toRawBits())

    override fun appendLong(value: Long): Unit = appendDouble(wholeDouble(value))

    override fun build(): Column {
        val bits = toArray()
        return Float64Column(name, type, DoubleArray(bits.size) { Double.fromBits(bits[it]) })
    }
}

internal class BFloat16Builder(name: String, type: ClickHouseType) : ShortValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = when (value) {
        is Float -> appendFloat(value)
        is Double -> appendDouble(value)
        else -> addSame(sameNumber(value), value)
    }

    override fun appendFloat(value: Float): Unit = appendDouble(value.toDouble())

    override fun appendDouble(value: Double) {
        val rounded = BFloat16.of(value)
        if (BFloat16.isInfinite(rounded) && !value.isInfinite()) throw outOfRange(value, "the finite numbers of a BFloat16")
        add(rounded)
    }

    override fun appendLong(value: Long): Unit = addSame(wholeDouble(value), value)

    private fun addSame(number: Double, value: Any?) {
        val bits = BFloat16.of(number)
        if (BFloat16.toFloat(bits).toDouble() != number) {
            throw outOfRange(value, "what a BFloat16 (8 significant bits) can say without loss; a Float is rounded to one")
        }
        add(bits)
    }

    override fun build(): Column = BFloat16Column(name, type, toArray())
}

/** The upper half of a Float as a number type of its own. */
internal object BFloat16 {
    private const val INFINITY = 0x7f80
    private const val QUIET = 0x40

    fun toFloat(bits: Short): Float = Float.fromBits(bits.toInt() shl 16)

    fun isInfinite(bits: Short): Boolean = bits.toInt() and 0x7fff == INFINITY

    /** The nearest one, of two equally near ones the even one. */
    fun of(value: Double): Short {
        val bits = oddFloat(value)
        // A NaN whose payload sits in the lower half would become an infinity.
        if (value.isNaN()) return (bits ushr 16 or QUIET).toShort()
        return (bits + 0x7fff + (bits ushr 16 and 1) ushr 16).toShort()
    }

    /**
     * The bits of [value] as a Float that is odd where digits were lost: rounded again, it becomes
     * what [value] itself would, which the nearest Float does not always.
     */
    private fun oddFloat(value: Double): Int {
        val nearest = value.toFloat()
        val bits = nearest.toRawBits()
        if (value.isNaN() || nearest.toDouble() == value) return bits
        val towardsZero = if (Math.abs(nearest.toDouble()) > Math.abs(value)) bits - 1 else bits
        return towardsZero or 1
    }
}
