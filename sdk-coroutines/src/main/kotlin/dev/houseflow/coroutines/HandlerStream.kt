package dev.houseflow.coroutines

import dev.houseflow.ConfigurationException
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

    /** Whether the body may be read: the connection is another call's once the block has ended. */
    @Volatile
    internal var isOpen: Boolean = true

    @Volatile
    private var isRead = false

    /**
     * The body as it comes, in chunks of any size that belong to the collector, unpacked where it
     * came with gzip or deflate. It is there once: a second collection goes on where the first one
     * stopped, and fails with a [ConfigurationException] once the body has been read to its end, or
     * the block has ended. Fails as the calls of the client do when the answer breaks off, or the
     * server reports an exception in it.
     */
    public val body: Flow<ByteArray> = flow {
        if (isRead) {
            throw ConfigurationException(
                "The body of this answer is already consumed, to its end: keep what the first collection gives, or call the handler again",
            )
        }
        while (fill()) {
            val chunk = source.array.copyOfRange(source.position, source.limit)
            source.position = source.limit
            emit(chunk)
        }
        isRead = true
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
