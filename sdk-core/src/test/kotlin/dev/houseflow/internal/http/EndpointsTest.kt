package dev.houseflow.internal.http

import dev.houseflow.ConfigurationException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class EndpointsTest : FunSpec({
    test("G11 a host and a port make an endpoint, by TLS where the port is one for that") {
        fun of(host: String, port: Int) = Endpoints.of(host, port, Endpoints.isSecure(port))
        of("localhost", 8123) shouldBe "http://localhost:8123"
        of("abc.clickhouse.cloud", 8443) shouldBe "https://abc.clickhouse.cloud:8443"
        of("gateway", 443) shouldBe "https://gateway:443"
        of("::1", 8123) shouldBe "http://[::1]:8123"
        of("[::1]", 8443) shouldBe "https://[::1]:8443"
        Endpoints.of("my_container", 18443, true) shouldBe "https://my_container:18443"
        Endpoints.of("localhost", 8443, false) shouldBe "http://localhost:8443"
    }

    test("what is no host and no port is refused, without showing it") {
        for (host in listOf("", " ", "a b", "user:secret@host", "http://host", "host/path", "host:8123", "host?x", "a\nb")) {
            shouldThrow<ConfigurationException> { Endpoints.of(host, 8123, false) }.message.orEmpty().contains("secret") shouldBe false
        }
        for (port in listOf(0, -1, 65536)) shouldThrow<ConfigurationException> { Endpoints.of("h", port, false) }
    }
})
