package dev.houseflow.internal.wire

import dev.houseflow.InternalHouseflowApi
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.startCoroutineUninterceptedOrReturn

/**
 * Runs [block] on this thread, for code whose [ByteSource] blocks or holds all its bytes and so
 * never suspends. Fails when it does suspend: such a source needs a coroutine.
 */
@InternalHouseflowApi
public fun <T> runBlockingSource(block: suspend () -> T): T {
    val result = block.startCoroutineUninterceptedOrReturn(Continuation(EmptyCoroutineContext) { })
    check(result !== COROUTINE_SUSPENDED) { "This byte source suspends: read it from a coroutine" }
    @Suppress("UNCHECKED_CAST")
    return result as T
}

/** All bytes at once, e.g. of a file or a message. */
@InternalHouseflowApi
public class ByteArraySource @JvmOverloads constructor(
    private val bytes: ByteArray,
    private val start: Int = 0,
    private val end: Int = bytes.size,
) : ByteSource() {
    private var given = false

    override suspend fun refill(): Boolean {
        if (given || start == end) return false
        given = true
        window(bytes, start, end)
        return true
    }
}

/** The bytes of a blocking stream. Does not close it. */
@InternalHouseflowApi
public class InputStreamSource @JvmOverloads constructor(
    private val stream: java.io.InputStream,
    bufferSize: Int = 1 shl 16,
) : ByteSource() {
    private val buffer = ByteArray(bufferSize)

    override suspend fun refill(): Boolean {
        val count = stream.read(buffer, 0, buffer.size)
        if (count > 0) window(buffer, 0, count)
        return count > 0
    }
}
