package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient

/** Columns out: blocks of a result, for sums over millions of numbers without an object for each. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        var sum = 0L
        ch.blocks("SELECT number FROM numbers(1000000)").collect { block ->
            val number = block.column("number")
            for (row in 0 until block.rowCount) sum += number.getLong(row)
        }
        println(sum)
    }
}

// Prints:
// 499999500000
