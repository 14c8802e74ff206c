package dev.houseflow.samples

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.paths.shouldExist
import io.kotest.matchers.shouldBe

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

    "an engine of one's own" {
        embedded()
    }

    "an engine with options" {
        val data = tempdir().toPath().resolve("data")
        EmbeddedOptions.start(data)
        data.shouldExist()
    }
})
