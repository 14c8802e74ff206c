package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import java.math.BigDecimal
import java.math.BigInteger
import java.math.RoundingMode

/*
 * Decimal(P, S): the value times 10^S as a signed integer of 4 (P <= 9), 8 (P <= 18), 16 (P <= 38) or 32 bytes.
 *
 *     Decimal(9, 2)  1.50, -0.01, 0.00:   96000000 ffffffff 00000000
 */
internal fun decimalCodec(name: String, type: ClickHouseType, structure: ClickHouseType.Decimal): Codec = when (
    val width = decimalBytes(structure.precision)
) {
    4 ->
        PlainCodec(name, type, { input, n -> DecimalColumn(name, type, structure.scale, input.readInts(n), null) }) {
            DecimalIntBuilder(name, type, structure)
        }

    8 ->
        PlainCodec(name, type, { input, n -> DecimalColumn(name, type, structure.scale, null, input.readLongs(n)) }) {
            DecimalLongBuilder(name, type, structure)
        }

    else ->
        PlainCodec(
            name,
            type,
            { input, n -> WideDecimalColumn(name, type, structure.scale, input.readBytes(input.wideSize(n, width)), n, width) },
        ) { DecimalWideBuilder(name, type, structure, width) }
}

/** How many bytes each value has. */
internal fun decimalBytes(precision: Int): Int = when {
    precision <= 9 -> 4
    precision <= 18 -> 8
    precision <= 38 -> 16
    else -> 32
}

/** Decimals: everything follows from [getBigDecimal]. */
internal abstract class DecimalValues(name: String, type: ClickHouseType, size: Int) : BigNumberColumn(name, type, size) {
    abstract override fun getBigDecimal(row: Int): BigDecimal

    override fun get(row: Int): Any = getBigDecimal(row)

    override fun getBigInteger(row: Int): BigInteger {
        val value = getBigDecimal(row)
        return try {
            value.toBigIntegerExact()
        } catch (_: ArithmeticException) {
            throw doesNotFit(row, value, "a whole number")
        }
    }

    /**
     * The nearest Double, as long as its shortest text names the same number: so with up to 15
     * digits always.
     */
    override fun getDouble(row: Int): Double {
        val value = getBigDecimal(row)
        val double = value.toDouble()
        if (value.precision() > 15 && BigDecimal.valueOf(double).compareTo(value) != 0) {
            throw doesNotFit(row, value.toPlainString(), "Double without loss")
        }
        return double
    }

    override fun getString(row: Int): String = getBigDecimal(row).toPlainString()
}

/** Decimals of up to 18 digits: one of the two arrays is there. */
internal class DecimalColumn(
    name: String,
    type: ClickHouseType,
    private val scale: Int,
    private val ints: IntArray?,
    private val longs: LongArray?,
) : DecimalValues(name, type, ints?.size ?: longs!!.size), ArrayBacked {
    override val array: Any get() = ints ?: longs!!

    override fun getBigDecimal(row: Int): BigDecimal =
        BigDecimal.valueOf(if (ints != null) ints[row].toLong() else longs!![row], scale)
}

internal class WideDecimalColumn(
    name: String,
    type: ClickHouseType,
    private val scale: Int,
    private val bytes: ByteArray,
    rows: Int,
    private val width: Int,
) : DecimalValues(name, type, rows), ArrayBacked {
    override val array: Any get() = bytes

    override fun getBigDecimal(row: Int): BigDecimal = BigDecimal(wideNumber(bytes, row * width, width, signed = true), scale)
}

/** [value] times 10^scale; fails when digits would be lost on either side. */
private fun NativeBuilder.unscaled(value: Any?, type: ClickHouseType.Decimal): BigInteger {
    val decimal = when (value) {
        is BigDecimal -> value
        is BigInteger -> BigDecimal(value)
        is Double -> if (value.isFinite()) BigDecimal.valueOf(value) else throw outOfRange(value, "numbers")
        is Float -> if (value.isFinite()) BigDecimal(value.toString()) else throw outOfRange(value, "numbers")
        is ULong -> BigDecimal(unsigned(value.toLong()))
        else -> BigDecimal.valueOf(wholeNumber(value))
    }
    // Compared before scaling: 1E+1000000000 as a plain number would fill the memory.
    val digitsBefore = decimal.precision().toLong() - decimal.scale()
    if (decimal.signum() != 0 && digitsBefore > type.precision - type.scale) {
        throw outOfRange(decimal, "the ${type.precision - type.scale} digits before the point")
    }
    return try {
        decimal.setScale(type.scale, RoundingMode.UNNECESSARY).unscaledValue()
    } catch (_: ArithmeticException) {
        throw outOfRange(decimal, "the ${type.scale} digits after the point; round it with setScale(${type.scale}, ...)")
    }
}

internal class DecimalIntBuilder(name: String, type: ClickHouseType, private val structure: ClickHouseType.Decimal) :
    IntValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = add(unscaled(value, structure).toInt())

    override fun appendLong(value: Long): Unit = append(value)

    override fun appendFloat(value: Float): Unit = append(value)

    override fun appendDouble(value: Double): Unit = append(value)

    override fun build(): Column = DecimalColumn(name, type, structure.scale, toArray(), null)
}

internal class DecimalLongBuilder(name: String, type: ClickHouseType, private val structure: ClickHouseType.Decimal) :
    LongValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = add(unscaled(value, structure).toLong())

    override fun appendLong(value: Long): Unit = append(value)

    override fun appendFloat(value: Float): Unit = append(value)

    override fun appendDouble(value: Double): Unit = append(value)

    override fun build(): Column = DecimalColumn(name, type, structure.scale, null, toArray())
}

internal class DecimalWideBuilder(name: String, type: ClickHouseType, private val structure: ClickHouseType.Decimal, width: Int) :
    WideValuesBuilder(name, type, width) {
    override fun append(value: Any?) {
        val unscaled = unscaled(value, structure)
        val at = addRow()
        putWideNumber(unscaled, bytes, at, width)
    }

    override fun appendLong(value: Long): Unit = append(value)

    override fun appendFloat(value: Float): Unit = append(value)

    override fun appendDouble(value: Double): Unit = append(value)

    override fun build(): Column = WideDecimalColumn(name, type, structure.scale, toArray(), size, width)
}
