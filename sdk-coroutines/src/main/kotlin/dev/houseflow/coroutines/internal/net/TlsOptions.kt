package dev.houseflow.coroutines.internal.net

import javax.net.ssl.SNIHostName
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLEngine

/**
 * How TLS connections are made. Two options are equal only when their context is the same object,
 * so that connections of different trust are never mixed.
 *
 * @property context trust and keys
 * @property serverName the name to announce (SNI) and to check the certificate against; `null`
 * takes the host
 */
internal class TlsOptions(private val context: SSLContext, private val serverName: String? = null) {
    fun newEngine(host: String, port: Int): SSLEngine {
        // The zone of an address is of this machine only, and stands in no certificate.
        val name = serverName ?: if (':' in host) host.substringBefore('%') else host
        val engine = context.createSSLEngine(name, port)
        engine.useClientMode = true
        val parameters = engine.sslParameters
        parameters.endpointIdentificationAlgorithm = "HTTPS"
        // An address is no host name: SNI leaves it out, the certificate is checked against it all
        // the same.
        runCatching { SNIHostName(name) }.getOrNull()?.takeUnless { isAddress(name) }?.let { parameters.serverNames = listOf(it) }
        engine.sslParameters = parameters
        return engine
    }

    override fun equals(other: Any?): Boolean = other is TlsOptions && other.context === context && other.serverName == serverName

    override fun hashCode(): Int = System.identityHashCode(context) + serverName.hashCode()

    private fun isAddress(name: String) = ':' in name || name.all { it.isDigit() || it == '.' }
}
