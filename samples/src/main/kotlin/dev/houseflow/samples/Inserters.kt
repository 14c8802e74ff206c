package dev.houseflow.samples

import dev.houseflow.BatchOutcome
import dev.houseflow.FailureAction
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.inserter
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.time.Duration
import java.time.Instant

/** What a service collects. */
@Serializable
data class Event(@Contextual val at: Instant, val name: String)

/** Where rows go that are not in the table. */
fun interface DeadLetters {
    fun write(rows: List<Event>, outcome: BatchOutcome, why: Throwable)
}

/** The Kotlin of "Many small rows" in docs/inserts.md. */
suspend fun collectEvents(ch: ClickHouseClient, deadLetters: DeadLetters, log: (String) -> Unit, now: () -> Instant) {
    // snippet: inserter-kotlin
    val events = ch.inserter<Event>("events") {
        maxRows = 50_000
        maxDelay = Duration.ofSeconds(2)
        retryFor = Duration.ofMinutes(10)
        listener { batch -> log("${batch.outcome}: ${batch.rows} rows, ${batch.elapsed.toMillis()} ms, query ${batch.queryId}") }
        onFailure { failed ->
            deadLetters.write(failed.rows, failed.outcome, failed.failure)
            FailureAction.DROP
        }
    }
    events.add(Event(now(), "login"))
    events.flush()
    val result = events.close()
    log("${result.writtenRows} of ${result.addedRows} rows are written")
    // end
}
