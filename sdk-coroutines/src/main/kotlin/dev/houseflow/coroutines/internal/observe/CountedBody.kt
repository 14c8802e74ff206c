package dev.houseflow.coroutines.internal.observe

import dev.houseflow.coroutines.internal.transport.BodySink
import dev.houseflow.coroutines.internal.transport.TransportBody

/** The body of a request that is observed, and how much of it has gone to the connection. */
internal class CountedBody(body: TransportBody?) {
    @Volatile
    var bytes = if (body is TransportBody.Bytes) body.bytes.size.toLong() else 0L
        private set

    val body: TransportBody? = if (body is TransportBody.Stream) counted(body) else body

    private fun counted(stream: TransportBody.Stream) = TransportBody.Stream { sink ->
        stream.writeTo(
            BodySink { array, start, end ->
                sink.write(array, start, end)
                bytes += end - start
            },
        )
    }
}
