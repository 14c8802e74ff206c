package dev.houseflow.coroutines

import dev.houseflow.Block
import dev.houseflow.ColumnDefinition
import dev.houseflow.ColumnInfo
import dev.houseflow.CreateTableRequest
import dev.houseflow.DatabaseInfo
import dev.houseflow.DdlRequest
import dev.houseflow.DictionaryInfo
import dev.houseflow.Format
import dev.houseflow.HandlerRequest
import dev.houseflow.HealthStatus
import dev.houseflow.InsertRequest
import dev.houseflow.InserterOptions
import dev.houseflow.JsonResult
import dev.houseflow.PoolStats
import dev.houseflow.QueryRequest
import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.RawResponse
import dev.houseflow.RawResult
import dev.houseflow.ReplicasStatus
import dev.houseflow.ResultColumn
import dev.houseflow.Row
import dev.houseflow.TableInfo
import dev.houseflow.coroutines.internal.client.ClientEngine
import dev.houseflow.coroutines.internal.client.KotlinClient
import dev.houseflow.internal.http.Endpoints
import dev.houseflow.internal.wire.Utf8
import kotlinx.coroutines.flow.Flow
import kotlinx.serialization.KSerializer
import java.io.InputStream
import java.nio.file.Path
import java.time.Duration

/**
 * A client of one ClickHouse server, or of several that hold the same data, made by the function of
 * the same name. Speaks the server's HTTP interface; data travels column by column in the Native
 * format.
 *
 * ```
 * @Serializable data class Trade(val id: Long, val symbol: String, val price: Double)
 *
 * ClickHouseClient("http://localhost:8123").use { clickHouse ->
 *     clickHouse.insert("trades", listOf(Trade(1, "ETH", 1.5)))
 *     clickHouse.stream<Trade>("SELECT * FROM trades WHERE price > {least:Float64}") {
 *         parameter("least", 1.0)
 *     }.collect { println(it) }
 * }
 * ```
 *
 * Thread-safe, and meant to be shared: it keeps no state between calls. Make one per server and
 * user, and close it when it is not needed any more. Calls suspend and hold no thread while they
 * wait; decoding runs on [ClickHouseClientConfig.dispatcher].
 *
 * A call that fails in a way that may pass is made again, at another endpoint if there is one, as
 * far as that can do no harm: see [ClickHouseClientConfig.retry] and docs/retries.md.
 *
 * Cancelling a call, or leaving a flow before its end, closes its connection and stops its query on
 * the server.
 *
 * Every call throws `ServerException` with the server's words when the server refuses or gives up,
 * `TransportException` when the connection fails or the answer is cut off, `FormatException` when a
 * class does not match the columns, and `ConfigurationException` when the request cannot work. An
 * answer is complete, or it is an error.
 *
 * See the page "HTTP interface" of the ClickHouse manual.
 */
public interface ClickHouseClient : AutoCloseable {
    /**
     * Runs a statement and forgets its result, if it has any. The server finishes the query before
     * it answers (`wait_end_of_query=1`), so the summary's counters are final.
     */
    public suspend fun execute(request: QueryRequest): QuerySummary

    /** See [execute]. */
    public suspend fun execute(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): QuerySummary =
        execute(QueryRequest.builder(sql).apply(configure).build())

    /**
     * Runs a statement that makes, changes or removes a database or a table, or rows of one: see
     * [execute]. [DdlRequest.toSql] shows it without running it.
     */
    public suspend fun execute(request: DdlRequest): QuerySummary = execute(request.toQueryRequest())

    /**
     * Runs a query and gives all of its rows as objects. The server finishes the query before it
     * answers (`wait_end_of_query=1`), so a query that fails fails cleanly, and the summary's
     * counters are final. Use [stream] for results that do not fit the memory.
     */
    public suspend fun <T> query(request: QueryRequest, serializer: KSerializer<T>): QueryResult<T>

