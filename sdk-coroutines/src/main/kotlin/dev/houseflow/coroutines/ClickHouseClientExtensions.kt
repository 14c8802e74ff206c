package dev.houseflow.coroutines

import dev.houseflow.ColumnDefinition
import dev.houseflow.CreateTableRequest
import dev.houseflow.DdlRequest
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.InserterOptions
import dev.houseflow.JsonResult
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

/** See [ClickHouseClient.jsonResult]. [T] is `@Serializable`, or `JsonElement`. */
public suspend inline fun <reified T> ClickHouseClient.jsonResult(request: QueryRequest): JsonResult<T> =
    jsonResult(request, serializer<T>())

/** See [ClickHouseClient.jsonResult]. [T] is `@Serializable`, or `JsonElement`. */
public suspend inline fun <reified T> ClickHouseClient.jsonResult(
    sql: String,
    configure: QueryRequest.Builder.() -> Unit = {},
): JsonResult<T> = jsonResult(QueryRequest.builder(sql).apply(configure).build(), serializer<T>())

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

/**
 * Makes [table] for the class [T], which is `@Serializable`: a column for each of its properties.
 * See [CreateTableRequest], whose `toSql()` shows the statement without running it.
 */
public suspend inline fun <reified T> ClickHouseClient.createTable(
    table: String,
    configure: CreateTableRequest.Builder<T>.() -> Unit = {},
): QuerySummary = execute(CreateTableRequest<T>(table, configure))

/** See [ClickHouseClient.missingColumns]. [T] is `@Serializable`. */
public suspend inline fun <reified T> ClickHouseClient.missingColumns(
    table: String,
    configure: CreateTableRequest.Builder<T>.() -> Unit = {},
): List<ColumnDefinition> = missingColumns(CreateTableRequest<T>(table, configure))

/** See [ClickHouseClient.alterTableFor]. [T] is `@Serializable`. */
public suspend inline fun <reified T> ClickHouseClient.alterTableFor(
    table: String,
    configure: CreateTableRequest.Builder<T>.() -> Unit = {},
): List<DdlRequest> = alterTableFor(CreateTableRequest<T>(table, configure))

/** Makes a database. See [DdlRequest.createDatabase]. */
public suspend fun ClickHouseClient.createDatabase(name: String, configure: DdlRequest.CreateDatabase.() -> Unit = {}): QuerySummary =
    execute(DdlRequest.createDatabase(name).apply(configure).build())

/** Removes a database with all of its tables. See [DdlRequest.dropDatabase]. */
public suspend fun ClickHouseClient.dropDatabase(name: String, configure: DdlRequest.Removal.() -> Unit = {}): QuerySummary =
    execute(DdlRequest.dropDatabase(name).apply(configure).build())

/** Removes a table. See [DdlRequest.dropTable]. */
public suspend fun ClickHouseClient.dropTable(table: String, configure: DdlRequest.Removal.() -> Unit = {}): QuerySummary =
    execute(DdlRequest.dropTable(table).apply(configure).build())

/** Removes all rows of a table. See [DdlRequest.truncateTable]. */
public suspend fun ClickHouseClient.truncateTable(table: String, configure: DdlRequest.Removal.() -> Unit = {}): QuerySummary =
    execute(DdlRequest.truncateTable(table).apply(configure).build())

/** Merges parts of a table. See [DdlRequest.optimizeTable]. */
public suspend fun ClickHouseClient.optimizeTable(table: String, configure: DdlRequest.OptimizeTable.() -> Unit = {}): QuerySummary =
    execute(DdlRequest.optimizeTable(table).apply(configure).build())

/** Removes the rows of a table for which [condition] holds. See [DdlRequest.deleteFrom]. */
public suspend fun ClickHouseClient.deleteFrom(
    table: String,
    condition: String,
    configure: DdlRequest.DeleteFrom.() -> Unit = {},
): QuerySummary = execute(DdlRequest.deleteFrom(table, condition).apply(configure).build())
