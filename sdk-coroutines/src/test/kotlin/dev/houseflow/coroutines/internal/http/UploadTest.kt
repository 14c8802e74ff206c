package dev.houseflow.coroutines.internal.http

import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.util.concurrent.atomic.AtomicLong

/** Bodies on their way to the server: whole, refused early, or given up. */
class UploadTest : StringSpec({
    val piece = ByteArray(100_000) { it.toByte() }

    "pieces of every size arrive in order and unchanged" {
        ExchangeHarness().use { http ->
            var received = ByteArray(0)
            ScriptedServer {
                while (true) {
                    received = (readRequest() ?: break).body
                    answer("")
                }
            }.use { server ->
                val sizes = listOf(0, 1, 15, 16, 1_000, 32_760, 32_768, 32_769, 65_519, 65_520, 65_521, 65_536, 99_999, 3, 70_000)
                val expected = sizes.map { piece.copyOfRange(0, it) }.reduce(ByteArray::plus)
                http.fetch(
                    http.call(
                        server.port,
                        RequestBody.Streamed { out ->
                            sizes.forEach { out.write(piece, 0, it) }
                        },
                    ),
                ).first.status shouldBe
                    200
                received shouldBe expected
                server.failures.shouldBeEmpty()
            }
        }
    }

    "a server that refuses during the upload stops it, and its words arrive" {
        ExchangeHarness().use { http ->
            val sent = AtomicLong()
            ScriptedServer {
                readHead()
                answer("Code: 60. DB::Exception: no such table", "404 Not Found")
                clientClosesWithin(5_000)
            }.use { server ->
                val endless = RequestBody.Streamed { out ->
                    while (true) {
                        out.write(piece)
                        sent.addAndGet(piece.size.toLong())
                    }
                }
                val (head, body) = http.fetch(http.call(server.port, endless))
                head.status shouldBe 404
                String(body) shouldBe "Code: 60. DB::Exception: no such table"
                http.pool.idleCount() shouldBe 0
            }
        }
    }

    "a server that refuses and hangs up during the upload is still heard" {
        ExchangeHarness().use { http ->
            ScriptedServer {
                readHead()
                answer("Code: 497. DB::Exception: not allowed", "403 Forbidden")
            }.use { server ->
                val slow = RequestBody.Streamed { out ->
                    while (true) {
                        out.write(piece, 0, 1)
                        out.flush()
                        kotlinx.coroutines.delay(5)
                    }
                }
                String(http.fetch(http.call(server.port, slow)).second) shouldBe "Code: 497. DB::Exception: not allowed"
            }
        }
    }

    "a producer that fails never leaves a body that looks whole, and its own exception comes out" {
        ExchangeHarness().use { http ->
            val ends = ArrayList<String>()
            ScriptedServer {
                try {
                    readRequest()
                    ends += "whole"
                } catch (e: java.io.IOException) {
                    ends += "broken"
                    throw e
                } catch (e: IllegalStateException) {
                    ends += "broken"
                }
            }.use { server ->
                shouldThrow<NoSuchElementException> {
                    http.fetch(
                        http.call(
                            server.port,
                            RequestBody.Streamed { out ->
                                repeat(3) { out.write(piece) }
                                throw NoSuchElementException("the source ran dry")
                            },
                        ),
                    )
                }.message shouldBe "the source ran dry"
                while (server.connections == 0 || server.openConnections > 0) Thread.sleep(1)
                ends shouldBe listOf("broken")
            }
        }
    }

    "a producer that fails with an I/O error of its own is not taken for a broken connection" {
        ExchangeHarness().use { http ->
            ScriptedServer { runCatching { readRequest() } }.use { server ->
                shouldThrow<java.io.FileNotFoundException> {
                    http.fetch(http.call(server.port, RequestBody.Streamed { throw java.io.FileNotFoundException("gone.csv") }))
                }
            }
        }
    }

    "a cancelled upload closes the connection at once" {
        ExchangeHarness().use { http ->
            val closed = CompletableDeferred<Boolean>()
            ScriptedServer {
                readHead()
                closed.complete(clientClosesWithin(5_000))
            }.use { server ->
                withContext(Dispatchers.Default) {
                    val started = CompletableDeferred<Unit>()
                    val job = launch {
                        http.fetch(
                            http.call(
                                server.port,
                                RequestBody.Streamed { out ->
                                    out.write(piece)
                                    started.complete(Unit)
                                    kotlinx.coroutines.awaitCancellation()
                                },
                            ),
                        )
                    }
                    started.await()
                    job.cancelAndJoin()
                    closed.await().shouldBeTrue()
                }
            }
        }
    }

    "a body at hand goes out with its length, in one piece" {
        ExchangeHarness().use { http ->
            val requests = ArrayList<ScriptedServer.Request>()
            ScriptedServer {
                while (true) {
                    requests += readRequest() ?: break
                    answer("")
                }
            }.use { server ->
                http.fetch(http.call(server.port, RequestBody.Bytes(piece)))
                http.fetch(http.call(server.port, RequestBody.None, method = "GET"))
                requests shouldHaveSize 2
                requests[0].field("Content-Length") shouldBe piece.size.toString()
                requests[0].body shouldBe piece
                requests[1].field("Content-Length") shouldBe null
            }
        }
    }
})
