package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.faults.FullServer
import dev.houseflow.coroutines.internal.net.Deadline
import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.coroutines.internal.net.TlsOptions
import dev.houseflow.testkit.Leaks
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.throwable.shouldHaveCauseInstanceOf
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import java.net.InetAddress
import java.net.ServerSocket
import java.net.UnknownHostException
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import javax.net.ssl.SSLContext
import kotlin.time.Duration.Companion.seconds

/** Names with several addresses, one of which at least does not answer, and names that cannot be found. */
internal class ConnectorTest : FunSpec({
    timeout = 60_000

    /** Looks up nothing but [NAME], which has [addresses]. */
    fun http(vararg addresses: String) = ExchangeHarness(
        lookUp = { host ->
            check(host == NAME) { "looked up $host" }
            addresses.map { InetAddress.getByName(it) }
        },
    )

    /** A server that answers with its own address. */
    fun server(address: String, port: Int = 0) = ScriptedServer(ServerSocket(port, 50, InetAddress.getByName(address))) {
        while (readRequest() != null) answer(address)
    }

    fun to(port: Int, connectMillis: Long? = 10_000, tls: TlsOptions? = null, proxy: Proxy? = null) =
        HttpCall(Route(NAME, port, tls, proxy), "POST", "/", emptyList(), RequestBody.None, CallTimeouts(connectMillis))

    test("the first address is asked first, and no other one when it answers") {
        server("127.0.0.2").use { first ->
            server("127.0.0.3", first.port).use { second ->
                http("127.0.0.2", "127.0.0.3").use { http ->
                    String(http.fetch(to(first.port)).second) shouldBe "127.0.0.2"
                    second.connections shouldBe 0
                }
            }
        }
    }

    test("an address that refuses makes room for the next one, without a limit of time too") {
        server("127.0.0.4").use { server ->
            for (millis in listOf(10_000L, null)) {
                http("127.0.0.2", "127.0.0.3", "127.0.0.4").use { http ->
                    String(http.fetch(to(server.port, millis)).second) shouldBe "127.0.0.4"
                }
            }
            server.failures.shouldBeEmpty()
        }
    }

    test("an address that does not answer leaves the next one its share of connectTimeout") {
        server("127.0.0.3").use { server ->
            FullServer("127.0.0.2", server.port).use {
                val before = Leaks.openSockets()
                http("127.0.0.2", "127.0.0.3").use { http ->
                    String(http.fetch(to(server.port, connectMillis = 4_000)).second) shouldBe "127.0.0.3"
                }
                eventually(10.seconds) { Leaks.openSockets() shouldBeLessThanOrEqual before }
            }
        }
    }

    test("when all addresses refuse, one error names them all") {
        val port = server("127.0.0.2").use { it.port }
        http("127.0.0.2", "127.0.0.3", "127.0.0.4").use { http ->
            val failure = shouldThrow<ExchangeException> { http.fetch(to(port)) }
            failure.requestSent shouldBe false
            failure.message shouldBe "Cannot connect to $NAME:$port: None of the 3 addresses of $NAME can be reached: " +
                "127.0.0.2 (Connection refused), 127.0.0.3 (Connection refused), 127.0.0.4 (Connection refused)"
        }
        http("127.0.0.2").use { http ->
            shouldThrow<ExchangeException> { http.fetch(to(port)) }.message shouldBe
                "Cannot connect to $NAME:$port: Connection refused"
        }
    }

    test("when one address refuses and the other does not answer, the error names both, and the option") {
        FullServer("127.0.0.2").use { full ->
            http("127.0.0.2", "127.0.0.3").use { http ->
                val failure = shouldThrow<ExchangeException> { http.fetch(to(full.port, connectMillis = 400)) }
                failure.message shouldContain "127.0.0.2 (no answer within"
                failure.message shouldContain "its share of connectTimeout"
                failure.message shouldContain "127.0.0.3 (Connection refused)"
            }
            http("127.0.0.3", "127.0.0.2").use { http ->
                val failure = shouldThrow<ExchangeException> { http.fetch(to(full.port, connectMillis = 400)) }
                failure.cause.shouldBeInstanceOf<DeadlineException>().deadline shouldBe Deadline.CONNECT
                failure.message shouldContain "within 400 ms: 127.0.0.3 (Connection refused), 127.0.0.2 (no answer); raise connectTimeout"
            }
            http("127.0.0.2").use { http ->
                shouldThrow<ExchangeException> { http.fetch(to(full.port, connectMillis = 100)) }.message shouldContain
                    "within 100 ms; raise connectTimeout"
            }
        }
    }

    test("an address that answers, but not with TLS, is no matter of addresses") {
        ScriptedServer(ServerSocket(0, 50, InetAddress.getByName("127.0.0.3"))) { clientClosesWithin(30_000) }.use { silent ->
            http("127.0.0.2", "127.0.0.3", "127.0.0.4").use { http ->
                val tls = TlsOptions(SSLContext.getDefault())
                val failure = shouldThrow<ExchangeException> { http.fetch(to(silent.port, connectMillis = 400, tls = tls)) }
                failure.message shouldContain "127.0.0.2 (Connection refused)"
                failure.message.orEmpty() shouldNotContain "127.0.0.3"
                silent.connections shouldBe 1
                eventually(10.seconds) { silent.openConnections shouldBe 0 }
            }
        }
    }

    test("the addresses of a proxy are tried in turn as well") {
        val asked = CopyOnWriteArrayList<String>()
        ScriptedServer(ServerSocket(0, 50, InetAddress.getByName("127.0.0.3"))) {
            asked += readRequest()?.lines?.first().orEmpty()
            answer("through")
        }.use { proxy ->
            ExchangeHarness(
                lookUp = { host ->
                    check(host == "proxy.test") { "looked up $host" }
                    listOf("127.0.0.2", "127.0.0.3").map { InetAddress.getByName(it) }
                },
            ).use { http ->
                val call = to(8123, proxy = Proxy("proxy.test", proxy.port, null))
                String(http.fetch(call).second) shouldBe "through"
                asked shouldBe listOf("POST http://$NAME:8123/ HTTP/1.1")
            }
        }
    }

    test("a name that nobody knows, or that has no address, is an error that names it") {
        ExchangeHarness(lookUp = { throw UnknownHostException("$it: nobody knows") }).use { http ->
            val failure = shouldThrow<ExchangeException> { http.fetch(to(8123)) }
            failure.message shouldBe "Cannot connect to $NAME:8123: $NAME: nobody knows"
            failure.shouldHaveCauseInstanceOf<UnknownHostException>()
        }
        http().use { http ->
            shouldThrow<ExchangeException> { http.fetch(to(8123)) }.message shouldContain "The name $NAME has no addresses"
        }
    }

    test("a lookup that hangs is bounded by connectTimeout, and can be left") {
        val answered = CountDownLatch(1)
        ExchangeHarness(
            lookUp = {
                answered.await()
                emptyList()
            },
        ).use { http ->
            try {
                shouldThrow<ExchangeException> { http.fetch(to(8123, connectMillis = 50)) }
                    .shouldHaveCauseInstanceOf<DeadlineException>()
                coroutineScope {
                    val call = async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { http.fetch(to(8123, connectMillis = null)) }
                    call.cancelAndJoin()
                }
            } finally {
                answered.countDown()
            }
        }
    }
}) {
    private companion object {
        const val NAME = "several.test"
    }
}
