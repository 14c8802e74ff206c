package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.format.DateTimeParseException

/*
 * Date: days since 1970-01-01 in 16 bits, up to 2149-06-06. Date32: the same in signed 32 bits, 1900-01-01 to 2299-12-31.
 *
 *     Date    1970-01-01, 1970-01-02, 2149-06-06:   0000 0100 ffff
 *     Date32  1970-01-01, 1969-12-31, 1900-01-01:   00000000 ffffffff 219cffff
 */
internal fun dateCodec(name: String, type: ClickHouseType, text: String): Codec? = when (text) {
    "Date" -> PlainCodec(name, type, { input, n -> DateColumn(name, type, input.readShorts(n)) }) { DateBuilder(name, type) }
    "Date32" -> PlainCodec(name, type, { input, n -> Date32Column(name, type, input.readInts(n)) }) { Date32Builder(name, type) }
    else -> null
}

/** Days since 1970-01-01: everything follows from [getInt]. */
internal abstract class DayColumn(name: String, type: ClickHouseType, size: Int) : Column(name, type, size) {
    abstract override fun getInt(row: Int): Int

    override fun get(row: Int): Any = getLocalDate(row)

    override fun getLong(row: Int): Long = getInt(row).toLong()

    override fun getLocalDate(row: Int): LocalDate = LocalDate.ofEpochDay(getLong(row))

    override fun getLocalDateTime(row: Int): LocalDateTime = getLocalDate(row).atStartOfDay()

    override fun getString(row: Int): String = getLocalDate(row).toString()
}

internal class DateColumn(name: String, type: ClickHouseType, private val values: ShortArray) :
    DayColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun getInt(row: Int): Int = values[row].toInt() and 0xffff
}

internal class Date32Column(name: String, type: ClickHouseType, private val values: IntArray) :
    DayColumn(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun getInt(row: Int): Int = values[row]
}

private fun NativeBuilder.day(value: Any?): Long = when (value) {
    is LocalDate -> value.toEpochDay()
    is LocalDateTime -> throw refused("a LocalDateTime, because its time would be lost: append its toLocalDate()")
    is CharSequence -> dayOfText(value.toString())
    else -> wholeNumber(value)
}

private fun NativeBuilder.dayOfText(text: String): Long = try {
    LocalDate.parse(text).toEpochDay()
} catch (_: DateTimeParseException) {
    throw outOfRange("'$text'", "what a date looks like (2026-01-31)")
}

internal class DateBuilder(name: String, type: ClickHouseType) : ShortValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = addDay(day(value), value)

    override fun appendLong(value: Long): Unit = addDay(value, value)

    override fun appendString(value: String): Unit = append(value)

    private fun addDay(day: Long, value: Any?) {
        if (day !in 0..0xffff) throw outOfRange(value, "1970-01-01..2149-06-06")
        add(day.toShort())
    }

    override fun build(): Column = DateColumn(name, type, toArray())
}

internal class Date32Builder(name: String, type: ClickHouseType) : IntValuesBuilder(name, type) {
    override fun append(value: Any?): Unit = addDay(day(value), value)

    override fun appendLong(value: Long): Unit = addDay(value, value)

    override fun appendString(value: String): Unit = append(value)

    private fun addDay(day: Long, value: Any?) {
        // The server does not check the range and would store a date that it cannot show.
        if (day !in FIRST..LAST) throw outOfRange(value, "1900-01-01..2299-12-31")
        add(day.toInt())
    }

    /**
     * The server's own default, and so the first key of its dictionaries, is the first day of the
     * range, not 1970.
     */
    override fun appendDefault(): Unit = add(FIRST.toInt())

    override fun build(): Column = Date32Column(name, type, toArray())

    private companion object {
        private const val FIRST = -25567L
        private const val LAST = 120529L
    }
}
