package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.time.Instant
import java.time.LocalDate

/** Dates and zones: moments are the same everywhere, wall clocks are those of the column's zone. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute(
            "CREATE OR REPLACE TABLE trips (leaves DateTime('Europe/Berlin'), arrives DateTime64(3, 'Asia/Tokyo'), day Date) ENGINE Memory",
        )
        ch.insert(
            "trips",
            listOf(Trip(Instant.parse("2026-05-01T10:00:00Z"), Instant.parse("2026-05-01T22:30:00Z"), LocalDate.of(2026, 5, 1))),
        )
        println(ch.query<Trip>("SELECT * FROM trips").rows.single())
        ch.rows("SELECT * FROM trips").collect { println("${it.getLocalDateTime("leaves")} ${it.getZonedDateTime("arrives")}") }
    }
}

@Serializable
private data class Trip(
    @Contextual val leaves: Instant,
    @Contextual val arrives: Instant,
    @Contextual val day: LocalDate,
)

// Prints:
// Trip(leaves=2026-05-01T10:00:00Z, arrives=2026-05-01T22:30:00Z, day=2026-05-01)
// 2026-05-01T12:00 2026-05-02T07:30+09:00[Asia/Tokyo]
