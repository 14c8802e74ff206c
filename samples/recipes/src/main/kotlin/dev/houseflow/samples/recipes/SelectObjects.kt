package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable

/** Objects out: each row of a query as an object of a class of yours. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val result = ch.query<Power>("SELECT number AS n, toString(pow(2, number)) AS power FROM numbers(3)")
        result.rows.forEach(::println)
        println(result.columns.map { "${it.name} ${it.type}" })
    }
}

@Serializable
private data class Power(val n: Long, val power: String)

// Prints:
// Power(n=0, power=1)
// Power(n=1, power=2)
// Power(n=2, power=4)
// [n UInt64, power String]
