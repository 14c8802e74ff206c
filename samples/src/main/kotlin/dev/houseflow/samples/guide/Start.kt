package dev.houseflow.samples.guide

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.time.Instant

// snippet: start-kotlin
@Serializable
data class Visit(
    val at: @Contextual Instant,
    val page: String,
    val user: String?,
)

suspend fun start(endpoint: String) {
    ClickHouseClient(endpoint) {
        username = "default"
        password = ""
        database = "default"
    }.use { ch ->
        ch.execute(
            """
            CREATE TABLE visits (at DateTime64(3, 'UTC'), page LowCardinality(String), user Nullable(String))
            ENGINE MergeTree ORDER BY at
            """,
        )
        val first = Visit(Instant.parse("2026-01-31T12:00:00.5Z"), "/", "ana")
        val second = Visit(Instant.parse("2026-01-31T12:00:01Z"), "/docs", null)
        ch.insert("visits", listOf(first, second))

        val known: List<Visit> = ch.query<Visit>("SELECT * FROM visits WHERE user IS NOT NULL").rows
        println(known)

        ch.stream<Visit>("SELECT * FROM visits ORDER BY at").collect { println("${it.at} ${it.page}") }
    }
}
// end
