package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** Arrays and maps as parameters: lists for IN, maps, tuples. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val found = ch.query<Long>("SELECT number FROM numbers(10) WHERE number IN {ids:Array(UInt64)} ORDER BY number") {
            parameter("ids", listOf(3, 5, 50))
        }.rows
        val price = ch.query<Double>(
            "SELECT {prices:Map(String, Float64)}[{key:String}] + tupleElement({point:Tuple(Float64, Float64)}, 1)",
        ) {
            parameter("prices", mapOf("tea" to 1.5, "it's" to 2.0))
            parameter("key", "it's")
            parameter("point", Pair(0.25, 9.0))
        }.rows.single()
        println("$found $price")
    }
}

// Prints:
// [3, 5] 2.25
