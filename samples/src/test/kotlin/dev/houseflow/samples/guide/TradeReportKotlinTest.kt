package dev.houseflow.samples.guide

// snippet: testing-kotest
import dev.houseflow.coroutines.query
import dev.houseflow.samples.Trade
import dev.houseflow.test.HouseflowKotestExtension
import dev.houseflow.test.load
import dev.houseflow.test.rows
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe

class TradeReportKotlinTest : StringSpec({
    val houseflow = extension(
        HouseflowKotestExtension(
            statements = listOf("CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id"),
        ),
    )
    val trades = listOf(Trade(1, "ETH", 1.5), Trade(2, "BTC", 2.5))

    "sums prices" {
        houseflow.database().load("trades", trades)
        houseflow.client().query<Double>("SELECT sum(price) FROM trades").rows shouldBe listOf(4.0)
        houseflow.database().rows<Trade>("trades") shouldContainExactlyInAnyOrder trades
    }
})
// end
