package dev.houseflow.javaapi.internal.async

import dev.houseflow.InserterResult
import dev.houseflow.coroutines.Inserter
import dev.houseflow.coroutines.internal.call.Dispatching
import kotlinx.coroutines.reactive.asFlow
import org.reactivestreams.Publisher
import java.util.concurrent.CompletableFuture

/** An inserter, in futures. */
internal class InserterBridge<T : Any>(
    private val core: Inserter<T>,
    private val tryAdd: (T) -> Boolean,
    dispatching: Dispatching,
    private val session: SessionStreams?,
) :
    CallingBridge(dispatching, session) {
    fun add(row: T): CompletableFuture<Void?> {
        try {
            // Most rows find room at once.
            if (tryAdd(row)) return CompletableFuture.completedFuture(null)
        } catch (e: Exception) {
            return CompletableFuture<Void?>().also { it.completeExceptionally(e) }
        }
        return call {
            core.add(row)
            null
        }
    }

    /** The caller's iterator may block. */
    fun addAll(rows: Iterable<T>): CompletableFuture<Void?> = call {
        core.addAll(rows)
        null
    }

    fun addAll(rows: Publisher<out T>): CompletableFuture<InserterResult<T>> =
        call { core.addAll(CheckedPublisher(rows, session).asFlow()) }

    fun flush(): CompletableFuture<InserterResult<T>> = call { core.flush() }

    fun close(): CompletableFuture<InserterResult<T>> = call { core.close() }

    override fun toString(): String = core.toString()
}
