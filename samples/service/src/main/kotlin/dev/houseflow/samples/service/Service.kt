package dev.houseflow.samples.service

import dev.houseflow.ClickHouseException
import dev.houseflow.Format
import dev.houseflow.InserterException
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.samples.Flights
import io.ktor.http.ContentType
import io.ktor.http.HttpStatusCode
import io.ktor.http.HttpStatusCode.Companion.Accepted
import io.ktor.http.HttpStatusCode.Companion.BadGateway
import io.ktor.http.HttpStatusCode.Companion.BadRequest
import io.ktor.http.HttpStatusCode.Companion.OK
import io.ktor.http.HttpStatusCode.Companion.PayloadTooLarge
import io.ktor.http.HttpStatusCode.Companion.ServiceUnavailable
import io.ktor.server.application.Application
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.install
import io.ktor.server.http.HttpRequestLifecycle
import io.ktor.server.http.content.staticResources
import io.ktor.server.request.receiveChannel
import io.ktor.server.response.respondBytesWriter
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import io.ktor.server.sse.SSE
import io.ktor.server.sse.sse
import io.ktor.utils.io.readBuffer
import io.ktor.utils.io.writeFully
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.produceIn
import kotlinx.io.readByteArray
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import java.util.concurrent.atomic.AtomicInteger

private val NDJSON = ContentType("application", "x-ndjson")
private const val MAX_BODY = 1 shl 20

/** The routes of the service. */
class Service(private val ch: ClickHouseClient, private val events: Events, private val meters: PrometheusMeterRegistry) {
    private val running = meters.gauge("answers.running", AtomicInteger())
    private val begun = meters.counter("answers.begun")
    private val ended = meters.counter("answers.complete")

    fun install(application: Application) = application.apply {
        // A caller who leaves ends what was done for him, so his query, too.
        install(HttpRequestLifecycle) { cancelCallOnClose = true }
        install(SSE)
        routing {
            staticResources("/", "web")
            get("/health") { call.health() }
            get("/metrics") { call.respondText(meters.scrape()) }
            post("/events") { call.acceptEvents() }
            get("/flights") { call.streamFlights() }
            get("/questions") { call.respondText(Json.encodeToString(QUESTIONS), ContentType.Application.Json) }
            sse("/questions/{id}/run") {
                val question = QUESTIONS.find { it.id == call.parameters["id"] }
                if (question == null) {
                    send(Json.encodeToString(Failed("There is no such question; GET /questions lists them")), "failed")
                    return@sse
                }
                val chosen = question.parameters.keys.mapNotNull { name -> call.request.queryParameters[name]?.let { name to it } }.toMap()
                measured { Run(ch, question, chosen).events().collect { send(it.data, it.name) } }
            }
        }
    }

    private suspend fun ApplicationCall.health() {
        val health = ch.health()
        val status = if (health.ok) OK else ServiceUnavailable
        val what = Json.encodeToString(health.serverVersion ?: health.details)
        respondText("""{"ok": ${health.ok}, "clickhouse": $what}""", ContentType.Application.Json, status)
    }

    /** One event or many, a line of JSON each: all of them are accepted, or none. */
    private suspend fun ApplicationCall.acceptEvents() {
        val body = receiveChannel().readBuffer(MAX_BODY + 1L).readByteArray()
        if (body.size > MAX_BODY) return fail(PayloadTooLarge, Failed("Send at most $MAX_BODY bytes of events in one request"))
        val accepted = try {
            EventLines.read(body.decodeToString())
        } catch (e: SerializationException) {
            return fail(BadRequest, Failed("A line is no event: ${e.message}"))
        } catch (e: IllegalArgumentException) {
            return fail(BadRequest, Failed("A line is no event: ${e.message}"))
        }
        try {
            events.accept(accepted)
        } catch (e: InserterException) {
            return fail(ServiceUnavailable, Failed("The service is about to stop: ${e.message}"))
        }
        respondText("""{"accepted": ${accepted.size}}""", ContentType.Application.Json, Accepted)
    }

    /** All flights, or those from an airport, at the pace of the reader. */
    private suspend fun ApplicationCall.streamFlights() {
        val query = QueryRequest(Flights.FROM_AIRPORT) {
            format = Format.JSON_EACH_ROW
            parameter("origin", request.queryParameters["origin"])
            parameter("limit", request.queryParameters["limit"] ?: Long.MAX_VALUE)
        }
        measured {
            try {
                coroutineScope {
                    // Without a buffer of its own: what the reader has not taken is not asked for.
                    val chunks = ch.rawStream(query).buffer(0).produceIn(this)
                    // An error before the first row still has a status; one after it breaks the answer off.
                    val first = chunks.receiveCatching().also { if (it.isClosed) it.exceptionOrNull()?.let { e -> throw e } }.getOrNull()
                    respondBytesWriter(NDJSON) {
                        if (first != null) writeFully(first)
                        for (chunk in chunks) {
                            writeFully(chunk)
                            flush()
                        }
                    }
                }
            } catch (e: ClickHouseException) {
                if (response.isCommitted) throw e
                val server = e as? ServerException
                fail(BadGateway, Failed(server?.serverMessage ?: e.message.orEmpty(), server?.code, server?.name))
            }
        }
    }

    private suspend fun ApplicationCall.fail(status: HttpStatusCode, why: Failed) =
        respondText(Json.encodeToString(why), ContentType.Application.Json, status)

    private suspend fun measured(answer: suspend () -> Unit) {
        running.incrementAndGet()
        begun.increment()
        try {
            answer()
            ended.increment()
        } finally {
            running.decrementAndGet()
        }
    }
}
