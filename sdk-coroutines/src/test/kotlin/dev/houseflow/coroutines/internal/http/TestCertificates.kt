package dev.houseflow.coroutines.internal.http

import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
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

    fun serverContext(): SSLContext {
        val keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(store, PASSWORD.toCharArray()) }
        return SSLContext.getInstance("TLS").apply { init(keys.keyManagers, null, null) }
    }

    /** Trusts this certificate and no other. */
    fun clientContext(): SSLContext {
        val trusted = KeyStore.getInstance(KeyStore.getDefaultType()).apply {
            load(null)
            setCertificateEntry("server", store.getCertificate("server"))
        }
        val trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(trusted) }
        return SSLContext.getInstance("TLS").apply { init(null, trust.trustManagers, null) }
    }

    private companion object {
        private const val PASSWORD = "houseflow"
    }
}
