package dev.houseflow.samples.guide

import dev.houseflow.ClickHouseColumn
import dev.houseflow.CreateTableRequest
import dev.houseflow.DdlRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.createDatabase
import dev.houseflow.coroutines.createTable
import dev.houseflow.coroutines.deleteFrom
import dev.houseflow.coroutines.dropTable
import dev.houseflow.coroutines.optimizeTable
import dev.houseflow.coroutines.truncateTable
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.math.BigDecimal
import java.time.Instant

// snippet: schema-class-kotlin
enum class Side { BUY, SELL }

@Serializable
data class Fill(val venue: String, val amount: Long)

@Serializable
data class Deal(
    val id: Long,
    val ts: @Contextual Instant,
    val symbol: String,
    val side: Side,
    @ClickHouseColumn(type = "Decimal(18, 4)", codec = "ZSTD(3)") val price: @Contextual BigDecimal,
    val fills: List<Fill>,
    val note: String? = null,
)
// end

suspend fun makeTable(ch: ClickHouseClient) {
    // snippet: schema-create-kotlin
    ch.createTable<Deal>("deals") {
        orderBy(Deal::symbol, Deal::ts)
        partitionBy("toYYYYMM(ts)")
        ttl("toDateTime(ts) + INTERVAL 10 YEAR")
        codec(Deal::ts, "Delta, ZSTD")
        type(Deal::symbol, "LowCardinality(String)")
        ifNotExists()
    }
    // end
}

fun showStatement(): String {
    // snippet: schema-show-kotlin
    val deals = CreateTableRequest<Deal>("shop.deals") {
        engine = "ReplicatedMergeTree"
        onCluster("main")
        orderBy(Deal::id)
        tableSetting("index_granularity", 1024)
    }
    println(deals.toSql())
    // end
    return deals.toSql()
}

suspend fun growTable(ch: ClickHouseClient): List<String> {
    // snippet: schema-alter-kotlin
    val deals = CreateTableRequest<Deal>("deals")
    val missing = ch.missingColumns(deals).map { it.name }
    for (alter in ch.alterTableFor(deals)) {
        println(alter.toSql()) // ALTER TABLE `deals` ADD COLUMN ...
        ch.execute(alter)
    }
    // end
    return missing
}

suspend fun otherStatements(ch: ClickHouseClient) {
    // snippet: schema-ddl-kotlin
    ch.createDatabase("archive") { ifNotExists() }
    ch.deleteFrom("deals", "symbol = {s:String}") { parameter("s", "ETH") }
    ch.optimizeTable("deals") { finalMerge() }
    ch.truncateTable("deals")
    ch.dropTable("deals") { ifExists() }
    ch.execute(DdlRequest.dropDatabase("archive").sync().build())
    // end
}
