package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.ClickHouseException
import dev.houseflow.ServerException
import dev.houseflow.coroutines.internal.call.Repeatable
import dev.houseflow.coroutines.internal.insert.Sending
import dev.houseflow.coroutines.internal.insert.TypedInsert
import dev.houseflow.coroutines.internal.request.ClientOptions
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import java.time.Duration
import java.util.concurrent.TimeUnit

/** Sends batches, as often as it takes and is allowed, until it is known what became of each. */
internal class BatchSender<T>(private val at: InserterScope<T>, private val settler: Settler<T>) {
    /**
     * Sends [batch]. Never throws, and always leaves it settled; when cancelled, as far as it has
     * come.
     */
    suspend fun send(batch: Batch<T>) {
        val failure = try {
            // Before the first wait its caller's coroutine runs this.
            yield()
            course(batch)
            return
        } catch (e: CancellationException) {
            settler.givenUp(batch, e)
        } catch (e: Throwable) {
            e
        }
        withContext(NonCancellable) { settler.end(batch, failure) }
    }

    private suspend fun course(batch: Batch<T>) {
        var began = at.clock.nanoTime()
        var rounds = 0
        while (true) {
            val failure = once(batch) ?: return settler.written(batch)
            val wait = waitAfter(failure, batch, ++rounds, at.clock.nanoTime() - began)
            if (wait != null) {
                at.pause(wait)
                continue
            }
            val delay = settler.decide(batch, failure) ?: return
            at.pause(millis(delay))
            rounds = 0
            began = at.clock.nanoTime()
        }
    }

    /** The wait before the next round, or `null` when there is none. */
    private fun waitAfter(failure: Throwable, batch: Batch<T>, rounds: Int, elapsedNanos: Long): Long? {
        if (failure !is ClickHouseException || !failure.isRetryable || settler.isStopped || at.isClientClosed()) return null
        if (batch.isInDoubt && !at.isRepeatable) return null
        val bound = minOf(FIRST_BACKOFF shl minOf(rounds - 1, MAX_DOUBLINGS), millis(at.options.maxBackoff))
        val wait = at.clock.random.nextLong(bound + 1)
        return wait.takeIf { TimeUnit.NANOSECONDS.toMillis(elapsedNanos) + it < millis(at.options.retryFor) }
    }

    /**
     * One call of the client's, with the attempts that it makes; `null` when the rows are written.
     */
    private suspend fun once(batch: Batch<T>): Throwable? = try {
        try {
            exchange(batch)
        } catch (e: ServerException) {
            // It refused the columns, and has nothing of the block. They are asked for anew.
            if (batch.isInDoubt || !TypedInsert.mayComeOfChange(e.code)) throw e
            batch.forget()
            exchange(batch)
        }
        null
    } catch (e: CancellationException) {
        // A listener may throw such a thing as well, and does not mean this coroutine.
        currentCoroutineContext().ensureActive()
        if (batch.isWritten) null else e
    } catch (e: Exception) {
        // A listener of the client's attempts may have thrown after a good answer.
        if (batch.isWritten) null else e
    }

    private fun Batch<T>.forget() {
        insert = null
        filler = null
        block = null
    }

    private suspend fun exchange(batch: Batch<T>) {
        val insert = batch.insert ?: at.prepared().also { batch.insert = it }
        val filler = batch.filler ?: if (batch.block == null) encoded(batch, insert, mayAsk = true) else null
        if (filler != null) batch.pack(EncodedBlock.of(filler.block, insert.compression))
        val block = checkNotNull(batch.block)
        // None of them may have fitted.
        if (batch.rows.size == 0) return
        insert.guarded { at.send(sending(batch, insert), block, batch.rows.size.toLong()) }
    }

    /** The rows, encoded anew; those that do not fit leave the batch. */
    private suspend fun encoded(batch: Batch<T>, insert: TypedInsert<T>, mayAsk: Boolean): BlockFiller<T> {
        val filler = at.filler(insert)
        val rows = batch.rows
        val bad = BadRows<T>(batch.first)
        filler.append(rows, 0, rows.size, bad::add)
        if (bad.isEmpty) return filler
        val failure = bad.formatFailure
        if (mayAsk && failure != null && at.hasChanged(insert, failure)) return encoded(batch, insert, mayAsk = false)
        batch.rows = Rows<T>(rows.size).also { bad.divide(rows, 0, rows.size, it) }
        settler.bad(bad)
        return filler
    }

    private fun sending(batch: Batch<T>, insert: TypedInsert<T>): Sending {
        batch.hasToken = at.hasTokens()
        val request = if (batch.hasToken) {
            at.request.toBuilder().setting(ClientOptions.DEDUPLICATION_TOKEN, batch.token).build()
        } else {
            at.request
        }
        val repeatable = if (at.isRepeatable) Repeatable.DEDUPLICATED else Repeatable.UNSENT
        return insert.sending(request, repeatable, batch.watch)
    }

    private companion object {
        private const val FIRST_BACKOFF = 100L
        private const val MAX_DOUBLINGS = 20

        fun millis(time: Duration): Long = runCatching { time.toMillis() }.getOrDefault(Long.MAX_VALUE)
    }
}
