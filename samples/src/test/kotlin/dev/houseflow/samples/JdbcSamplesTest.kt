package dev.houseflow.samples

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.javaapi.ClickHouseAsyncClient
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.toList

/** The snippets of docs/jdbc.md do what they say. */
class JdbcSamplesTest : StringSpec({
    "JDBC, and statements with marks without it" {
        EmbeddedClickHouse.start().use { server ->
            ClickHouseClient(server.endpoint).use { ch ->
                ch.execute("CREATE TABLE trades (id Int64, symbol String, price Float64 DEFAULT 1.5) ENGINE MergeTree ORDER BY id")
                JavaJdbc.insertAndRead("jdbc:houseflow:clickhouse://${server.endpoint.substringAfter("//")}") shouldBe 250_500L

                val sql = "SELECT * FROM trades WHERE symbol = ? AND id < ? ORDER BY id"
                val expected = listOf(Trade(2, "ETH", 1.5), Trade(4, "ETH", 1.5))
                ch.fetch<Trade>(sql, listOf("ETH", 6)) shouldBe expected
                ch.flow<Trade>(sql, listOf("ETH", 6)).toList() shouldBe expected
                ClickHouseAsyncClient.builder(server.endpoint).build().use { java ->
                    JavaJdbc.withoutJdbc(java, sql, listOf("ETH", 6)).map { it.id() } shouldBe listOf(2L, 4L)
                }
            }
        }
    }
})