    /**
     * The rows of a query as objects, as they come. Cold: every collection runs the query anew.
     * Rows are delivered in the order in which the server sends them; when the query fails on the
     * way, the complete rows before the failure come first.
     */
    public fun <T> stream(request: QueryRequest, serializer: KSerializer<T>): Flow<T>

    /**
     * The rows of a query without a class, as they come. Cold, like [stream]. Each row keeps its
     * block in memory.
     */
    public fun rows(request: QueryRequest): Flow<Row>

    /** See [rows]. */
    public fun rows(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): Flow<Row> =
        rows(QueryRequest.builder(sql).apply(configure).build())

    /**
     * Names and types of the columns that a query would answer, in order, without running it: also
     * of results that have no rows. The server is asked (`DESCRIBE`), once for each statement until
     * this client runs one that may alter tables.
     *
     * Throws `ConfigurationException` for a statement that does not read.
     */
    public suspend fun columns(request: QueryRequest): List<ResultColumn>

    /** See [columns]. */
    public suspend fun columns(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): List<ResultColumn> =
        columns(QueryRequest.builder(sql).apply(configure).build())

    /**
     * The columns of [table], in order, with types, defaults, comments, codecs and keys. Asks the
     * server each time.
     *
     * [table] is a name as for [InsertRequest.of]: `table` or `database.table`, quoted where there
     * is a dot in one of them ([dev.houseflow.ClickHouseSql.quoteName]); without a database it is a
     * temporary table of the session, or one of the client's database.
     *
     * Throws `ServerException` (`UNKNOWN_TABLE`) when there is no such table.
     */
    public suspend fun describe(table: String): List<ColumnInfo>

    /**
     * The columns of the result of a query, without running it: [columns] in the terms of
     * [describe]. They have names and types, and nothing else.
     */
    public suspend fun describe(request: QueryRequest): List<ColumnInfo>

    /** The databases that this client's user may see, by name. Asks the server each time. */
    public suspend fun databases(): List<DatabaseInfo>

    /**
     * The tables, views and dictionaries of [database], by name, as far as this client's user may
     * see them; for `null` those of the client's database, and the temporary ones of the session.
     * Asks the server each time.
     *
     * [database] is the name itself, without quotes. Throws `ServerException` (`UNKNOWN_DATABASE`)
     * when there is none of that name.
     */
    public suspend fun tables(database: String? = null): List<TableInfo>

    /**
     * Engine, keys, size and statement of [table], which is a name as for [describe]. Asks the
     * server each time.
     *
     * Throws `ServerException` (`UNKNOWN_TABLE`) when there is no such table.
     */
    public suspend fun tableInfo(table: String): TableInfo

    /**
     * Whether there is a table, view or dictionary called [table], a name as for [describe]. Asks
     * the server each time.
     */
    public suspend fun tableExists(table: String): Boolean

    /**
     * The columns that the table of [request] lacks for the class that the request is made from:
     * see [CreateTableRequest.missingColumns]. Asks the server each time.
     *
     * Throws `ServerException` (`UNKNOWN_TABLE`) when there is no such table.
     */
    public suspend fun missingColumns(request: CreateTableRequest): List<ColumnDefinition> =
        request.missingColumns(describe(request.table))

    /**
     * The statement that adds to the table what it lacks for the class, and does nothing else; none
     * when nothing is missing: see [CreateTableRequest.alterTableFor]. It is not run: [execute]
     * runs it. Asks the server each time.
     *
     * Throws `ServerException` (`UNKNOWN_TABLE`) when there is no such table.
     */
    public suspend fun alterTableFor(request: CreateTableRequest): List<DdlRequest> =
        request.alterTableFor(describe(request.table))

    /**
     * The dictionaries of all databases and of the server's configuration, by name, loaded or not.
     * Asks the server each time.
     */
    public suspend fun dictionaries(): List<DictionaryInfo>

    /**
     * The blocks of a query, column by column, as they come: the fastest way to read. Cold, like
     * [stream]. Blocks have rows; but of a result without rows there is one block, which shows its
     * columns, where the server tells them.
     */
    public fun blocks(request: QueryRequest): Flow<Block>

