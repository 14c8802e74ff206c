package dev.houseflow.samples.guide

import dev.houseflow.ClickHouseSql
import dev.houseflow.ColumnInfo
import dev.houseflow.QueryRequest
import dev.houseflow.TableInfo
import dev.houseflow.coroutines.ClickHouseClient

suspend fun showTable(ch: ClickHouseClient): List<ColumnInfo> {
    // snippet: schema-kotlin
    val trades = ch.tableInfo("trades")
    println("${trades.engine} ORDER BY ${trades.sortingKey}: ${trades.rows} rows, ${trades.bytes} bytes")

    val columns = ch.describe("trades")
    for (column in columns) {
        println("${column.name}: ${column.type} ${column.defaultKind.orEmpty()} ${column.codec.orEmpty()}")
    }
    val key = columns.filter { it.inSortingKey == true }.map { it.name }
    // end
    println(key)
    return columns
}

suspend fun listTables(ch: ClickHouseClient): Map<String, List<TableInfo>> {
    // snippet: schema-lists-kotlin
    val tables = ch.databases().associate { it.name to ch.tables(it.name) }
    val loaded = ch.dictionaries().filter { it.status == "LOADED" }
    // end
    println(loaded)
    return tables
}

suspend fun describeQuery(ch: ClickHouseClient): List<ColumnInfo> {
    // snippet: schema-query-kotlin
    val columns = ch.describe(QueryRequest.of("SELECT symbol, avg(price) AS mean FROM trades GROUP BY symbol"))
    // end
    return columns
}

suspend fun copyTable(ch: ClickHouseClient, table: String, copy: String): Boolean {
    // snippet: schema-quote-kotlin
    if (ch.tableExists(ClickHouseSql.quoteName("default", copy))) return false
    ch.execute(
        "CREATE TABLE ${ClickHouseSql.quoteName(copy)} AS ${ClickHouseSql.quoteName("default", table)} " +
            "COMMENT ${ClickHouseSql.literal("a copy of $table")}",
    )
    // end
    return true
}
