package dev.houseflow.coroutines

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.testkit.ClosedPort
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.longs.shouldBeGreaterThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.engine.cio.CIO
import java.net.InetAddress
import java.time.Duration

/** Connections that are made before there are calls. */
internal class WarmUpTest : StringSpec({
    fun answering() = ScriptedServer { while (readRequest() != null) answer("Ok.\n", "200 OK", "Keep-Alive: timeout=60") }

    "connections are made ahead, as many as are missing, and then used" {
        answering().use { server ->
            ClickHouseClient(server.endpoint) { maxConnections = 5 }.use {
                it.warmUp(3) shouldBe 3
                it.poolStats().idleConnections shouldBe 3
                it.toString() shouldContain "connections: 3 open, 3 idle, 0 calls waiting"
                it.rawQuery("SELECT 1")
                it.warmUp(3) shouldBe 0
                server.connections shouldBe 3
                it.warmUp(5) shouldBe 2
                server.connections shouldBe 5
                it.poolStats().usedConnections shouldBe 0
            }
        }
    }

    "each of several servers gets as many, and the one that is away none" {
        answering().use { one ->
            answering().use { two ->
                ClickHouseClient(listOf(one.endpoint, two.endpoint, ClosedPort.endpoint)).use { it.warmUp(2) shouldBe 4 }
                one.connections shouldBe 2
                two.connections shouldBe 2
            }
        }
    }

    "connections that clients share are made ahead for all of them" {
        EmbeddedClickHouse.start().use { server ->
            HttpConnections { maxConnections = 4 }.use { shared ->
                ClickHouseClient(server.endpoint) { connections = shared }.use { it.warmUp(4) shouldBe 4 }
                shared.toString() shouldContain "4 open, 4 idle, 0 calls waiting"
                ClickHouseClient(server.endpoint) { connections = shared }.use {
                    it.query<Int>("SELECT 1").rows shouldBe listOf(1)
                    it.poolStats().openConnections shouldBe 4
                }
            }
        }
    }

    "TLS is ready as well" {
        val certificates = TestCertificates("EC", "127.0.0.1")
        val listener = certificates.serverContext().serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress())
        ScriptedServer(listener) { while (readRequest() != null) answer("Ok.\n") }.use { server ->
            val endpoint = "https://127.0.0.1:${server.port}"
            ClickHouseClient(endpoint) { sslContext = certificates.clientContext() }.use { it.warmUp(2) shouldBe 2 }
            // It is not trusted.
            ClickHouseClient(endpoint).use { it.warmUp(2) shouldBe 0 }
        }
    }

    "the rate of new connections holds here too" {
        answering().use { server ->
            ClickHouseClient(server.endpoint) { maxConnectsPerSecond = 2 }.use {
                val begun = System.nanoTime()
                it.warmUp(4) shouldBe 4
                // Two at once, and two more after half a second each.
                Duration.ofNanos(System.nanoTime() - begun).toMillis() shouldBeGreaterThanOrEqual 990
            }
        }
    }

    "a server that says that it is not well, or nothing, is none" {
        ScriptedServer { while (readRequest() != null) answer("no", "503 Service Unavailable") }.use { server ->
            ClickHouseClient(server.endpoint).use { it.warmUp(2) shouldBe 0 }
        }
        ScriptedServer { clientClosesWithin(60_000) }.use { server ->
            ClickHouseClient(server.endpoint).use { it.warmUp(2, Duration.ofMillis(200)) shouldBe 0 }
        }
    }

    "what cannot be is refused" {
        suspend fun refusal(block: suspend () -> Unit) = shouldThrow<ConfigurationException> { block() }.message
        answering().use { server ->
            val client = ClickHouseClient(server.endpoint) { maxConnections = 5 }
            refusal { client.warmUp(0) } shouldContain "at least 1"
            refusal { client.warmUp(6) } shouldContain "maxConnections is 5"
            client.close()
            refusal { client.warmUp(1) } shouldContain "closed"
            CIO.create().use { cio ->
                ClickHouseClient(server.endpoint) { engine = cio }.use { refusal { it.warmUp(1) } shouldContain "engine" }
            }
            shouldThrow<ConfigurationException> { ClickHouseClient(server.endpoint) { maxConnectsPerSecond = 0 } }.message shouldContain
                "maxConnectsPerSecond is 0"
            server.connections shouldBe 0
        }
    }
})
