package dev.houseflow.coroutines.internal

import dev.houseflow.coroutines.internal.request.Chunk
import dev.houseflow.coroutines.internal.request.Upload
import dev.houseflow.coroutines.internal.transport.BodySink
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import kotlin.time.Duration.Companion.seconds

/** All coroutines share the thread of the test, which so decides who gets how far. */
class UploadReplayTest : StringSpec({
    "a producer whose piece was on its way to an attempt that ended just then is let go when the data is made again" {
        runBlocking {
            val sent = mutableListOf<Int>()
            val sink = BodySink { _, start, end -> sent.add(end - start) }
            val upload = Upload({ send -> send(OnePiece(7)) }, canReplay = true)
            val attempt = launch { upload.body.writeTo(sink) }
            yield()
            // The attempt waits for a piece. It gets one, and is cancelled before it comes to take it.
            val producer = async(start = CoroutineStart.UNDISPATCHED) { runCatching { upload.handOver(OnePiece(1)) } }
            attempt.cancel()
            attempt.join()
            upload.canSendAgain shouldBe true
            upload.body.writeTo(sink)
            sent shouldBe listOf(7)
            withTimeout(10.seconds) { producer.await() }.exceptionOrNull().shouldBeInstanceOf<CancellationException>()
        }
    }
})

private class OnePiece(private val size: Int) : Chunk {
    override val isEmpty: Boolean = false
    override val rawBytes: Long get() = -1

    override suspend fun write(sink: BodySink) {
        sink.write(ByteArray(size), 0, size)
    }
}
