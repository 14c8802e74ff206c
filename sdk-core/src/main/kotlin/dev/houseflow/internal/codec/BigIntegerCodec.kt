package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import java.math.BigDecimal
import java.math.BigInteger

/*
 * Int128, Int256, UInt128, UInt256: 16 or 32 bytes each, two's complement, little-endian.
 *
 *     Int128  1, -1, 256:
 *     01000000000000000000000000000000 ffffffffffffffffffffffffffffffff 00010000000000000000000000000000
 */
internal fun bigIntegerCodec(name: String, type: ClickHouseType, text: String): Codec? {
    val width = when (text) {
        "Int128", "UInt128" -> 16
        "Int256", "UInt256" -> 32
        else -> return null
    }
    val signed = text[0] == 'I'
    return PlainCodec(
        name,
        type,
        { input, n -> BigIntegerColumn(name, type, input.readBytes(input.wideSize(n, width)), n, width, signed) },
    ) { BigIntegerBuilder(name, type, width, signed) }
}

/** The little-endian number in `bytes[at until at + width]`. */
internal fun wideNumber(bytes: ByteArray, at: Int, width: Int, signed: Boolean): BigInteger {
    val bigEndian = ByteArray(width) { bytes[at + width - 1 - it] }
    return if (signed) BigInteger(bigEndian) else BigInteger(1, bigEndian)
}

/** Puts [value] into `bytes[at until at + width]`, little-endian; it must fit. */
internal fun putWideNumber(value: BigInteger, bytes: ByteArray, at: Int, width: Int) {
    val bigEndian = value.toByteArray()
    val fill: Byte = if (value.signum() < 0) -1 else 0
    for (i in 0 until width) {
        val from = bigEndian.size - 1 - i
        bytes[at + i] = if (from >= 0) bigEndian[from] else fill
    }
}

/** Numbers beyond 64 bits: what is narrower follows from [getBigInteger]. */
internal abstract class BigNumberColumn(name: String, type: ClickHouseType, size: Int) : Column(name, type, size) {
    abstract override fun getBigInteger(row: Int): BigInteger

    override fun getLong(row: Int): Long = narrow(row, Long.SIZE_BITS - 1, "Long").toLong()

    override fun getInt(row: Int): Int = narrow(row, Int.SIZE_BITS - 1, "Int").toInt()

    /** Fails for a value that takes more than [bits] beside its sign. */
    protected fun narrow(row: Int, bits: Int, target: String): BigInteger {
        val value = getBigInteger(row)
        if (value.bitLength() > bits) throw doesNotFit(row, value, target)
        return value
    }
}

/** Whole numbers beyond 64 bits: everything follows from [getBigInteger]. */
internal class BigIntegerColumn(
    name: String,
    type: ClickHouseType,
    private val bytes: ByteArray,
    rows: Int,
    private val width: Int,
    private val signed: Boolean,
) : BigNumberColumn(name, type, rows), ArrayBacked {
    override val array: Any get() = bytes

    override fun get(row: Int): Any = getBigInteger(row)

    override fun getBigInteger(row: Int): BigInteger = wideNumber(bytes, row * width, width, signed)

    override fun getBigDecimal(row: Int): BigDecimal = BigDecimal(getBigInteger(row))

    override fun getShort(row: Int): Short = narrow(row, Short.SIZE_BITS - 1, "Short").toShort()

    override fun getByte(row: Int): Byte = narrow(row, Byte.SIZE_BITS - 1, "Byte").toByte()

    override fun getDouble(row: Int): Double = narrow(row, DOUBLE_BITS, "Double without loss").toDouble()

    override fun getString(row: Int): String = getBigInteger(row).toString()

    private companion object {
        /** Whole numbers of so many bits are Doubles without loss. */
        private const val DOUBLE_BITS = 53
    }
}

internal class BigIntegerBuilder(name: String, type: ClickHouseType, width: Int, private val signed: Boolean) :
    WideValuesBuilder(name, type, width) {
    override fun append(value: Any?) {
        when (value) {
            is BigInteger -> add(value)
            is ULong -> add(unsigned(value.toLong()))
            else -> add(BigInteger.valueOf(wholeNumber(value)))
        }
    }

    override fun appendLong(value: Long): Unit = add(BigInteger.valueOf(value))

    private fun add(value: BigInteger) {
        val fits = if (signed) value.bitLength() < width * 8 else value.signum() >= 0 && value.bitLength() <= width * 8
        if (!fits) throw outOfRange(value, if (signed) "-2^${width * 8 - 1}..2^${width * 8 - 1}-1" else "0..2^${width * 8}-1")
        val at = addRow()
        putWideNumber(value, bytes, at, width)
    }

    override fun build(): Column = BigIntegerColumn(name, type, toArray(), size, width, signed)
}
