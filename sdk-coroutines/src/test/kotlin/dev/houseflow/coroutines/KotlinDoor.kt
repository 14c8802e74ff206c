package dev.houseflow.coroutines

import dev.houseflow.Block
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
import kotlinx.coroutines.flow.Flow
import java.nio.file.Path

/** The Kotlin client, as the contract calls it. */
internal object KotlinDoor : ClientUnderTest {
    override fun connect(endpoint: String, options: DoorOptions): ContractClient = connect(endpoint, options) { }

    /** With further options of the client. */
    fun connect(endpoint: String, options: DoorOptions, configure: ClickHouseClientConfig.() -> Unit): ContractClient = KotlinDoorClient(
        ClickHouseClient(endpoint) {
            username = options.username
            val passwords = options.passwordSupplier
            if (passwords == null) password = options.password else passwordSupplier = { passwords() }
            database = options.database
            compression = options.compression
            clientName = options.clientName
            quotaKey = options.quotaKey
            roles = options.roles
            proxy = options.proxy
            options.maxConnections?.let { maxConnections = it }
            options.headers.forEach { (name, value) -> header(name, value) }
            configure()
        },
    )
}

private class KotlinDoorClient(private val client: ClickHouseClient) : ContractClient {
    override suspend fun execute(request: QueryRequest): QuerySummary = client.execute(request)

    override suspend fun <T : Any> query(request: QueryRequest, rowClass: RowClass<T>): QueryResult<T> =
        client.query(request, rowClass.serializer)

    override fun <T : Any> stream(request: QueryRequest, rowClass: RowClass<T>): Flow<T> = client.stream(request, rowClass.serializer)

    override fun rows(request: QueryRequest): Flow<Row> = client.rows(request)

    override fun blocks(request: QueryRequest): Flow<Block> = client.blocks(request)

    override suspend fun columns(request: QueryRequest): List<ResultColumn> = client.columns(request)

    override suspend fun describe(table: String): List<ColumnInfo> = client.describe(table)

    override suspend fun describe(request: QueryRequest): List<ColumnInfo> = client.describe(request)

    override suspend fun databases(): List<DatabaseInfo> = client.databases()

    override suspend fun tables(database: String?): List<TableInfo> = client.tables(database)

    override suspend fun tableInfo(table: String): TableInfo = client.tableInfo(table)

    override suspend fun tableExists(table: String): Boolean = client.tableExists(table)

    override suspend fun dictionaries(): List<DictionaryInfo> = client.dictionaries()

    override suspend fun execute(request: DdlRequest): QuerySummary = client.execute(request)

    override fun <T : Any> createTable(
        table: String,
        rowClass: RowClass<T>,
        configure: CreateTableRequest.Builder<T>.() -> Unit,
    ): CreateTableRequest = CreateTableRequest.builder(table, rowClass.serializer).apply(configure).build()

    override suspend fun missingColumns(request: CreateTableRequest): List<ColumnDefinition> = client.missingColumns(request)

    override suspend fun alterTableFor(request: CreateTableRequest): List<DdlRequest> = client.alterTableFor(request)

    override suspend fun <T : Any> insert(request: InsertRequest, rowClass: RowClass<T>, rows: List<T>): QuerySummary =
        client.insert(request, rows, rowClass.serializer)

    override suspend fun <T : Any> insert(request: InsertRequest, rowClass: RowClass<T>, rows: Flow<T>): QuerySummary =
        client.insert(request, rows, rowClass.serializer)

    override fun <T : Any> inserter(request: InsertRequest, rowClass: RowClass<T>, options: InserterOptions<T>): ContractInserter<T> =
        KotlinDoorInserter(client.inserter(request, rowClass.serializer, options))

    override suspend fun prepareInsert(request: InsertRequest): InsertRequest = client.prepareInsert(request)

    override suspend fun insertColumns(request: InsertRequest, columns: Map<String, Any>): QuerySummary =
        client.insertColumns(request, columns)

    override suspend fun rawQuery(request: QueryRequest): ByteArray = client.rawQuery(request)

    override suspend fun rawResult(request: QueryRequest): RawResult = client.rawResult(request)

    override fun rawStream(request: QueryRequest): Flow<ByteArray> = client.rawStream(request)

    override fun lines(request: QueryRequest): Flow<String> = client.lines(request)

    override fun <T : Any> jsonRows(request: QueryRequest, rowClass: RowClass<T>): Flow<T> = client.jsonRows(request, rowClass.serializer)

    override suspend fun <T : Any> jsonResult(request: QueryRequest, rowClass: RowClass<T>): JsonResult<T> =
        client.jsonResult(request, rowClass.serializer)

    override suspend fun rawInsert(request: InsertRequest, format: Format, data: ByteArray): QuerySummary =
        client.rawInsert(request, format, data)

    override suspend fun rawInsert(request: InsertRequest, data: String): QuerySummary = client.rawInsert(request, data)

    override suspend fun rawInsert(request: InsertRequest, format: Format, data: Flow<ByteArray>): QuerySummary =
        client.rawInsert(request, format, data)

    override suspend fun rawInsert(request: InsertRequest, format: Format, file: Path): QuerySummary =
        client.rawInsert(request, format, file)

    override suspend fun download(request: QueryRequest, format: Format, target: Path) {
        client.download(request.toBuilder().format(format).build(), target)
    }

    override suspend fun callHandler(request: HandlerRequest): RawResponse = client.callHandler(request)

    override fun playUrl(sql: String?): String = client.playUrl(sql)

    override suspend fun ping(): Boolean = client.ping()

    override suspend fun health(): HealthStatus = client.health()

    override suspend fun replicasStatus(verbose: Boolean): ReplicasStatus = client.replicasStatus(verbose)

    override fun <T : Any> externalTable(name: String, structure: String, rowClass: RowClass<T>, rows: List<T>): ExternalTable =
        ExternalTable.of(name, structure, rows, rowClass.serializer)

    override suspend fun <R> session(block: suspend (ContractClient) -> R): R = client.session { block(KotlinDoorClient(this)) }

    override fun close() = client.close()
}

private class KotlinDoorInserter<T : Any>(private val inserter: Inserter<T>) : ContractInserter<T> {
    override suspend fun add(row: T) = inserter.add(row)

    override suspend fun addAll(rows: List<T>) = inserter.addAll(rows)

    override suspend fun addAll(rows: Flow<T>): InserterResult<T> = rows.collectInto(inserter)

    override suspend fun flush(): InserterResult<T> = inserter.flush()

    override suspend fun close(): InserterResult<T> = inserter.close()
}
