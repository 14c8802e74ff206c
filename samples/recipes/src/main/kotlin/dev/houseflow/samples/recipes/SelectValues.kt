package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** Single values out: a count, a list of names, a pair. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val count: Long = ch.query<Long>("SELECT count() FROM numbers(10)").rows.single()
        val names: List<String> = ch.query<String>("SELECT arrayJoin(['a', 'b'])").rows
        val (least, most) = ch.query<Pair<Long, Long>>("SELECT min(number), max(number) FROM numbers(10)").rows.single()
        val none: Double? = ch.query<Double?>("SELECT maxOrNull(number) FROM numbers(0)").rows.single()
        println("$count $names $least..$most $none")
    }
}

// Prints:
// 10 [a, b] 0..9 null
