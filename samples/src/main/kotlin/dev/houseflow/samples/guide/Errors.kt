package dev.houseflow.samples.guide

import dev.houseflow.FormatException
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.samples.Trade

// snippet: errors-kotlin
suspend fun tradesOrNone(ch: ClickHouseClient): List<Trade> = try {
    ch.query<Trade>("SELECT * FROM trades ORDER BY id").rows
} catch (e: ServerException) {
    when (e.name) {
        "UNKNOWN_TABLE" -> emptyList() // code 60: nothing was ever inserted

        "TIMEOUT_EXCEEDED", "MEMORY_LIMIT_EXCEEDED" -> error("Too much to read at once (query ${e.queryId}): ${e.serverMessage}")

        else -> throw e
    }
} catch (e: TransportException) {
    error("The server cannot be reached now, try later: ${e.message}")
} catch (e: FormatException) {
    error("Trade does not match the table: ${e.message}")
}
// end
