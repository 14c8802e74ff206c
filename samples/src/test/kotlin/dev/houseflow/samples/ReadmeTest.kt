package dev.houseflow.samples

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.javaapi.ClickHouseAsyncClient
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.paths.shouldExist
import io.kotest.matchers.shouldBe
import java.nio.file.Files

/** The snippets of the documents do what they say. */
class ReadmeTest : StringSpec({
    "the README's trades, in Kotlin and then in Java" {
        EmbeddedClickHouse.start().use { server ->
            firstTrades(server.endpoint)
            ReadmeJava.firstTrades(server.endpoint)
            ClickHouseClient(server.endpoint).use { ch ->
                ch.query<Long>("SELECT count() FROM trades").rows shouldBe listOf(1_000_002L)
                ch.query<Trade>("SELECT * FROM trades WHERE id = 2 ORDER BY price").rows shouldBe
                    listOf(Trade(2, "ETH", 0.2), Trade(2, "BTC", 2.0))
            }
        }
    }

    "parameters and tables that are sent along, in Kotlin and in Java" {
        EmbeddedClickHouse.start().use { server ->
            ClickHouseClient(server.endpoint).use { ch ->
                ch.execute("CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
                val trades = listOf(Trade(1, "ETH", 0.5), Trade(2, "BTC", 9.0), Trade(3, "ETH", 7.0), Trade(4, "ETH", 8.0))
                ch.insert("trades", trades)
                val limits = listOf(Limit("ETH", 1.0), Limit("BTC", 10.0))
                suspicious(ch, listOf(1, 2, 3), limits) shouldBe listOf(trades[2])
                ofSymbols(ch, List(10_000) { "S$it" } + "ETH") shouldBe listOf(trades[0], trades[2], trades[3])
                val file = tempdir().toPath().resolve("known.csv")
                Files.writeString(file, "1,ETH\n2,ETH\n3,ETH\n")
                known(ch, file) shouldBe 2
                ClickHouseAsyncClient.builder(server.endpoint).build().use { java ->
                    JavaQueries.suspicious(java, listOf(1, 2, 3), limits.map { JavaQueries.Limit(it.symbol, it.most) }) shouldBe
                        listOf(ReadmeJava.Trade(3, "ETH", 7.0))
                }
            }
        }
    }

    "an engine of one's own" {
        embedded()
    }

    "an engine with options" {
        val data = tempdir().toPath().resolve("data")
        EmbeddedOptions.start(data)
        data.shouldExist()
    }
})
