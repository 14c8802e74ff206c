package dev.houseflow.javaapi

import dev.houseflow.Block
import dev.houseflow.ClickHouseException
import dev.houseflow.ColumnDefinition
import dev.houseflow.ColumnInfo
import dev.houseflow.CreateTableRequest
import dev.houseflow.DatabaseInfo
import dev.houseflow.DdlRequest
import dev.houseflow.DictionaryInfo
import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.HandlerRequest
import dev.houseflow.HealthStatus
import dev.houseflow.InsertRequest
import dev.houseflow.InserterOptions
import dev.houseflow.InserterResult
import dev.houseflow.JsonResult
import dev.houseflow.QueryRequest
import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.RawResponse
import dev.houseflow.RawResult
import dev.houseflow.ReplicasStatus
import dev.houseflow.ResultColumn
import dev.houseflow.Row
import dev.houseflow.TableInfo
import dev.houseflow.testkit.ClientUnderTest
import dev.houseflow.testkit.ContractClient
import dev.houseflow.testkit.ContractInserter
import dev.houseflow.testkit.DoorOptions
import dev.houseflow.testkit.RowClass
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.asPublisher
import java.io.IOException
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture

/**
 * How the contract reads from the Java client, which has two ways.
 *
 * @property pull by `RowStream` and `InputStream` if true, by `Publisher` if not.
 */
internal class JavaDoor(private val pull: Boolean) : ClientUnderTest {
    override fun connect(endpoint: String, options: DoorOptions): ContractClient {
        val builder = ClickHouseAsyncClient.builder(endpoint)
            .username(options.username)
            .compression(options.compression)
            .clientName(options.clientName)
            .quotaKey(options.quotaKey)
            .roles(options.roles)
            .proxy(options.proxy)
        options.headers.forEach { (name, value) -> builder.header(name, value) }
        val passwords = options.passwordSupplier
        if (passwords == null) {
            builder.password(options.password)
        } else {
            builder.passwordSupplier { CompletableFuture.completedFuture(passwords()) }
        }
        options.maxConnections?.let { builder.maxConnections(it) }
        options.database?.let { builder.database(it) }
        return JavaDoorClient(builder.build(), pull)
    }
}

private class JavaDoorClient(private val client: ClickHouseAsyncClient, private val pull: Boolean) : ContractClient {
    override suspend fun execute(request: QueryRequest): QuerySummary = client.execute(request).await()

    override suspend fun <T : Any> query(request: QueryRequest, rowClass: RowClass<T>): QueryResult<T> =
        client.query(request, rowClass.javaClass).await()

    override fun <T : Any> stream(request: QueryRequest, rowClass: RowClass<T>): Flow<T> =
        if (pull) pulled { client.stream(request, rowClass.javaClass) } else client.publish(request, rowClass.javaClass).asFlow()

    override fun rows(request: QueryRequest): Flow<Row> = if (pull) {
        pulled {
            client.rows(request)
        }
    } else {
        client.publishRows(request).asFlow()
    }

    override fun blocks(request: QueryRequest): Flow<Block> =
        if (pull) pulled { client.blocks(request) } else client.publishBlocks(request).asFlow()

    override suspend fun columns(request: QueryRequest): List<ResultColumn> = client.columns(request).await()

    override suspend fun describe(table: String): List<ColumnInfo> = client.describe(table).await()

    override suspend fun describe(request: QueryRequest): List<ColumnInfo> = client.describe(request).await()

    override suspend fun databases(): List<DatabaseInfo> = client.databases().await()

    override suspend fun tables(database: String?): List<TableInfo> = if (database ==
        null
    ) {
        client.tables().await()
    } else {
        client.tables(database).await()
    }

    override suspend fun tableInfo(table: String): TableInfo = client.tableInfo(table).await()

    override suspend fun tableExists(table: String): Boolean = client.tableExists(table).await()

    override suspend fun dictionaries(): List<DictionaryInfo> = client.dictionaries().await()

    override suspend fun execute(request: DdlRequest): QuerySummary = client.execute(request).await()

    override fun <T : Any> createTable(
        table: String,
        rowClass: RowClass<T>,
        configure: CreateTableRequest.Builder<T>.() -> Unit,
    ): CreateTableRequest = TableRequests.createTable(table, rowClass.javaClass).apply(configure).build()

    override suspend fun missingColumns(request: CreateTableRequest): List<ColumnDefinition> = client.missingColumns(request).await()

    override suspend fun alterTableFor(request: CreateTableRequest): List<DdlRequest> = client.alterTableFor(request).await()

    override suspend fun <T : Any> insert(request: InsertRequest, rowClass: RowClass<T>, rows: List<T>): QuerySummary =
        client.insert(request, rows, rowClass.javaClass).await()

