package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException

/*
 * Enum8, Enum16: the code of each value in signed 8 or 16 bits; the names stand in the type only.
 *
 *     Enum8('a' = -1, 'b' = 2)  'b', 'a', 'b':   02 ff 02
 */
internal fun enumCodec(name: String, type: ClickHouseType, structure: ClickHouseType.Enum): Codec {
    val names = EnumNames(structure)
    return if (structure.bits == 8) {
        PlainCodec(name, type, { input, n -> Enum8Column(name, type, input.readBytes(n), names) }) { Enum8Builder(name, type, names) }
    } else {
        PlainCodec(name, type, { input, n -> Enum16Column(name, type, input.readShorts(n), names) }) { Enum16Builder(name, type, names) }
    }
}

/** The names of an enum by their codes, and the other way round. */
internal class EnumNames(private val type: ClickHouseType.Enum) {
    private val least: Int = type.values.values.minOrNull() ?: 0

    /** The names by their codes from [least] on; most enums have codes in a row, or nearly so. */
    private val near: Array<String?> = arrayOfNulls(minOf(NEAR, (type.values.values.maxOrNull() ?: 0) - least + 1))

    /** The names of codes beyond [near]. */
    private val far = HashMap<Int, String>()

    init {
        for ((name, code) in type.values) if (code - least < NEAR) near[code - least] = name else far[code] = name
    }

    /** The code that stands for a value that was not given: the first name's, as in the server. */
    @JvmField
    val default: Int = type.values.values.firstOrNull() ?: 0

    fun name(code: Int, column: Column, row: Int): String = nameOrNull(code)
        ?: throw FormatException("The code $code has no name in this enum", column.name, type.toString(), row)

    private fun nameOrNull(code: Int): String? {
        val at = code - least
        return if (at >= 0 && at < near.size) near[at] else far[code]
    }

    fun code(value: Any?, builder: NativeBuilder): Int = when (value) {
        null -> throw builder.refused("NULL")
        is CharSequence -> codeOfName(value.toString(), builder)
        is Enum<*> -> codeOfName(value.name, builder)
        else -> codeOf(builder.wholeNumber(value), builder)
    }

    fun codeOfName(name: String, builder: NativeBuilder): Int =
        type.values[name] ?: throw builder.outOfRange("'$name'", "the names of this enum")

    fun codeOf(code: Long, builder: NativeBuilder): Int {
        if (code.toInt().toLong() != code || nameOrNull(code.toInt()) == null) throw builder.outOfRange(code, "the codes of this enum")
        return code.toInt()
    }

    private companion object {
        private const val NEAR = 1 shl 12
    }
}

/** Codes: everything follows from [getInt]. */
internal abstract class EnumColumn(name: String, type: ClickHouseType, size: Int, private val names: EnumNames) :
    Column(name, type, size) {
    abstract override fun getInt(row: Int): Int

    override fun get(row: Int): Any = getString(row)

    override fun getLong(row: Int): Long = getInt(row).toLong()

    override fun getShort(row: Int): Short = getInt(row).toShort()

    override fun getByte(row: Int): Byte {
        val code = getInt(row)
        if (code.toByte().toInt() != code) throw doesNotFit(row, code, "Byte")
        return code.toByte()
    }

    override fun getString(row: Int): String = names.name(getInt(row), this, row)
}

internal class Enum8Column(name: String, type: ClickHouseType, private val codes: ByteArray, names: EnumNames) :
    EnumColumn(name, type, codes.size, names), ArrayBacked {
    override val array: Any get() = codes

    override fun getInt(row: Int): Int = codes[row].toInt()
}

internal class Enum16Column(name: String, type: ClickHouseType, private val codes: ShortArray, names: EnumNames) :
    EnumColumn(name, type, codes.size, names), ArrayBacked {
    override val array: Any get() = codes

    override fun getInt(row: Int): Int = codes[row].toInt()
}

internal class Enum8Builder(name: String, type: ClickHouseType, private val names: EnumNames) : ByteValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = add(names.code(value, this).toByte())

    override fun appendString(value: String): Unit = add(names.codeOfName(value, this).toByte())

    override fun appendLong(value: Long): Unit = add(names.codeOf(value, this).toByte())

    override fun appendDefault(): Unit = add(names.default.toByte())

    override fun build(): Column = Enum8Column(name, type, toArray(), names)
}

internal class Enum16Builder(name: String, type: ClickHouseType, private val names: EnumNames) : ShortValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = add(names.code(value, this).toShort())

    override fun appendString(value: String): Unit = add(names.codeOfName(value, this).toShort())

    override fun appendLong(value: Long): Unit = add(names.codeOf(value, this).toShort())

    override fun appendDefault(): Unit = add(names.default.toShort())

    override fun build(): Column = Enum16Column(name, type, toArray(), names)
}
