package dev.houseflow.coroutines

import dev.houseflow.InserterException
import dev.houseflow.InserterResult
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.withContext

/**
 * Collects single rows from many callers and inserts them in good batches, for as long as a service
 * runs. Made by [ClickHouseClient.inserter]; made once for a table, and closed by its maker.
 *
 * A batch is one block in one request. It is sent when it reaches `maxRows`, `maxBytes` or
 * `maxDelay` of the `InserterOptions`, whichever comes first, or when [flush] or [close] ask for
 * it. The inserter holds no more than `capacity` rows, so [add] has to wait when the server does.
 *
 * Each row ends in one of three ways: it is written, it is not, or that cannot be known since the
 * answer was lost. Rows that are not known to be written are handed to the `FailureHandler` of the
 * options, which chooses between stopping, forgetting them, and another attempt. A row that does
 * not fit its columns is handed over alone, and the rows beside it are written.
 *
 * Thread-safe. Batches are made and sent by the client's own coroutines: cancelling a caller stops
 * no batch. When the client is closed first, the inserter takes no more rows, and those it still
 * holds end as not written.
 *
 * The columns of the table are asked for once, and anew when the server refuses a batch in a way
 * that tells of an `ALTER TABLE`; such a batch is made again for the new columns.
 *
 * See docs/inserts.md.
 *
 * @param T the class of the rows.
 */
public interface Inserter<T> {
    /**
     * Takes [row], which must not change any more, and returns as soon as there is room for it,
     * before it is sent. When this call is cancelled or fails, the row was not taken.
     *
     * Throws [InserterException] when the inserter has stopped, and `ConfigurationException` when
     * it, or its client, is closed.
     */
    public suspend fun add(row: T)

    /**
     * Takes [rows] one after the other, as [add] does. When this call is cancelled, the rows before
     * stay taken; when the inserter stops meanwhile, [InserterException.takenRows] says how many
     * these are.
     */
    public suspend fun addAll(rows: Iterable<T>)

    /**
     * Takes the rows of [rows] as they come, sends them, and says what became of them. Others may
     * add rows meanwhile; the numbers of the result are of this flow's rows alone. When the flow
     * fails or this call is cancelled, the rows before stay taken, and are sent.
     */
    public suspend fun addAll(rows: Flow<T>): InserterResult<T>

    /**
     * Sends all rows that were added before, and returns when it is known what became of each of
     * them: they are written, or the failure handler has dropped them. The result is of all rows of
     * this inserter up to now. Cancelling this call stops only the wait.
     *
     * Throws [InserterException] when the inserter has stopped.
     */
    public suspend fun flush(): InserterResult<T>

    /**
     * Takes no more rows, sends all that are left, and says what became of every row. Closing twice
     * gives the same. When it is cancelled the inserter goes on closing, and another call waits for
     * the end.
     *
     * Throws [InserterException] when the inserter has stopped: its result has the rows that are
     * not written. After `closeTimeout` of the options the rest is given up, and handed over as not
     * written or unknown.
     */
    public suspend fun close(): InserterResult<T>
}

/** Inserts the rows of this flow, and says what became of them. See [Inserter.addAll]. */
public suspend fun <T> Flow<T>.collectInto(inserter: Inserter<T>): InserterResult<T> = inserter.addAll(this)

/**
 * Runs [block] with this inserter and closes it in the end, also when [block] fails or is
 * cancelled: then all rows that were taken are sent before this throws. Throws what [block] throws,
 * else what closing throws.
 */
public suspend inline fun <T, R> Inserter<T>.use(block: (Inserter<T>) -> R): R {
    val result = try {
        block(this)
    } catch (e: Throwable) {
        throw withContext(NonCancellable) { closedAfter(e) }
    }
    close()
    return result
}

/**
 * Closes this after [failure], and gives what to throw: of two exceptions of an inserter the later
 * one knows more.
 */
@PublishedApi
internal suspend fun Inserter<*>.closedAfter(failure: Throwable): Throwable = try {
    close()
    failure
} catch (e: Exception) {
    if (failure is InserterException && e is InserterException) {
        e.also { it.addSuppressed(failure) }
    } else {
        failure.also { it.addSuppressed(e) }
    }
}
