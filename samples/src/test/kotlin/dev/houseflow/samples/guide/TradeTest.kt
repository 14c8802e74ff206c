package dev.houseflow.samples.guide

// snippet: testing-kotlin
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.samples.Trade
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe

class TradeTest : StringSpec({
    val server = autoClose(EmbeddedClickHouse.start())
    val ch = autoClose(ClickHouseClient(server.endpoint))

    beforeTest {
        ch.execute("CREATE OR REPLACE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
    }

    "sums prices" {
        ch.insert("trades", listOf(Trade(1, "ETH", 1.5), Trade(2, "ETH", 2.5)))
        ch.query<Double>("SELECT sum(price) FROM trades").rows shouldBe listOf(4.0)
    }
})
// end
