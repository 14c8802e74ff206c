package dev.houseflow.test

import dev.houseflow.ClickHouseSql
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query

/** Inserts [rows] of a class that the Kotlin client takes into [table] of this database. */
@JvmSynthetic
public suspend inline fun <reified T> TestDatabase.load(table: String, rows: Iterable<T>) {
    kotlinClient().insert(table, rows)
}

/** All rows of [table] of this database, in any order. */
@JvmSynthetic
public suspend inline fun <reified T> TestDatabase.rows(table: String): List<T> =
    kotlinClient().query<T>("SELECT * FROM " + ClickHouseSql.quoteName(table)).rows
