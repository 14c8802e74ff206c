package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.ConfigurationException
import dev.houseflow.InserterResult
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.coroutines.Inserter
import dev.houseflow.internal.type.Identifiers
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch
import java.util.concurrent.atomic.AtomicBoolean

/**
 * An inserter as both doors have it: callers put rows into the intake, one coroutine cuts them into
 * batches, one per batch sends it.
 */
@InternalHouseflowApi
public class InserterEngine<T> internal constructor(private val at: InserterScope<T>, private val registry: OpenInserters) : Inserter<T> {
    private val options = at.options
    private val capacity = Capacity(options.capacity)
    private val accounts = Accounts<T>(at.request.run { if (isFunction) table else Identifiers.quoteTable(table) })
    private val intake = Intake(
        runCatching { options.maxDelay.toNanos() }.getOrDefault(Long.MAX_VALUE),
        { capacity.isFull },
        accounts,
    )
    private val settler = Settler(at, accounts, capacity, intake)
    private val isClosing = AtomicBoolean()

    internal fun start(): InserterEngine<T> = apply {
        val batcher = Batcher(at, intake, accounts, capacity, settler)
        registry.add(this)
        at.job.invokeOnCompletion { registry.remove(this) }
        // Begun at once, so that it comes to its end whatever is cancelled.
        at.scope.launch(start = CoroutineStart.UNDISPATCHED) {
            batcher.run()
            at.job.complete()
        }
        if (at.isClientClosed()) clientClosed()
    }

    override suspend fun add(row: T) {
        take(row, null, 0)
    }

    /** The same without waiting: whether there was room. */
    public fun tryAdd(row: T): Boolean {
        if (!capacity.tryEnter()) return false
        put(row, null, 0)
        return true
    }

    override suspend fun addAll(rows: Iterable<T>) {
        var taken = 0L
        for (row in rows) {
            take(row, null, taken)
            taken++
        }
    }

    override suspend fun addAll(rows: Flow<T>): InserterResult<T> {
        val source = Tally()
        var taken = 0L
        rows.collect { row ->
            take(row, source, taken)
            taken++
        }
        return settled(source, taken)
    }

    /** Sends what was added before, and says what became of the [taken] rows of [source]. */
    internal suspend fun settled(source: Tally, taken: Long): InserterResult<T> {
        settled(taken)
        return accounts.result(source) { taken }
    }

    internal suspend fun take(row: T, source: Tally?, taken: Long) {
        if (!capacity.tryEnter()) {
            at.checkCaller()
            intake.press()
            capacity.enter()
        }
        put(row, source, taken)
    }

    private fun put(row: T, source: Tally?, taken: Long) {
        if (intake.put(row, source)) return
        capacity.leave(1)
        checkGoesOn(taken)
        val what = if (at.isClientClosed()) "This client is closed, and with it its inserters" else "This inserter is closed"
        throw ConfigurationException("$what; make a new one. The row was not taken")
    }

    override suspend fun flush(): InserterResult<T> {
        settled(0)
        return result()
    }

    private suspend fun settled(taken: Long) {
        at.checkCaller()
        accounts.await(intake.flush())
        checkGoesOn(taken)
    }

    override suspend fun close(): InserterResult<T> {
        at.checkCaller()
        intake.close()
        val limit = options.closeTimeout
        if (limit != null && isClosing.compareAndSet(false, true)) {
            // Not among what the inserter waits for.
            val timer = CoroutineScope(at.dispatcher).launch {
                delay(runCatching { limit.toMillis() }.getOrDefault(Long.MAX_VALUE))
                settler.isGivingUp = true
                at.job.cancel()
            }
            at.job.invokeOnCompletion { timer.cancel() }
        }
        at.job.join()
        checkGoesOn(0)
        return result()
    }

    /** No call succeeds any more; what is under way ends as it would have. */
    internal fun clientClosed() {
        intake.close()
        at.hurry.complete()
    }

    private fun result(): InserterResult<T> = accounts.result(null) { intake.added }

    private fun checkGoesOn(taken: Long) {
        if (accounts.isStopped) throw accounts.stopped(result(), taken)
    }

    override fun toString(): String = "Inserter(${at.request.table}, $options)"
}
