package dev.houseflow.samples.service

import dev.houseflow.ClickHouseException
import dev.houseflow.Format
import dev.houseflow.Progress
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import kotlinx.coroutines.channels.ProducerScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.launch
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import java.util.UUID

/** What happens while a question is answered: the names of the columns, then progress and rows as they come, then the end or a failure. */
class RunEvent(val name: String, val data: String)

@Serializable
private data class Started(val queryId: String)

@Serializable
private data class HowFar(val rows: Long, val ofRows: Long, val seconds: Double, val megabytes: Long)

@Serializable
private data class Done(val rows: Long)

@Serializable
data class Failed(val message: String, val code: Int? = null, val name: String? = null)

/** One run of a question. Nothing runs before the flow is collected; a collector that leaves ends the query on the server. */
class Run(private val ch: ClickHouseClient, private val question: Question, private val parameters: Map<String, String>) {
    private val id = "question-${question.id}-${UUID.randomUUID()}"

    /** At most a few events wait for the collector; then the server waits, too. */
    fun events(): Flow<RunEvent> = channelFlow {
        send("started", Started(id))
        try {
            answer()
        } catch (e: ServerException) {
            send("failed", Failed(e.serverMessage, e.code, e.name))
        } catch (e: ClickHouseException) {
            send("failed", Failed(e.message.orEmpty()))
        }
    }.buffer(8)

    private suspend fun ProducerScope<RunEvent>.answer() {
        send("columns", ch.columns(question.sql) { parameters(question.parameters + parameters) }.map { it.name })
        val request = QueryRequest(question.sql) {
            queryId = id
            format = Format.of("JSONCompactEachRow")
            setting("output_format_json_quote_64bit_integers", 0)
            parameters(question.parameters + parameters)
            // Progress that finds no room is dropped: newer one follows.
            onProgress { trySend(event("progress", it.howFar())) }
        }
        // The server reports progress by itself until the first rows are out, and when asked after that.
        val watching = launch { watch() }
        try {
            send("done", Done(sendRows(ch.lines(request))))
        } finally {
            watching.cancel()
        }
    }

    /** Rows that come quickly go together. Returns how many there were. */
    private suspend fun ProducerScope<RunEvent>.sendRows(lines: Flow<String>): Long {
        val rows = ArrayList<String>()
        var sent = 0L
        var last = System.nanoTime()
        lines.collect { line ->
            rows += line
            if (rows.size == ROWS || System.nanoTime() - last > NANOS) {
                send(RunEvent("rows", rows.joinToString(",", "[", "]")))
                sent += rows.size
                rows.clear()
                last = System.nanoTime()
            }
        }
        if (rows.isNotEmpty()) send(RunEvent("rows", rows.joinToString(",", "[", "]")))
        return sent + rows.size
    }

    private suspend fun ProducerScope<RunEvent>.watch() {
        while (true) {
            delay(MILLIS)
            try {
                ch.query<HowFar>(PROCESS) { parameter("id", id) }.rows.forEach { trySend(event("progress", it)) }
            } catch (e: ClickHouseException) {
                // The answer itself says what is wrong, if it is more than this.
                System.err.println("The progress of $id is not known now: ${e.message}")
            }
        }
    }

    private companion object {
        const val PROCESS = "SELECT read_rows AS rows, total_rows_approx AS of_rows, elapsed AS seconds, " +
            "intDiv(greatest(0, memory_usage), 1000000) AS megabytes FROM system.processes WHERE query_id = {id:String}"
        const val ROWS = 500
        const val NANOS = 100_000_000L
        const val MILLIS = 250L
    }
}

private fun Progress.howFar() = HowFar(readRows, totalRowsToRead, elapsed.toMillis() / 1000.0, memoryUsage / 1_000_000)

private inline fun <reified T> event(name: String, data: T) = RunEvent(name, Json.encodeToString(data))

private suspend inline fun <reified T> ProducerScope<RunEvent>.send(name: String, data: T) = send(event(name, data))
