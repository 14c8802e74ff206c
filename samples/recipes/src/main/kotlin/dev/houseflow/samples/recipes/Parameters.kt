package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import java.time.Instant
import java.time.LocalDate

/** Parameters: values go beside the statement, so that no quote in them can end it. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val row = ch.query<Map<String, Any?>>(
            "SELECT {name:String} AS name, {day:Date} + 1 AS next, {at:DateTime64(3, 'UTC')} AS at, {none:Nullable(Int32)} AS none",
        ) {
            parameter("name", "O'Hara; DROP TABLE x --")
            parameter("day", LocalDate.of(2026, 5, 1))
            parameter("at", Instant.parse("2026-05-01T12:00:00.250Z"))
            parameter("none", null)
        }.rows.single()
        println(row)
    }
}

// Prints:
// {name=O'Hara; DROP TABLE x --, next=2026-05-02, at=2026-05-01T12:00:00.250Z, none=null}
