package dev.houseflow.coroutines.internal.net

import dev.houseflow.ConfigurationException
import java.io.ByteArrayInputStream
import java.nio.charset.StandardCharsets
import java.security.GeneralSecurityException
import java.security.KeyFactory
import java.security.PrivateKey
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import java.security.spec.PKCS8EncodedKeySpec
import java.util.Base64

/** Certificates and keys in PEM. */
internal object Pem {
    private val BLOCK = Regex("""-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----""")
    private val RSA = byteArrayOf(0x06, 0x09, 0x2a, 0x86.toByte(), 0x48, 0x86.toByte(), 0xf7.toByte(), 0x0d, 0x01, 0x01, 0x01)
    private val EC = byteArrayOf(0x06, 0x07, 0x2a, 0x86.toByte(), 0x48, 0xce.toByte(), 0x3d, 0x02, 0x01)
    private val NULL = byteArrayOf(0x05, 0x00)
    private val VERSION_0 = byteArrayOf(0x02, 0x01, 0x00)
    private const val SEQUENCE = 0x30
    private const val OCTET_STRING = 0x04
    private const val CURVE = 0xa0

    private class Block(val kind: String, val bytes: ByteArray)

    private fun blocks(pem: ByteArray, origin: String): List<Block> = try {
        BLOCK.findAll(String(pem, StandardCharsets.ISO_8859_1)).map {
            Block(it.groupValues[1], Base64.getMimeDecoder().decode(it.groupValues[2]))
        }.toList()
    } catch (e: IllegalArgumentException) {
        throw ConfigurationException("$origin is damaged: ${e.message}; write the PEM file anew")
    }

    /** All certificates, of which there is at least one. */
    fun certificates(pem: ByteArray, origin: String): List<X509Certificate> {
        val factory = CertificateFactory.getInstance("X.509")
        val certificates = try {
            blocks(pem, origin).filter {
                it.kind == "CERTIFICATE"
            }.map { factory.generateCertificate(ByteArrayInputStream(it.bytes)) as X509Certificate }
        } catch (e: GeneralSecurityException) {
            throw ConfigurationException("$origin holds a damaged certificate: ${e.message}; write the PEM file anew")
        }
        if (certificates.isEmpty()) {
            throw ConfigurationException("$origin holds no certificate in PEM; it has to have a line -----BEGIN CERTIFICATE-----")
        }
        return certificates
    }

    /** The first private key. */
    fun privateKey(pem: ByteArray, origin: String): PrivateKey {
        for (block in blocks(pem, origin)) {
            val pkcs8 = when (block.kind) {
                "PRIVATE KEY" -> block.bytes
                "RSA PRIVATE KEY" -> wrap(RSA + NULL, block.bytes)
                "EC PRIVATE KEY" -> wrap(EC + curve(block.bytes, origin), block.bytes)
                "ENCRYPTED PRIVATE KEY" ->
                    throw ConfigurationException(
                        "The key in $origin is encrypted; decrypt it first, as with: openssl pkcs8 -in key.pem -out plain.pem",
                    )
                else -> continue
            }
            return decode(pkcs8) ?: throw ConfigurationException("The key in $origin is damaged, or neither RSA nor EC; give one of these")
        }
        throw ConfigurationException("$origin holds no private key in PEM; it has to have a line -----BEGIN PRIVATE KEY-----")
    }

    private fun decode(pkcs8: ByteArray): PrivateKey? = listOf("RSA", "EC").firstNotNullOfOrNull { algorithm ->
        try {
            KeyFactory.getInstance(algorithm).generatePrivate(PKCS8EncodedKeySpec(pkcs8))
        } catch (_: GeneralSecurityException) {
            null
        }
    }

    /** PKCS#1 and SEC 1 keys are PKCS#8 keys without the wrapping that says what they are. */
    private fun wrap(algorithm: ByteArray, key: ByteArray): ByteArray =
        element(SEQUENCE, VERSION_0 + element(SEQUENCE, algorithm) + element(OCTET_STRING, key))

    private fun element(tag: Int, content: ByteArray): ByteArray {
        val size = content.size
        val head = when {
            size < 0x80 -> byteArrayOf(tag.toByte(), size.toByte())
            size < 0x100 -> byteArrayOf(tag.toByte(), 0x81.toByte(), size.toByte())
            else -> byteArrayOf(tag.toByte(), 0x82.toByte(), (size shr 8).toByte(), size.toByte())
        }
        return head + content
    }

    /** The name of the curve, which stands behind version and key in a SEC 1 key. */
    private fun curve(sec1: ByteArray, origin: String): ByteArray {
        try {
            var at = content(sec1, 0).first
            while (at < sec1.size) {
                val content = content(sec1, at)
                if (sec1[at].toInt() and 0xff == CURVE) return sec1.copyOfRange(content.first, content.last + 1)
                at = content.last + 1
            }
        } catch (_: IndexOutOfBoundsException) {
            // The error below says what is missing.
        }
        throw ConfigurationException("The EC key in $origin does not name its curve; convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem")
    }

    /** Where the content of the element at [at] stands. */
    private fun content(der: ByteArray, at: Int): IntRange {
        val first = der[at + 1].toInt() and 0xff
        if (first < 0x80) return at + 2 until at + 2 + first
        val digits = first and 0x7f
        val length = (0 until digits).fold(0) { sum, i -> (sum shl 8) or (der[at + 2 + i].toInt() and 0xff) }
        return at + 2 + digits until at + 2 + digits + length
    }
}
