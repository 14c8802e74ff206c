package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import java.math.BigDecimal
import java.math.BigInteger

/** The error of a value that the wanted JVM type cannot hold. */
internal fun Column.doesNotFit(row: Int, value: Any?, target: String): FormatException =
    FormatException("$value does not fit $target; docs/types.md lists what this type converts to", name, type.toString(), row)

/** Whole numbers of up to 64 bits: everything follows from [getLong]. */
internal abstract class IntegralColumn(name: String, type: ClickHouseType, size: Int) : Column(name, type, size) {
    abstract override fun getLong(row: Int): Long

    override fun getBoolean(row: Int): Boolean = when (val value = getLong(row)) {
        0L -> false
        1L -> true
        else -> throw doesNotFit(row, value, "Boolean")
    }

    override fun getByte(row: Int): Byte {
        val value = getLong(row)
        if (value.toByte().toLong() != value) throw doesNotFit(row, value, "Byte")
        return value.toByte()
    }

    override fun getShort(row: Int): Short {
        val value = getLong(row)
        if (value.toShort().toLong() != value) throw doesNotFit(row, value, "Short")
        return value.toShort()
    }

    override fun getInt(row: Int): Int {
        val value = getLong(row)
        if (value.toInt().toLong() != value) throw doesNotFit(row, value, "Int")
        return value.toInt()
    }

    override fun getFloat(row: Int): Float {
        val value = getLong(row)
        if (value < -FLOAT_EXACT || value > FLOAT_EXACT) throw doesNotFit(row, value, "Float without loss")
        return value.toFloat()
    }

    override fun getDouble(row: Int): Double {
        val value = getLong(row)
        if (value < -DOUBLE_EXACT || value > DOUBLE_EXACT) throw doesNotFit(row, value, "Double without loss")
        return value.toDouble()
    }

    override fun getBigInteger(row: Int): BigInteger = BigInteger.valueOf(getLong(row))

    override fun getBigDecimal(row: Int): BigDecimal = BigDecimal.valueOf(getLong(row))

    override fun getString(row: Int): String = getLong(row).toString()

    protected companion object {
        private const val FLOAT_EXACT = 1L shl 24
        private const val DOUBLE_EXACT = 1L shl 53
    }
}

internal class Int8Column(name: String, type: ClickHouseType, @JvmField val values: ByteArray) :
    IntegralColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = values[row]

    override fun getByte(row: Int): Byte = values[row]

    override fun getShort(row: Int): Short = values[row].toShort()

    override fun getInt(row: Int): Int = values[row].toInt()

    override fun getLong(row: Int): Long = values[row].toLong()
}

internal class UInt8Column(name: String, type: ClickHouseType, @JvmField val values: ByteArray) :
    IntegralColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = getShort(row)

    override fun getShort(row: Int): Short = (values[row].toInt() and 0xff).toShort()

    override fun getInt(row: Int): Int = values[row].toInt() and 0xff

    override fun getLong(row: Int): Long = values[row].toLong() and 0xff
}

internal class BoolColumn(name: String, type: ClickHouseType, @JvmField val values: ByteArray) :
    IntegralColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = values[row].toInt() != 0

    override fun getBoolean(row: Int): Boolean = values[row].toInt() != 0

    override fun getLong(row: Int): Long = if (values[row].toInt() != 0) 1 else 0

    override fun getString(row: Int): String = getBoolean(row).toString()
}

internal class Int16Column(name: String, type: ClickHouseType, @JvmField val values: ShortArray) :
    IntegralColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = values[row]

    override fun getShort(row: Int): Short = values[row]

    override fun getInt(row: Int): Int = values[row].toInt()

    override fun getLong(row: Int): Long = values[row].toLong()
}

internal class UInt16Column(name: String, type: ClickHouseType, @JvmField val values: ShortArray) :
    IntegralColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = getInt(row)

    override fun getInt(row: Int): Int = values[row].toInt() and 0xffff

    override fun getLong(row: Int): Long = values[row].toLong() and 0xffff
}

internal class Int32Column(name: String, type: ClickHouseType, @JvmField val values: IntArray) :
    IntegralColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = values[row]

    override fun getInt(row: Int): Int = values[row]

    override fun getLong(row: Int): Long = values[row].toLong()

    override fun getDouble(row: Int): Double = values[row].toDouble()

    override fun toIntArray(): IntArray = values.copyOf()
}

internal class UInt32Column(name: String, type: ClickHouseType, @JvmField val values: IntArray) :
    IntegralColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = getLong(row)

    override fun getLong(row: Int): Long = values[row].toLong() and 0xffffffffL

    override fun getDouble(row: Int): Double = getLong(row).toDouble()
}

internal class Int64Column(name: String, type: ClickHouseType, @JvmField val values: LongArray) :
    IntegralColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = values[row]

    override fun getLong(row: Int): Long = values[row]

    override fun toLongArray(): LongArray = values.copyOf()
}

/** UInt64: `get` gives BigInteger, `getLong` everything up to `Long.MAX_VALUE`. */
internal class UInt64Column(name: String, type: ClickHouseType, @JvmField val values: LongArray) :
    IntegralColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = getBigInteger(row)

    override fun getLong(row: Int): Long {
        val value = values[row]
        if (value < 0) throw doesNotFit(row, java.lang.Long.toUnsignedString(value), "Long")
        return value
    }

    override fun getBigInteger(row: Int): BigInteger = unsigned(values[row])

    override fun getBigDecimal(row: Int): BigDecimal = BigDecimal(getBigInteger(row))

    override fun getString(row: Int): String = java.lang.Long.toUnsignedString(values[row])
}

/** The 64 bits of [value] as a number from 0 up. */
internal fun unsigned(value: Long): BigInteger {
    val low = BigInteger.valueOf(value and Long.MAX_VALUE)
    return if (value < 0) low.setBit(63) else low
}
