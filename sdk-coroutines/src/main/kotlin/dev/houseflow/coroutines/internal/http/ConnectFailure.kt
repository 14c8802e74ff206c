package dev.houseflow.coroutines.internal.http

import java.net.ConnectException
import java.net.NoRouteToHostException
import java.net.UnknownHostException
import java.nio.channels.UnresolvedAddressException
import java.security.cert.CertificateException
import java.security.cert.CertificateExpiredException
import java.security.cert.CertificateNotYetValidException
import javax.net.ssl.SSLException

/** What to do when no connection came about. */
internal object ConnectFailure {
    /**
     * The next step after [failure].
     *
     * @param tls whether the connection was to speak TLS
     */
    fun advice(failure: Throwable, tls: Boolean): String {
        val causes = generateSequence(failure) { it.cause }.take(MOST_CAUSES).toList()
        causes.firstNotNullOfOrNull { (it as? ProxyException)?.advice }?.let { return it }
        return when {
            causes.any { it is UnknownHostException || it is UnresolvedAddressException } ->
                "this host is not known: check its name in the endpoint, and the name service"

            causes.any { it is SSLException || it is CertificateException } -> afterHandshake(causes)
            tls && causes.none { it is ConnectException || it is NoRouteToHostException } ->
                "check that the port is the server's HTTPS port, 8443 as a rule, or write http:// in the endpoint"

            else -> "check host and port of the endpoint, and that a server listens there"
        }
    }

    private fun afterHandshake(causes: List<Throwable>): String {
        val said = causes.joinToString(" ") { it.message.orEmpty() }
        return when {
            causes.any { it is CertificateExpiredException || it is CertificateNotYetValidException } ->
                "the server's certificate is not valid at this time: renew it, or check the clocks"

            OTHER_HOST.any { it in said } ->
                "the server's certificate is for another host: name the host in the endpoint as the certificate does, or give that name " +
                    "as tlsServerName"

            NOT_TRUSTED.any { it in said } ->
                "this client does not trust who signed the server's certificate: give it that certificate, " +
                    "sslContext = pemSslContext { trust(Paths.get(\"ca.pem\")) }"

            NO_TLS.any { it in said } ->
                "the server does not speak TLS on this port: write http:// in the endpoint, or name its HTTPS port, 8443 as a rule"

            WANTS_CERTIFICATE.any { it in said } ->
                "the server wants a client certificate that it trusts: sslContext = pemSslContext { clientCertificate(...) }"

            else ->
                "the TLS handshake failed: check that the port is the server's HTTPS port, 8443 as a rule, and its TLS versions and " +
                    "ciphers, which tlsProtocols and tlsCipherSuites must meet where they are given"
        }
    }

    /** Whether the answer to a plain request that begins with [first] is TLS. */
    fun isTls(first: Byte): Boolean = first == TLS_ALERT || first == TLS_HANDSHAKE

    private const val MOST_CAUSES = 8
    private const val TLS_ALERT: Byte = 0x15
    private const val TLS_HANDSHAKE: Byte = 0x16
    private val NOT_TRUSTED = listOf("PKIX path", "valid certification path", "Trust anchor for certification path not found")
    private val OTHER_HOST = listOf("No subject alternative", "No name matching", "not verified")
    private val NO_TLS = listOf("nrecognized SSL message", "Unable to parse TLS packet header")
    private val WANTS_CERTIFICATE = listOf("bad_certificate", "certificate_required", "certificate_unknown", "unknown_ca")
}
