package dev.houseflow.samples

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.javaapi.ClickHouseAsyncClient
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe

private const val TRADES = "CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id"

/** The snippets of docs/inserts.md about rows without a class do what they say. */
class RowsWithoutClassTest : StringSpec({
    "in Kotlin" {
        EmbeddedClickHouse.start().use { server ->
            ClickHouseClient(server.endpoint).use { ch ->
                ch.execute(TRADES)
                insertMaps(ch) shouldBe 1.5
                insertArrays(ch, longArrayOf(5), doubleArrayOf(0.5), listOf("x")) shouldBe 1
                insertPrepared(ch, listOf(listOf(Trade(6, "y", 1.0)), listOf(Trade(9, "z", 1.0))))
                EmbeddedClickHouse.start().use { other ->
                    ClickHouseClient(other.endpoint).use { to ->
                        to.execute(TRADES)
                        copyTrades(ch, to) shouldBe 9
                    }
                }
            }
        }
    }

    "in Java" {
        EmbeddedClickHouse.start().use { server ->
            ClickHouseAsyncClient.builder(server.endpoint).build().use { ch ->
                ch.execute(TRADES).join()
                JavaRowsWithoutClass.insertMaps(ch) shouldBe 1.5
                JavaRowsWithoutClass.insertArrays(ch, longArrayOf(5), doubleArrayOf(0.5), listOf("x")) shouldBe 1
                JavaRowsWithoutClass.insertPrepared(ch, listOf(listOf(ReadmeJava.Trade(6, "y", 1.0))))
                JavaRowsWithoutClass.copyTrades(ch, ch)
            }
            ClickHouseClient(server.endpoint).use { it.query<Long>("SELECT count() FROM trades").rows shouldBe listOf(16L) }
        }
    }
})
