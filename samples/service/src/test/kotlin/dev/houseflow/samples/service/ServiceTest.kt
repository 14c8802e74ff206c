package dev.houseflow.samples.service

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.io.IOException
import java.io.InputStream
import java.net.Socket
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Instant
import java.util.UUID
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch

/** The service as its callers see it. */
class ServiceTest : StringSpec({
    val http = HttpClient.newHttpClient()

    suspend fun get(url: String) = http.sendAsync(HttpRequest.newBuilder(URI(url)).build(), BodyHandlers.ofString()).await()

    suspend fun post(url: String, body: String) =
        http.sendAsync(HttpRequest.newBuilder(URI("$url/events")).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString())
            .await()

    fun event(id: UUID = UUID.randomUUID()) = Event(id, Instant.ofEpochMilli(System.currentTimeMillis()), "test", mapOf("key" to "it's"))

    "health, metrics, errors" {
        RunningService.start().use { service ->
            get("${service.url}/health").body() shouldContain "\"ok\": true"
            get("${service.url}/flights?origin=ATL&limit=x").let {
                it.statusCode() shouldBe 502
                it.body() shouldContain "BAD_QUERY_PARAMETER"
            }
            get("${service.url}/flights?origin=nowhere").body() shouldBe ""
            val few = get("${service.url}/flights?origin=ATL&limit=3").body().lines().filter { it.isNotEmpty() }
            few.size shouldBe 3
            few.forEach { it shouldContain "\"origin\":\"ATL\"" }
            post(service.url, "{}").statusCode() shouldBe 400
            post(service.url, EventLines.write(List(3) { event() })).let {
                it.statusCode() shouldBe 202
                it.body() shouldBe """{"accepted": 3}"""
            }
            until("the events are written") { get("${service.url}/metrics").body().contains("events_written_total 3.0") }
            get("${service.url}/metrics").body() shouldContain "answers_begun_total"
            get("${service.url}/questions/nothing/run").body() shouldContain "There is no such question"
            service.stop()
            service.output.last() shouldContain "3 rows: 3 written"
        }
    }

    "its own ClickHouse may be gone before the last events are written: they come at the next start" {
        val data = tempdir().toString()
        val first = RunningService.start("--data", data)
        post(first.url, EventLines.write(List(20) { event() })).statusCode() shouldBe 202
        first.stop()
        val written = Regex("20 rows: (\\d+) written").find(first.output.last())!!.groupValues[1].toInt()
        RunningService.start("--data", data).use { second ->
            val counters = get("${second.url}/metrics").body()
            counters shouldContain "events_written_total ${20.0 - written}"
        }
    }

    "two hundred readers at once, at their own pace, in 160 MB" {
        EmbeddedClickHouse.start().use { server ->
            RunningService.start("--url", server.endpoint).use { service ->
                val port = URI(service.url).port
                val rows = 20_000
                val allOpen = CountDownLatch(READERS)
                val counts = withContext(Dispatchers.IO.limitedParallelism(READERS)) {
                    (1..READERS).map {
                        async {
                            Socket("127.0.0.1", port).use { socket ->
                                socket.receiveBufferSize = 16 * 1024
                                socket.getOutputStream().write(request("/flights?origin=ATL&limit=$rows", "Connection: close\r\n"))
                                val body = socket.getInputStream()
                                val head = head(body)
                                head shouldContain "200 OK"
                                // Everybody has a part of an answer before anybody goes on.
                                allOpen.countDown()
                                allOpen.await()
                                body.readBytes().count { byte -> byte == '}'.code.toByte() }
                            }
                        }
                    }.awaitAll()
                }
                counts.filter { it != rows }.shouldBeEmpty()
                get("${service.url}/metrics").body() shouldContain "answers_complete_total 200.0"
            }
        }
    }

    "a reader that does not read holds the server back, and its end ends the query" {
        EmbeddedClickHouse.start().use { server ->
            ClickHouseClient(server.endpoint).use { ch ->
                RunningService.start("--url", server.endpoint).use { service ->
                    val sql = "SELECT count() FROM system.processes " +
                        "WHERE query LIKE '%FROM quickstart_fl%' AND query NOT LIKE '%processes%'"

                    suspend fun running() = ch.query<Long>(sql).rows.single()
                    val socket = withContext(Dispatchers.IO) { Socket("127.0.0.1", URI(service.url).port) }
                    socket.use {
                        it.getOutputStream().write(request("/flights", ""))
                        until("the query runs") { running() == 1L }
                        delay(2000)
                        running() shouldBe 1
                    }
                    until("the query has ended") { running() == 0L }
                }
            }
        }
    }

    "no accepted event is lost while service and server stop and start" {
        val data = tempdir().toPath()
        var server = EmbeddedClickHouse.builder().dataPath(data.resolve("clickhouse")).start()
        val accepted: MutableSet<UUID> = ConcurrentHashMap.newKeySet()
        val port = server.port()
        var service = RunningService.start("--url", server.endpoint(), "--data", data.toString())
        var url = service.url
        coroutineScope {
            val senders = (1..8).map {
                launch {
                    while (true) {
                        val events = List(5) { event() }
                        try {
                            if (post(url, EventLines.write(events)).statusCode() == 202) accepted += events.map { it.id } else delay(50)
                        } catch (_: IOException) {
                            delay(50) // not acknowledged
                        }
                    }
                }
            }
            repeat(3) { round ->
                delay(3000)
                if (round != 1) {
                    server.close()
                    delay(1000)
                }
                service.stop() shouldBe 143
                println(service.output.last())
                if (round != 1) {
                    // On its old port: a server that comes back.
                    server = EmbeddedClickHouse.builder().dataPath(data.resolve("clickhouse")).port(port).start()
                }
                service = RunningService.start("--url", server.endpoint(), "--data", data.toString())
                url = service.url
            }
            delay(1500)
            senders.forEach { it.cancelAndJoin() }
        }
        service.stop()
        println(service.output.last())
        server.use {
            ClickHouseClient(it.endpoint()).use { ch ->
                val there = ch.query<String>("SELECT toString(id) FROM events FINAL").rows.map(UUID::fromString)
                there.size shouldBe there.toSet().size
                println("${accepted.size} events were accepted, ${there.size} are there")
                (accepted - there.toSet()).shouldBeEmpty()
                accepted.size shouldBeGreaterThan 200
            }
        }
    }
}) {
    private companion object {
        const val READERS = 200

        fun request(path: String, fields: String) = "GET $path HTTP/1.1\r\nHost: x\r\n$fields\r\n".toByteArray()

        fun head(body: InputStream): String {
            val head = StringBuilder()
            while (!head.endsWith("\r\n\r\n")) {
                val byte = body.read()
                check(byte >= 0) { "the answer ended in its head: $head" }
                head.append(byte.toChar())
            }
            return head.toString()
        }
    }
}
