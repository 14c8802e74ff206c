package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.Wire
import java.io.IOException
import java.net.InetAddress
import java.nio.charset.StandardCharsets

/**
 * Asks a SOCKS proxy of version 5 for a connection (RFC 1928), with a user and a password if it
 * wants them (RFC 1929). The names of servers are the proxy's to look up.
 */
internal class SocksHandshake(private val wire: Wire, private val proxy: Proxy) {
    /** From here on the wire leads to [host]. */
    suspend fun connect(host: String, port: Int) {
        authenticate()
        write(byteArrayOf(VERSION, CONNECT, 0) + address(host) + byteArrayOf((port shr Byte.SIZE_BITS).toByte(), port.toByte()))
        val (version, reply, _, addressType) = read(REPLY_HEAD).asList()
        checkVersion(version)
        if (reply != GRANTED) {
            throw ProxyException("The $proxy did not connect to $host:$port: ${reason(reply)}", "check both, and the proxy's rules")
        }
        val rest = when (addressType) {
            IPV4 -> IPV4_BYTES
            IPV6 -> IPV6_BYTES
            NAME -> read(1)[0].toInt() and 0xff
            else -> throw wrong("an address of type $addressType")
        }
        read(rest + PORT_BYTES)
    }

    private suspend fun authenticate() {
        val offered = if (proxy.username == null) byteArrayOf(WITHOUT) else byteArrayOf(WITHOUT, BY_PASSWORD)
        write(byteArrayOf(VERSION, offered.size.toByte()) + offered)
        val (version, method) = read(2).asList()
        checkVersion(version)
        when (method) {
            NONE_OF_THEM -> throw if (proxy.username == null) {
                ProxyException("The $proxy wants to know who asks", "give socks5://user:password@host:port")
            } else {
                ProxyException("The $proxy takes neither a password nor none", "Houseflow knows no other ways to sign in there")
            }

            !in offered -> throw wrong("a way to sign in, $method, that was not offered")
            BY_PASSWORD -> sendPassword()
        }
    }

    private suspend fun sendPassword() {
        val user = proxy.username.orEmpty().toByteArray(StandardCharsets.UTF_8)
        val password = proxy.password.orEmpty().toByteArray(StandardCharsets.UTF_8)
        write(byteArrayOf(PASSWORD_VERSION, user.size.toByte()) + user + byteArrayOf(password.size.toByte()) + password)
        if (read(2)[1] != GRANTED) {
            throw ProxyException("The $proxy refused the user or the password", "check both in the proxy's address")
        }
    }

    private fun address(host: String): ByteArray {
        // The zone of an address is of this machine only.
        val bare = host.substringBefore('%')
        if (':' in bare || bare.all { it.isDigit() || it == '.' }) {
            val address = InetAddress.getByName(bare).address
            return byteArrayOf(if (address.size == IPV4_BYTES) IPV4 else IPV6) + address
        }
        val name = bare.toByteArray(StandardCharsets.UTF_8)
        if (name.size > MAX_TEXT) throw ProxyException("The host's name has more than $MAX_TEXT bytes", "no SOCKS proxy takes a longer one")
        return byteArrayOf(NAME, name.size.toByte()) + name
    }

    private fun checkVersion(version: Byte) {
        if (version != VERSION) throw wrong("a first byte of ${version.toInt() and 0xff}, where version 5 begins with 5")
    }

    private fun wrong(what: String) =
        ProxyException("The $proxy does not speak SOCKS 5: it sent $what", "give http://host:port in place of socks5:// if it speaks HTTP")

    private suspend fun write(bytes: ByteArray) {
        wire.write(bytes, 0, bytes.size)
    }

    /** Not a byte more: what follows is the server's. */
    private suspend fun read(count: Int): ByteArray {
        val bytes = ByteArray(count)
        var at = 0
        while (at < count) {
            val read = wire.read(bytes, at, count)
            if (read < 0) {
                throw ProxyException("The $proxy closed the connection before it led to the server", "check that it is a SOCKS proxy")
            }
            at += read
        }
        return bytes
    }

    internal companion object {
        /** How many bytes a user, a password and a name may have. */
        const val MAX_TEXT: Int = 255
        private const val VERSION: Byte = 5
        private const val PASSWORD_VERSION: Byte = 1
        private const val WITHOUT: Byte = 0
        private const val BY_PASSWORD: Byte = 2
        private const val NONE_OF_THEM: Byte = -1
        private const val CONNECT: Byte = 1
        private const val GRANTED: Byte = 0
        private const val IPV4: Byte = 1
        private const val NAME: Byte = 3
        private const val IPV6: Byte = 4
        private const val IPV4_BYTES = 4
        private const val IPV6_BYTES = 16
        private const val PORT_BYTES = 2
        private const val REPLY_HEAD = 4

        private val REASONS = listOf(
            "it failed",
            "its rules forbid it",
            "the network is unreachable",
            "the host is unreachable",
            "the connection was refused",
            "the way is too long (TTL expired)",
            "it does not know the command CONNECT",
            "it does not know addresses of this kind",
        )

        private fun reason(reply: Byte): String = REASONS.getOrNull(reply - 1) ?: "reply ${reply.toInt() and 0xff}"
    }
}

/** A proxy did not lead to the server. [advice] is what to do. */
internal class ProxyException(message: String, val advice: String) : IOException(message)
