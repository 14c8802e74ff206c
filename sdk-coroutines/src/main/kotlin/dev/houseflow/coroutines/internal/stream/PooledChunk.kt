package dev.houseflow.coroutines.internal.stream

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSource
import java.util.concurrent.ArrayBlockingQueue

/**
 * A part of an answer, `array[0 until size]`, for a reader who gives it back when he has copied
 * what he wants.
 */
@InternalHouseflowApi
public class PooledChunk internal constructor(private val owner: ChunkPool, public val array: ByteArray) {
    public var size: Int = 0
        internal set

    /**
     * Lets the next part of the answer take its place: nothing of it may be read afterwards. At
     * most once for each time that it comes.
     */
    public fun giveBack() {
        owner.takeBack(this)
    }
}

/**
 * The chunks of one answer, at most [most] of them at a time, used again and again: new arrays for
 * all of a long answer would each have to come from memory, where these stay in the processor's
 * caches. Used by one producer and one reader.
 */
internal class ChunkPool(most: Int) {
    private val free = ArrayBlockingQueue<PooledChunk>(most)
    private var largest = 0

    /** What [source] has at hand. */
    fun copy(source: ByteSource): PooledChunk {
        val count = source.limit - source.position
        largest = maxOf(largest, count)
        // One that has become too small is dropped.
        val chunk = free.poll()?.takeIf { it.array.size >= count } ?: PooledChunk(this, ByteArray(largest))
        System.arraycopy(source.array, source.position, chunk.array, 0, count)
        chunk.size = count
        return chunk
    }

    fun takeBack(chunk: PooledChunk) {
        free.offer(chunk)
    }
}
