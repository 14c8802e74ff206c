package dev.houseflow.coroutines.internal.request

import dev.houseflow.coroutines.internal.transport.BodySink
import dev.houseflow.coroutines.internal.transport.TransportBody
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope

/**
 * What [produce] makes, as the body of a request, and of further ones when it can be made again.
 */
internal class Upload(private val produce: suspend CoroutineScope.(send: suspend (Chunk) -> Unit) -> Unit, private val canReplay: Boolean) {
    /** How many bytes the attempt under way has had before they were compressed. */
    @Volatile
    var rawBytes = 0L
        private set

    private class Handed(val chunk: Chunk) {
        val written = CompletableDeferred<Unit>()
    }

    /** What the first attempt took last. */
    @Volatile
    private var last: Handed? = null

    // An attempt that is cancelled just when it gets a chunk never sees it.
    private val chunks = Channel<Handed>(Channel.RENDEZVOUS, onUndeliveredElement = { last = it })

    @Volatile
    private var begun = false

    /** Whether a further attempt makes its data itself, and the first producer is to stop. */
    @Volatile
    var replays = false
        private set

    val body = TransportBody.Stream { sink -> if (begun) replay(sink) else first(sink) }

    /** As long as no attempt has got to the data, the first chunk still waits. */
    val canSendAgain: Boolean get() = !begun || canReplay

    /** Returns when [chunk] has been written, because the next one is made of the same arrays. */
    suspend fun handOver(chunk: Chunk) {
        val handed = Handed(chunk)
        chunks.send(handed)
        handed.written.await()
    }

    /** There are no more chunks. */
    fun close() {
        chunks.close()
    }

    private suspend fun first(sink: BodySink) {
        begun = true
        for (handed in chunks) {
            last = handed
            handed.chunk.writeCounted(sink)
            handed.written.complete(Unit)
        }
    }

    private suspend fun replay(sink: BodySink) {
        replays = true
        rawBytes = 0
        // The attempt before failed in the midst of that one.
        last?.written?.cancel()
        chunks.cancel()
        coroutineScope { produce { chunk -> if (!chunk.isEmpty) chunk.writeCounted(sink) } }
    }

    private suspend fun Chunk.writeCounted(sink: BodySink) {
        if (rawBytes >= 0) {
            this@Upload.rawBytes += rawBytes
            write(sink)
        } else {
            write { bytes, start, end ->
                this@Upload.rawBytes += end - start
                sink.write(bytes, start, end)
            }
        }
    }
}
