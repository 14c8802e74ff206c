package dev.houseflow.coroutines.internal.session

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.HandlerRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.internal.Retrying
import dev.houseflow.coroutines.internal.Step
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.coroutines.internal.StepServer.Companion.OK
import dev.houseflow.coroutines.internal.StepServer.Companion.block
import dev.houseflow.coroutines.internal.StepServer.Companion.cut
import dev.houseflow.coroutines.internal.StepServer.Companion.description
import dev.houseflow.coroutines.internal.StepServer.Companion.native
import dev.houseflow.coroutines.internal.request.UserAgent
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.coroutines.stream
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import kotlinx.serialization.Serializable
import java.time.Duration
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

@Serializable
private class Digit(val n: Int)

private val UNAUTHORIZED: Step = { answer("who are you", "401 Unauthorized") }

private val EXPIRED: Step = {
    answer(
        "Code: 516. DB::Exception: Token has expired. (AUTHENTICATION_FAILED) (version 26.7.1.1)",
        "403 Forbidden",
        "X-ClickHouse-Exception-Code: 516",
    )
}

/** Gives `token-1`, `token-2` and so on. */
private class Tokens {
    val asked = AtomicInteger()
    val supplier: suspend () -> String = { "token-${asked.incrementAndGet()}" }
}

private val StepServer.tokens: List<String?> get() = seen.map { it.field("Authorization") }

