package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import java.math.BigInteger

/*
 * Int8..Int64, UInt8..UInt64, Bool: the values back to back, two's complement, little-endian.
 *
 *     Int16   1, -1, 256:        0100 ffff 0001
 *     UInt32  1, 2, 4294967295:  01000000 02000000 ffffffff
 *     Bool    true, false, true: 01 00 01
 */
internal fun integerCodec(name: String, type: ClickHouseType, text: String): Codec? = when (text) {
    "Int8" -> PlainCodec(name, type, { input, n -> Int8Column(name, type, input.readBytes(n)) }) { Int8Builder(name, type) }
    "UInt8" -> PlainCodec(name, type, { input, n -> UInt8Column(name, type, input.readBytes(n)) }) { UInt8Builder(name, type) }
    "Bool" -> PlainCodec(name, type, { input, n -> BoolColumn(name, type, input.readBytes(n)) }) { BoolBuilder(name, type) }
    "Int16" -> PlainCodec(name, type, { input, n -> Int16Column(name, type, input.readShorts(n)) }) { Int16Builder(name, type) }
    "UInt16" -> PlainCodec(name, type, { input, n -> UInt16Column(name, type, input.readShorts(n)) }) { UInt16Builder(name, type) }
    "Int32" -> PlainCodec(name, type, { input, n -> Int32Column(name, type, input.readInts(n)) }) { Int32Builder(name, type) }
    "UInt32" -> PlainCodec(name, type, { input, n -> UInt32Column(name, type, input.readInts(n)) }) { UInt32Builder(name, type) }
    "Int64" -> PlainCodec(name, type, { input, n -> Int64Column(name, type, input.readLongs(n)) }) { Int64Builder(name, type) }
    "UInt64" -> PlainCodec(name, type, { input, n -> UInt64Column(name, type, input.readLongs(n)) }) { UInt64Builder(name, type) }
    else -> null
}

/** A whole number as Long; an error when it is of another class or needs more than 64 bits. */
internal fun NativeBuilder.wholeNumber(value: Any?): Long = when (value) {
    null -> throw refused("NULL")
    is Long -> value
    is Int -> value.toLong()
    is Short -> value.toLong()
    is Byte -> value.toLong()
    is UByte -> value.toLong()
    is UShort -> value.toLong()
    is UInt -> value.toLong()
    is ULong -> if (value <= Long.MAX_VALUE.toULong()) value.toLong() else throw outOfRange(value, "what this type holds")
    is BigInteger -> if (value.bitLength() < 64) value.toLong() else throw outOfRange(value, "what this type holds")
    else -> throw wrongClass(value)
}

/** Whether [value] is a number, Kotlin's unsigned ones included. */
internal fun isNumber(value: Any?): Boolean = value is Number || value is UInt || value is ULong || value is UByte || value is UShort

private fun NativeBuilder.within(value: Long, min: Long, max: Long): Long =
    if (value in min..max) value else throw outOfRange(value, "$min..$max")

internal class Int8Builder(name: String, type: ClickHouseType) : ByteValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = if (value is Boolean) appendBoolean(value) else appendLong(wholeNumber(value))

    override fun appendBoolean(value: Boolean): Unit = add(if (value) 1 else 0)

    override fun appendLong(value: Long): Unit = add(within(value, -128, 127).toByte())

    override fun build(): Column = Int8Column(name, type, toArray())
}

internal class UInt8Builder(name: String, type: ClickHouseType) : ByteValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = if (value is Boolean) appendBoolean(value) else appendLong(wholeNumber(value))

    override fun appendBoolean(value: Boolean): Unit = add(if (value) 1 else 0)

    override fun appendLong(value: Long): Unit = add(within(value, 0, 255).toByte())

    override fun build(): Column = UInt8Column(name, type, toArray())
}

internal class BoolBuilder(name: String, type: ClickHouseType) : ByteValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = if (value is Boolean) appendBoolean(value) else appendLong(wholeNumber(value))

    override fun appendBoolean(value: Boolean): Unit = add(if (value) 1 else 0)

    override fun appendLong(value: Long): Unit = add(within(value, 0, 1).toByte())

    override fun build(): Column = BoolColumn(name, type, toArray())
}

internal class Int16Builder(name: String, type: ClickHouseType) : ShortValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = appendLong(wholeNumber(value))

    override fun appendLong(value: Long): Unit = add(within(value, -32768, 32767).toShort())

    override fun build(): Column = Int16Column(name, type, toArray())
}

internal class UInt16Builder(name: String, type: ClickHouseType) : ShortValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = appendLong(wholeNumber(value))

    override fun appendLong(value: Long): Unit = add(within(value, 0, 65535).toShort())

    override fun build(): Column = UInt16Column(name, type, toArray())
}

internal class Int32Builder(name: String, type: ClickHouseType) : IntValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = appendLong(wholeNumber(value))

    override fun appendInt(value: Int): Unit = add(value)

    override fun appendLong(value: Long): Unit = add(within(value, Int.MIN_VALUE.toLong(), Int.MAX_VALUE.toLong()).toInt())

    override fun build(): Column = Int32Column(name, type, toArray())
}

internal class UInt32Builder(name: String, type: ClickHouseType) : IntValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = appendLong(wholeNumber(value))

    override fun appendLong(value: Long): Unit = add(within(value, 0, 0xffffffffL).toInt())

    override fun build(): Column = UInt32Column(name, type, toArray())
}

internal class Int64Builder(name: String, type: ClickHouseType) : LongValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = add(if (value is Long) value else wholeNumber(value))

    override fun appendLong(value: Long): Unit = add(value)

    override fun build(): Column = Int64Column(name, type, toArray())
}

internal class UInt64Builder(name: String, type: ClickHouseType) : LongValuesBuilder(name, type) {
    override fun append(value: Any?) {
        when {
            value is ULong -> add(value.toLong())

            value is BigInteger -> {
                if (value.signum() < 0 || value.bitLength() > 64) throw outOfRange(value, "0..18446744073709551615")
                add(value.toLong())
            }

            else -> appendLong(wholeNumber(value))
        }
    }

    override fun appendLong(value: Long): Unit = add(if (value >= 0) value else throw outOfRange(value, "0..18446744073709551615"))

    override fun build(): Column = UInt64Column(name, type, toArray())
}
