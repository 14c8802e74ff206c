package com.example

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.jdbc.HouseflowDataSource
import dev.houseflow.jdbc.PositionalQuery
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.Serializable
import org.jetbrains.exposed.v1.core.SortOrder
import org.jetbrains.exposed.v1.core.Table
import org.jetbrains.exposed.v1.core.count
import org.jetbrains.exposed.v1.core.eq
import org.jetbrains.exposed.v1.core.greater
import org.jetbrains.exposed.v1.core.inList
import org.jetbrains.exposed.v1.core.max
import org.jetbrains.exposed.v1.javatime.date
import org.jetbrains.exposed.v1.jdbc.Database
import org.jetbrains.exposed.v1.jdbc.SchemaUtils
import org.jetbrains.exposed.v1.jdbc.batchInsert
import org.jetbrains.exposed.v1.jdbc.deleteWhere
import org.jetbrains.exposed.v1.jdbc.insert
import org.jetbrains.exposed.v1.jdbc.select
import org.jetbrains.exposed.v1.jdbc.selectAll
import org.jetbrains.exposed.v1.jdbc.transactions.transaction
import java.time.LocalDate

object Trades : Table("exposed_trades") {
    val id = long("id")
    val symbol = varchar("symbol", 100)
    val price = double("price")
    val day = date("day")
    val volume = integer("volume").nullable()

    override fun createStatement(): List<String> = super.createStatement().map { "$it ENGINE = MergeTree ORDER BY id" }
}

@Serializable
data class Symbol(val id: Long, val symbol: String)

fun main(args: Array<String>) {
    ClickHouseDialect.register()
    val source = HouseflowDataSource(args[0])
    val database = Database.connect(source)
    transaction(database) {
        exec("DROP TABLE IF EXISTS exposed_trades")
        SchemaUtils.create(Trades)
        Trades.insert {
            it[id] = 1
            it[symbol] = "it's"
            it[price] = 1.5
            it[day] = LocalDate.of(2026, 1, 2)
            it[volume] = null
        }
        Trades.batchInsert(2L..1000L, shouldReturnGeneratedValues = false) { number ->
            this[Trades.id] = number
            this[Trades.symbol] = if (number % 2 == 0L) "ETH" else "BTC"
            this[Trades.price] = number / 2.0
            this[Trades.day] = LocalDate.of(2026, 1, 3)
            this[Trades.volume] = number.toInt()
        }
    }
    transaction(database) {
        val first = Trades.selectAll().where { Trades.id eq 1 }.single()
        check(first[Trades.symbol] == "it's" && first[Trades.volume] == null && first[Trades.day] == LocalDate.of(2026, 1, 2))
        check(Trades.selectAll().where { Trades.symbol inList listOf("ETH", "BTC") }.count() == 999L)
        val grouped = Trades.select(Trades.symbol, Trades.id.count(), Trades.price.max())
            .where { Trades.id greater 1L }
            .groupBy(Trades.symbol)
            .orderBy(Trades.symbol to SortOrder.DESC)
            .limit(1)
            .single()
        check(grouped[Trades.symbol] == "ETH" && grouped[Trades.id.count()] == 500L && grouped[Trades.price.max()] == 500.0)
        check(SchemaUtils.listTables().any { "exposed_trades" in it })
        Trades.deleteWhere { Trades.id eq 1 }
        check(Trades.selectAll().where { Trades.id eq 1 }.empty())
    }
    runBlocking { withoutJdbc(args[0].substringAfter("jdbc:houseflow:clickhouse:")) }
    transaction(database) { SchemaUtils.drop(Trades) }
    println("FIGURE 1,000 rows by Exposed, and a statement of it by the coroutine client")
}

/** A statement with marks on the coroutine client, as a list and as a Flow. */
suspend fun withoutJdbc(address: String) {
    val sql = "SELECT id, symbol FROM exposed_trades WHERE symbol = ? AND day >= ?"
    val values = listOf("ETH", LocalDate.of(2026, 1, 1))
    ClickHouseClient("http:$address").use { client ->
        check(client.query<Symbol>(PositionalQuery.of(sql, values).build()).rows.size == 500)
        check(client.stream<Symbol>(PositionalQuery.of(sql, values).build()).count() == 500)
    }
}
