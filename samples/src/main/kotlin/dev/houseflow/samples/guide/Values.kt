package dev.houseflow.samples.guide

import dev.houseflow.coroutines.ClickHouseClient
import kotlinx.coroutines.flow.single
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate

/** The Kotlin of docs/types.md. */
suspend fun values(ch: ClickHouseClient): List<Any?> {
    // snippet: types-values-kotlin
    val row = ch.rows(
        """
        SELECT toUInt64(7) AS id, toDecimal64('19.9', 2) AS price, toDate('2026-01-31') AS day,
            toDateTime64('2026-01-31 12:00:00.5', 3, 'UTC') AS at, ['a', 'b'] AS tags, NULL AS note
        """,
    ).single()

    val id: Long = row.getLong("id") // a BigInteger by get
    val price: BigDecimal = row.getBigDecimal("price") // 19.90
    val day: LocalDate = row.getLocalDate("day")
    val at: Instant = row.getInstant("at")
    val tags: List<*> = row.getList("tags")
    val note: Any? = row["note"] // null; getString would fail
    // end
    return listOf(id, price, day, at, tags, note)
}
