package dev.houseflow.coroutines

import dev.houseflow.ConfigurationException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.coroutines.internal.net.Pem
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.net.InetAddress
import java.security.interfaces.ECPrivateKey
import java.util.concurrent.CopyOnWriteArrayList
import javax.net.ssl.SSLServerSocket

/** Own authorities and client certificates from PEM, and users who are known by them. */
internal class PemSslContextTest : StringSpec({
    val server = TestCertificates("EC", "127.0.0.1")
    val clients = mapOf("RSA" to TestCertificates("RSA", "client"), "EC" to TestCertificates("EC", "client"))
    val folder = tempdir().toPath()

    fun listener(client: TestCertificates) = server.serverContext(client).serverSocketFactory
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()).also { (it as SSLServerSocket).needClientAuth = true }

    for ((algorithm, client) in clients) {
        "an $algorithm client certificate is shown, and names the user when asked" {
            val authority = folder.resolve("ca-$algorithm.pem").also { it.toFile().writeText("a comment\n" + server.certificatePem) }
            val identity = folder.resolve("client-$algorithm.pem").also { it.toFile().writeText(client.certificatePem + client.keyPem) }
            val contexts = listOf(
                pemSslContext { trust(authority).clientCertificate(identity, identity) },
                PemSslContext.builder().trust(server.certificatePem.toByteArray())
                    .clientCertificate(client.certificatePem.toByteArray(), client.keyPem.toByteArray()).build(),
            )
            val seen = CopyOnWriteArrayList<String>()
            ScriptedServer(listener(client)) {
                while (true) {
                    val request = readRequest() ?: break
                    seen +=
                        "${request.field(
                            "X-ClickHouse-User",
                        )} ${request.field("X-ClickHouse-SSL-Certificate-Auth")} ${request.field("Authorization")}"
                    answer("")
                }
            }.use { fake ->
                for (context in contexts) {
                    ClickHouseClient("https://127.0.0.1:${fake.port}") {
                        sslContext = context
                        username = "alice"
                        certificateAuth = true
                    }.use { it.execute("SELECT 1") }
                }
                seen.shouldContainExactly("alice on null", "alice on null")
                fake.failures.shouldBeEmpty()
                ClickHouseClient("https://127.0.0.1:${fake.port}") {
                    sslContext = pemSslContext { trust(authority) }
                    killOnCancel = false
                }.use { shouldThrow<TransportException> { it.execute("SELECT 1") } }
                seen.size shouldBe 2
            }
        }
    }

    "what is trusted replaces what the platform trusts" {
        val other = TestCertificates("EC", "127.0.0.1")
        ScriptedServer(server.serverContext().serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            while (readRequest() != null) answer("")
        }.use { fake ->
            ClickHouseClient("https://127.0.0.1:${fake.port}") {
                sslContext = pemSslContext { trust(other.certificatePem.toByteArray()) }
            }.use { shouldThrow<TransportException> { it.execute("SELECT 1") }.mayHaveReachedServer shouldBe false }
            ClickHouseClient("https://127.0.0.1:${fake.port}") {
                sslContext = pemSslContext { trust((other.certificatePem + server.certificatePem).toByteArray()) }
            }.use { it.execute("SELECT 1") }
        }
    }

    "keys are read from PKCS#8, PKCS#1 and SEC 1" {
        val rsa = clients.getValue("RSA").key
        // What PKCS#8 puts before a PKCS#1 key of 2048 bits and more is 26 bytes long.
        val pkcs1 = rsa.encoded.copyOfRange(26, rsa.encoded.size)
        Pem.privateKey(TestCertificates.pem("RSA PRIVATE KEY", pkcs1).toByteArray(), "test") shouldBe rsa
        Pem.privateKey(TestCertificates.pem("PRIVATE KEY", rsa.encoded).toByteArray(), "test") shouldBe rsa

        val ec = clients.getValue("EC").key as ECPrivateKey
        ec.params.order.bitLength() shouldBe 256
        val number = ec.s.toByteArray().takeLast(32).toByteArray().let { ByteArray(32 - it.size) + it }
        val named = byteArrayOf(0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20) + number +
            byteArrayOf(0xa0.toByte(), 0x0a, 0x06, 0x08, 0x2a, 0x86.toByte(), 0x48, 0xce.toByte(), 0x3d, 0x03, 0x01, 0x07)
        (Pem.privateKey(TestCertificates.pem("EC PRIVATE KEY", named).toByteArray(), "test") as ECPrivateKey).s shouldBe ec.s
        val unnamed = byteArrayOf(0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20) + number
        shouldThrow<ConfigurationException> {
            Pem.privateKey(TestCertificates.pem("EC PRIVATE KEY", unnamed).toByteArray(), "test")
        }.message shouldContain "curve"
    }

    "what cannot work is refused with the place and the way out" {
        fun refused(configure: PemSslContext.Builder.() -> Unit) = shouldThrow<ConfigurationException> { pemSslContext(configure) }.message
        val rsa = clients.getValue("RSA")
        refused { trust(folder.resolve("missing.pem")) } shouldContain "missing.pem"
        refused { trust(rsa.keyPem.toByteArray()) } shouldContain "BEGIN CERTIFICATE"
        refused { clientCertificate(rsa.certificatePem.toByteArray(), rsa.certificatePem.toByteArray()) } shouldContain "BEGIN PRIVATE KEY"
        refused {
            clientCertificate(rsa.certificatePem.toByteArray(), TestCertificates("RSA", "other").keyPem.toByteArray())
        } shouldContain "belong together"
        refused {
            clientCertificate(rsa.certificatePem.toByteArray(), clients.getValue("EC").keyPem.toByteArray())
        } shouldContain "belong together"
        refused {
            clientCertificate(
                rsa.certificatePem.toByteArray(),
                TestCertificates.pem("ENCRYPTED PRIVATE KEY", ByteArray(9)).toByteArray(),
            )
        } shouldContain "encrypted"
        refused { trust(TestCertificates.pem("CERTIFICATE", ByteArray(9)).toByteArray()) } shouldContain "damaged"

        fun client(endpoint: String, configure: ClickHouseClientConfig.() -> Unit) =
            shouldThrow<ConfigurationException> { ClickHouseClient(endpoint, configure) }.message
        client("https://localhost") { certificateAuth = true } shouldContain "username"
        client("https://u:p@localhost") { certificateAuth = true } shouldContain "password"
        client("http://u@localhost") { certificateAuth = true } shouldContain "https"
        // Every endpoint is looked at, not only the first.
        shouldThrow<ConfigurationException> {
            ClickHouseClient(listOf("https://u@localhost", "http://u@localhost")) { certificateAuth = true }
        }.message shouldContain "https"
    }
})
