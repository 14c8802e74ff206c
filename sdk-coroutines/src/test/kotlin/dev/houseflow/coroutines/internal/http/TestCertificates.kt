package dev.houseflow.coroutines.internal.http

import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.security.PrivateKey
import java.util.Base64
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory

/** A self-signed certificate for one test, made by the JDK's own keytool. */
internal class TestCertificates(keyAlgorithm: String, host: String) {
    private val store: KeyStore

    init {
        val folder = Files.createTempDirectory("houseflow-tls")
        try {
            val file = folder.resolve("keys.p12")
            val keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString()
            val names = if (host.first().isDigit()) "ip:$host" else "dns:$host"
            val process = ProcessBuilder(
                keytool, "-genkeypair", "-alias", "server", "-keyalg", keyAlgorithm, "-dname", "CN=test", "-validity", "2",
                "-ext", "san=$names", "-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD,
            ).redirectErrorStream(true).start()
            val output = String(process.inputStream.readAllBytes())
            check(process.waitFor() == 0) { output }
            store = KeyStore.getInstance("PKCS12").apply { Files.newInputStream(file).use { load(it, PASSWORD.toCharArray()) } }
        } finally {
            folder.toFile().deleteRecursively()
        }
    }

    val key: PrivateKey get() = store.getKey("server", PASSWORD.toCharArray()) as PrivateKey
    val certificatePem: String get() = pem("CERTIFICATE", store.getCertificate("server").encoded)
    val keyPem: String get() = pem("PRIVATE KEY", key.encoded)

    /** Shows this certificate; asks clients for one of [clients] if that is given. */
    fun serverContext(clients: TestCertificates? = null): SSLContext {
        val keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(store, PASSWORD.toCharArray()) }
        return SSLContext.getInstance("TLS").apply { init(keys.keyManagers, clients?.trust()?.trustManagers, null) }
    }

    /** Trusts this certificate and no other. */
    fun clientContext(): SSLContext = SSLContext.getInstance("TLS").apply { init(null, trust().trustManagers, null) }

    private fun trust(): TrustManagerFactory {
        val trusted = KeyStore.getInstance(KeyStore.getDefaultType()).apply {
            load(null)
            setCertificateEntry("server", store.getCertificate("server"))
        }
        return TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(trusted) }
    }

    companion object {
        fun pem(kind: String, bytes: ByteArray): String =
            "-----BEGIN $kind-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END $kind-----\n"

        private const val PASSWORD = "houseflow"
    }
}
