package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.testkit.ClosedPort
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.booleans.shouldBeFalse
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** Connections are reused, bounded, renewed and never leaked. */
class ConnectionPoolTest : StringSpec({
    fun echo(vararg fields: String) = ScriptedServer {
        while (readRequest() != null) answer("Ok.\n", "200 OK", *fields)
    }

    suspend fun eventually(what: () -> Boolean): Boolean {
        repeat(500) {
            if (what()) return true
            delay(10)
        }
        return false
    }

    "F1: ten thousand requests in a row use one connection" {
        ExchangeHarness().use { http ->
            echo().use { server ->
                repeat(10_000) { http.fetch(http.call(server.port)) }
                server.connections shouldBe 1
            }
        }
    }

    "F1: 64 callers use no more than the configured number of connections" {
        ExchangeHarness(maxConnections = 5).use { http ->
            echo().use { server ->
                withContext(Dispatchers.Default) {
                    List(64) { async { repeat(20) { http.fetch(http.call(server.port)) } } }.awaitAll()
                }
                server.connections shouldBeLessThanOrEqual 5
            }
        }
    }

    "F1: after a burst the pool shrinks" {
        ExchangeHarness(maxConnections = 16, idleMillis = 300).use { http ->
            echo().use { server ->
                withContext(Dispatchers.Default) {
                    List(64) { async { repeat(5) { http.fetch(http.call(server.port)) } } }.awaitAll()
                }
                eventually { http.pool.idleCount() == 0 && server.openConnections == 0 }.shouldBeTrue()
            }
        }
    }

    "F1: a connection that the server closed meanwhile is noticed before it is used" {
        ExchangeHarness().use { http ->
            ScriptedServer {
                readRequest()
                answer("once")
            }.use { server ->
                repeat(5) {
                    String(http.fetch(http.call(server.port)).second) shouldBe "once"
                    eventually { server.openConnections == 0 }.shouldBeTrue()
                    delay(5)
                }
                server.connections shouldBe 5
            }
        }
    }

    "F1: the server's Keep-Alive timeout and its Connection: close are honoured" {
        ExchangeHarness().use { http ->
            echo("Keep-Alive: timeout=1").use { server ->
                http.fetch(http.call(server.port))
                delay(300)
                http.fetch(http.call(server.port))
                server.connections shouldBe 2
            }
            echo("Connection: close").use { server ->
                repeat(2) { http.fetch(http.call(server.port)) }
                server.connections shouldBe 2
            }
        }
    }

    "F1: a connection beyond its maximum age is not used again" {
        ExchangeHarness(maxAgeMillis = 200).use { http ->
            echo().use { server ->
                http.fetch(http.call(server.port))
                delay(300)
                http.fetch(http.call(server.port))
                server.connections shouldBe 2
            }
        }
    }

    "F1: waiting for a connection has its own error, which names the option, and gives its place back" {
        ExchangeHarness(maxConnections = 1).use { http ->
            val go = CompletableDeferred<Unit>()
            ScriptedServer {
                while (readRequest() != null) {
                    while (!go.isCompleted) Thread.sleep(1)
                    answer("Ok.\n")
                }
            }.use { server ->
                withContext(Dispatchers.Default) {
                    val slow = async { http.fetch(http.call(server.port)) }
                    eventually { server.connections == 1 }.shouldBeTrue()
                    val failure = shouldThrow<ExchangeException> {
                        http.fetch(http.call(server.port, timeouts = CallTimeouts(poolWaitMillis = 50)))
                    }
                    failure.message shouldContain "poolTimeout"
                    failure.requestSent.shouldBeFalse()
                    go.complete(Unit)
                    slow.await()
                    http.fetch(http.call(server.port))
                    server.connections shouldBe 1
                }
            }
        }
    }

    "a closed port is said to be one, and the server cannot have seen the request" {
        val port = ClosedPort.number
        ExchangeHarness().use { http ->
            val failure = shouldThrow<ExchangeException> { http.fetch(http.call(port)) }
            failure.requestSent.shouldBeFalse()
            failure.message shouldContain "127.0.0.1:$port"
        }
    }

    "each timeout of the answer names its option" {
        ExchangeHarness().use { http ->
            ScriptedServer {
                readRequest()
                clientClosesWithin(5_000)
            }.use { server ->
                shouldThrow<ExchangeException> {
                    http.fetch(http.call(server.port, timeouts = CallTimeouts(firstByteMillis = 50)))
                }.message shouldContain "firstByteTimeout"
            }
            ScriptedServer {
                readRequest()
                send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
                clientClosesWithin(5_000)
            }.use { server ->
                shouldThrow<DeadlineException> {
                    http.fetch(http.call(server.port, timeouts = CallTimeouts(silenceMillis = 50)))
                }.message shouldContain "silenceTimeout"
            }
        }
    }

    "F1: a thousand abandoned, cancelled and failed answers leave no socket open" {
        ExchangeHarness(maxConnections = 4).use { http ->
            ScriptedServer {
                readRequest()
                send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                val block = ByteArray(1_000)
                while (true) {
                    chunk(block)
                    Thread.sleep(1)
                }
            }.use { server ->
                withContext(Dispatchers.Default) {
                    repeat(1_000) { i ->
                        when (i % 3) {
                            0 -> http.exchange.send(http.call(server.port)).leave()
                            1 -> {
                                val job = launch { http.fetch(http.call(server.port)) }
                                delay(1)
                                job.cancelAndJoin()
                            }
                            else -> {
                                val answer = http.exchange.send(http.call(server.port))
                                answer.body.fill()
                                answer.finish()
                            }
                        }
                    }
                    eventually { server.openConnections == 0 }.shouldBeTrue()
                }
            }
        }
    }

    "F1: an answer of which little is left is read over, and its connection used again" {
        ExchangeHarness().use { http ->
            echo().use { server ->
                repeat(3) { http.exchange.send(http.call(server.port)).finish() }
                server.connections shouldBe 1
            }
        }
    }
})
