package dev.houseflow.testkit

import dev.houseflow.Block
import dev.houseflow.ColumnDefinition
import dev.houseflow.ColumnInfo
import dev.houseflow.Compression
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
import dev.houseflow.rowSerializer
import kotlinx.coroutines.flow.Flow
import kotlinx.serialization.KSerializer
import java.nio.file.Path

/** One way into the SDK: the Kotlin client or the Java client. */
interface ClientUnderTest {
    /** A client that the caller closes. */
    fun connect(endpoint: String, options: DoorOptions): ContractClient
}

/** The options of a client that the contract knows. */
class DoorOptions(
    val username: String,
    /** Not for a client with a [passwordSupplier]. */
    val password: String,
    val database: String? = null,
    val compression: Compression = Compression.LZ4,
    val clientName: String? = null,
    val quotaKey: String? = null,
    val headers: Map<String, String> = emptyMap(),
    val roles: List<String> = emptyList(),
    val proxy: String? = null,
    val maxConnections: Int? = null,
    val passwordSupplier: (() -> String)? = null,
)

/**
 * A class of rows, as each door wants it named: by serializer or by Java class. The contract's row
 * classes are records as well.
 */
class RowClass<T : Any>(val serializer: KSerializer<T>, val javaClass: Class<T>)

/** The [RowClass] of [T]. */
inline fun <reified T : Any> rowClass(): RowClass<T> = RowClass(rowSerializer<T>(), T::class.java)

/** What the contract asks of an inserter. Cancelling a caller must cancel the call. */
interface ContractInserter<T : Any> {
    suspend fun add(row: T)

    suspend fun addAll(rows: List<T>)

    suspend fun addAll(rows: Flow<T>): InserterResult<T>

    suspend fun flush(): InserterResult<T>

    suspend fun close(): InserterResult<T>
}

/**
 * What the contract asks of a client, in the types of sdk-core. Each door has an adapter that
 * passes every call on and adds nothing, so that what is tested is the door. Cancelling a caller
 * must cancel the call.
 */
interface ContractClient : AutoCloseable {
    suspend fun execute(request: QueryRequest): QuerySummary

    suspend fun execute(request: DdlRequest): QuerySummary

    suspend fun <T : Any> query(request: QueryRequest, rowClass: RowClass<T>): QueryResult<T>

    fun <T : Any> stream(request: QueryRequest, rowClass: RowClass<T>): Flow<T>

    fun rows(request: QueryRequest): Flow<Row>

    fun blocks(request: QueryRequest): Flow<Block>

    suspend fun columns(request: QueryRequest): List<ResultColumn>

    suspend fun describe(table: String): List<ColumnInfo>

    suspend fun describe(request: QueryRequest): List<ColumnInfo>

    suspend fun databases(): List<DatabaseInfo>

    suspend fun tables(database: String?): List<TableInfo>

    suspend fun tableInfo(table: String): TableInfo

    suspend fun tableExists(table: String): Boolean

    suspend fun dictionaries(): List<DictionaryInfo>

    /** A statement that makes [table] for a class. */
    fun <T : Any> createTable(
        table: String,
        rowClass: RowClass<T>,
        configure: CreateTableRequest.Builder<T>.() -> Unit = {},
    ): CreateTableRequest

    suspend fun missingColumns(request: CreateTableRequest): List<ColumnDefinition>

    suspend fun alterTableFor(request: CreateTableRequest): List<DdlRequest>

    suspend fun <T : Any> insert(request: InsertRequest, rowClass: RowClass<T>, rows: List<T>): QuerySummary

    suspend fun <T : Any> insert(request: InsertRequest, rowClass: RowClass<T>, rows: Flow<T>): QuerySummary

    /** An inserter, which the case closes. */
    fun <T : Any> inserter(request: InsertRequest, rowClass: RowClass<T>, options: InserterOptions<T>): ContractInserter<T>

    suspend fun prepareInsert(request: InsertRequest): InsertRequest

    suspend fun insertColumns(request: InsertRequest, columns: Map<String, Any>): QuerySummary

    /** The bytes of the answer in the request's format. */
    suspend fun rawQuery(request: QueryRequest): ByteArray

    /** The same with what the server said. */
    suspend fun rawResult(request: QueryRequest): RawResult

    /** The bytes of the answer in the request's format, as they come. */
    fun rawStream(request: QueryRequest): Flow<ByteArray>

    /** The lines of an answer that has a row in each, as they come. */
    fun lines(request: QueryRequest): Flow<String>

    /** The same as objects. */
    fun <T : Any> jsonRows(request: QueryRequest, rowClass: RowClass<T>): Flow<T>

    /** An answer in JSON as a whole. */
    suspend fun <T : Any> jsonResult(request: QueryRequest, rowClass: RowClass<T>): JsonResult<T>

    suspend fun rawInsert(request: InsertRequest, format: Format, data: ByteArray): QuerySummary

    suspend fun rawInsert(request: InsertRequest, format: Format, data: Flow<ByteArray>): QuerySummary

    /** In the default format. */
    suspend fun rawInsert(request: InsertRequest, data: String): QuerySummary

    suspend fun rawInsert(request: InsertRequest, format: Format, file: Path): QuerySummary

    /** Writes the answer into [target] in [format]. */
    suspend fun download(request: QueryRequest, format: Format, target: Path)

    suspend fun callHandler(request: HandlerRequest): RawResponse

    fun playUrl(sql: String?): String

    suspend fun ping(): Boolean

    suspend fun health(): HealthStatus

    suspend fun replicasStatus(verbose: Boolean): ReplicasStatus

    /** An external table of [rows]. */
    fun <T : Any> externalTable(name: String, structure: String, rowClass: RowClass<T>, rows: List<T>): ExternalTable

    /** Runs [block] with a client all of whose calls are in one session. */
    suspend fun <R> session(block: suspend (ContractClient) -> R): R
}
