package dev.houseflow.samples.recipes

import dev.houseflow.InsertMode
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable

/** Asynchronous inserts: the server collects small inserts of many clients and writes them together. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE clicks (id UInt32, page String) ENGINE MergeTree ORDER BY id")
        // The call returns when the rows are in the table. ASYNCHRONOUS_NO_WAIT returns before that, and tells of no error.
        ch.insert("clicks", listOf(Click(1, "/home"), Click(2, "/cart"))) { insertMode = InsertMode.ASYNCHRONOUS_WAIT }
        println(ch.query<Click>("SELECT * FROM clicks ORDER BY id").rows)
    }
}

@Serializable
private data class Click(val id: Int, val page: String)

// Prints:
// [Click(id=1, page=/home), Click(id=2, page=/cart)]
