package dev.houseflow.internal.rows

import java.net.InetAddress

/** Text forms that other formats use for JVM values. */
internal object IpLiterals {
    /** The address that [text] writes in digits. A host name is refused: resolving it would go to the network. */
    fun address(text: String): InetAddress {
        val literal =
            text.isNotEmpty() && if (':' in text) text.all { it in IPV6 } else text.all { it in IPV4 } && text.count { it == '.' } == 3
        require(literal) { "`$text` is no IP address in digits" }
        return InetAddress.getByName(text)
    }

    inline fun <reified T : InetAddress> require(address: InetAddress): T =
        address as? T ?: throw IllegalArgumentException("${address.hostAddress} is no ${T::class.java.simpleName}")

    private const val IPV4 = "0123456789."
    private const val IPV6 = "0123456789abcdefABCDEF:."
}
