package dev.houseflow.coroutines

import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.InserterOptions
import dev.houseflow.QueryRequest
import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.ResultColumn
import dev.houseflow.rowSerializer
import kotlinx.coroutines.flow.Flow
import kotlinx.serialization.serializer
import java.io.InputStream
import java.nio.file.Path

/**
 * See [ClickHouseClient.query]. [T] is `@Serializable`, a type that has a serializer, such as
 * `Long` for a result of one column, or one of rows without a class, such as `Map<String, Any?>`:
 * see [rowSerializer].
 */
public suspend inline fun <reified T> ClickHouseClient.query(request: QueryRequest): QueryResult<T> = query(request, rowSerializer<T>())

/** See [ClickHouseClient.query]. */
public suspend inline fun <reified T> ClickHouseClient.query(
    sql: String,
    configure: QueryRequest.Builder.() -> Unit = {},
): QueryResult<T> = query(QueryRequest.builder(sql).apply(configure).build(), rowSerializer<T>())

/**
 * See [ClickHouseClient.stream]. [T] is `@Serializable`, a type that has a serializer, such as
 * `Long` for a result of one column, or one of rows without a class, such as `Map<String, Any?>`:
 * see [rowSerializer].
 */
public inline fun <reified T> ClickHouseClient.stream(request: QueryRequest): Flow<T> = stream(request, rowSerializer<T>())

/** See [ClickHouseClient.stream]. */
public inline fun <reified T> ClickHouseClient.stream(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): Flow<T> =
    stream(QueryRequest.builder(sql).apply(configure).build(), rowSerializer<T>())

/** See [ClickHouseClient.jsonRows]. [T] is `@Serializable`, or `JsonElement`. */
public inline fun <reified T> ClickHouseClient.jsonRows(request: QueryRequest): Flow<T> = jsonRows(request, serializer<T>())

/** See [ClickHouseClient.jsonRows]. [T] is `@Serializable`, or `JsonElement`. */
public inline fun <reified T> ClickHouseClient.jsonRows(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): Flow<T> =
    jsonRows(QueryRequest.builder(sql).apply(configure).build(), serializer<T>())

/**
 * See [ClickHouseClient.insert]. [T] is `@Serializable`, or one of rows without a class: see
 * [rowSerializer].
 */
public suspend inline fun <reified T> ClickHouseClient.insert(request: InsertRequest, rows: Flow<T>): QuerySummary =
    insert(request, rows, rowSerializer<T>())

/**
 * See [ClickHouseClient.insert]. [T] is `@Serializable`, or one of rows without a class: see
 * [rowSerializer].
 */
public suspend inline fun <reified T> ClickHouseClient.insert(request: InsertRequest, rows: Iterable<T>): QuerySummary =
    insert(request, rows, rowSerializer<T>())

/**
 * See [ClickHouseClient.insert]. [T] is `@Serializable`, or one of rows without a class: see
 * [rowSerializer].
 */
public suspend inline fun <reified T> ClickHouseClient.insert(
    table: String,
    rows: Flow<T>,
    configure: InsertRequest.Builder.() -> Unit = {},
): QuerySummary = insert(InsertRequest.builder(table).apply(configure).build(), rows, rowSerializer<T>())

/**
 * See [ClickHouseClient.insert]. [T] is `@Serializable`, or one of rows without a class: see
 * [rowSerializer].
 */
public suspend inline fun <reified T> ClickHouseClient.insert(
    table: String,
    rows: Iterable<T>,
    configure: InsertRequest.Builder.() -> Unit = {},
): QuerySummary = insert(InsertRequest.builder(table).apply(configure).build(), rows, rowSerializer<T>())

/** See [ClickHouseClient.prepareInsert]. */
public suspend fun ClickHouseClient.prepareInsert(table: String, configure: InsertRequest.Builder.() -> Unit = {}): InsertRequest =
    prepareInsert(InsertRequest.builder(table).apply(configure).build())

/**
 * See [ClickHouseClient.prepareInsert]. The table is not asked: [columns] are its own names and
 * types.
 */
public suspend fun ClickHouseClient.prepareInsert(
    table: String,
    columns: List<ResultColumn>,
    configure: InsertRequest.Builder.() -> Unit = {},
): InsertRequest = prepareInsert(InsertRequest.builder(table).columnTypes(columns).apply(configure).build())

/** The same for columns as text: `id UInt64, name String`. */
public suspend fun ClickHouseClient.prepareInsert(
    table: String,
    structure: String,
    configure: InsertRequest.Builder.() -> Unit = {},
): InsertRequest = prepareInsert(InsertRequest.builder(table).structure(structure).apply(configure).build())

/** See [ClickHouseClient.insertColumns]. */
public suspend fun ClickHouseClient.insertColumns(
    table: String,
    columns: Map<String, Any>,
    configure: InsertRequest.Builder.() -> Unit = {},
): QuerySummary = insertColumns(InsertRequest.builder(table).apply(configure).build(), columns)

/** See [ClickHouseClient.inserter]. [T] is `@Serializable`. */
public inline fun <reified T> ClickHouseClient.inserter(
    request: InsertRequest,
    configure: InserterOptions.Builder<T>.() -> Unit = {},
): Inserter<T> = inserter(request, rowSerializer<T>(), InserterOptions.builder<T>().apply(configure).build())

/** See [ClickHouseClient.inserter]. [T] is `@Serializable`. */
public inline fun <reified T> ClickHouseClient.inserter(
    table: String,
    configure: InserterOptions.Builder<T>.() -> Unit = {},
): Inserter<T> = inserter(InsertRequest.of(table), rowSerializer<T>(), InserterOptions.builder<T>().apply(configure).build())

/** See [ClickHouseClient.rawInsert]. */
public suspend fun ClickHouseClient.rawInsert(
    table: String,
    format: Format,
    data: Flow<ByteArray>,
    configure: InsertRequest.Builder.() -> Unit = {},
): QuerySummary = rawInsert(InsertRequest.builder(table).apply(configure).build(), format, data)

/** See [ClickHouseClient.rawInsert]. */
public suspend fun ClickHouseClient.rawInsert(
    table: String,
    format: Format,
    data: ByteArray,
    configure: InsertRequest.Builder.() -> Unit = {},
): QuerySummary = rawInsert(InsertRequest.builder(table).apply(configure).build(), format, data)

/** See [ClickHouseClient.rawInsert]. */
public suspend fun ClickHouseClient.rawInsert(
    table: String,
    format: Format,
    data: String,
    configure: InsertRequest.Builder.() -> Unit = {},
): QuerySummary = rawInsert(InsertRequest.builder(table).apply(configure).build(), format, data)

/** See [ClickHouseClient.rawInsert]. */
public suspend fun ClickHouseClient.rawInsert(
    table: String,
    format: Format,
    path: Path,
    configure: InsertRequest.Builder.() -> Unit = {},
): QuerySummary = rawInsert(InsertRequest.builder(table).apply(configure).build(), format, path)

/** See [ClickHouseClient.rawInsert]. */
public suspend fun ClickHouseClient.rawInsert(
    table: String,
    format: Format,
    stream: InputStream,
    configure: InsertRequest.Builder.() -> Unit = {},
): QuerySummary = rawInsert(InsertRequest.builder(table).apply(configure).build(), format, stream)
