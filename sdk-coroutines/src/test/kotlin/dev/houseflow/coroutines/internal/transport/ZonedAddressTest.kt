package dev.houseflow.coroutines.internal.transport

import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.IOException
import java.net.InetAddress
import java.net.NetworkInterface
import java.net.ServerSocket
import java.util.concurrent.CopyOnWriteArrayList

/** Addresses of IPv6 with the zone that says which network they are of, as link-local ones need it. */
class ZonedAddressTest : StringSpec({
    val loopback = NetworkInterface.networkInterfaces().filter { it.isLoopback }.findFirst().get().name
    val listener = try {
        ServerSocket(0, 50, InetAddress.getByName("::1"))
    } catch (_: IOException) {
        null
    }

    "an endpoint names a zone".config(enabled = listener != null) {
        val hosts = CopyOnWriteArrayList<String?>()
        ScriptedServer(checkNotNull(listener)) {
            while (true) {
                val request = readRequest() ?: break
                hosts += request.field("Host")
                answer("Ok.\n")
            }
        }.use { server ->
            for (zone in listOf("%25$loopback", "%$loopback", "%25${NetworkInterface.getByName(loopback).index}", "")) {
                ClickHouseClient("http://[::1$zone]:${server.port}").use { client ->
                    String(client.rawQuery("SELECT 1")) shouldBe "Ok.\n"
                    client.ping().shouldBeTrue()
                }
            }
            // A zone means nothing to another machine.
            hosts.toSet() shouldBe setOf("[::1]:${server.port}")
        }
    }

    "a zone that does not exist is an unknown host" {
        ClickHouseClient("http://[::1%25nowhere9]:1").use { client ->
            shouldThrow<TransportException> { client.execute("SELECT 1") }.message shouldContain "this host is not known"
        }
    }
})
