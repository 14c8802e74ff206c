package dev.houseflow.coroutines

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.RetryPolicy
import dev.houseflow.TransportException
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.booleans.shouldBeFalse
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.engine.cio.CIO
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.withContext
import java.time.Duration
import java.util.concurrent.CountDownLatch
import kotlin.time.Duration.Companion.seconds

/** Connections that clients share or own, their bound, and the options that go with them. */
internal class HttpConnectionsTest : StringSpec({
    fun echo() = ScriptedServer { while (readRequest() != null) answer("") }

    /** Answers pings and KILLs at once, and everything else once [go] allows it. */
    fun holding(go: CountDownLatch) = ScriptedServer {
        while (true) {
            val request = readRequest() ?: break
            if (!request.target.endsWith("/ping") && !String(request.body).startsWith("KILL")) go.await()
            answer("Ok.\n")
        }
    }

    "F2: clients that share connections use the same one, and leave it open when they close" {
        echo().use { server ->
            HttpConnections { maxConnections = 4 }.use { shared ->
                repeat(3) { ClickHouseClient(server.endpoint) { connections = shared }.use { it.execute("SELECT 1") } }
                server.connections shouldBe 1
                server.openConnections shouldBe 1
            }
            eventually(10.seconds) { server.openConnections shouldBe 0 }
        }
    }

    "F2: a client closes the connections that it made itself" {
        echo().use { server ->
            ClickHouseClient(server.endpoint).use { it.execute("SELECT 1") }
            eventually(10.seconds) { server.openConnections shouldBe 0 }
        }
    }

    "shared connections that were closed are said to be so" {
        echo().use { server ->
            val shared = HttpConnections { }
            ClickHouseClient(server.endpoint) { connections = shared }.use { client ->
                shared.close()
                shared.close()
                shouldThrow<ConfigurationException> { client.execute("SELECT 1") }.message shouldBe
                    "The connections of this client are closed; make a client with new ones"
            }
        }
    }

    "F2: closing lets calls under way end, and then closes their connections" {
        for (own in listOf(true, false)) {
            val go = CountDownLatch(1)
            holding(go).use { server ->
                val shared = HttpConnections { }
                val client = ClickHouseClient(server.endpoint) { if (!own) connections = shared }
                withContext(Dispatchers.Default) {
                    val call = async { String(client.rawQuery("SELECT 1")) }
                    eventually(10.seconds) { server.connections shouldBe 1 }
                    if (own) client.close() else shared.close()
                    go.countDown()
                    call.await() shouldBe "Ok.\n"
                    eventually(10.seconds) { server.openConnections shouldBe 0 }
                }
                client.close()
                shared.close()
            }
        }
    }

    "F2: the bound is that of all clients together, waiting has an error of its own, and pings do not wait" {
        val go = CountDownLatch(1)
        holding(go).use { server ->
            HttpConnections.builder().maxConnections(2).build().use { shared ->
                fun client() = ClickHouseClient(server.endpoint) {
                    connections = shared
                    poolTimeout = Duration.ofMillis(50)
                }
                val clients = List(3) { client() }
                withContext(Dispatchers.Default) {
                    val busy = clients.take(2).map { async { it.execute("SELECT 1") } }
                    eventually(10.seconds) { server.connections shouldBe 2 }
                    val failure = shouldThrow<TransportException> { clients[2].execute("SELECT 1") }
                    failure.message shouldContain "poolTimeout"
                    failure.mayHaveReachedServer.shouldBeFalse()
                    clients[2].ping().shouldBeTrue()
                    server.connections shouldBe 3
                    // The extra connection is not kept beyond the bound.
                    eventually(10.seconds) { server.openConnections shouldBe 2 }
                    go.countDown()
                    busy.forEach { it.await() }
                    clients[2].execute("SELECT 1")
                    server.connections shouldBe 3
                }
                clients.forEach { it.close() }
            }
        }
    }

    "C5: KILL QUERY does not wait for a full pool" {
        val killed = CountDownLatch(1)
        val go = CountDownLatch(1)
        ScriptedServer {
            val request = readRequest() ?: return@ScriptedServer
            if (String(request.body).startsWith("KILL")) {
                killed.countDown()
                answer("")
            } else {
                go.await()
            }
        }.use { server ->
            ClickHouseClient(server.endpoint) { maxConnections = 2 }.use { client ->
                withContext(Dispatchers.Default) {
                    val calls = List(2) { async { client.execute("SELECT 1") } }
                    eventually(10.seconds) { server.connections shouldBe 2 }
                    val waiting = async { client.execute("SELECT 2") }
                    calls[0].cancelAndJoin()
                    killed.await()
                    waiting.cancelAndJoin()
                    calls[1].cancelAndJoin()
                }
            }
            go.countDown()
        }
    }

    "timeouts of the answer say which option they are" {
        val done = CountDownLatch(1)
        ScriptedServer {
            if (String((readRequest() ?: return@ScriptedServer).body).startsWith("SELECT 'silent'")) {
                send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            }
            done.await()
        }.use { server ->
            ClickHouseClient(server.endpoint) {
                firstByteTimeout = Duration.ofMillis(50)
                killOnCancel = false
            }.use { client ->
                val failure = shouldThrow<TransportException> { client.rawQuery("SELECT 1") }
                failure.message shouldContain "firstByteTimeout"
                failure.mayHaveReachedServer.shouldBeTrue()
            }
            ClickHouseClient(server.endpoint) {
                silenceTimeout = Duration.ofMillis(50)
                killOnCancel = false
            }.use { client ->
                shouldThrow<TransportException> { client.rawQuery("SELECT 'silent'") }.message shouldContain "silenceTimeout"
            }
            done.countDown()
        }
    }

    "each of these timeouts bounds what it says and nothing else" {
        val pause = 600L
        ScriptedServer {
            while (true) {
                val request = readRequest() ?: break
                // Long before its first byte, quick from there on.
                if (String(request.body).startsWith("SELECT 'slow'")) Thread.sleep(pause)
                answer("fine", "200 OK", "X-ClickHouse-Summary: {}")
            }
        }.use { server ->
            ClickHouseClient(server.endpoint) {
                silenceTimeout = Duration.ofMillis(200)
                retry = RetryPolicy.NONE
            }.use { client -> String(client.rawQuery("SELECT 'slow'")) shouldBe "fine" }
            ClickHouseClient(server.endpoint) {
                firstByteTimeout = Duration.ofMillis(200)
                retry = RetryPolicy.NONE
            }.use { client ->
                // The time runs from the end of the request, however long that takes.
                client.rawInsert(
                    "t",
                    Format.CSV,
                    flow {
                        repeat(3) {
                            emit("1\n".toByteArray())
                            delay(pause / 2)
                        }
                    },
                )
                shouldThrow<TransportException> { client.rawQuery("SELECT 'slow'") }.message shouldContain "firstByteTimeout"
            }
            server.failures.shouldBeEmpty()
        }
        // And it does run then.
        ScriptedServer {
            readRequest()
            clientClosesWithin(10_000)
        }.use { server ->
            ClickHouseClient(server.endpoint) {
                firstByteTimeout = Duration.ofMillis(100)
                killOnCancel = false
            }.use { client ->
                shouldThrow<TransportException> { client.rawInsert("t", Format.CSV, flowOf("1\n".toByteArray())) }.message shouldContain
                    "firstByteTimeout"
            }
        }
    }

    for (shows in listOf(false, true)) {
        val way = if (shows) "and by which statements, where these may be shown" else "by kinds and query ids"
        "a call that gets no connection says what they are taken by, $way" {
            val go = CountDownLatch(1)
            holding(go).use { server ->
                ClickHouseClient(server.endpoint) {
                    maxConnections = 3
                    poolTimeout = Duration.ofMillis(50)
                    statementInErrors = shows
                }.use { client ->
                    withContext(Dispatchers.Default) {
                        val taken = listOf(
                            async { client.rawStream("SELECT  'a\n secret'") { queryId = "s1" }.collect { } },
                            async { client.rawInsert("t", Format.CSV, flowOf("1\n".toByteArray())) { queryId = "i1" } },
                            async { client.execute("SELECT 2") { queryId = "q1" } },
                        )
                        eventually(10.seconds) { server.connections shouldBe 3 }
                        val message = shouldThrow<TransportException> { client.execute("SELECT 3") }.message.orEmpty()
                        message shouldContain "3 of 3 are taken, by "
                        for (part in listOf("1 stream", "1 insert", "1 query", "stream s1", "insert i1", "query q1")) {
                            message shouldContain
                                part
                        }
                        ("(SELECT 'a secret')" in message) shouldBe shows
                        ("(INSERT INTO" in message) shouldBe shows
                        go.countDown()
                        taken.forEach { it.await() }
                    }
                }
            }
        }
    }

    "with another engine the client bounds its calls all the same" {
        val go = CountDownLatch(1)
        holding(go).use { server ->
            CIO.create().use { cio ->
                ClickHouseClient(server.endpoint) {
                    engine = cio
                    maxConnections = 1
                    poolTimeout = Duration.ofMillis(50)
                }.use { client ->
                    withContext(Dispatchers.Default) {
                        val busy = async { client.execute("SELECT 1") }
                        eventually(10.seconds) { server.connections shouldBe 1 }
                        val message = shouldThrow<TransportException> { client.execute("SELECT 1") }.message
                        message shouldContain "poolTimeout"
                        message shouldContain "1 of 1 are taken, by 1 query"
                        client.ping().shouldBeTrue()
                        go.countDown()
                        busy.await()
                        client.execute("SELECT 1")
                    }
                }
            }
        }
    }

    "F3: options that would be ignored, or cannot work, are refused by name" {
        val shared = HttpConnections { }
        shared.use {
            fun refused(configure: ClickHouseClientConfig.() -> Unit) =
                shouldThrow<ConfigurationException> { ClickHouseClient("http://localhost", configure) }.message
            refused {
                connections = shared
                maxConnections = 7
                idleTimeout = Duration.ofSeconds(1)
            } shouldContain "idleTimeout, maxConnections"
            CIO.create().use { cio ->
                refused {
                    engine = cio
                    silenceTimeout = Duration.ofSeconds(1)
                    proxy = "http://localhost:3128"
                } shouldContain "silenceTimeout, proxy"
            }
            refused { poolTimeout = Duration.ZERO } shouldContain "poolTimeout"
            refused { readBufferSize = 10 } shouldContain "readBufferSize"
            refused { maxConnections = 0 } shouldContain "maxConnections"
        }
    }
})
