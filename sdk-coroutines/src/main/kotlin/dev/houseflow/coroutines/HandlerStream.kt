package dev.houseflow.coroutines

import dev.houseflow.ResponseHead
import dev.houseflow.internal.wire.ByteSource
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** An answer while it comes, for as long as the block of [ClickHouseClient.streamHandler] runs. */
public class HandlerStream internal constructor(
    /** Status and headers. */
    public val head: ResponseHead,
    private val source: ByteSource,
) {
    /** What [body] failed with, which is the call's failure and not that of its reader. */
    internal var failure: Throwable? = null
        private set

    /**
     * The body as it comes, in pieces of any size that belong to the collector, unpacked where it came with gzip or deflate. It is there once: a
     * second collection goes on where the first one stopped. Fails as the calls of the client do when the answer breaks off, or the
     * server reports an exception in it.
     */
    public val body: Flow<ByteArray> = flow {
        while (fill()) {
            val piece = source.array.copyOfRange(source.position, source.limit)
            source.position = source.limit
            emit(piece)
        }
    }

    private suspend fun fill(): Boolean = try {
        source.fill()
    } catch (e: CancellationException) {
        throw e
    } catch (e: Exception) {
        failure = e
        throw e
    }

    override fun toString(): String = "HandlerStream(${head.status})"
}
