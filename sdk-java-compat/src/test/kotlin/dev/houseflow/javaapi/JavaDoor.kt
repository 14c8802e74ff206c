package dev.houseflow.javaapi

import dev.houseflow.Block
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.Row
import dev.houseflow.testkit.ContractClient
import dev.houseflow.testkit.Door
import dev.houseflow.testkit.DoorOptions
import dev.houseflow.testkit.RowClass
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.asPublisher
import kotlinx.coroutines.runInterruptible
import java.nio.file.Path

/** The Java client, as the contract calls it: some streams are pulled, some are published, so that the contract sees both. */
internal object JavaDoor : Door {
    override fun connect(endpoint: String, options: DoorOptions): ContractClient = JavaDoorClient(
        ClickHouseAsyncClient.builder(endpoint)
            .username(options.username)
            .password(options.password)
            .database(options.database)
            .compression(options.compression)
            .build(),
    )
}

private class JavaDoorClient(private val client: ClickHouseAsyncClient) : ContractClient {
    override suspend fun execute(request: QueryRequest): QuerySummary = client.execute(request).await()

    override suspend fun <T : Any> query(request: QueryRequest, rowClass: RowClass<T>): QueryResult<T> =
        client.query(request, rowClass.javaClass).await()

    override fun <T : Any> stream(request: QueryRequest, rowClass: RowClass<T>): Flow<T> = client.publish(
        request,
        rowClass.javaClass,
    ).asFlow()

    override fun rows(request: QueryRequest): Flow<Row> = pulled { client.rows(request) }

    override fun blocks(request: QueryRequest): Flow<Block> = pulled { client.blocks(request) }

    override suspend fun <T : Any> insert(request: InsertRequest, rowClass: RowClass<T>, rows: List<T>): QuerySummary =
        client.insert(request, rows, rowClass.javaClass).await()

    override suspend fun <T : Any> insert(request: InsertRequest, rowClass: RowClass<T>, rows: Flow<T>): QuerySummary =
        client.insert(request, rows.asPublisher(), rowClass.javaClass).await()

    override suspend fun rawQuery(request: QueryRequest): ByteArray = client.rawQuery(request).await()

    override fun rawStream(request: QueryRequest): Flow<ByteArray> = flow {
        client.rawStream(request).use { stream ->
            val buffer = ByteArray(16 * 1024)
            while (true) {
                val count = runInterruptible(Dispatchers.IO) { stream.read(buffer) }
                if (count < 0) break
                emit(buffer.copyOf(count))
            }
        }
    }

    override suspend fun rawInsert(request: InsertRequest, format: Format, data: ByteArray): QuerySummary =
        client.rawInsert(request, format, data).await()

    override suspend fun rawInsert(request: InsertRequest, format: Format, data: Flow<ByteArray>): QuerySummary =
        client.rawInsert(request, format, data.asPublisher()).await()

    override suspend fun download(request: QueryRequest, format: Format, target: Path) {
        client.download(request, format, target).await()
    }

    override suspend fun ping(): Boolean = client.ping().await()

    override suspend fun <R> session(block: suspend (ContractClient) -> R): R = block(JavaDoorClient(client.session()))

    override fun close() = client.close()

    private fun <T : Any> pulled(open: () -> RowStream<T>): Flow<T> = flow {
        open().use { rows -> while (runInterruptible(Dispatchers.IO) { rows.hasNext() }) emit(rows.next()) }
    }
}