    /** See [blocks]. */
    public fun blocks(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): Flow<Block> =
        blocks(QueryRequest.builder(sql).apply(configure).build())

    /**
     * Inserts [rows], which are sent block by block while they come; the flow is collected in the
     * caller's own context and has to wait when the server does. When it fails, or the call is
     * cancelled, the server sees an insert that was broken off; blocks that it has already written
     * may stay.
     *
     * The columns are those that the class has properties for, or those that the request names; all
     * others get their defaults from the server. The table's columns are asked for once
     * (`DESCRIBE TABLE`) and kept until an insert fails. Without a single row nothing is sent.
     *
     * Rows need no class, see [dev.houseflow.rowSerializer]. Maps and [Row]s fill the columns that
     * the first of them has, in every row the same, or those that the request names; lists and
     * arrays those that the request names, in that order. [Block]s are columns already: they are
     * copied as arrays where the table has the same types.
     */
    public suspend fun <T> insert(request: InsertRequest, rows: Flow<T>, serializer: KSerializer<T>): QuerySummary

    /**
     * See [insert]. [rows] are read once; only a `Collection` is read again, when an insert with a
     * deduplication token has to be sent once more.
     *
     * The objects of a `Collection` are turned into blocks by the client's dispatcher, two blocks
     * at a time: leave the collection and its objects as they are until this returns.
     */
    public suspend fun <T> insert(request: InsertRequest, rows: Iterable<T>, serializer: KSerializer<T>): QuerySummary

    /**
     * An inserter of the rows that many callers add one by one, for as long as a service runs: it
     * sends them in batches, and tells of each row whether it is written. Its caller closes it,
     * before the client.
     *
     * [request] says where the rows go and how, as for [insert]. Each batch is one block, whatever
     * its `blockRows` and `blockBytes`; it has a query id and an `insert_deduplication_token` of
     * its own, so that the request must name none. Unless the request or this client chooses an
     * `InsertMode`, batches are written at once.
     *
     * Opens no connection yet.
     */
    public fun <T> inserter(
        request: InsertRequest,
        serializer: KSerializer<T>,
        options: InserterOptions<T> = InserterOptions.builder<T>().build(),
    ): Inserter<T>

    /**
     * Inserts [columns], each an array or a `List` under the name of its column: `LongArray`,
     * `IntArray`, `ShortArray`, `ByteArray`, `DoubleArray`, `FloatArray`, `BooleanArray`, or an
     * array of objects such as strings. A `ByteArray` is a column of numbers here. All have the
     * same length. Arrays of primitives are copied as they are into columns of the same type, so
     * this is the fastest way to write.
     *
     * Leave the arrays and lists as they are until this returns. Columns that are not named get
     * their defaults from the server.
     *
     * Throws `FormatException` when the lengths differ, or a value does not fit its column.
     */
    public suspend fun insertColumns(request: InsertRequest, columns: Map<String, Any>): QuerySummary

    /**
     * Prepares inserts that ask the server nothing more: gives [request] with the names and types
     * of its columns ([InsertRequest.columnTypes]). Each insert by it is one request, in any of the
     * ways of this client; `toBuilder()` sets what is different for each, such as a deduplication
     * token.
     *
     * A request that has types keeps them, and its table is not asked; otherwise it is asked once
     * (`DESCRIBE TABLE`). The plan stays as it is when the table is altered: an insert that then
     * gives a column or a type that the table does not have fails with the server's error, and is
     * prepared anew.
     */
    public suspend fun prepareInsert(request: InsertRequest): InsertRequest

    /**
     * The whole answer as bytes, in the format that the statement or the request says, else in the
     * server's default, `TabSeparated`. Nothing is parsed or changed. The server finishes the query
     * before it answers.
     */
    public suspend fun rawQuery(request: QueryRequest): ByteArray

