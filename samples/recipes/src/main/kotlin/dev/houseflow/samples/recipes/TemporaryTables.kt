package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable

/** Temporary tables: they live in a session, which one client has for as long as its block runs. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val sum = ch.session {
            execute("CREATE TEMPORARY TABLE wanted (id UInt64)")
            insert("wanted", listOf(Wanted(3), Wanted(4)))
            query<Long>("SELECT sum(number) FROM numbers(10) WHERE number IN (SELECT id FROM wanted)").rows.single()
        }
        println(sum)
        println(ch.tableExists("wanted"))
    }
}

@Serializable
private data class Wanted(val id: Long)

// Prints:
// 7
// false
