package dev.houseflow.coroutines.internal.net

import dev.houseflow.ConfigurationException
import javax.net.ssl.SNIHostName
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLEngine

/**
 * How TLS connections are made. Two options are equal only when their context is the same object
 * and all else is equal, so that connections of different trust are never mixed.
 *
 * @property context trust and keys
 * @property serverName the name to announce (SNI) and to check the certificate against; `null`
 * takes the host
 * @property protocols the versions of TLS that are offered; none named means those of [context]
 * @property cipherSuites the suites that are offered; none named means those of [context]
 */
internal class TlsOptions(
    private val context: SSLContext,
    private val serverName: String? = null,
    private val protocols: List<String> = emptyList(),
    private val cipherSuites: List<String> = emptyList(),
) {
    init {
        if (serverName != null && (serverName.isEmpty() || (!isAddress(serverName) && sniOf(serverName) == null))) {
            throw ConfigurationException("tlsServerName is \"$serverName\", which is no name of a host; give one, such as db.example.org")
        }
        if (protocols.isNotEmpty()) check("tlsProtocols", protocols, context.supportedSSLParameters.protocols)
        if (cipherSuites.isNotEmpty()) check("tlsCipherSuites", cipherSuites, context.supportedSSLParameters.cipherSuites)
    }

    private fun check(option: String, asked: List<String>, supported: Array<String>) {
        val unknown = asked.firstOrNull { it !in supported } ?: return
        throw ConfigurationException("$option names \"$unknown\", which this JVM does not have; it has ${supported.joinToString()}")
    }

    fun newEngine(host: String, port: Int): SSLEngine {
        // The zone of an address is of this machine only, and stands in no certificate.
        val name = serverName ?: if (':' in host) host.substringBefore('%') else host
        val engine = context.createSSLEngine(name, port)
        engine.useClientMode = true
        val parameters = engine.sslParameters
        parameters.endpointIdentificationAlgorithm = "HTTPS"
        // An address is no host name: SNI leaves it out, the certificate is checked against it all
        // the same.
        if (!isAddress(name)) sniOf(name)?.let { parameters.serverNames = listOf(it) }
        if (protocols.isNotEmpty()) parameters.protocols = protocols.toTypedArray()
        if (cipherSuites.isNotEmpty()) parameters.cipherSuites = cipherSuites.toTypedArray()
        engine.sslParameters = parameters
        return engine
    }

    private fun sniOf(name: String): SNIHostName? = try {
        SNIHostName(name)
    } catch (_: IllegalArgumentException) {
        null
    }

    override fun equals(other: Any?): Boolean = other is TlsOptions && other.context === context && other.serverName == serverName &&
        other.protocols == protocols && other.cipherSuites == cipherSuites

    override fun hashCode(): Int = System.identityHashCode(context) + serverName.hashCode()

    private fun isAddress(name: String) = ':' in name || name.all { it.isDigit() || it == '.' }
}
