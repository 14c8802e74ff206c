package dev.houseflow.samples.recipes

import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** JSON columns: documents in and out, as classes, as JsonObject, by path. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE documents (id UInt32, data JSON(size UInt32)) ENGINE MergeTree ORDER BY id")
        ch.insert("documents", listOf(Document(1, JsonObject(mapOf("size" to JsonPrimitive(3), "color" to JsonPrimitive("red"))))))
        ch.rawInsert("documents", Format.JSON_EACH_ROW, """{"id": 2, "data": {"size": 5, "owner": {"name": "Ana"}}}""")
        ch.query<Document>("SELECT * FROM documents ORDER BY id").rows.forEach(::println)
        println(ch.query<String?>("SELECT data.owner.name::Nullable(String) FROM documents ORDER BY id").rows)
    }
}

@Serializable
private data class Document(val id: Int, val data: JsonObject)

// Prints:
// Document(id=1, data={"size":3,"color":"red"})
// Document(id=2, data={"size":5,"owner":{"name":"Ana"}})
// [null, Ana]