    /** See [rawQuery]. A `FORMAT` clause in [sql] wins over [format]. */
    public suspend fun rawQuery(sql: String, format: Format? = null, configure: QueryRequest.Builder.() -> Unit = {}): ByteArray =
        rawQuery(QueryRequest.builder(sql).format(format).apply(configure).build())

    /**
     * See [rawQuery]. Gives the bytes with what the server said of them: the query's id, the
     * format, the counters and all headers.
     */
    public suspend fun rawResult(request: QueryRequest): RawResult

    /** See [rawResult]. A `FORMAT` clause in [sql] wins over [format]. */
    public suspend fun rawResult(sql: String, format: Format? = null, configure: QueryRequest.Builder.() -> Unit = {}): RawResult =
        rawResult(QueryRequest.builder(sql).format(format).apply(configure).build())

    /**
     * The answer as bytes, as they come, in chunks that have nothing to do with rows. Cold, like
     * [stream]. When the query fails on the way, the collector gets a `ServerException`, never the
     * server's message as data.
     */
    public fun rawStream(request: QueryRequest): Flow<ByteArray>

    /** See [rawStream]. A `FORMAT` clause in [sql] wins over [format]. */
    public fun rawStream(sql: String, format: Format? = null, configure: QueryRequest.Builder.() -> Unit = {}): Flow<ByteArray> =
        rawStream(QueryRequest.builder(sql).format(format).apply(configure).build())

    /**
     * The lines of an answer in `JSONEachRow`, or the request's format if that has a row in each
     * line, as they come; without their line feeds. Cold, like [stream]. A line may have as many
     * bytes as `maxBlockBytes` says.
     *
     * Throws `ConfigurationException` for a format whose lines are no rows.
     */
    public fun lines(request: QueryRequest): Flow<String>

    /** See [lines]. */
    public fun lines(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): Flow<String> =
        lines(QueryRequest.builder(sql).apply(configure).build())

    /**
     * The [lines] as objects, read by kotlinx.serialization; `JsonElement` gives them as they are.
     * What a class has no property for is ignored. For classes that name what is in the JSON, where
     * [stream] fits them to the columns' types. Throws `FormatException`, with the row, for a line
     * that does not fit.
     */
    public fun <T> jsonRows(request: QueryRequest, serializer: KSerializer<T>): Flow<T>

    /**
     * The whole answer in the format `JSON`: rows, totals (`WITH TOTALS`), extremes (the setting
     * `extremes`), the number of rows before `LIMIT`, and what the query has cost. The server
     * finishes the query before it answers. Rows are read as those of [jsonRows]; [query] fits them
     * to the columns' types, and is faster, but knows no totals.
     *
     * The request's format may be `JSONStrings`, or `JSONCompact` for rows that are lists. Throws
     * `ConfigurationException` for another one, and `FormatException`, with the row, for one that
     * does not fit.
     */
    public suspend fun <T> jsonResult(request: QueryRequest, serializer: KSerializer<T>): JsonResult<T>

    /**
     * Inserts [data], which is in [format] already, piece by piece while it comes. Nothing is
     * parsed or changed.
     */
    public suspend fun rawInsert(request: InsertRequest, format: Format, data: Flow<ByteArray>): QuerySummary

    /** Inserts [data], which is in [format] already. */
    public suspend fun rawInsert(request: InsertRequest, format: Format, data: ByteArray): QuerySummary

    /** Inserts [data] as UTF-8, which is in [format] already. */
    public suspend fun rawInsert(request: InsertRequest, format: Format, data: String): QuerySummary =
        rawInsert(request, format, Utf8.encode(data, "The data"))

    /**
     * Inserts the file at [path], which is in [format] already, piece by piece. One that is packed,
     * as its name (`data.csv.gz`) or [InsertRequest.contentEncoding] says, is sent as it is and
     * unpacked by the server.
     */
    public suspend fun rawInsert(request: InsertRequest, format: Format, path: Path): QuerySummary

    /**
     * Inserts what is left in [stream], which is in [format] already, piece by piece. The stream
     * stays open; it is its caller's to close.
     */
    public suspend fun rawInsert(request: InsertRequest, format: Format, stream: InputStream): QuerySummary

