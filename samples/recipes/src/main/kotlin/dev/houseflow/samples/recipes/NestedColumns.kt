package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable

/** Arrays, maps, tuples and Nested: lists, maps and classes inside of a row. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute(
            "CREATE OR REPLACE TABLE baskets (id UInt32, tags Array(String), prices Map(String, Float64), " +
                "place Tuple(city String, zip String), items Nested(name String, amount UInt8)) ENGINE MergeTree ORDER BY id",
        )
        ch.insert("baskets", listOf(Basket(1, listOf("new"), mapOf("tea" to 2.5), Place("Bonn", "53111"), listOf(Item("tea", 2)))))
        println(ch.query<Basket>("SELECT * FROM baskets").rows.single())
    }
}

@Serializable
private data class Basket(
    val id: Int,
    val tags: List<String>,
    val prices: Map<String, Double>,
    val place: Place,
    val items: List<Item>,
)

@Serializable
private data class Place(val city: String, val zip: String)

@Serializable
private data class Item(val name: String, val amount: Int)

// Prints:
// Basket(id=1, tags=[new], prices={tea=2.5}, place=Place(city=Bonn, zip=53111), items=[Item(name=tea, amount=2)])
