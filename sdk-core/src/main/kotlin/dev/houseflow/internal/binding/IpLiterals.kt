package dev.houseflow.internal.binding

import dev.houseflow.internal.codec.IpText
import java.net.Inet4Address
import java.net.Inet6Address
import java.net.InetAddress

/** Addresses as other formats write them, and as the other version of IP. */
internal object IpLiterals {
    /**
     * The address that [text] writes in digits. A host name is refused: resolving it would go to
     * the network.
     */
    fun address(text: String): InetAddress {
        val bytes = requireNotNull(IpText.parse(text)) { "`$text` is no IP address in digits" }
        return if (bytes.size == V6_BYTES) v6(bytes) else InetAddress.getByAddress(bytes)
    }

    /** [address] as IPv4, also when it is `::ffff:1.2.3.4`; `null` for any other. */
    fun v4(address: InetAddress): Inet4Address? =
        address as? Inet4Address ?: IpText.unmapped(address.address)?.let { InetAddress.getByAddress(it) as Inet4Address }

    /** [v4], and an error for any other address. */
    fun requireV4(address: InetAddress): Inet4Address = requireNotNull(v4(address)) { "${address.hostAddress} is no IPv4 address" }

    /** [address], which has to be IPv6. */
    fun requireV6(address: InetAddress): Inet6Address =
        requireNotNull(address as? Inet6Address) { "${address.hostAddress} is no IPv6 address" }

    /** Not by `InetAddress.getByAddress`, which makes `::ffff:1.2.3.4` an IPv4 address. */
    private fun v6(bytes: ByteArray): Inet6Address = Inet6Address.getByAddress(null, bytes, -1)

    private const val V6_BYTES = 16
}
