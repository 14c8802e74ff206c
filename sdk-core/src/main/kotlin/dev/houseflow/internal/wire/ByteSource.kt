package dev.houseflow.internal.wire

import dev.houseflow.InternalHouseflowApi

/**
 * Where a decoder takes its bytes from: a window of an array that it reads directly, and [fill] for
 * the next window.
 *
 * This is what lets one codec serve coroutines and plain threads alike: it suspends only where a
 * window ends, never per value. A source is read by one caller at a time.
 */
@InternalHouseflowApi
public abstract class ByteSource {
    /**
     * The current window is `array[position until limit]`. A reader moves [position] forward and
     * touches nothing else.
     */
    @JvmField
    public var array: ByteArray = EMPTY

    @JvmField
    public var position: Int = 0

    @JvmField
    public var limit: Int = 0

    /** Bytes of all windows before the current one. */
    private var bytesBefore: Long = 0

    /** The offset of the next byte in the whole stream, from 0: what error messages call "byte". */
    public val offset: Long get() = bytesBefore + position - windowStart

    private var windowStart: Int = 0

    /**
     * Called when the window is used up. Puts the next bytes (at least one) into place with
     * [window] and returns `true`, or returns `false` at the end of the stream. The old window must
     * not be used after that.
     */
    protected abstract suspend fun refill(): Boolean

    /** Makes sure that at least one byte can be read; `false` at the end of the stream. */
    public suspend fun fill(): Boolean = position < limit || refill()

    /** For implementations of [refill]: the next window. */
    protected fun window(array: ByteArray, start: Int, end: Int) {
        bytesBefore += limit - windowStart
        this.array = array
        position = start
        windowStart = start
        limit = end
    }

    private companion object {
        private val EMPTY = ByteArray(0)
    }
}
