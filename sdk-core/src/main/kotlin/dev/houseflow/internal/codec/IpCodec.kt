package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import java.net.Inet6Address
import java.net.InetAddress

/*
 * IPv4: a little-endian u32. IPv6: 16 bytes in network order.
 *
 *     IPv4  1.2.3.4, 0.0.0.0, 255.0.0.1:   04030201 00000000 010000ff
 *     IPv6  ::1, ::, 2001:db8::1:
 *           00000000000000000000000000000001 00000000000000000000000000000000 20010db8000000000000000000000001
 */
internal fun ipCodec(name: String, type: ClickHouseType, text: String): Codec? = when (text) {
    "IPv4" -> PlainCodec(name, type, { input, n -> Ipv4Column(name, type, input.readInts(n)) }) { Ipv4Builder(name, type) }

    "IPv6" -> PlainCodec(name, type, { input, n -> Ipv6Column(name, type, input.readBytes(input.wideSize(n, 16)), n) }) {
        Ipv6Builder(name, type)
    }

    else -> null
}

internal class Ipv4Column(name: String, type: ClickHouseType, private val values: IntArray) :
    Column(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = getInetAddress(row)

    override fun getLong(row: Int): Long = values[row].toLong() and 0xffffffffL

    override fun getBytes(row: Int): ByteArray {
        val value = values[row]
        return byteArrayOf((value shr 24).toByte(), (value shr 16).toByte(), (value shr 8).toByte(), value.toByte())
    }

    override fun getInetAddress(row: Int): InetAddress = InetAddress.getByAddress(getBytes(row))

    override fun getString(row: Int): String {
        val value = values[row]
        return "${value ushr 24}.${value shr 16 and 0xff}.${value shr 8 and 0xff}.${value and 0xff}"
    }
}

internal class Ipv6Column(name: String, type: ClickHouseType, private val bytes: ByteArray, rows: Int) :
    Column(name, type, rows), ArrayBacked {
    override val array: Any get() = bytes

    override fun get(row: Int): Any = getInetAddress(row)

    override fun getBytes(row: Int): ByteArray = bytes.copyOfRange(row * 16, row * 16 + 16)

    /**
     * Always an Inet6Address: `InetAddress.getByAddress` would turn `::ffff:1.2.3.4` into an IPv4
     * address.
     */
    override fun getInetAddress(row: Int): InetAddress = Inet6Address.getByAddress(null, getBytes(row), -1)

    override fun getString(row: Int): String = IpText.format6(bytes, row * 16)
}

internal class Ipv4Builder(name: String, type: ClickHouseType) : IntValuesBuilder(name, type) {
    override fun append(value: Any?) {
        when (value) {
            null -> throw refused("NULL")
            is InetAddress -> appendBytes(value.address)
            is CharSequence -> appendString(value.toString())
            is ByteArray -> appendBytes(value)
            else -> appendLong(wholeNumber(value))
        }
    }

    override fun appendString(value: String): Unit =
        appendBytes(IpText.parse(value) ?: throw outOfRange("'$value'", "what an IPv4 address looks like"))

    override fun appendBytes(value: ByteArray) {
        val bytes = if (value.size == 4) value else IpText.unmapped(value) ?: throw notInRange(value)
        add(bytes.fold(0) { all, byte -> all shl 8 or (byte.toInt() and 0xff) })
    }

    private fun notInRange(value: ByteArray): FormatException = when (value.size) {
        16 -> outOfRange(IpText.format6(value, 0), "IPv4")
        else -> outOfRange("An address of ${value.size} bytes", "the 4 bytes of IPv4")
    }

    override fun appendLong(value: Long): Unit = add(if (value in 0..0xffffffffL) value.toInt() else throw outOfRange(value, "32 bits"))

    override fun build(): Column = Ipv4Column(name, type, toArray())
}

internal class Ipv6Builder(name: String, type: ClickHouseType) : WideValuesBuilder(name, type, 16) {
    override fun append(value: Any?) {
        when (value) {
            null -> throw refused("NULL")
            is InetAddress -> appendBytes(value.address)
            is CharSequence -> appendString(value.toString())
            is ByteArray -> appendBytes(value)
            else -> throw wrongClass(value)
        }
    }

    override fun appendString(value: String): Unit =
        appendBytes(IpText.parse(value) ?: throw outOfRange("'$value'", "what an IPv6 or IPv4 address looks like"))

    /** An address of 4 bytes goes in as `::ffff:1.2.3.4`. */
    override fun appendBytes(value: ByteArray) {
        if (value.size != 16 && value.size != 4) throw outOfRange("An address of ${value.size} bytes", "the 16 bytes of IPv6")
        val address = if (value.size == 4) IpText.mapped(value) else value
        val at = addRow()
        System.arraycopy(address, 0, bytes, at, 16)
    }

    override fun build(): Column = Ipv6Column(name, type, toArray(), size)
}
