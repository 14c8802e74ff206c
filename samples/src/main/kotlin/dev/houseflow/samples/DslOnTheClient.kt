package dev.houseflow.samples

// snippet: jdbc-dsl-kotlin
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.jdbc.PositionalQuery
import kotlinx.coroutines.flow.Flow

/** All rows of a statement that a DSL has rendered, whose values stand in the places of `?`. */
suspend inline fun <reified T> ClickHouseClient.fetch(sql: String, values: List<*>): List<T> =
    query<T>(PositionalQuery.of(sql, values).build()).rows

/** Its rows as they come. */
inline fun <reified T> ClickHouseClient.flow(sql: String, values: List<*>): Flow<T> = stream(PositionalQuery.of(sql, values).build())
// end
