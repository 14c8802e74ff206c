package dev.houseflow

import java.math.BigDecimal
import java.math.BigInteger
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZonedDateTime
import java.util.UUID

/**
 * An untyped view of one row of a [Block]: no values of its own, only the block and a position.
 *
 * Columns are named by index, from 0, or by exact name (the first one when a name is repeated). The
 * getters are those of [Column]: they convert only where nothing can be lost, throw a
 * [FormatException] that names column, type and row otherwise, and throw on NULL; ask [isNull]
 * first, or use [get].
 *
 * Stays valid for as long as it is held, whatever becomes of other rows, and keeps its whole block
 * in memory that long. Immutable; may be read from any thread.
 */
public class Row internal constructor(
    /** The block that holds the values. */
    @get:JvmName("block") public val block: Block,
    /** The position inside [block], from 0. */
    @get:JvmName("index") public val index: Int,
) {
    /** The number of columns. */
    @get:JvmName("size")
    public val size: Int get() = block.columns.size

    /** The names of the columns, in the order of the result. */
    @get:JvmName("columnNames")
    public val columnNames: List<String> get() = block.columns.map { it.name }

    /** Whether the value of the column at [column], from 0, is NULL. */
    public fun isNull(column: Int): Boolean = block.column(column).isNull(index)

    /** Whether the value of the column called [column] is NULL. */
    public fun isNull(column: String): Boolean = block.column(column).isNull(index)

    /**
     * The value in the documented JVM type of the column's type (`docs/types.md`); `null` for NULL.
     */
    public operator fun get(column: Int): Any? = block.column(column).get(index)

    /**
     * The value in the documented JVM type of the column's type (`docs/types.md`); `null` for NULL.
     */
    public operator fun get(column: String): Any? = block.column(column).get(index)

    /** See [Column.getBoolean]. */
    public fun getBoolean(column: Int): Boolean = block.column(column).getBoolean(index)

    /** See [Column.getBoolean]. */
    public fun getBoolean(column: String): Boolean = block.column(column).getBoolean(index)

    /** See [Column.getByte]. */
    public fun getByte(column: Int): Byte = block.column(column).getByte(index)

    /** See [Column.getByte]. */
    public fun getByte(column: String): Byte = block.column(column).getByte(index)

    /** See [Column.getShort]. */
    public fun getShort(column: Int): Short = block.column(column).getShort(index)

    /** See [Column.getShort]. */
    public fun getShort(column: String): Short = block.column(column).getShort(index)

    /** See [Column.getInt]. */
    public fun getInt(column: Int): Int = block.column(column).getInt(index)

    /** See [Column.getInt]. */
    public fun getInt(column: String): Int = block.column(column).getInt(index)

    /** See [Column.getLong]. */
    public fun getLong(column: Int): Long = block.column(column).getLong(index)

    /** See [Column.getLong]. */
    public fun getLong(column: String): Long = block.column(column).getLong(index)

    /** See [Column.getFloat]. */
    public fun getFloat(column: Int): Float = block.column(column).getFloat(index)

    /** See [Column.getFloat]. */
    public fun getFloat(column: String): Float = block.column(column).getFloat(index)

    /** See [Column.getDouble]. */
    public fun getDouble(column: Int): Double = block.column(column).getDouble(index)

    /** See [Column.getDouble]. */
    public fun getDouble(column: String): Double = block.column(column).getDouble(index)

    /** See [Column.getBigInteger]. */
    public fun getBigInteger(column: Int): BigInteger = block.column(column).getBigInteger(index)

    /** See [Column.getBigInteger]. */
    public fun getBigInteger(column: String): BigInteger = block.column(column).getBigInteger(index)

    /** See [Column.getBigDecimal]. */
    public fun getBigDecimal(column: Int): BigDecimal = block.column(column).getBigDecimal(index)

    /** See [Column.getBigDecimal]. */
    public fun getBigDecimal(column: String): BigDecimal = block.column(column).getBigDecimal(index)

    /** See [Column.getString]. */
    public fun getString(column: Int): String = block.column(column).getString(index)

    /** See [Column.getString]. */
    public fun getString(column: String): String = block.column(column).getString(index)

    /** See [Column.getBytes]. */
    public fun getBytes(column: Int): ByteArray = block.column(column).getBytes(index)

    /** See [Column.getBytes]. */
    public fun getBytes(column: String): ByteArray = block.column(column).getBytes(index)

    /** See [Column.getUuid]. */
    public fun getUuid(column: Int): UUID = block.column(column).getUuid(index)

    /** See [Column.getUuid]. */
    public fun getUuid(column: String): UUID = block.column(column).getUuid(index)

    /** See [Column.getInetAddress]. */
    public fun getInetAddress(column: Int): InetAddress = block.column(column).getInetAddress(index)

    /** See [Column.getInetAddress]. */
    public fun getInetAddress(column: String): InetAddress = block.column(column).getInetAddress(index)

    /** See [Column.getLocalDate]. */
    public fun getLocalDate(column: Int): LocalDate = block.column(column).getLocalDate(index)

    /** See [Column.getLocalDate]. */
    public fun getLocalDate(column: String): LocalDate = block.column(column).getLocalDate(index)

    /** See [Column.getLocalDateTime]. */
    public fun getLocalDateTime(column: Int): LocalDateTime = block.column(column).getLocalDateTime(index)

    /** See [Column.getLocalDateTime]. */
    public fun getLocalDateTime(column: String): LocalDateTime = block.column(column).getLocalDateTime(index)

    /** See [Column.getInstant]. */
    public fun getInstant(column: Int): Instant = block.column(column).getInstant(index)

    /** See [Column.getInstant]. */
    public fun getInstant(column: String): Instant = block.column(column).getInstant(index)

    /** See [Column.getZonedDateTime]. */
    public fun getZonedDateTime(column: Int): ZonedDateTime = block.column(column).getZonedDateTime(index)

    /** See [Column.getZonedDateTime]. */
    public fun getZonedDateTime(column: String): ZonedDateTime = block.column(column).getZonedDateTime(index)

    /** See [Column.getDuration]. */
    public fun getDuration(column: Int): Duration = block.column(column).getDuration(index)

    /** See [Column.getDuration]. */
    public fun getDuration(column: String): Duration = block.column(column).getDuration(index)

    /** See [Column.getList]. */
    public fun getList(column: Int): List<Any?> = block.column(column).getList(index)

    /** See [Column.getList]. */
    public fun getList(column: String): List<Any?> = block.column(column).getList(index)

    /** See [Column.getMap]. */
    public fun getMap(column: Int): Map<Any?, Any?> = block.column(column).getMap(index)

    /** See [Column.getMap]. */
    public fun getMap(column: String): Map<Any?, Any?> = block.column(column).getMap(index)

    /** All values in the order of the columns, each as [get] gives it. */
    public fun toList(): List<Any?> = block.columns.map { it.get(index) }

    /**
     * All values by column name, in the order of the columns, each as [get] gives it. Throws a
     * [FormatException] when two columns have the same name, since one of them would be lost: give
     * one an alias, or use [toList].
     */
    public fun toMap(): Map<String, Any?> {
        val values = LinkedHashMap<String, Any?>(size * 2)
        for (column in block.columns) {
            if (column.name in values) {
                throw FormatException("Two columns are called `${column.name}`: give one an alias (AS), or read the row with toList()")
            }
            values[column.name] = column.get(index)
        }
        return values
    }

    /** The names and values, for people. */
    override fun toString(): String = block.columns.joinToString(", ", "Row(", ")") { "${it.name}=${show(it.get(index))}" }

    private fun show(value: Any?): String = if (value is ByteArray) "${value.size} bytes" else value.toString()
}
