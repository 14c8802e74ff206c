package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.DnsResolver
import dev.houseflow.coroutines.internal.net.SocketOptions
import java.io.ByteArrayOutputStream
import java.net.InetAddress

/** The HTTP layer alone, for tests against scripted servers. */
internal class ExchangeHarness(
    maxConnections: Int = 8,
    idleMillis: Long = 10_000,
    maxAgeMillis: Long? = null,
    bufferBytes: Int = 64 * 1024,
    maxConnectsPerSecond: Int? = null,
    nanoTime: () -> Long = System::nanoTime,
    lookUp: (String) -> List<InetAddress> = DnsResolver.SYSTEM,
) :
    AutoCloseable {
    private val core = HttpEngine(
        PoolOptions(maxConnections, idleMillis, maxAgeMillis, bufferBytes, maxConnectsPerSecond),
        SocketOptions(),
        lookUp,
        nanoTime,
    )
    val pool: ConnectionPool get() = core.pool
    val exchange: HttpExchange get() = core.exchange

    fun call(
        port: Int,
        body: RequestBody = RequestBody.Bytes("SELECT 1".toByteArray()),
        method: String = "POST",
        timeouts: CallTimeouts = CallTimeouts(),
        onProgress: (String) -> Unit = {},
    ): HttpCall = HttpCall(Route("127.0.0.1", port, null, null), method, "/", emptyList(), body, timeouts, onProgress)

    /** Sends, reads the whole body, gives the connection back. */
    suspend fun fetch(call: HttpCall): Pair<HttpHead, ByteArray> {
        val answer = exchange.send(call)
        try {
            val body = readAll(answer.body)
            answer.finish()
            return answer.head to body
        } finally {
            answer.leave()
        }
    }

    suspend fun readAll(body: BodyReader): ByteArray {
        val out = ByteArrayOutputStream()
        while (body.fill()) {
            out.write(body.array, body.position, body.limit - body.position)
            body.position = body.limit
        }
        return out.toByteArray()
    }

    override fun close() {
        core.close()
    }
}