    /** See [rawInsert]; in `TabSeparated`. */
    public suspend fun rawInsert(
        request: InsertRequest,
        data: Flow<ByteArray>,
    ): QuerySummary = rawInsert(request, Format.TAB_SEPARATED, data)

    /** See [rawInsert]; in `TabSeparated`. */
    public suspend fun rawInsert(request: InsertRequest, data: ByteArray): QuerySummary = rawInsert(request, Format.TAB_SEPARATED, data)

    /** See [rawInsert]; in `TabSeparated`. */
    public suspend fun rawInsert(request: InsertRequest, data: String): QuerySummary = rawInsert(request, Format.TAB_SEPARATED, data)

    /** See [rawInsert]; in `TabSeparated`. */
    public suspend fun rawInsert(request: InsertRequest, path: Path): QuerySummary = rawInsert(request, Format.TAB_SEPARATED, path)

    /** See [rawInsert]; in `TabSeparated`. */
    public suspend fun rawInsert(
        request: InsertRequest,
        stream: InputStream,
    ): QuerySummary = rawInsert(request, Format.TAB_SEPARATED, stream)

    /**
     * Writes the answer to the file at [path] as it comes, in the format that the request or its
     * statement says. The file appears, or is replaced, when it is complete; when anything fails,
     * it is as it was before. Throws `java.io.IOException` when it cannot be written.
     */
    public suspend fun download(request: QueryRequest, path: Path): QuerySummary

    /** See [download]. */
    public suspend fun download(sql: String, format: Format, path: Path, configure: QueryRequest.Builder.() -> Unit = {}): QuerySummary =
        download(QueryRequest.builder(sql).format(format).apply(configure).build(), path)

    /**
     * Runs [block] with a view of this client whose calls all run in one session of the server:
     * temporary tables and `SET` last until its end, and a while longer on the server. A session
     * runs one query at a time, so calls wait for each other; a call from inside the collector of
     * one of the session's own streams would wait for itself and fails.
     *
     * @param id the session's id; `null` makes a new one
     * @param timeout how long the server keeps the session after its last query, in whole seconds,
     * at least one; `null` leaves it to the server (60 s)
     */
    public suspend fun <R> session(id: String? = null, timeout: Duration? = null, block: suspend ClickHouseClient.() -> R): R

    /**
     * Calls a handler that the server's configuration defines, word by word as [request] says it,
     * and gives the whole answer. A status other than 2xx is a `ServerException`, or a response
     * like any other when the request does not expect success.
     *
     * Of several servers any is asked, as for a query. Calls of a session's view are not part of
     * the session.
     */
    public suspend fun callHandler(request: HandlerRequest): RawResponse

    /** See [callHandler]. */
    public suspend fun callHandler(path: String, configure: HandlerRequest.Builder.() -> Unit = {}): RawResponse =
        callHandler(HandlerRequest.builder(path).apply(configure).build())

    /**
     * See [callHandler]. Sends [body], which is collected once, in the caller's own context, piece
     * by piece while it comes; [request] has none of its own, and a method that carries one.
     */
    public suspend fun callHandler(request: HandlerRequest, body: Flow<ByteArray>): RawResponse

    /**
     * See [callHandler]. Sends what is left in [body], piece by piece. The stream stays open; it is
     * its caller's to close.
     */
    public suspend fun callHandler(request: HandlerRequest, body: InputStream): RawResponse

    /**
     * Calls a handler and gives its answer to [read] as it comes, for long ones. When [read]
     * returns or fails before the end of the body, the rest is left. The call is not made again
     * once [read] has begun.
     */
    public suspend fun <R> streamHandler(request: HandlerRequest, read: suspend (HandlerStream) -> R): R

    /**
     * Whether the server, or one of several, answers at its `/ping`, in [timeout]. Never throws,
     * but for cancellation. Needs no user and runs no query, so it says nothing of the password,
     * the database, or whether queries work: [health] does.
     */
    public suspend fun ping(timeout: Duration = Duration.ofSeconds(3)): Boolean

