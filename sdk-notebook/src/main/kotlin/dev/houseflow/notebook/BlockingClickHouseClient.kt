package dev.houseflow.notebook

import dev.houseflow.DdlRequest
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.ProgressListener
import dev.houseflow.QueryRequest
import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.Row
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.notebook.internal.cell.CellCalls
import dev.houseflow.rowSerializer
import kotlinx.serialization.KSerializer
import java.nio.file.Path

/**
 * A [ClickHouseClient] whose calls block, for the cells of notebooks and for scripts:
 *
 * ```
 * val ch = BlockingClickHouseClient("http://localhost:8123")
 * ch.query("SELECT name, engine FROM system.tables")
 * ```
 *
 * Each call is the one of the same name of [client], and throws the same exceptions. What is not
 * here is called by [call].
 *
 * - A thread that waits for a call and is interrupted, as by the notebook's button, cancels the
 *   call, and its query is stopped on the server. The call then throws `InterruptedException`, or
 *   what the kernel has stopped the thread with.
 * - In a notebook, a call of more than half a second shows its progress in the cell, unless its
 *   request has a listener of its own. A server's user who may not change settings sees none.
 *
 * Services suspend instead: this class holds a thread for each call. Thread-safe.
 *
 * @property client the client that makes the calls. Closed by [close].
 * @param showProgress whether cells show the progress of their calls. Default: `true`.
 */
public class BlockingClickHouseClient(
    public val client: ClickHouseClient,
    showProgress: Boolean = true,
) : AutoCloseable {
    private val calls = CellCalls(showProgress)

    /** See [ClickHouseClient.execute]. */
    public fun execute(request: QueryRequest): QuerySummary =
        calls.query(request, { it }) { progress -> client.execute(request.with(progress)) }

    /** See [execute]. */
    public fun execute(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): QuerySummary =
        execute(QueryRequest.builder(sql).apply(configure).build())

    /** See [execute]. */
    public fun execute(request: DdlRequest): QuerySummary = execute(request.toQueryRequest())

    /** See [ClickHouseClient.query]. */
    public fun <T> query(request: QueryRequest, serializer: KSerializer<T>): QueryResult<T> =
        calls.query(request, { it.summary }) { progress -> client.query(request.with(progress), serializer) }

    /** The rows without a class: see [query]. */
    public fun query(request: QueryRequest): QueryResult<Row> = query(request, rowSerializer<Row>())

    /** The rows without a class: see [query]. */
    public fun query(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): QueryResult<Row> =
        query(QueryRequest.builder(sql).apply(configure).build())

    /**
     * See [query]. [T] is `@Serializable`, a type that has a serializer, such as `Long` for a
     * result of one column, or one of rows without a class: see [rowSerializer].
     */
    @JvmName("queryRows")
    @JvmSynthetic
    public inline fun <reified T> query(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): QueryResult<T> =
        query(QueryRequest.builder(sql).apply(configure).build(), rowSerializer<T>())

    /** See [ClickHouseClient.insert]. */
    public fun <T> insert(request: InsertRequest, rows: Iterable<T>, serializer: KSerializer<T>): QuerySummary =
        calls.insert(request, { it }) { progress -> client.insert(request.with(progress), rows, serializer) }

    /**
     * See [insert]. [T] is `@Serializable`, or one of rows without a class, such as
     * `Map<String, Any?>`: see [rowSerializer].
     */
    @JvmSynthetic
    public inline fun <reified T> insert(
        table: String,
        rows: Iterable<T>,
        configure: InsertRequest.Builder.() -> Unit = {},
    ): QuerySummary = insert(InsertRequest.builder(table).apply(configure).build(), rows, rowSerializer<T>())

    /** See [ClickHouseClient.insertColumns]. */
    public fun insertColumns(
        table: String,
        columns: Map<String, Any>,
        configure: InsertRequest.Builder.() -> Unit = {},
    ): QuerySummary {
        val request = InsertRequest.builder(table).apply(configure).build()
        return calls.insert(request, { it }) { progress -> client.insertColumns(request.with(progress), columns) }
    }

    /** Inserts a file: see [ClickHouseClient.rawInsert]. */
    public fun rawInsert(
        table: String,
        format: Format,
        path: Path,
        configure: InsertRequest.Builder.() -> Unit = {},
    ): QuerySummary {
        val request = InsertRequest.builder(table).apply(configure).build()
        return calls.insert(request, { it }) { progress -> client.rawInsert(request.with(progress), format, path) }
    }

    /** See [ClickHouseClient.rawQuery]. A `FORMAT` clause in [sql] wins over [format]. */
    public fun rawQuery(sql: String, format: Format? = null, configure: QueryRequest.Builder.() -> Unit = {}): ByteArray {
        val request = QueryRequest.builder(sql).format(format).apply(configure).build()
        return calls.query(request, { null }) { progress -> client.rawQuery(request.with(progress)) }
    }

    /** Writes the answer to a file: see [ClickHouseClient.download]. */
    public fun download(
        sql: String,
        format: Format,
        path: Path,
        configure: QueryRequest.Builder.() -> Unit = {},
    ): QuerySummary {
        val request = QueryRequest.builder(sql).format(format).apply(configure).build()
        return calls.query(request, { it }) { progress -> client.download(request.with(progress), path) }
    }

    /**
     * Runs [block] on [client] and waits for it: whatever suspends, flows among it, as in
     * `ch.call { stream<Long>(sql).take(10).toList() }`. Shows no progress of its own.
     */
    public fun <R> call(block: suspend ClickHouseClient.() -> R): R = calls.await { client.block() }

    /** Closes [client]: see [ClickHouseClient.close]. */
    override fun close() {
        client.close()
    }

    override fun toString(): String = client.toString()

    private fun QueryRequest.with(progress: ProgressListener?) =
        if (progress == null) this else toBuilder().onProgress(progress).build()

    private fun InsertRequest.with(progress: ProgressListener?) =
        if (progress == null) this else toBuilder().onProgress(progress).build()
}

/**
 * A blocking client of the server at [endpoint]: see the function `ClickHouseClient`. Whoever makes
 * it closes it.
 *
 * Opens no connection yet. Throws `ConfigurationException` when the endpoint or an option cannot
 * work.
 */
public fun BlockingClickHouseClient(endpoint: String, configure: ClickHouseClientConfig.() -> Unit = {}): BlockingClickHouseClient =
    BlockingClickHouseClient(ClickHouseClient(endpoint, configure))
