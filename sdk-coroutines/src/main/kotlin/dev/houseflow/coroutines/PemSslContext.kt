package dev.houseflow.coroutines

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.internal.net.Pem
import java.nio.file.Files
import java.nio.file.Path
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.PrivateKey
import java.security.Signature
import java.security.cert.X509Certificate
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory

/**
 * Makes the [SSLContext] for https endpoints out of PEM files, as `openssl` and certificate
 * authorities write them. Clients that are given the same context can share connections. Kotlin
 * says `pemSslContext { trust(path) }`.
 */
public object PemSslContext {
    /** Starts a context that trusts whom the platform trusts, and has no certificate of its own. */
    @JvmStatic
    public fun builder(): Builder = Builder()

    /** Collects certificates and keys. Files are read at once. Not thread-safe. */
    public class Builder internal constructor() {
        private val trusted = ArrayList<X509Certificate>()
        private var chain: List<X509Certificate>? = null
        private var key: PrivateKey? = null

        /**
         * Trusts the certificates in [file], authorities or a server's own, and no longer those
         * that the platform trusts. May be called several times. Throws [ConfigurationException]
         * when there is no certificate in it.
         */
        public fun trust(file: Path): Builder = trust(read(file), file.toString())

        /** Trusts the certificates in [pem], as [trust] does. */
        public fun trust(pem: ByteArray): Builder = trust(pem, "The PEM data")

        private fun trust(pem: ByteArray, origin: String): Builder = apply { trusted += Pem.certificates(pem, origin) }

        /**
         * Shows the certificate in [certificate], with its chain if there is more than one, to
         * servers that ask for it. [key] is its key, RSA or EC, in PKCS#8, PKCS#1 or SEC 1, and not
         * encrypted; it may be the same file. Throws [ConfigurationException] when they do not
         * belong together.
         */
        public fun clientCertificate(certificate: Path, key: Path): Builder =
            clientCertificate(read(certificate), read(key), certificate.toString(), key.toString())

        /**
         * Shows the certificate in [certificatePem] with the key in [keyPem], as
         * [clientCertificate] does.
         */
        public fun clientCertificate(certificatePem: ByteArray, keyPem: ByteArray): Builder =
            clientCertificate(certificatePem, keyPem, "The PEM data of the certificate", "The PEM data of the key")

        private fun clientCertificate(certificatePem: ByteArray, keyPem: ByteArray, certificateOrigin: String, keyOrigin: String): Builder {
            val certificates = Pem.certificates(certificatePem, certificateOrigin)
            val private = Pem.privateKey(keyPem, keyOrigin)
            if (!belongTogether(certificates.first(), private)) {
                throw ConfigurationException(
                    "$keyOrigin is not the key of the first certificate in $certificateOrigin; give the two that belong together",
                )
            }
            chain = certificates
            key = private
            return this
        }

        /** The context. */
        public fun build(): SSLContext {
            val trust = if (trusted.isEmpty()) {
                null
            } else {
                val store = emptyStore()
                trusted.forEachIndexed { i, certificate -> store.setCertificateEntry("trusted-$i", certificate) }
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }.trustManagers
            }
            val keys = chain?.let {
                val store = emptyStore()
                store.setKeyEntry("client", key, PASSWORD, it.toTypedArray())
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(store, PASSWORD) }.keyManagers
            }
            return SSLContext.getInstance("TLS").apply { init(keys, trust, null) }
        }

        private fun emptyStore(): KeyStore = KeyStore.getInstance("PKCS12").apply { load(null, null) }

        private fun read(file: Path): ByteArray = try {
            Files.readAllBytes(file)
        } catch (e: java.io.IOException) {
            throw ConfigurationException("Cannot read $file: ${e.message ?: e.javaClass.simpleName}; give the path of a PEM file")
        }

        /** A key signs and its certificate verifies, or they are not a pair. */
        private fun belongTogether(certificate: X509Certificate, key: PrivateKey): Boolean {
            if (certificate.publicKey.algorithm != key.algorithm) return false
            return try {
                val signature = Signature.getInstance(if (key.algorithm == "RSA") "SHA256withRSA" else "SHA256withECDSA")
                signature.initSign(key)
                val signed = signature.apply { update(PROBE) }.sign()
                signature.initVerify(certificate.publicKey)
                signature.apply { update(PROBE) }.verify(signed)
            } catch (_: GeneralSecurityException) {
                false
            }
        }

        private companion object {
            /** Of a key store that never leaves the memory. */
            private val PASSWORD = "houseflow".toCharArray()
            private val PROBE = ByteArray(32)
        }
    }
}

/** An [SSLContext] of the PEM files that [configure] names. */
@JvmSynthetic
public inline fun pemSslContext(configure: PemSslContext.Builder.() -> Unit): SSLContext = PemSslContext.builder().apply(configure).build()
