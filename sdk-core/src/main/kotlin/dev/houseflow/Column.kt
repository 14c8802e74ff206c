package dev.houseflow

import java.math.BigDecimal
import java.math.BigInteger
import java.net.InetAddress
import java.nio.ByteBuffer
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZonedDateTime
import java.util.UUID

/**
 * One column of a [Block]: [size] values of one [type], held in arrays, not as objects.
 *
 * Every getter takes the row inside the block, from 0. A getter converts only where nothing can be
 * lost, and otherwise throws a [FormatException] that names the column, the type and the row;
 * `docs/types.md` lists what converts into what. A getter of a primitive throws on NULL: ask
 * [isNull] first, or use [get].
 *
 * A column belongs to its block, is immutable and may be read from any thread.
 */
public abstract class Column @InternalHouseflowApi constructor(
    @get:JvmName("name") public val name: String,
    @get:JvmName("type") public val type: ClickHouseType,
    @get:JvmName("size") public val size: Int,
) {
    /** Whether the value of [row] is NULL. */
    public open fun isNull(row: Int): Boolean = false

    /** The value of [row] in the type's documented JVM type (`docs/types.md`); `null` for NULL. */
    public abstract fun get(row: Int): Any?

    public open fun getBoolean(row: Int): Boolean = throw noConversion(row, "Boolean")

    public open fun getByte(row: Int): Byte = throw noConversion(row, "Byte")

    public open fun getShort(row: Int): Short = throw noConversion(row, "Short")

    public open fun getInt(row: Int): Int = throw noConversion(row, "Int")

    public open fun getLong(row: Int): Long = throw noConversion(row, "Long")

    public open fun getFloat(row: Int): Float = throw noConversion(row, "Float")

    public open fun getDouble(row: Int): Double = throw noConversion(row, "Double")

    public open fun getBigInteger(row: Int): BigInteger = throw noConversion(row, "BigInteger")

    public open fun getBigDecimal(row: Int): BigDecimal = throw noConversion(row, "BigDecimal")

    /**
     * The text of a String, FixedString, Enum name, UUID, address; ClickHouse's own text form where
     * a type has one.
     */
    public open fun getString(row: Int): String = throw noConversion(row, "String")

    /** The bytes of a String, FixedString or address, as a copy. */
    public open fun getBytes(row: Int): ByteArray = throw noConversion(row, "ByteArray")

    /**
     * The bytes of a String, FixedString or address, as a read-only view that begins at its
     * position 0. Of a String or FixedString nothing is copied: the view keeps the array of the
     * whole column alive.
     */
    public open fun getByteBuffer(row: Int): ByteBuffer = ByteBuffer.wrap(getBytes(row)).asReadOnlyBuffer()

    public open fun getUuid(row: Int): UUID = throw noConversion(row, "UUID")

    public open fun getInetAddress(row: Int): InetAddress = throw noConversion(row, "InetAddress")

    public open fun getLocalDate(row: Int): LocalDate = throw noConversion(row, "LocalDate")

    /** The wall clock in the column's time zone. */
    public open fun getLocalDateTime(row: Int): LocalDateTime = throw noConversion(row, "LocalDateTime")

    public open fun getInstant(row: Int): Instant = throw noConversion(row, "Instant")

    public open fun getZonedDateTime(row: Int): ZonedDateTime = throw noConversion(row, "ZonedDateTime")

    public open fun getDuration(row: Int): Duration = throw noConversion(row, "Duration")

    /** The elements of an Array, or of a Tuple in order. */
    public open fun getList(row: Int): List<Any?> = throw noConversion(row, "List")

    /**
     * The entries of a Map, or of a named Tuple, in the order of the server. Fails on repeated
     * keys: [getList] of entries keeps them.
     */
    public open fun getMap(row: Int): Map<Any?, Any?> = throw noConversion(row, "Map")

    /** All values by [getInt], as a new array; fails on the first one that does not fit. */
    public open fun toIntArray(): IntArray = IntArray(size) { getInt(it) }

    /** All values by [getLong], as a new array; fails on the first one that does not fit. */
    public open fun toLongArray(): LongArray = LongArray(size) { getLong(it) }

    /** All values by [getDouble], as a new array; fails on the first one that does not fit. */
    public open fun toDoubleArray(): DoubleArray = DoubleArray(size) { getDouble(it) }

    /** The error of a getter that this column cannot serve. */
    @InternalHouseflowApi
    public fun noConversion(row: Int, target: String): FormatException = if (isNull(row)) {
        FormatException("NULL has no $target: ask isNull(row) first, or read it with get(row)", name, type.toString(), row)
    } else {
        FormatException(
            "A value of this type does not convert to $target without loss; docs/types.md lists what does",
            name,
            type.toString(),
            row,
        )
    }

    override fun toString(): String = "Column($name $type, $size rows)"
}
