package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable

/** Objects in: a list of a class of yours into a table, the columns found by their names. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE users (id UInt64, first_name String, note Nullable(String)) ENGINE MergeTree ORDER BY id")
        val summary = ch.insert("users", listOf(User(1, "Ana", null), User(2, "Bo", "new")))
        println("${summary.writtenRows} rows written")
        ch.query<User>("SELECT * FROM users ORDER BY id").rows.forEach(::println)
    }
}

/** firstName is the column first_name. */
@Serializable
private data class User(val id: Long, val firstName: String, val note: String?)

// Prints:
// 2 rows written
// User(id=1, firstName=Ana, note=null)
// User(id=2, firstName=Bo, note=new)
