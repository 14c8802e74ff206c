package dev.houseflow.samples.service

import dev.houseflow.BatchOutcome
import dev.houseflow.FailureAction
import dev.houseflow.HouseflowSerializersModule
import dev.houseflow.InsertRequest
import dev.houseflow.InserterResult
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.inserter
import io.micrometer.core.instrument.MeterRegistry
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.SYNC
import java.time.Duration
import java.time.Instant
import java.util.UUID

/** What others tell the service. The id is the sender's, so that an event that is sent twice counts once. */
@Serializable
data class Event(
    @Contextual val id: UUID,
    @Contextual val at: Instant,
    val name: String,
    val properties: Map<String, String> = emptyMap(),
)

/** Text of events, a line of JSON each. */
object EventLines {
    private val json = Json { serializersModule = HouseflowSerializersModule }

    /** @throws IllegalArgumentException when a line is no event */
    fun read(text: String): List<Event> =
        text.lineSequence().filter { it.isNotBlank() }.map { json.decodeFromString<Event>(it) }.toList()

    fun write(events: List<Event>): String = events.joinToString("") { json.encodeToString(it) + "\n" }
}

/**
 * Writes events in batches. An accepted event is written, or it is in the file [unsent] and written after the next start: so none is
 * lost when the service stops in good order, however long ClickHouse is away.
 */
class Events private constructor(ch: ClickHouseClient, private val unsent: Path, meters: MeterRegistry) {
    private val accepted = meters.counter("events.accepted")
    private val written = meters.counter("events.written")
    private val kept = meters.counter("events.kept")

    // The table keeps one row for each id, so a batch may go twice.
    private val inserter = ch.inserter<Event>(InsertRequest.of("events")) {
        maxRows = 10_000
        maxDelay = Duration.ofMillis(500)
        retryFor = Duration.ofSeconds(30)
        closeTimeout = Duration.ofSeconds(5)
        repeatable = true
        listener { batch -> if (batch.outcome == BatchOutcome.WRITTEN) written.increment(batch.rows.toDouble()) }
        onFailure { failed ->
            keep(failed.rows)
            FailureAction.DROP
        }
    }

    /** Returns when there was room for all of them; waits while ClickHouse is slower than the senders. */
    suspend fun accept(events: List<Event>) {
        inserter.addAll(events)
        accepted.increment(events.size.toDouble())
    }

    @Synchronized
    private fun keep(events: List<Event>) {
        Files.writeString(unsent, EventLines.write(events), CREATE, APPEND, SYNC)
        kept.increment(events.size.toDouble())
    }

    /** Writes what was accepted, or keeps it for the next start. */
    suspend fun close(): InserterResult<Event> = inserter.close()

    companion object {
        const val TABLE: String = "CREATE TABLE IF NOT EXISTS events " +
            "(id UUID, at DateTime64(3, 'UTC'), name LowCardinality(String), properties Map(String, String)) " +
            "ENGINE ReplacingMergeTree ORDER BY id"

        /** Makes the table where there is none, and writes what the last run of the service has kept. */
        suspend fun open(ch: ClickHouseClient, unsent: Path, meters: MeterRegistry): Events {
            ch.execute(TABLE)
            val left = unsent.resolveSibling("${unsent.fileName}.sending")
            // After a crash in the midst of this, both files can be there.
            if (Files.exists(unsent)) {
                Files.writeString(left, Files.readString(unsent), CREATE, APPEND, SYNC)
                Files.delete(unsent)
            }
            val events = Events(ch, unsent, meters)
            if (Files.exists(left)) {
                events.accept(EventLines.read(Files.readString(left)))
                events.inserter.flush()
                Files.delete(left)
            }
            return events
        }
    }
}
