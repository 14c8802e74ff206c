package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.internal.http.Proxy
import dev.houseflow.coroutines.internal.http.SocksHandshake
import java.net.InetAddress
import java.util.Base64

/**
 * Which proxy leads to which server.
 *
 * @param explicit the proxy for all servers; wins over the environment
 * @param exceptions the servers without a proxy, beside those of the environment
 * @param environment where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` stand, lower-case names
 * first; `null` does not ask it
 */
internal class Proxies(explicit: String?, exceptions: List<String>, environment: Map<String, String>?) {
    private val forHttp: Proxy? = (explicit ?: variable(environment, "http_proxy"))?.let(::parse)
    private val forHttps: Proxy? = (explicit ?: variable(environment, "https_proxy"))?.let(::parse)
    private val without: List<Exempt> =
        (exceptions + variable(environment, "no_proxy").orEmpty().split(',', ' ')).map {
            it.trim()
        }.filter { it.isNotEmpty() }.map(::Exempt)

    fun of(tls: Boolean, host: String, port: Int): Proxy? =
        (if (tls) forHttps else forHttp)?.takeUnless { without.any { it.covers(host, port) } }

    /**
     * `*`, a host, a domain with its subdomains, an address, or a network as `10.0.0.0/8`; each but
     * the first and last with `:port` if wanted.
     */
    private class Exempt(text: String) {
        private val port: Int?
        private val name: String
        private val subdomainsOnly: Boolean
        private val prefixBits: Int?

        init {
            val isBareV6 = text.count { it == ':' } > 1 && !text.startsWith("[")
            val colon = if (isBareV6) -1 else text.indexOf(':', text.indexOf(']') + 1)
            port = if (colon < 0) null else text.substring(colon + 1).toIntOrNull() ?: throw refused(text)
            val host = (if (colon < 0) text else text.substring(0, colon)).removeSurrounding("[", "]").lowercase().removeSuffix(".")
            prefixBits = if ('/' in host) host.substringAfter('/').toIntOrNull() ?: throw refused(text) else null
            val bare = host.substringBefore('/')
            if (prefixBits != null &&
                (!isAddress(bare) || prefixBits !in 0..InetAddress.getByName(bare).address.size * 8)
            ) {
                throw refused(text)
            }
            subdomainsOnly = bare.startsWith(".") || bare.startsWith("*.")
            name = bare.removePrefix("*.").removePrefix(".")
        }

        fun covers(host: String, port: Int): Boolean {
            if (this.port != null && this.port != port) return false
            val asked = host.lowercase().removeSuffix(".")
            return when {
                name == "*" -> true
                prefixBits != null -> isAddress(asked) && inNetwork(InetAddress.getByName(asked).address, prefixBits)
                isAddress(name) -> isAddress(asked) && InetAddress.getByName(asked) == InetAddress.getByName(name)
                else -> asked.endsWith(".$name") || (asked == name && !subdomainsOnly)
            }
        }

        private fun inNetwork(address: ByteArray, bits: Int): Boolean {
            val network = InetAddress.getByName(name).address
            if (network.size != address.size) return false
            return (0 until bits).all { bit ->
                val mask = 0x80 shr (bit % 8)
                network[bit / 8].toInt() and mask == address[bit / 8].toInt() and mask
            }
        }

        private fun refused(text: String) =
            ConfigurationException(
                "\"${if ('@' in text) {
                    ServerAddress.withoutSecrets(
                        text,
                    )
                } else {
                    text
                }}\" is no exception for a proxy; give a host, .domain, address or network, such as .example.org or 10.0.0.0/8",
            )
    }

    private companion object {
        private const val HTTP = "http"

        /** curl's names: by the second one the proxy looks names up, which ours always does. */
        private val SOCKS = setOf("socks5", "socks5h")

        /** Only what looks like an address: names must not be looked up for this. */
        private fun isAddress(text: String): Boolean =
            ':' in text || (text.isNotEmpty() && text.all { it.isDigit() || it == '.' } && '.' in text)

        private fun variable(environment: Map<String, String>?, name: String): String? =
            listOf(name, name.uppercase()).firstNotNullOfOrNull { environment?.get(it)?.trim()?.takeIf { value -> value.isNotEmpty() } }

        private fun parse(url: String): Proxy {
            val scheme = url.substringBefore("://", HTTP).lowercase()
            val isSocks = scheme in SOCKS
            if (scheme != HTTP && !isSocks) {
                throw ConfigurationException(
                    "${ServerAddress.withoutSecrets(
                        url,
                    )} is no proxy that Houseflow can use; give http://host:port or socks5://host:port, which also lead to " +
                        "https servers",
                )
            }
            val whole = "$HTTP://" + url.substringAfter("://")
            val address = ServerAddress.parse(whole, "proxy")
            val authority = address.base.substringAfter("://").substringBefore('/')
            if (!whole.substringAfter("://").substringAfterLast('@').substringBefore('/').substringAfterLast(']').contains(':')) {
                throw ConfigurationException("The proxy ${authority.substringBeforeLast(':')} has no port; give $scheme://host:port")
            }
            val host = authority.substringBeforeLast(':').removeSurrounding("[", "]")
            val port = authority.substringAfterLast(':').toInt()
            val user = address.username
            if (isSocks) {
                checkSocks("user", user)
                checkSocks("password", address.password)
                return Proxy(host, port, authorization = null, isSocks = true, user, address.password)
            }
            if (user == null) return Proxy(host, port, authorization = null)
            val credentials = "$user:${address.password.orEmpty()}".toByteArray(Charsets.UTF_8)
            return Proxy(host, port, "Basic " + Base64.getEncoder().encodeToString(credentials))
        }

        private fun checkSocks(what: String, text: String?) {
            if (text.orEmpty().toByteArray(Charsets.UTF_8).size <= SocksHandshake.MAX_TEXT) return
            throw ConfigurationException(
                "The $what of the SOCKS proxy is too long; SOCKS has room for ${SocksHandshake.MAX_TEXT} bytes",
            )
        }
    }
}
