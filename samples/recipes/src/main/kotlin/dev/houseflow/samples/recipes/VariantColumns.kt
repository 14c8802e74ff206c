package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable

/** Variant columns: values of several types in one column, as a sealed class. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE answers (id UInt32, value Variant(String, Float64)) ENGINE MergeTree ORDER BY id")
        ch.insert("answers", listOf(Reply(1, Text("yes")), Reply(2, Amount(0.5)), Reply(3, null)))
        for (reply in ch.query<Reply>("SELECT * FROM answers ORDER BY id").rows) {
            when (val value = reply.value) {
                is Text -> println("text ${value.text}")
                is Amount -> println("number ${value.number}")
                null -> println("nothing")
            }
        }
    }
}

@Serializable
private data class Reply(val id: Int, val value: Value?)

@Serializable
private sealed interface Value

@Serializable
@SerialName("String")
private data class Text(val text: String) : Value

@Serializable
@SerialName("Float64")
private data class Amount(val number: Double) : Value

// Prints:
// text yes
// number 0.5
// nothing
