package dev.houseflow.coroutines.internal.http

import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.IOException

/** An answer is complete or it is an error, wherever and however it breaks. */
class FramingTest : StringSpec({
    val body = ByteArray(300) { (it * 7).toByte() }

    fun chunked(): ByteArray = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".toByteArray() +
        "64\r\n".toByteArray() + body.copyOfRange(0, 100) + "\r\n".toByteArray() +
        "c8;ext=1\r\n".toByteArray() + body.copyOfRange(100, 300) + "\r\n".toByteArray() +
        "0\r\nTrailer: x\r\n\r\n".toByteArray()

    fun withLength(): ByteArray = "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n".toByteArray() + body

    for ((name, answer) in listOf("chunked" to chunked(), "with length" to withLength())) {
        "an answer $name that is cut at any byte never looks complete" {
            ExchangeHarness().use { http ->
                var cut = 0
                ScriptedServer {
                    readRequest()
                    send(answer, 0, cut)
                }.use { server ->
                    while (cut < answer.size) {
                        shouldThrow<IOException> { http.fetch(http.call(server.port)) }
                        cut++
                    }
                    http.fetch(http.call(server.port)).second shouldBe body
                    server.failures.shouldBeEmpty()
                }
            }
        }

        "an answer $name that comes byte by byte is read whole, and so is the next one on the same connection" {
            ExchangeHarness().use { http ->
                ScriptedServer {
                    while (readRequest() != null) answer.indices.forEach { send(answer, it, it + 1) }
                }.use { server ->
                    repeat(2) { http.fetch(http.call(server.port)).second shouldBe body }
                    server.connections shouldBe 1
                }
            }
        }
    }

    "a reset in the middle is an error" {
        ExchangeHarness().use { http ->
            ScriptedServer {
                readRequest()
                send(chunked(), 0, 200)
                reset()
            }.use { server -> shouldThrow<IOException> { http.fetch(http.call(server.port)) } }
        }
    }

    "I8: an answer without length and without chunks ends with the connection, which is not used again" {
        ExchangeHarness().use { http ->
            ScriptedServer {
                readRequest()
                send("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n")
                send(body)
            }.use { server ->
                repeat(2) { http.fetch(http.call(server.port)).second shouldBe body }
                server.connections shouldBe 2
            }
        }
    }

    "informational answers before the real one are read over" {
        ExchangeHarness().use { http ->
            ScriptedServer {
                readRequest()
                send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
                answer("Ok.\n")
            }.use { server -> String(http.fetch(http.call(server.port)).second) shouldBe "Ok.\n" }
        }
    }

    for ((what, bytes, words) in listOf(
        Triple("no HTTP at all", "SSH-2.0-OpenSSH\r\n", "did not answer with HTTP"),
        Triple("garbage for a chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "size of a chunk"),
        Triple("two different lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "Content-Length"),
        Triple("a length with a sign", "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nabcde", "Content-Length"),
        Triple("a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "Content-Length"),
        Triple(
            "a chunk longer than announced",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n",
            "longer than its announced",
        ),
        Triple("a coding nobody asked for", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "transfer coding"),
        Triple("chunks behind another coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "transfer coding"),
        Triple("another coding behind chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", "transfer coding"),
        Triple(
            "chunks and another coding in two fields",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "\"gzip, chunked\"",
        ),
        Triple("chunks in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", "transfer coding"),
        Triple("a field without a name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n", "without a name"),
    )) {
        "a server that sends $what gets a clear error" {
            ExchangeHarness().use { http ->
                ScriptedServer {
                    readRequest()
                    send(bytes)
                    clientClosesWithin(1_000)
                }.use { server ->
                    shouldThrow<IOException> { http.fetch(http.call(server.port)) }.message shouldContain words
                }
            }
        }
    }

    "a header line of a megabyte is read, one beyond the limit is refused" {
        ExchangeHarness().use { http ->
            var length = 1_000_000
            ScriptedServer {
                readRequest()
                // The second call would otherwise take the connection that this end is just about to close.
                answer("x", "200 OK", "X-ClickHouse-Summary: " + "s".repeat(length), "Connection: close")
            }.use { server ->
                http.fetch(http.call(server.port)).first.first("x-clickhouse-summary")!!.length shouldBe length
                length = 2_000_000
                shouldThrow<IOException> { http.fetch(http.call(server.port)) }.message shouldContain "more than"
            }
        }
    }

    "I23: progress lines are handed over while the head is still coming, and a hundred thousand of them are no burden" {
        ExchangeHarness().use { http ->
            val seen = ArrayList<String>()
            ScriptedServer {
                readRequest()
                send("HTTP/1.1 200 OK\r\n")
                send("X-ClickHouse-Progress: first\r\n")
                // Only a client that has already handed the first line over lets the script go on.
                while (synchronized(seen) { seen.isEmpty() }) Thread.sleep(1)
                val line = "X-ClickHouse-Progress: {\"read_rows\":\"1\"}\r\n".repeat(1_000)
                repeat(100) { send(line) }
                send("Content-Length: 1\r\n\r\nx")
            }.use { server ->
                val head = http.fetch(http.call(server.port, onProgress = { synchronized(seen) { seen += it } })).first
                seen.size shouldBe 100_001
                head.fields.size shouldBe 1
            }
        }
    }
})