class AccessTokensTest : FunSpec({
    timeout = 60_000

    suspend fun withServer(
        vararg steps: Step,
        configure: ClickHouseClientConfig.() -> Unit = {},
        test: suspend Retrying.(StepServer, Tokens) -> Unit,
    ) {
        val tokens = Tokens()
        StepServer(*steps).use { server ->
            Retrying(
                server.endpoint,
                configure = {
                    accessToken = tokens.supplier
                    configure()
                },
            ).use { it.test(server, tokens) }
        }
    }

    test("a token is asked for by the first call, and kept") {
        withServer { server, tokens ->
            client.ping() shouldBe true
            tokens.asked.get() shouldBe 0
            repeat(3) { client.rawQuery("SELECT 1") }
            server.tokens shouldContainExactly List(3) { "Bearer token-1" }
            server.seen.first().field("User-Agent") shouldBe UserAgent.of(null)
            tokens.asked.get() shouldBe 1
            server.seen.forEach { it.target shouldNotContain "token" }
        }
    }

    test("a token that is refused is exchanged, and the call made again") {
        for (refusal in listOf(UNAUTHORIZED, EXPIRED)) {
            withServer(refusal, configure = { retry = RetryPolicy.NONE }) { server, _ ->
                client.execute("CREATE TABLE t (n UInt8) ENGINE Memory") { queryId = "q" }
                client.execute("SELECT 1")
                server.tokens shouldContainExactly listOf("Bearer token-1", "Bearer token-2", "Bearer token-2")
                server.queryIds.take(2) shouldContainExactly listOf("q", "q-2")
                attempts.map { it.failure?.javaClass } shouldContainExactly listOf(ServerException::class.java, null, null)
                attempts.first().delayBeforeNext shouldBe Duration.ZERO
            }
        }
    }

    test("once: what is refused again is refused") {
        withServer(UNAUTHORIZED, UNAUTHORIZED) { server, tokens ->
            val failure = shouldThrow<ServerException> { client.rawQuery("SELECT 1") }
            failure.httpStatus shouldBe 401
            failure.message shouldNotContain "token-"
            server.seen shouldHaveSize 2
            tokens.asked.get() shouldBe 2
            client.rawQuery("SELECT 1")
            server.tokens.last() shouldBe "Bearer token-3"
        }
    }

    test("other refusals are none of the token's") {
        withServer(StepServer.code(497), StepServer.status("403 Forbidden")) { server, tokens ->
            repeat(2) { shouldThrow<ServerException> { client.rawQuery("SELECT 1") } }
            server.seen shouldHaveSize 2
            tokens.asked.get() shouldBe 1
        }
    }

    test("calls that are refused together get one new token") {
        val tokens = Tokens()
        val waiting = CompletableDeferred<Unit>()
        val refused = AtomicInteger()
        ScriptedServer {
            while (true) {
                val request = readRequest() ?: break
                if (request.field("Authorization") == "Bearer token-1") {
                    if (refused.incrementAndGet() == CALLS) waiting.complete(Unit)
                    while (!waiting.isCompleted) Thread.sleep(1)
                    answer("who are you", "401 Unauthorized")
                } else {
                    answer("1\n", "200 OK", StepServer.SUMMARY)
                }
            }
        }.use { server ->
            ClickHouseClient(server.endpoint) { accessToken = tokens.supplier }.use { client ->
                client.rawQueries().forEach { it shouldBe "1\n" }
            }
        }
        tokens.asked.get() shouldBe 2
    }

    test("rows, bytes and streams that have not begun are sent again; a flow that has been sent from is not, but the next one is") {
        withServer(native(description()), native(), UNAUTHORIZED, OK) { server, _ ->
            client.insert("t", listOf(Digit(1), Digit(2)))
            server.seen.takeLast(2).map { String(it.body) } shouldContainExactly List(2) { String(block(1, 2)) }
        }
        withServer(UNAUTHORIZED, native(description()), native(), OK) { server, _ ->
            client.insert("t", flow { emit(Digit(3)) })
            server.seen.map { String(it.body).take(8) }.take(2) shouldContainExactly listOf("DESCRIBE", "DESCRIBE")
            String(server.seen.last().body) shouldBe String(block(3))
        }
        withServer(UNAUTHORIZED) { server, _ ->
            client.rawInsert("t", Format.CSV, "1\n")
            server.bodies shouldContainExactly listOf("1\n", "1\n")
        }
        withServer(UNAUTHORIZED) { server, _ ->
            shouldThrow<ServerException> { client.rawInsert("t", Format.CSV, flow { emit("1\n".toByteArray()) }) }.httpStatus shouldBe 401
            client.rawInsert("t", Format.CSV, flow { emit("2\n".toByteArray()) })
            server.bodies shouldContainExactly listOf("1\n", "2\n")
            server.tokens shouldContainExactly listOf("Bearer token-1", "Bearer token-2")
        }
        withServer(UNAUTHORIZED, native(block(1), block(2))) { _, _ ->
            client.stream<Int>("SELECT n").toList() shouldBe listOf(1, 2)
        }
    }

    test("an insert whose rows a server may have taken is still not sent again") {
        withServer(native(description()), native(), StepServer.HANG_UP) { server, _ ->
            shouldThrow<TransportException> { client.insert("t", listOf(Digit(1))) }
            server.seen shouldHaveSize 3
        }
        withServer(StepServer.status("503 Service Unavailable")) { server, _ ->
            shouldThrow<ServerException> { client.rawInsert("t", Format.CSV, "1\n") }
            server.seen shouldHaveSize 1
        }
    }

    test("a stream whose rows have begun is not begun anew") {
        withServer(cut(block(1))) { server, _ ->
            shouldThrow<TransportException> { client.stream<Int>("SELECT n").toList() }
            server.seen shouldHaveSize 1
        }
    }

    test("handlers are called with the token, and sessions too") {
        withServer(UNAUTHORIZED) { server, _ ->
            client.callHandler(HandlerRequest.builder("/report").build())
            client.session { rawQuery("SELECT 1") }
            server.tokens shouldContainExactly listOf("Bearer token-1", "Bearer token-2", "Bearer token-2")
        }
    }

    test("what the supplier throws, or waits for, is its call's") {
        var mood: suspend () -> String = { error("no token today") }
        withServer(configure = { accessToken = { mood() } }) { server, _ ->
            shouldThrow<IllegalStateException> { client.rawQuery("SELECT 1") }.message shouldBe "no token today"
            mood = { awaitCancellation() }
            shouldThrow<TransportException> { client.rawQuery("SELECT 1") { timeout = Duration.ofMillis(50) } }
            coroutineScope {
                val call = launch { client.rawQuery("SELECT 1") }
                val other = launch { client.rawQuery("SELECT 1") }
                call.cancelAndJoin()
                other.cancelAndJoin()
            }
            for (token in listOf("", "secret\n", "sec ret", "sécret", "secret\u0000")) {
                mood = { token }
                val failure = shouldThrow<ConfigurationException> { client.rawQuery("SELECT 1") }
                failure.message shouldContain "access token"
                failure.message shouldNotContain "ret"
            }
            server.seen.shouldBeEmpty()
            mood = { "fine" }
            client.rawQuery("SELECT 1")
            server.tokens shouldContainExactly listOf("Bearer fine")
        }
    }

    test("the query that is stopped is stopped with the token at hand") {
        val kills = LinkedBlockingQueue<ScriptedServer.Request>()
        ScriptedServer {
            val request = readRequest() ?: return@ScriptedServer
            if (String(request.body).startsWith("KILL")) {
                kills += request
                answer("")
            } else {
                clientClosesWithin(30_000)
            }
        }.use { server ->
            ClickHouseClient(server.endpoint) { accessToken = { "token-1" } }.use { client ->
                shouldThrow<TransportException> { client.rawQuery("SELECT 1") { timeout = Duration.ofMillis(200) } }
                val kill = runInterruptible(Dispatchers.IO) { kills.poll(30, TimeUnit.SECONDS) }
                kill?.field("Authorization") shouldBe "Bearer token-1"
            }
        }
    }

    test("a token stands for no other user") {
        val others = listOf<ClickHouseClientConfig.() -> Unit>({ username = "u" }, { password = "p" }, {
            username = "u"
            certificateAuth = true
        })
        for (other in others) {
            shouldThrow<ConfigurationException> {
                ClickHouseClient("https://h") {
                    accessToken = { "t" }
                    other()
                }
            }.message shouldContain "leave out username, password"
        }
        shouldThrow<ConfigurationException> { ClickHouseClient(listOf("http://a", "http://u:p@b")) { accessToken = { "t" } } }
    }

    test("nothing prints a token") {
        val config = ClickHouseClientConfig().apply { accessToken = { "secret" } }
        config.toString() shouldContain "accessToken=<hidden>"
        withServer(configure = { accessToken = { "secret" } }) { _, _ ->
            client.rawQuery("SELECT 1")
            client.toString() shouldContain "access token <hidden>"
            (client.toString() + attempts) shouldNotContain "secret"
        }
    }

    test("a real engine that knows no tokens says so, after one more") {
        val tokens = Tokens()
        EmbeddedClickHouse.start().use { server ->
            ClickHouseClient(server.endpoint()) { accessToken = tokens.supplier }.use { client ->
                shouldThrow<ServerException> { client.rawQuery("SELECT 1") }.code shouldBe 516
                tokens.asked.get() shouldBe 2
                client.ping() shouldBe true
            }
        }
    }
})

private const val CALLS = 8

private suspend fun ClickHouseClient.rawQueries(): Collection<String> = coroutineScope {
    val all = ConcurrentLinkedQueue<String>()
    List(CALLS) { async(Dispatchers.Default) { all += String(rawQuery("SELECT 1")) } }.awaitAll()
    all
}
