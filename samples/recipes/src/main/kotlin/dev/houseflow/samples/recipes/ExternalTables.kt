package dev.houseflow.samples.recipes

import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable

/** External tables: data that go with a query, to join with or to look up in. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val names = listOf(Named(2, "two"), Named(4, "four"))
        val rows = ch.query<Named>("SELECT number AS n, name FROM numbers(10) AS t INNER JOIN names ON names.n = t.number ORDER BY n") {
            externalTable(ExternalTable("names", "n UInt64, name String", names))
        }.rows
        println(rows)
        val ids = ExternalTable.of("ids", "id UInt64", Format.CSV, "3\n7\n")
        println(ch.query<Long>("SELECT sum(number) FROM numbers(10) WHERE number IN (SELECT id FROM ids)") { externalTable(ids) }.rows)
    }
}

@Serializable
private data class Named(val n: Long, val name: String)

// Prints:
// [Named(n=2, name=two), Named(n=4, name=four)]
// [10]
