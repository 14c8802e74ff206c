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

internal class Float32Column(name: String, type: ClickHouseType, @JvmField val values: FloatArray) : Column(name, type, values.size) {
    override fun get(row: Int): Any = values[row]

    override fun getFloat(row: Int): Float = values[row]

    override fun getDouble(row: Int): Double = values[row].toDouble()

    override fun getString(row: Int): String = values[row].toString()
}

internal class Float64Column(name: String, type: ClickHouseType, @JvmField val values: DoubleArray) : Column(name, type, values.size) {
    override fun get(row: Int): Any = values[row]

    override fun getFloat(row: Int): Float {
        val value = values[row]
        if (!exactFloat(value)) throw doesNotFit(row, value, "Float without loss")
        return value.toFloat()
    }

    override fun getDouble(row: Int): Double = values[row]

    override fun getString(row: Int): String = values[row].toString()

    override fun toDoubleArray(): DoubleArray = values.copyOf()
}

internal class BFloat16Column(name: String, type: ClickHouseType, @JvmField val values: ShortArray) : Column(name, type, values.size) {
    override fun get(row: Int): Any = getFloat(row)

    override fun getFloat(row: Int): Float = Float.fromBits(values[row].toInt() shl 16)

    override fun getDouble(row: Int): Double = getFloat(row).toDouble()

    override fun getString(row: Int): String = getFloat(row).toString()
}

/** A floating-point number; whole numbers and decimals only where a Double names the same number. */
internal fun NativeBuilder.floatingNumber(value: Any?): Double = when (value) {
    null -> throw refused("NULL")

    is Double -> value

    is Float -> value.toDouble()

    is Byte, is Short, is Int -> (value as Number).toDouble()

    is BigDecimal -> value.toDouble().takeIf { it.isFinite() && BigDecimal.valueOf(it).compareTo(value) == 0 }
        ?: throw outOfRange(value, "what a Double can say without loss")

    else -> {
        val whole = wholeNumber(value)
        if (whole < -(1L shl 53) || whole > 1L shl 53) throw outOfRange(whole, "what a Double can say without loss")
        whole.toDouble()
    }
}

internal class Float32Builder(name: String, type: ClickHouseType) : IntValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = if (value is Float) appendFloat(value) else appendDouble(floatingNumber(value))

    override fun appendFloat(value: Float): Unit = add(value.toRawBits())

    override fun appendDouble(value: Double) {
        if (!exactFloat(value)) throw outOfRange(value, "what a Float can say without loss; round it with toFloat()")
        add(value.toFloat().toRawBits())
    }

    override fun appendLong(value: Long): Unit = appendDouble(floatingNumber(value))

    override fun build(): Column {
        val bits = toArray()
        return Float32Column(name, type, FloatArray(bits.size) { Float.fromBits(bits[it]) })
    }
}

internal class Float64Builder(name: String, type: ClickHouseType) : LongValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = appendDouble(floatingNumber(value))

    override fun appendDouble(value: Double): Unit = add(value.toRawBits())

    override fun appendLong(value: Long): Unit = appendDouble(floatingNumber(value))

    override fun build(): Column {
        val bits = toArray()
        return Float64Column(name, type, DoubleArray(bits.size) { Double.fromBits(bits[it]) })
    }
}

internal class BFloat16Builder(name: String, type: ClickHouseType) : ShortValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = if (value is Float) appendFloat(value) else appendDouble(floatingNumber(value))

    override fun appendFloat(value: Float) {
        val bits = value.toRawBits()
        if (bits and 0xffff != 0 && !value.isNaN()) {
            throw outOfRange(value, "what a BFloat16 (8 significant bits) can say without loss; clear the lower 16 bits of the Float")
        }
        // A NaN whose payload sits in the lower half would become an infinity.
        add(if (value.isNaN()) (bits ushr 16 or 0x40).toShort() else (bits ushr 16).toShort())
    }

    override fun appendDouble(value: Double) {
        if (!exactFloat(value)) throw outOfRange(value, "what a BFloat16 can say without loss")
        appendFloat(value.toFloat())
    }

    override fun appendLong(value: Long): Unit = appendDouble(floatingNumber(value))

    override fun build(): Column = BFloat16Column(name, type, toArray())
}
