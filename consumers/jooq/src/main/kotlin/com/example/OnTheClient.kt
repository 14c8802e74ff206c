package com.example

import com.example.shop.Tables.SYMBOLS
import com.example.shop.Tables.TRADES
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.jdbc.PositionalQuery
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.Serializable
import org.jooq.Query
import org.jooq.SQLDialect
import org.jooq.Select
import org.jooq.impl.DSL
import org.jooq.impl.DSL.count
import org.jooq.impl.DSL.field
import org.jooq.impl.DSL.table
import org.jooq.impl.SQLDataType
import org.jooq.types.ULong
import org.jooq.types.UNumber
import java.time.LocalDate

/** The statement as a request: its text, and its values beside it. */
fun Query.toRequest(): QueryRequest =
    PositionalQuery.of(sql, bindValues.map { if (it is UNumber) it.toBigInteger() else it }).build()

/** All rows of [select]. */
suspend inline fun <reified T> ClickHouseClient.fetch(select: Select<*>): List<T> = query<T>(select.toRequest()).rows

/** The rows of [select] as they come. */
inline fun <reified T> ClickHouseClient.flow(select: Select<*>): Flow<T> = stream(select.toRequest())

@Serializable
data class Titled(val id: Long, val symbol: String, val title: String)

@Serializable
data class Counted(val symbol: String, val n: Long)

/** Statements of the DSL by the coroutine client: nothing here opens a connection of JDBC. */
fun onTheClient(endpoint: String): Unit = runBlocking {
    val dsl = DSL.using(SQLDialect.CLICKHOUSE)
    ClickHouseClient(endpoint).use { client ->
        val titled = dsl.select(TRADES.ID, TRADES.SYMBOL, SYMBOLS.TITLE)
            .from(TRADES)
            .join(SYMBOLS).on(TRADES.SYMBOL.eq(SYMBOLS.NAME))
            .where(TRADES.DAY.ge(LocalDate.of(2026, 1, 1))).and(TRADES.BIG.le(ULong.valueOf(3)))
        check(client.fetch<Titled>(titled) == listOf(Titled(2, "ETH", "Ether"))) { titled.sql }
        check(client.flow<Titled>(titled).first() == Titled(2, "ETH", "Ether"))

        val counted = dsl.select(TRADES.SYMBOL, count().`as`("n"))
            .from(TRADES)
            .where(TRADES.SYMBOL.`in`("BTC", "it's"))
            .groupBy(TRADES.SYMBOL)
            .orderBy(TRADES.SYMBOL)
            .limit(10)
        check(client.fetch<Counted>(counted) == listOf(Counted("BTC", 3), Counted("it's", 1))) { counted.sql }

        val numbers = dsl.select(field("number", SQLDataType.BIGINT)).from(table("numbers({0})", DSL.`val`(100_000)))
        check(client.flow<Long>(numbers).fold(0L, Long::plus) == 4_999_950_000L)

        client.execute(dsl.deleteFrom(TRADES).where(TRADES.ID.eq(12L)).toRequest())
        check(client.fetch<Counted>(counted).first() == Counted("BTC", 2))
    }
}
