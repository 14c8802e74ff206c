package dev.houseflow.internal.binding

import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import java.net.Inet4Address
import java.net.Inet6Address
import java.time.Duration
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.Period

/** What columns have no getter of their own for, made of what another one gives. */
@InternalHouseflowApi
public object DerivedGetters {
    /** The moment with the offset of the column's zone. */
    @JvmStatic
    public fun offsetDateTime(column: Column, row: Int): OffsetDateTime = column.getZonedDateTime(row).toOffsetDateTime()

    /** A time from 00:00 to before 24:00; fails on any other. */
    @JvmStatic
    public fun localTime(column: Column, row: Int): LocalTime {
        val time = column.getDuration(row)
        if (time.isNegative || time >= Duration.ofDays(1)) throw problem(column, row, "$time is no time of a day: read it as a Duration")
        return LocalTime.ofNanoOfDay(time.toNanos())
    }

    /** An interval of days or longer units. */
    @JvmStatic
    public fun period(column: Column, row: Int): Period = column.get(row) as? Period ?: throw column.noConversion(row, "Period")

    /**
     * An IPv4 address, also one that an IPv6 column holds as `::ffff:1.2.3.4`; fails on any other.
     */
    @JvmStatic
    public fun inet4Address(column: Column, row: Int): Inet4Address {
        val address = column.getInetAddress(row)
        return IpLiterals.v4(address) ?: throw problem(column, row, "${address.hostAddress} is no Inet4Address: read it as an InetAddress")
    }

    /** An IPv6 address; fails on one that is IPv4. */
    @JvmStatic
    public fun inet6Address(column: Column, row: Int): Inet6Address {
        val address = column.getInetAddress(row)
        return address as? Inet6Address
            ?: throw problem(column, row, "${address.hostAddress} is no Inet6Address: read it as an InetAddress")
    }

    private fun problem(column: Column, row: Int, message: String) =
        FormatException(message, column.name, column.type.toString(), row)
}
