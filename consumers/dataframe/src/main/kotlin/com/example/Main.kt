package com.example

import dev.houseflow.jdbc.HouseflowDataSource
import org.jetbrains.kotlinx.dataframe.DataFrame
import org.jetbrains.kotlinx.dataframe.api.columnNames
import org.jetbrains.kotlinx.dataframe.api.filter
import org.jetbrains.kotlinx.dataframe.api.rows
import org.jetbrains.kotlinx.dataframe.io.DbConnectionConfig
import org.jetbrains.kotlinx.dataframe.io.getSchemaForSqlQuery
import org.jetbrains.kotlinx.dataframe.io.getSchemaForSqlTable
import org.jetbrains.kotlinx.dataframe.io.readAllSqlTables
import org.jetbrains.kotlinx.dataframe.io.readResultSet
import org.jetbrains.kotlinx.dataframe.io.readSqlQuery
import org.jetbrains.kotlinx.dataframe.io.readSqlTable
import java.math.BigDecimal
import java.math.BigInteger
import java.sql.Connection

private const val SCHEMA =
    "id Int64, big UInt64, small Int8, price Float64, near Float32, amount Decimal(10, 2), name LowCardinality(String), " +
        "volume Nullable(Int32), flag Bool, day Date, at DateTime64(3), tags Array(String), key UUID, kind Enum8('a' = 1, 'b' = 2)"

fun main(args: Array<String>) {
    HouseflowDataSource(args[0]).connection.use { connection ->
        connection.createStatement().use {
            it.execute("DROP DATABASE IF EXISTS frames")
            it.execute("CREATE DATABASE frames")
            it.execute("CREATE TABLE frames.trades ($SCHEMA) ENGINE MergeTree ORDER BY id")
            it.execute(
                "INSERT INTO frames.trades SELECT number, 18446744073709551615 - number, number % 100, number / 2, number / 4, number / 8, " +
                    "concat('n', toString(number % 3)), if(number % 2 = 0, NULL, number), number % 2, toDate('2026-01-01') + number % 7, " +
                    "toDateTime64('2026-01-01 00:00:00.123', 3), ['x', toString(number)], generateUUIDv4(), 'a' FROM numbers(5000)",
            )
            it.execute("CREATE TABLE frames.symbols (name String) ENGINE MergeTree ORDER BY name")
        }
        tables(connection)
        queries(connection, args[0])
        connection.createStatement().use { it.execute("DROP DATABASE frames") }
    }
    println("FIGURE 5,000 rows of 14 columns as a data frame")
}

private fun tables(connection: Connection) {
    val frame = DataFrame.readSqlTable(connection, "frames.trades", dbType = ClickHouse)
    check(frame.rowsCount() == 5000 && frame.columnsCount() == 14) { "${frame.rowsCount()} rows, ${frame.columnNames()}" }
    val first = frame.rows().single { it["id"] == 0L }
    check(first["big"] == BigInteger("18446744073709551615") && first["small"] == 0 && first["volume"] == null) { first.toString() }
    check(frame["amount"].type().classifier == BigDecimal::class && frame["volume"].type().isMarkedNullable) { frame["amount"].type().toString() }
    check(frame.filter { it["volume"] != null }.rowsCount() == 2500)
    val schema = DataFrame.getSchemaForSqlTable(connection, "frames.trades", dbType = ClickHouse)
    check(schema.columns.getValue("id").type.classifier == Long::class) { schema.toString() }
    // Without a catalogue DataFrame lists the tables of all databases, and reads each by its bare name.
    val all = DataFrame.readAllSqlTables(connection, catalogue = "frames", limit = 10, dbType = ClickHouse)
    check(all.keys == setOf("frames.trades", "frames.symbols") && all.getValue("frames.trades").rowsCount() == 10) { all.keys.toString() }
}

private fun queries(connection: Connection, url: String) {
    val sql = "SELECT name, count() AS n, sum(price) AS price FROM frames.trades GROUP BY name ORDER BY name"
    val grouped = DataFrame.readSqlQuery(connection, sql, dbType = ClickHouse)
    check(grouped.rowsCount() == 3 && grouped["n"][0] == BigInteger.valueOf(1667)) { grouped.toString() }
    check(DataFrame.getSchemaForSqlQuery(connection, sql, dbType = ClickHouse).columns.keys.toList() == listOf("name", "n", "price"))
    val own = DataFrame.readSqlQuery(DbConnectionConfig(url), "SELECT number FROM numbers(100000)", dbType = ClickHouse)
    check(own.rowsCount() == 100_000)
    connection.createStatement().use { statement ->
        statement.executeQuery("SELECT id, tags FROM frames.trades ORDER BY id").use { rows ->
            check(DataFrame.readResultSet(rows, ClickHouse, limit = 7).rowsCount() == 7)
        }
    }
}
