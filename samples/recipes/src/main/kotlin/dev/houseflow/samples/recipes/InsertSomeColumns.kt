package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable

/** Some columns in: the others get their defaults; EPHEMERAL columns are only there to compute them. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute(
            "CREATE OR REPLACE TABLE mails (id UInt32, address String EPHEMERAL, domain String DEFAULT domain(address), " +
                "seen Bool DEFAULT true) ENGINE MergeTree ORDER BY id",
        )
        ch.insert("mails", listOf(Mail(1, "https://houseflow.example/x"))) { columns("id", "address") }
        println(ch.query<Map<String, Any?>>("SELECT * FROM mails").rows.single())
    }
}

@Serializable
private data class Mail(val id: Int, val address: String)

// Prints:
// {id=1, domain=houseflow.example, seen=true}
