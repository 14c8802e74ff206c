package dev.houseflow.coroutines

import dev.houseflow.ConfigurationException
import dev.houseflow.ResponseHead
import dev.houseflow.internal.wire.ByteSource
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import java.util.concurrent.atomic.AtomicBoolean

/** An answer while it comes, for as long as the block of [ClickHouseClient.streamHandler] runs. */
public class HandlerStream internal constructor(
    /** Status and headers. */
    public val head: ResponseHead,
    private val source: ByteSource,
) {
    /** What [body] failed with, which is the call's failure and not that of its reader. */
    internal var failure: Throwable? = null
        private set

    /** Whether the body may be read: the connection is another call's once the block has ended. */
    @Volatile
    internal var isOpen: Boolean = true

    private val isTaken = AtomicBoolean()

    /**
     * The body as it comes, in pieces of any size that belong to the collector, unpacked where it came with gzip or deflate. It is there once: a
     * second collection fails with a [ConfigurationException], and so does one after the end of the block. Fails as the calls of the client
     * do when the answer breaks off, or the server reports an exception in it.
     */
    public val body: Flow<ByteArray> = flow {
        if (!isTaken.compareAndSet(false, true)) {
            throw ConfigurationException(
                "The body of this answer is already consumed by an earlier collection: take all that is wanted of it in one, or call the " +
                    "handler again",
            )
        }
        while (fill()) {
            val piece = source.array.copyOfRange(source.position, source.limit)
            source.position = source.limit
            emit(piece)
        }
    }

    private suspend fun fill(): Boolean = try {
        if (!isOpen) {
            throw ConfigurationException(
                "The body is read after the block of streamHandler has ended, and with it the answer: collect it inside of the block",
            )
        }
        source.fill()
    } catch (e: CancellationException) {
        throw e
    } catch (e: Exception) {
        failure = e
        throw e
    }

    override fun toString(): String = "HandlerStream(${head.status})"
}