    /**
     * Whether the server runs queries for this client's user, in [timeout], and why not: the
     * address, TLS, the user, the password and the database are all tried by one small query, with
     * the client's retries. Never throws, but for cancellation.
     */
    public suspend fun health(timeout: Duration = Duration.ofSeconds(5)): HealthStatus

    /**
     * What the server says at its `/replicas_status`, in [timeout]: whether the replicas of its
     * tables are far behind. Never throws, but for cancellation: a server that says so, or does not
     * answer, is not ok. Needs no user. Of several servers all are asked, and the first one that is
     * ok counts; when none is, the details are those of all.
     *
     * @param verbose whether to list every replicated table with its delay, also when all is well
     */
    public suspend fun replicasStatus(verbose: Boolean = false, timeout: Duration = Duration.ofSeconds(3)): ReplicasStatus

    /**
     * Opens connections until each server has [connections] of them, so that the next calls need
     * not wait for TCP and TLS, and says how many it opened: less than were missing where a server
     * did not answer a ping on them in [timeout], which is no failure. They are kept as long as
     * others, see [ClickHouseClientConfig.idleTimeout]. Throws `ConfigurationException` for more
     * than [ClickHouseClientConfig.maxConnections].
     */
    public suspend fun warmUp(connections: Int, timeout: Duration = Duration.ofSeconds(30)): Int

    /**
     * What the connections do at this moment, for gauges: how many are open and idle, and how many
     * calls wait for one.
     */
    public fun poolStats(): PoolStats

    /**
     * The address of the server's own page for queries (`/play`), for this client's user, with
     * [sql] in its editor; the first server's of several. It holds no password: the page asks for
     * it. Opens no connection. Servers from 20.11 on have it, unless their configuration takes it
     * away.
     */
    public fun playUrl(sql: String? = null): String

    /**
     * Takes no more calls, and lets go of connections when those under way have ended. Does not
     * wait. Closing twice does nothing.
     */
    override fun close()
}

/**
 * A client of the server at [endpoint]: `http[s]://[user[:password]@]host[:port][/path]`, where
 * user and password are percent-encoded, the port is 8123 (https: 8443) by default, and the path is
 * put before everything that is asked for.
 *
 * Opens no connection yet. Throws `ConfigurationException` when the endpoint or an option cannot
 * work.
 */
public fun ClickHouseClient(endpoint: String, configure: ClickHouseClientConfig.() -> Unit = {}): ClickHouseClient =
    KotlinClient(ClientEngine(endpoint, ClickHouseClientConfig().apply(configure)))

/**
 * A client of the server at [host], a name or an address, and [port]. [secure] says whether it is
 * reached by TLS. Default: for the ports that ClickHouse and ClickHouse Cloud have for that, 8443
 * and 443.
 *
 * Opens no connection yet. Throws `ConfigurationException` when the host, the port or an option
 * cannot work.
 */
public fun ClickHouseClient(
    host: String,
    port: Int,
    secure: Boolean = Endpoints.isSecure(port),
    configure: ClickHouseClientConfig.() -> Unit = {},
): ClickHouseClient = ClickHouseClient(Endpoints.of(host, port, secure), configure)

/**
 * A client of several servers that hold the same data, such as the replicas of a cluster: see
 * [ClickHouseClientConfig.loadBalancing] for where a call goes, and [ClickHouseClientConfig.retry]
 * for when it goes to another one. Each of [endpoints] is one as for a single server, and may name
 * a user of its own.
 *
 * Opens no connection yet. Throws `ConfigurationException` when there is no endpoint, or one of
 * them or an option cannot work.
 */
public fun ClickHouseClient(endpoints: List<String>, configure: ClickHouseClientConfig.() -> Unit = {}): ClickHouseClient =
    KotlinClient(ClientEngine(endpoints, ClickHouseClientConfig().apply(configure)))