    override suspend fun <T : Any> insert(request: InsertRequest, rowClass: RowClass<T>, rows: Flow<T>): QuerySummary =
        client.insert(request, rows.asPublisher(), rowClass.javaClass).await()

    override fun <T : Any> inserter(request: InsertRequest, rowClass: RowClass<T>, options: InserterOptions<T>): ContractInserter<T> =
        JavaDoorInserter(client.inserter(request, rowClass.javaClass, options))

    override suspend fun prepareInsert(request: InsertRequest): InsertRequest = client.prepareInsert(request).await()

    override suspend fun insertColumns(request: InsertRequest, columns: Map<String, Any>): QuerySummary =
        client.insertColumns(request, columns).await()

    override suspend fun rawQuery(request: QueryRequest): ByteArray = client.rawQuery(request).await()

    override suspend fun rawResult(request: QueryRequest): RawResult = client.rawResult(request).await()

    override fun rawStream(request: QueryRequest): Flow<ByteArray> {
        if (!pull) return client.publishRaw(request).asFlow()
        return flow {
            client.rawStream(request).use { stream ->
                val buffer = ByteArray(BUFFER_BYTES)
                while (true) {
                    val count = try {
                        stream.read(buffer)
                    } catch (e: IOException) {
                        // The contract is about the client's own exceptions, which a stream gives as causes.
                        throw e.cause as? ClickHouseException ?: e
                    }
                    if (count < 0) break
                    emit(buffer.copyOf(count))
                }
            }
        }.flowOn(Dispatchers.IO)
    }

    override fun lines(request: QueryRequest): Flow<String> =
        if (pull) pulled { client.lines(request) } else client.publishLines(request).asFlow()

    override fun <T : Any> jsonRows(request: QueryRequest, rowClass: RowClass<T>): Flow<T> =
        if (pull) pulled { client.jsonRows(request, rowClass.javaClass) } else client.publishJsonRows(request, rowClass.javaClass).asFlow()

    override suspend fun <T : Any> jsonResult(request: QueryRequest, rowClass: RowClass<T>): JsonResult<T> =
        client.jsonResult(request, rowClass.javaClass).await()

    override suspend fun rawInsert(request: InsertRequest, format: Format, data: ByteArray): QuerySummary =
        client.rawInsert(request, format, data).await()

    override suspend fun rawInsert(request: InsertRequest, data: String): QuerySummary = client.rawInsert(request, data).await()

    override suspend fun rawInsert(request: InsertRequest, format: Format, data: Flow<ByteArray>): QuerySummary =
        client.rawInsert(request, format, data.asPublisher()).await()

    override suspend fun rawInsert(request: InsertRequest, format: Format, file: Path): QuerySummary =
        client.rawInsert(request, format, file).await()

    override suspend fun download(request: QueryRequest, format: Format, target: Path) {
        client.download(request, format, target).await()
    }

    override suspend fun callHandler(request: HandlerRequest): RawResponse = client.callHandler(request).await()

    override fun playUrl(sql: String?): String = if (sql == null) client.playUrl() else client.playUrl(sql)

    override suspend fun ping(): Boolean = client.ping().await()

    override suspend fun health(): HealthStatus = client.health().await()

    override suspend fun replicasStatus(verbose: Boolean): ReplicasStatus =
        client.replicasStatus(verbose, Duration.ofSeconds(3)).await()

    override fun <T : Any> externalTable(name: String, structure: String, rowClass: RowClass<T>, rows: List<T>): ExternalTable =
        ExternalTables.of(name, structure, rows, rowClass.javaClass)

    override suspend fun <R> session(block: suspend (ContractClient) -> R): R =
        JavaDoorClient(client.session(), pull).use { block(it) }

    override fun close() = client.close()

    /** Pulling blocks a thread: not one of those that the test's own coroutines run on. */
    private fun <T> pulled(open: () -> RowStream<T>): Flow<T> =
        flow { open().use { rows -> rows.forEach { emit(it) } } }.flowOn(Dispatchers.IO)

    private companion object {
        private const val BUFFER_BYTES = 32 * 1024
    }
}

private class JavaDoorInserter<T : Any>(private val inserter: Inserter<T>) : ContractInserter<T> {
    override suspend fun add(row: T) {
        inserter.add(row).await()
    }

    override suspend fun addAll(rows: List<T>) {
        inserter.addAll(rows).await()
    }

    override suspend fun addAll(rows: Flow<T>): InserterResult<T> = inserter.addAll(rows.asPublisher()).await()

    override suspend fun flush(): InserterResult<T> = inserter.flush().await()

    override suspend fun close(): InserterResult<T> = inserter.closeAsync().await()
}
