package dev.houseflow.internal.http

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi

/** Endpoints by host and port. */
@InternalHouseflowApi
public object Endpoints {
    /** ClickHouse's own port for TLS, and the web's, which gateways of the cloud have. */
    private val SECURE_PORTS = setOf(8443, 443)
    private const val MAX_PORT = 65535
    private const val NOT_IN_HOSTS = "/\\?#@;,=&<>\"'"

    /** Whether [port] is one for TLS by custom. */
    @JvmStatic
    public fun isSecure(port: Int): Boolean = port in SECURE_PORTS

    /** The URL of the server at [host], a name or an address, and [port]. */
    @JvmStatic
    public fun of(host: String, port: Int, secure: Boolean): String {
        val bare = host.removeSurrounding("[", "]")
        val isAddress = ':' in bare
        val isWrong = bare.isEmpty() || bare.any { it <= ' ' || it in NOT_IN_HOSTS } || (isAddress && bare.count { it == ':' } == 1)
        if (isWrong) {
            throw ConfigurationException("The host is no name and no address: give db.example.com or 10.0.0.7, and the port by itself")
        }
        if (port !in 1..MAX_PORT) throw ConfigurationException("The port is $port; give one from 1 to $MAX_PORT")
        return (if (secure) "https://" else "http://") + (if (isAddress) "[$bare]" else bare) + ":" + port
    }
}
