package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.BatchOutcome
import dev.houseflow.BatchResult
import dev.houseflow.FailedRows
import dev.houseflow.FailureAction
import dev.houseflow.TransportException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import java.time.Duration

/**
 * Asks what is to become of rows that failed, and enters into the [accounts] what became of all.
 */
internal class Settler<T>(
    private val at: InserterScope<T>,
    private val accounts: Accounts<T>,
    private val capacity: Capacity,
    private val intake: Intake<T>,
) {
    /** Whether the inserter gives up what it still has. */
    @Volatile
    var isGivingUp = false

    val isStopped: Boolean get() = accounts.isStopped

    /** Rows that do not fit are handed over one after the other, in their order. */
    private val badTurn = Mutex()

    /** The server has acknowledged [batch]. */
    fun written(batch: Batch<T>): Unit = settle(batch, null)

    /**
     * What to do about [batch], after which there is a wait until it is sent again; `null` when it
     * is settled.
     */
    suspend fun decide(batch: Batch<T>, failure: Throwable): Duration? {
        val failed = failed(batch, failure)
        val delay = ask(failed)
        if (delay == null) settle(batch, failed)
        return delay
    }

    /** The end of [batch], however it comes: nothing is sent any more. */
    suspend fun end(batch: Batch<T>, failure: Throwable) {
        if (batch.isWritten) return written(batch)
        val failed = failed(batch, failure)
        ask(failed, canRetry = false)
        settle(batch, failed)
    }

    private fun failed(batch: Batch<T>, failure: Throwable): FailedRows<T> = FailedRows(
        batch.rows.toList(),
        batch.outcome,
        failure,
        false,
        batch.attempts,
        since(batch.fullAt),
        batch.token.takeIf { batch.hasToken },
    )

    /** Hands rows over that do not fit, beside whatever else is going on. */
    fun bad(bad: BadRows<T>) {
        accounts.open(bad)
        // Begun at once, so that it comes to its end whatever is cancelled.
        at.scope.launch(start = CoroutineStart.UNDISPATCHED) {
            withContext(NonCancellable) {
                badTurn.withLock {
                    bad.forEach { rows, failure ->
                        ask(FailedRows(rows.toList(), BatchOutcome.NOT_WRITTEN, failure, true, 0, Duration.ZERO, null), canRetry = false)
                        accounts.count(rows, BatchOutcome.NOT_WRITTEN)
                    }
                }
                accounts.close(bad)
                capacity.leave(bad.size)
            }
        }
    }

    /**
     * The wait before another attempt, if the handler says so; whatever else it says is done
     * already.
     */
    private suspend fun ask(failed: FailedRows<T>, canRetry: Boolean = true): Duration? {
        val action = try {
            withContext(at.callers) { at.options.onFailure.onFailure(failed) }
        } catch (e: Throwable) {
            if (e !== failed.failure) failed.failure.addSuppressed(e)
            FailureAction.THROW
        }
        if (action === FailureAction.DROP) return null
        val delay = action.retryDelay
        if (delay != null && canRetry && !isGivingUp && !at.isClientClosed()) return delay
        stop(failed)
        return null
    }

    private fun stop(failed: FailedRows<T>) {
        accounts.stop(failed)
        intake.close()
    }

    /** The inserter cannot go on, though no row of its own has failed. */
    fun stop(cause: Throwable): Unit =
        stop(FailedRows(emptyList(), BatchOutcome.NOT_WRITTEN, cause, false, 0, Duration.ZERO, null))

    private fun settle(batch: Batch<T>, failed: FailedRows<T>?) {
        val rows = batch.rows
        val outcome = if (failed == null) BatchOutcome.WRITTEN else failed.outcome
        accounts.count(rows, outcome)
        if (rows.size > 0) tell(batch, outcome, failed?.failure)
        accounts.close(batch)
        capacity.leave(rows.size)
    }

    private fun tell(batch: Batch<T>, outcome: BatchOutcome, failure: Throwable?) {
        val listener = at.options.listener ?: return
        try {
            listener.onBatch(
                BatchResult(batch.rows.size, batch.bytes, since(batch.fullAt), batch.attempts, batch.queryId, outcome, failure),
            )
        } catch (_: Throwable) {
            // It is told, and not asked.
        }
    }

    private fun since(time: Long): Duration = Duration.ofNanos(at.clock.nanoTime() - time)

    /** What became of [batch] when closing could not wait for it any more. */
    fun givenUp(batch: Batch<T>, cause: Throwable): Throwable {
        val limit = at.options.closeTimeout
        return TransportException(
            "The inserter was closed, and these rows were not written within its closeTimeout of $limit; raise it, or insert them again",
            batch.isInDoubt,
            cause,
        )
    }
}
