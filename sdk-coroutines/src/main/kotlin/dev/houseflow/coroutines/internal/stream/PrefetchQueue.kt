package dev.houseflow.coroutines.internal.stream

import dev.houseflow.Block
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.coroutines.internal.http.CallerDispatcher
import dev.houseflow.coroutines.internal.observe.StreamEnd
import dev.houseflow.coroutines.internal.request.Chunk
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.internal.wire.ByteSource
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.yield
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicLong
import kotlin.coroutines.ContinuationInterceptor

/**
 * The items of one answer on their way from the coroutine that makes them to their user. A few
 * small ones may lie ready beside the one at hand, so that the two need not wait for each other at
 * each; a large one only if the user is waiting for it: it would take memory, and leave the
 * processor's caches before it is used. How many bytes are few grows with each item that is taken:
 * the streams of which a user has many, and reads only one, take little.
 *
 * A failure is handed over like an item: a producer that simply failed would cancel its user before
 * that had the items from before the failure.
 */
@InternalHouseflowApi
public class PrefetchQueue<E : Any> internal constructor(private val end: StreamEnd?) {
    internal lateinit var events: ReceiveChannel<Any>
    internal lateinit var into: SendChannel<Any>

    /**
     * The bytes of the items that lie ready, and a sign to the producer that there are fewer now.
     */
    private val ready = AtomicLong()
    private val taken = Channel<Unit>(Channel.CONFLATED)

    /** As many bytes may lie ready. Written by the user. */
    @Volatile
    private var most = FIRST_BYTES

    /** Whether the user waits for an item that is not made yet. */
    private val asked = AtomicBoolean()

    /** The id of the query, as soon as it is known. */
    @Volatile
    public var queryId: String? = null
        private set

    /** How far the answer had been read when the last item was made of it. */
    private var before = 0L

    /**
     * Hands [item] over, which took [size] bytes of the answer, and waits until the next one may
     * be made.
     */
    internal suspend fun put(item: E, size: Long) {
        ready.addAndGet(size)
        val awaited = asked.getAndSet(false)
        into.send(Item(item, size))
        if (!awaited) while (ready.get() > most) taken.receive()
    }

    /** Puts [item], which is made of all that has been read of [answer] since the item before. */
    internal suspend fun put(item: E, answer: QueryResponse) {
        val now = answer.source.offset
        queryId = answer.summary.queryId
        answer.delivering()
        put(item, now - before)
        before = now
        // A thread that waited for the item is to have it now, and not after the next ones too,
        // unless they are so small that a change of threads costs more.
        if (now > IN_PASSING_BYTES && currentCoroutineContext()[ContinuationInterceptor] is CallerDispatcher) yield()
    }

    internal suspend fun fail(cause: Throwable) {
        into.send(Failure(cause))
    }

    /**
     * The next item if it lies ready; `null` if not, and at the end. Throws the failure of the
     * call when its turn has come.
     */
    public fun poll(): E? = events.tryReceive().getOrNull()?.let { take(it) }

    /** The next item, or `null` at the end. Throws the failure of the call. */
    public suspend fun next(): E? {
        poll()?.let { return it }
        asked.set(true)
        val received = events.receiveCatching()
        received.exceptionOrNull()?.let { throw it }
        val event = received.getOrNull()
        if (event == null) end?.taken()
        return event?.let { take(it) }
    }

    /** Ends the call; [reason] is what its user found wrong, if he did. */
    public fun cancel(reason: Throwable? = null) {
        events.cancel()
        end?.cancelled(reason)
    }

    /** Ends the call whose user has gone without a word. */
    public fun abandon() {
        events.cancel()
        end?.abandoned()
    }

    private fun take(event: Any): E {
        if (event is Failure) {
            end?.taken()
            throw event.cause
        }
        @Suppress("UNCHECKED_CAST")
        event as PrefetchQueue<E>.Item
        ready.addAndGet(-event.size)
        if (most < BYTES) most *= 2
        taken.trySend(Unit)
        return event.item
    }

    private inner class Item(val item: E, val size: Long)

    private class Failure(val cause: Throwable)

    internal companion object {
        /** How many items lie ready at most, and how many bytes, when no consumer waits. */
        const val MOST = 3
        private const val FIRST_BYTES = 32L shl 10

        /** Of an answer so small all items are made in one go. */
        private const val IN_PASSING_BYTES = 16L shl 10

        /** Less in a small heap, which has to hold many streams too. */
        private val BYTES = (Runtime.getRuntime().maxMemory() / 1024).coerceIn(FIRST_BYTES, 2L shl 20)
    }
}

/** Puts the blocks of [answer], and says whether there were any. */
internal suspend fun PrefetchQueue<Block>.putBlocks(answer: QueryResponse): Boolean {
    var any = false
    NativeBlocks.read(answer) {
        any = true
        put(it, answer)
    }
    return any
}

/** Makes of a window of an answer an item that belongs to its receiver. */
internal fun ownCopies(): (ByteSource) -> ByteArray = { it.array.copyOfRange(it.position, it.limit) }

/** Makes of each window of one answer an item that is to be given back. */
internal fun pooledCopies(): (ByteSource) -> PooledChunk = ChunkPool(PrefetchQueue.MOST + 2)::copy

/** Puts what comes of [answer], each window of it as the item that [copy] makes. */
internal suspend fun <E : Any> PrefetchQueue<in E>.putWindows(answer: QueryResponse, copy: (ByteSource) -> E) {
    val source = answer.source
    while (source.fill()) {
        val item = copy(source)
        source.position = source.limit
        put(item, answer)
    }
}
