package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
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
 * A column whose values are those of other columns: Nullable, LowCardinality, Variant and Dynamic.
 */
@InternalHouseflowApi
public abstract class DelegatingColumn internal constructor(name: String, type: ClickHouseType, size: Int) : Column(name, type, size) {
    /** The column that holds the value of [row], or `null` when it is NULL. */
    internal abstract fun target(row: Int): Column?

    /** The row of that value in [target]. */
    internal abstract fun targetRow(row: Int): Int

    override fun isNull(row: Int): Boolean = target(row)?.isNull(targetRow(row)) ?: true

    override fun get(row: Int): Any? = target(row)?.get(targetRow(row))

    override fun getBoolean(row: Int): Boolean = value(row, "Boolean").getBoolean(targetRow(row))

    override fun getByte(row: Int): Byte = value(row, "Byte").getByte(targetRow(row))

    override fun getShort(row: Int): Short = value(row, "Short").getShort(targetRow(row))

    override fun getInt(row: Int): Int = value(row, "Int").getInt(targetRow(row))

    override fun getLong(row: Int): Long = value(row, "Long").getLong(targetRow(row))

    override fun getFloat(row: Int): Float = value(row, "Float").getFloat(targetRow(row))

    override fun getDouble(row: Int): Double = value(row, "Double").getDouble(targetRow(row))

    override fun getBigInteger(row: Int): BigInteger = value(row, "BigInteger").getBigInteger(targetRow(row))

    override fun getBigDecimal(row: Int): BigDecimal = value(row, "BigDecimal").getBigDecimal(targetRow(row))

    override fun getString(row: Int): String = value(row, "String").getString(targetRow(row))

    override fun getBytes(row: Int): ByteArray = value(row, "ByteArray").getBytes(targetRow(row))

    override fun getByteBuffer(row: Int): ByteBuffer = value(row, "ByteBuffer").getByteBuffer(targetRow(row))

    override fun getUuid(row: Int): UUID = value(row, "UUID").getUuid(targetRow(row))

    override fun getInetAddress(row: Int): InetAddress = value(row, "InetAddress").getInetAddress(targetRow(row))

    override fun getLocalDate(row: Int): LocalDate = value(row, "LocalDate").getLocalDate(targetRow(row))

    override fun getLocalDateTime(row: Int): LocalDateTime = value(row, "LocalDateTime").getLocalDateTime(targetRow(row))

    override fun getInstant(row: Int): Instant = value(row, "Instant").getInstant(targetRow(row))

    override fun getZonedDateTime(row: Int): ZonedDateTime = value(row, "ZonedDateTime").getZonedDateTime(targetRow(row))

    override fun getDuration(row: Int): Duration = value(row, "Duration").getDuration(targetRow(row))

    override fun getList(row: Int): List<Any?> = value(row, "List").getList(targetRow(row))

    override fun getMap(row: Int): Map<Any?, Any?> = value(row, "Map").getMap(targetRow(row))

    private fun value(row: Int, wanted: String): Column = target(row) ?: throw noConversion(row, wanted)
}
