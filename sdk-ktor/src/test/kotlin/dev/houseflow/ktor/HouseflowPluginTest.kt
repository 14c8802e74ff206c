package dev.houseflow.ktor

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.testkit.AvailableServers
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.server.application.Application
import io.ktor.server.application.install
import io.ktor.server.application.serverConfig
import io.ktor.server.cio.CIO
import io.ktor.server.config.ApplicationConfig
import io.ktor.server.config.MapApplicationConfig
import io.ktor.server.engine.EmbeddedServer
import io.ktor.server.engine.applicationEnvironment
import io.ktor.server.engine.connector
import io.ktor.server.engine.embeddedServer
import io.ktor.server.routing.get
import io.ktor.server.routing.routing
import kotlinx.coroutines.delay
import java.io.IOException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import kotlin.time.Duration.Companion.minutes

/** A real server of Ktor's, on a port of its own, in front of the embedded engine. */
class HouseflowPluginTest : FunSpec({
    val endpoint = AvailableServers.embedded.address.endpoint
    val ch = autoClose(ClickHouseClient(endpoint))
    val http = HttpClient.newHttpClient()

    suspend fun <R> serve(
        file: ApplicationConfig = MapApplicationConfig(),
        app: Application.() -> Unit,
        use: suspend (Int, Application) -> R,
    ): R {
        val properties = serverConfig(applicationEnvironment { config = file }) { module { app() } }
        val server: EmbeddedServer<*, *> = embeddedServer(CIO, properties) {
            connector {
                host = "127.0.0.1"
                port = 0
            }
        }
        server.startSuspend(wait = false)
        try {
            return use(server.engine.resolvedConnectors().single().port, server.application)
        } finally {
            server.stopSuspend(0, 1_000)
        }
    }

    fun get(port: Int, path: String): HttpResponse<String> = http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port$path")).build(),
        HttpResponse.BodyHandlers.ofString(),
    )

    suspend fun running(id: String): Long =
        ch.query<Long>("SELECT count() FROM system.processes WHERE query_id = {id:String}") { parameter("id", id) }.rows.single()

    suspend fun rowsRead(id: String): Long =
        ch.query<Long>("SELECT sum(read_rows) FROM system.processes WHERE query_id = {id:String}") { parameter("id", id) }.rows.single()

    test("rows go in by a call and come out as lines of JSON") {
        ch.execute("CREATE OR REPLACE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
        serve(app = { trades(endpoint) }) { port, _ ->
            val body = """[{"id":1,"symbol":"ETH","price":1.5},{"id":2,"symbol":"BTC","price":2.5},{"id":3,"symbol":"ETH","price":0.5}]"""
            val post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port/trades"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()
            http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode() shouldBe 201
            val answer = get(port, "/trades/ETH")
            answer.headers().firstValue("Content-Type").get() shouldBe "application/x-ndjson"
            answer.body() shouldBe
                """{"id":1,"symbol":"ETH","price":1.5}""" + "\n" + """{"id":3,"symbol":"ETH","price":0.5}""" + "\n"
            get(port, "/trades/NONE").let { it.statusCode() to it.body() } shouldBe (200 to "")
        }
    }

    fun Application.numbers() {
        install(Houseflow) { endpoints(endpoint) }
        routing {
            get("/numbers/{id}") {
                val id = call.parameters["id"]
                call.respondNdjson(call.clickHouse.stream<Long>("SELECT number FROM system.numbers") { queryId = id })
            }
            get("/lines") { call.respondJsonLines(call.clickHouse.lines("SELECT toUInt32(number) AS n FROM numbers(100000)")) }
            get("/wrong") { call.respondNdjson(call.clickHouse.stream<Long>("SELECT nothing FROM nowhere")) }
            get("/breaks") {
                call.respondNdjson(
                    call.clickHouse.stream<Long>("SELECT throwIf(number = 900000, 'too far') + number FROM numbers(1000000)") {
                        setting("max_block_size", 1000)
                    },
                )
            }
        }
    }

    test("a caller who reads slowly slows the query down, and one who leaves ends it") {
        serve(app = { numbers() }) { port, _ ->
            val request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port/numbers/slow")).build()
            http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body().use { body ->
                val lines = body.bufferedReader()
                List(3) { lines.readLine() } shouldBe listOf("0", "1", "2")
                // What fits between engine and caller fills up; then the query has to wait.
                eventually(2.minutes) {
                    val before = rowsRead("slow")
                    delay(1_500)
                    rowsRead("slow") shouldBe before
                }
                running("slow") shouldBe 1
                rowsRead("slow") shouldBeLessThan 100_000_000
            }
            eventually(2.minutes) { running("slow") shouldBe 0 }
        }
    }

    test("many lines arrive, all of them and in order") {
        serve(app = { numbers() }) { port, _ ->
            get(port, "/lines").body().lines() shouldBe (0 until 100_000).map { """{"n":$it}""" } + ""
        }
    }

    test("a query that fails before its first row fails the call, and one that fails later breaks it off") {
        serve(app = { numbers() }) { port, _ ->
            get(port, "/wrong").statusCode() shouldBe 500
            shouldThrow<IOException> { get(port, "/breaks") }
        }
    }

    test("the client is closed with the application, unless it is somebody else's") {
        val own = serve(app = { install(Houseflow) { endpoints(endpoint) } }) { _, application ->
            application.clickHouse.also { it.query<Int>("SELECT 1::Int32").rows shouldBe listOf(1) }
        }
        shouldThrow<Exception> { own.query<Int>("SELECT 1::Int32") }.message.orEmpty() shouldContain "closed"
        serve(app = { install(Houseflow) { client = ch } }) { _, application -> application.clickHouse shouldBe ch }
        ch.query<Int>("SELECT 1::Int32").rows shouldBe listOf(1)
    }

    test("the application's configuration says where the server is") {
        val file = MapApplicationConfig(
            "houseflow.endpoints" to endpoint,
            "houseflow.username" to "default",
            "houseflow.password" to "",
            "houseflow.database" to "system",
        )
        serve(file, { install(Houseflow) }) { _, application ->
            application.clickHouse.query<String>("SELECT currentDatabase()").rows shouldBe listOf("system")
        }
        val list = MapApplicationConfig().apply { put("houseflow.endpoints", listOf("http://one.test:8123", "http://two.test:8123")) }
        serve(list, { install(Houseflow) { configure { password = "s3cret" } } }) { _, application ->
            application.clickHouse.toString() shouldContain "one.test"
            application.clickHouse.toString() shouldNotContain "s3cret"
        }
    }

    test("who forgets to install the plugin is told") {
        serve(app = {}) { _, application ->
            shouldThrow<IllegalStateException> { application.clickHouse }.message.orEmpty() shouldContain "install(Houseflow)"
        }
    }
})
