package dev.houseflow.coroutines.internal.handler

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.HandlerRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.engine
import dev.houseflow.coroutines.faults.plainClient
import dev.houseflow.coroutines.internal.Retrying
import dev.houseflow.coroutines.internal.Step
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.coroutines.internal.StepServer.Companion.BREAK_OFF
import dev.houseflow.coroutines.internal.StepServer.Companion.OK
import dev.houseflow.coroutines.internal.StepServer.Companion.status
import dev.houseflow.coroutines.internal.request.UserAgent
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ScriptedServer
import dev.houseflow.testkit.ScriptedServer.Request
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.ktor.client.engine.cio.CIO
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Paths
import java.time.Duration
import java.util.concurrent.CountDownLatch

private fun Request.withoutHost() = lines.filterNot { it.startsWith("Host: ") }

class HandlersTest : FunSpec({
    timeout = 60_000

    test("I35 is sent as it stands, with the client's path and credentials and nothing else") {
        StepServer().use { server ->
            val endpoint = server.endpoint + "/pre/fix"
            val client = ClickHouseClient(endpoint) {
                username = "me"
                password = "pw"
                database = "db"
                roles = listOf("r")
                compression = Compression.ZSTD
                setting("max_threads", 3)
            }
            client.use { ch ->
                ch.callHandler("/predefined_query") {
                    parameter("max_threads", 1).parameter("a", "x y&z").parameter("a", "é").header("XXX", "TEST_HEADER_VALUE")
                }
                ch.session { callHandler("plain") }
            }
            server.seen[0].withoutHost() shouldBe listOf(
                "GET /pre/fix/predefined_query?max_threads=1&a=x%20y%26z&a=%C3%A9 HTTP/1.1",
                "Authorization: Basic bWU6cHc=",
                "User-Agent: ${UserAgent.of(null)}",
                "XXX: TEST_HEADER_VALUE",
            )
            server.seen[1].withoutHost() shouldBe
                listOf("GET /pre/fix/plain HTTP/1.1", "Authorization: Basic bWU6cHc=", "User-Agent: ${UserAgent.of(null)}")
        }
    }

    test("I38 body and content type are the caller's") {
        StepServer().use { server ->
            plainClient(server.endpoint).use { ch ->
                ch.callHandler("/api/events") {
                    parameter("id", 123).body("{\"name\":\"é\"}").contentType("application/json")
                }
                ch.callHandler("/nothing") { method = "POST" }
                ch.callHandler("/gone") { method = "DELETE" }
            }
            server.seen[0].withoutHost() shouldBe listOf(
                "POST /api/events?id=123 HTTP/1.1",
                "User-Agent: ${UserAgent.of(null)}",
                "Content-Type: application/json",
                "Content-Length: 13",
            )
            server.bodies[0] shouldBe "{\"name\":\"é\"}"
            server.seen[1].withoutHost() shouldBe listOf("POST /nothing HTTP/1.1", "User-Agent: ${UserAgent.of(null)}", "Content-Length: 0")
            server.seen[2].withoutHost() shouldBe listOf("DELETE /gone HTTP/1.1", "User-Agent: ${UserAgent.of(null)}")
        }
    }

    test("I37 who brings credentials of his own is nobody else") {
        StepServer().use { server ->
            for (user in listOf("me", "me:too")) {
                val client = ClickHouseClient(server.endpoint) {
                    username = user
                    password = "pw"
                }
                client.use { ch ->
                    ch.callHandler("/x") { header("x-clickhouse-user", "other").header("X-ClickHouse-Key", "k") }
                    ch.callHandler("/x") { header("Authorization", "Bearer t").header("User-Agent", "mine") }
                }
            }
            for (at in listOf(0, 2)) {
                server.seen[at].withoutHost() shouldBe
                    listOf("GET /x HTTP/1.1", "User-Agent: ${UserAgent.of(null)}", "x-clickhouse-user: other", "X-ClickHouse-Key: k")
                server.seen[at + 1].withoutHost() shouldBe listOf("GET /x HTTP/1.1", "Authorization: Bearer t", "User-Agent: mine")
            }
        }
    }

    test("a token that is refused is exchanged once, whatever the caller takes for an answer, and never for somebody else's") {
        val no: Step = { answer("who?", "401 Unauthorized") }
        StepServer(no, OK, no, no, OK, no, no).use { server ->
            var given = 0
            ClickHouseClient(server.endpoint) {
                retry = RetryPolicy.NONE
                accessToken = { "t${++given}" }
            }.use { ch ->
                ch.callHandler("/a") { body("b").expectSuccess(false) }.status shouldBe 200
                ch.callHandler("/b") { expectSuccess = false }.status shouldBe 401
                ch.callHandler("/c") { expectSuccess = false }.status shouldBe 200
                shouldThrow<ServerException> { ch.callHandler("/d") { header("Authorization", "Bearer own") } }.httpStatus shouldBe 401
                ch.callHandler("/e") {
                    header("Authorization", "Bearer own")
                    expectSuccess = false
                }.status shouldBe 401
            }
            server.seen.map { it.target + " " + it.field("Authorization") } shouldBe listOf(
                "/a Bearer t1",
                "/a Bearer t2",
                "/b Bearer t2",
                "/b Bearer t3",
                "/c Bearer t4",
                "/d Bearer own",
                "/e Bearer own",
            )
            given shouldBe 4
        }
    }

    test("I39 a dynamic handler gets its statement under its own name") {
        StepServer().use { server ->
            plainClient(server.endpoint).use { ch ->
                ch.callHandler("/own") {
                    query("SELECT {name_1:String}", "query_param").parameter("param_name_1", "a\\tb").parameter("max_threads", 1)
                }
            }
            server.seen.single().target shouldBe
                "/own?query_param=SELECT%20%7Bname_1%3AString%7D&param_name_1=a%5Ctb&max_threads=1"
        }
    }

    test("I40 I42 another status is a response when asked for, with all of its headers, else the server's words") {
        val step: Step = {
            val fields = arrayOf("Content-Type: text/html; charset=UTF-8", "ETag: \"7\"", "Content-Language: en", "A: 1", "a: 2")
            answer("Say Hi!", "402 Payment Required", *fields)
        }
        StepServer(step, step).use { server ->
            plainClient(server.endpoint).use { ch ->
                val response = ch.callHandler("/get_config_static_handler") { expectSuccess = false }
                response.status shouldBe 402
                response.isSuccess shouldBe false
                response.text() shouldBe "Say Hi!"
                response.header("etag") shouldBe "\"7\""
                response.header("Content-Language") shouldBe "en"
                response.headers["A"] shouldBe listOf("1", "2")
                val failure = shouldThrow<ServerException> { ch.callHandler("/get_config_static_handler") }
                failure.httpStatus shouldBe 402
                failure.code shouldBe 0
                failure.serverMessage shouldBe "Say Hi!"
                failure.queryId.shouldBeNull()
            }
        }
    }

    test("an exception of the server's is one, whatever the caller expects of the status") {
        val coded: Step = { answer(Answers.MESSAGE, "200 OK", "X-ClickHouse-Exception-Code: 395", "X-ClickHouse-Query-Id: q1") }
        val tagged: Step = { send(Answers.chunked(listOf("1\n".toByteArray(), Answers.taggedException()), Answers.TAG_FIELD)) }
        val bare: Step = { answer("1\n2\n" + Answers.MESSAGE) }
        val cut: Step = {
            send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
            reset()
        }
        val refused: Step = { answer(Answers.MESSAGE, "500 Internal Server Error", "X-ClickHouse-Exception-Code: 395") }
        StepServer(coded, tagged, bare, cut, refused, bare).use { server ->
            plainClient(server.endpoint).use { ch ->
                val first = shouldThrow<ServerException> { ch.callHandler("/x") { expectSuccess = false } }
                first.code shouldBe 395
                first.queryId shouldBe "q1"
                shouldThrow<ServerException> { ch.callHandler("/x") { expectSuccess = false } }.code shouldBe 395
                shouldThrow<ServerException> { ch.callHandler("/x") }.name shouldBe "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"
                shouldThrow<TransportException> { ch.callHandler("/x") }
                ch.callHandler("/x") { expectSuccess = false }.text() shouldBe Answers.MESSAGE
                shouldThrow<ServerException> { ch.callHandler("/x") { parameter("wait_end_of_query", 1) } }.code shouldBe 395
            }
        }
    }

    test("frames that a parameter asks for come as they are, and an exception inside of them is one") {
        val rows = Answers.frame(CompressionMethod.LZ4, "1\n".toByteArray()) + Answers.frame(CompressionMethod.ZSTD, "2\n".toByteArray())
        val good: Step = { answer(rows, "200 OK") }
        val bad: Step = { answer(rows + Answers.frame(CompressionMethod.LZ4, "${Answers.MESSAGE}\n".toByteArray()), "200 OK") }
        val tagged: Step = { answer(rows + Answers.frame(CompressionMethod.LZ4, Answers.taggedException()), "200 OK", Answers.TAG_FIELD) }
        val plain: Step = { answer("no frames at all, but a text that is longer than the head of one\n") }
        val cut: Step = { answer(rows.copyOf(rows.size - 1), "200 OK") }
        StepServer(good, bad, tagged, plain, cut).use { server ->
            plainClient(server.endpoint).use { ch ->
                suspend fun call() = ch.callHandler("/x") { parameter("compress", 1) }.body

                call().contentEquals(rows) shouldBe true
                shouldThrow<ServerException> { call() }.code shouldBe 395
                shouldThrow<ServerException> { call() }.code shouldBe 395
                String(call()) shouldBe "no frames at all, but a text that is longer than the head of one\n"
                call().size shouldBe rows.size - 1
            }
        }
    }

    test("I36 any text comes as it is, packed or not, also for HEAD and without a body") {
        val text = "# HELP \"x\" \"é\"\nx{a=\"b\"} 1\n"
        val packed: Step = { answer(Answers.gzip(text.toByteArray()), "200 OK", "Content-Encoding: gzip") }
        val head: Step = { send("HTTP/1.1 200 OK\r\nContent-Length: 77\r\nContent-Encoding: gzip\r\n\r\n") }
        val none: Step = { send("HTTP/1.1 204 No Content\r\n\r\n") }
        val page: Step = { answer("<html>", "200 OK", "Content-Type: text/html") }
        StepServer(packed, head, none, page).use { server ->
            plainClient(server.endpoint).use { ch ->
                ch.callHandler("/metrics").text() shouldBe text
                ch.callHandler("/metrics") { method = "HEAD" }.let { it.header("Content-Length") to it.body.size } shouldBe ("77" to 0)
                ch.callHandler("/none").status shouldBe 204
                ch.callHandler("/page").text() shouldBe "<html>"
            }
        }
    }

    test("a stream has its head before its body ends, and whoever leaves it is rid of it") {
        val go = CountDownLatch(1)
        val closed = CompletableDeferred<Boolean>()
        val slow: Step = {
            send("HTTP/1.1 200 OK\r\nETag: e\r\nX-ClickHouse-Query-Id: left\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunk("one".toByteArray())
            go.await()
            chunk(ByteArray(200_000))
            closed.complete(clientClosesWithin(30_000))
        }
        StepServer(slow).use { server ->
            ClickHouseClient(server.endpoint).use { ch ->
                val taken = ch.streamHandler(HandlerRequest("/long") { }) { answer ->
                    answer.head.header("ETag") shouldBe "e"
                    String(answer.body.first()).also { go.countDown() }
                }
                taken shouldBe "one"
            }
            closed.await() shouldBe true
            while (server.bodies.none { it.startsWith("KILL") }) Thread.sleep(1)
            server.bodies.single { it.startsWith("KILL") } shouldContain "'left'"
        }
    }

    test("a body is there once, and only inside of the block") {
        StepServer(OK, OK).use { server ->
            ClickHouseClient(server.endpoint).use { ch ->
                val failure = shouldThrow<ConfigurationException> {
                    ch.streamHandler(HandlerRequest("/x") { }) { answer ->
                        answer.body.toList().joinToString("") { String(it) } shouldBe "fine"
                        answer.body.collect { }
                    }
                }
                failure.message shouldContain "already consumed"
                val body = ch.streamHandler(HandlerRequest("/x") { }) { it.body }
                shouldThrow<ConfigurationException> { body.collect { } }.message shouldContain "inside of the block"
            }
        }
    }

    test("a stream that fails says so to its reader, and what the reader throws is his own") {
        val tagged: Step = { send(Answers.chunked(listOf("1\n".toByteArray(), Answers.taggedException()), Answers.TAG_FIELD)) }
        val own = TransportException("somebody else's", true)
        StepServer(tagged, OK, status("503 Service Unavailable")).use { server ->
            ClickHouseClient(server.endpoint) { killOnCancel = false }.use { ch ->
                val got = ArrayList<String>()
                val failure = shouldThrow<ServerException> {
                    ch.streamHandler(HandlerRequest("/x") { }) { answer -> answer.body.collect { got += String(it) } }
                }
                failure.code shouldBe 395
                got shouldBe listOf("1\n")
                shouldThrow<TransportException> { ch.streamHandler(HandlerRequest("/x") { }) { throw own } } shouldBeSameInstanceAs own
                ch.streamHandler(HandlerRequest("/x") { expectSuccess = false }) { it.head.status } shouldBe 503
            }
            server.seen shouldHaveSize 3
        }
    }

    test("GET is made again, and anything else only when its caller says that this does no harm") {
        StepServer(BREAK_OFF, OK, BREAK_OFF, BREAK_OFF, OK, BREAK_OFF, OK).use { server ->
            Retrying(server.endpoint).use { retrying ->
                val ch = retrying.client
                ch.callHandler("/x").text() shouldBe "fine"
                shouldThrow<TransportException> { ch.callHandler("/x") { body("b") } }
                ch.callHandler("/x") { body("b").idempotent(true) }.text() shouldBe "fine"
                val file = Files.createTempFile("houseflow-", ".csv")
                Files.write(file, "1,2".toByteArray())
                ch.callHandler("/x") { method("PUT").body(file).idempotent(true) }.text() shouldBe "fine"
                Files.delete(file)
                server.bodies.takeLast(2) shouldBe listOf("1,2", "1,2")
                retrying.attempts.map { it.queryId }.toSet() shouldBe setOf("")
            }
            server.seen shouldHaveSize 7
        }
    }

    test("an overloaded server is asked again, unless its caller wants to see what it says") {
        val busy: Step = { answer("later", "503 Service Unavailable", "Retry-After: 2") }
        StepServer(busy, OK, busy).use { server ->
            Retrying(server.endpoint).use { retrying ->
                retrying.client.callHandler("/x").text() shouldBe "fine"
                retrying.attempts.first().delayBeforeNext shouldBe Duration.ofSeconds(2)
                retrying.client.callHandler("/x") { expectSuccess = false }.status shouldBe 503
            }
        }
    }

    test("time limits are those of other calls, and the request's own wins") {
        ScriptedServer { clientClosesWithin(60_000) }.use { server ->
            ClickHouseClient(server.endpoint) { timeout = Duration.ofMillis(50) }.use { ch ->
                shouldThrow<TransportException> { ch.callHandler("/x") }.message shouldContain "timeout of PT0.05S"
                shouldThrow<TransportException> { ch.callHandler("/x") { timeout = Duration.ofMillis(20) } }.message shouldContain "PT0.02S"
            }
            ClickHouseClient(server.endpoint) {
                firstByteTimeout = Duration.ofMillis(30)
                retry = RetryPolicy.NONE
            }.use { ch -> shouldThrow<TransportException> { ch.callHandler("/x") }.message shouldContain "did not begin to answer" }
        }
        val closed = ClickHouseClient("http://localhost")
        closed.close()
        shouldThrow<ConfigurationException> { closed.callHandler("/x") }.message shouldContain "closed"
    }

    test("uploads go piece by piece, and a producer that fails leaves the request without its end") {
        StepServer().use { server ->
            plainClient(server.endpoint).use { ch ->
                val post = HandlerRequest("/up") { method = "POST" }
                ch.callHandler(post, flowOf("a".toByteArray(), ByteArray(0), "bc".toByteArray())).text() shouldBe "fine"
                ch.callHandler(post, "stream".byteInputStream()).text() shouldBe "fine"
                ch.callHandler(post, flowOf()).text() shouldBe "fine"
                server.bodies shouldBe listOf("abc", "stream", "")
                server.seen[0].field("Transfer-Encoding") shouldBe "chunked"
                shouldThrow<IllegalStateException> {
                    ch.callHandler(
                        post,
                        flow {
                            emit("half".toByteArray())
                            error("no more")
                        },
                    )
                }.message shouldBe "no more"
                shouldThrow<ConfigurationException> { ch.callHandler(HandlerRequest("/up") { }, flowOf()) }
                shouldThrow<ConfigurationException> { ch.callHandler(HandlerRequest("/up") { body("x") }, flowOf()) }
            }
            server.seen shouldHaveSize 3
        }
    }

    test("a file that cannot be read fails the call as it is") {
        StepServer().use { server ->
            plainClient(server.endpoint).use { ch ->
                shouldThrow<NoSuchFileException> { ch.callHandler("/up") { body(Paths.get("no", "such", "file")) } }
            }
        }
    }

    test("another engine sends the same") {
        CIO.create().use { cio ->
            StepServer().use { server ->
                plainClient(server.endpoint) { engine = cio }.use { ch ->
                    val request = HandlerRequest("/api/events") { contentType("application/json").header("X", "1").method("PUT") }
                    ch.callHandler(request.toBuilder().body("{}").build()).text() shouldBe "fine"
                    ch.callHandler(request, flowOf("{}".toByteArray())).text() shouldBe "fine"
                    ch.callHandler("/get") { parameter("a", "b c") }.text() shouldBe "fine"
                    ch.callHandler("/plain") { body("x") }.text() shouldBe "fine"
                }
                for (at in 0..1) {
                    val seen = server.seen[at]
                    seen.lines.first() shouldBe "PUT /api/events HTTP/1.1"
                    seen.lines.filter { it.startsWith("Content-Type:", ignoreCase = true) } shouldHaveSize 1
                    seen.field("Content-Type") shouldBe "application/json"
                    seen.field("X") shouldBe "1"
                    String(seen.body) shouldBe "{}"
                }
                server.seen[2].target shouldBe "/get?a=b%20c"
            }
        }
    }

    test("a server that answers before it has everything stops the upload") {
        ScriptedServer {
            readHead()
            answer("too much", "413 Payload Too Large", "Connection: close")
            clientClosesWithin(30_000)
        }.use { server ->
            plainClient(server.endpoint).use { ch ->
                val endless = flow {
                    emit(ByteArray(10))
                    awaitCancellation()
                }
                val post = HandlerRequest("/up") {
                    method = "POST"
                    expectSuccess = false
                }
                ch.callHandler(post, endless).let { it.status to it.text() } shouldBe (413 to "too much")
            }
        }
    }

    test("a body can be had once, and goes on where it was left") {
        StepServer({ send(Answers.chunked(listOf("a".toByteArray(), "b".toByteArray(), "c".toByteArray()))) }).use { server ->
            plainClient(server.endpoint).use { ch ->
                ch.streamHandler(HandlerRequest("/x") { }) { answer ->
                    answer.body.first().size shouldBeGreaterThan 0
                    answer.body.toList()
                    shouldThrow<ConfigurationException> { answer.body.toList() }.message shouldContain "already consumed"
                }
            }
        }
    }

    test("I3 I35 a real server's own handlers, and one that it does not have") {
        EmbeddedClickHouse.builder().user("default", "").start().use { server ->
            ClickHouseClient(server.endpoint).use { ch ->
                ch.callHandler("/ping").text() shouldBe "Ok.\n"
                ch.callHandler("/replicas_status").text() shouldBe "Ok.\n"
                ch.callHandler("/") { query("SELECT {x:UInt8} + 1").parameter("param_x", 41) }.text() shouldBe "42\n"
                ch.callHandler("/") { body("SELECT number FROM numbers(3) FORMAT JSONEachRow") }.header("X-ClickHouse-Format") shouldBe
                    "JSONEachRow"
                val wrong = shouldThrow<ServerException> { ch.callHandler("/") { query("SELECT * FROM nowhere") } }
                wrong.name shouldBe "UNKNOWN_TABLE"
                wrong.queryId.isNullOrEmpty() shouldBe false
                val none = shouldThrow<ServerException> { ch.callHandler("/no_such_handler") }
                none.httpStatus shouldBe 404
                none.message shouldContain "/no_such_handler"
                none.message shouldNotContain "query id"
            }
        }
    }
})
