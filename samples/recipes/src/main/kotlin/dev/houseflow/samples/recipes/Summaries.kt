package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import java.util.UUID

/** Summaries: query id, rows and bytes read, time on the server. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val id = "summary-${UUID.randomUUID()}"
        val summary = ch.query<Long>("SELECT sum(number) FROM numbers(1000000)") { queryId = id }.summary
        println("${summary.readRows} rows, ${summary.readBytes} bytes read; id ${summary.queryId == id}; time ${!summary.elapsed.isZero}")
    }
}

// Prints:
// 1000000 rows, 8000000 bytes read; id true; time true
