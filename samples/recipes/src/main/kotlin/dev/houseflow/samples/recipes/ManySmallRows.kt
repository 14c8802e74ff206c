package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.inserter
import dev.houseflow.coroutines.query
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.serialization.Serializable
import java.time.Duration

/** Many small rows: an inserter collects single rows of many callers into batches, and says what became of them. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE logins (id UInt32, name String) ENGINE MergeTree ORDER BY id")
        val logins = ch.inserter<Login>("logins") {
            maxRows = 10_000
            maxDelay = Duration.ofSeconds(1)
            retryFor = Duration.ofMinutes(5)
        }
        coroutineScope {
            repeat(4) { caller ->
                launch { repeat(250) { logins.add(Login(caller * 250 + it, "ana")) } }
            }
        }
        val result = logins.close()
        println("${result.writtenRows} of ${result.addedRows} rows are written")
        println(ch.query<Long>("SELECT uniqExact(id) FROM logins").rows.single())
    }
}

@Serializable
private data class Login(val id: Int, val name: String)

// Prints:
// 1000 of 1000 rows are written
// 1000
