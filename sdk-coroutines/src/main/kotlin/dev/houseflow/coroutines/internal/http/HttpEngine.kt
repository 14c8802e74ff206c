package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.ClientThreads
import dev.houseflow.coroutines.internal.net.DnsResolver
import dev.houseflow.coroutines.internal.net.SocketOptions
import dev.houseflow.coroutines.internal.net.SocketSelector
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import java.net.InetAddress
import java.util.concurrent.atomic.AtomicBoolean

/** One selector, one pool, and requests over them: what clients share, or have for themselves. */
internal class HttpEngine(
    options: PoolOptions,
    sockets: SocketOptions,
    lookUp: (host: String) -> List<InetAddress> = DnsResolver.SYSTEM,
    nanoTime: () -> Long = System::nanoTime,
) : AutoCloseable {
    val threads: ClientThreads = ClientThreads()
    private val scope = CoroutineScope(SupervisorJob() + threads.workers)
    private val selector = SocketSelector(threads.workers)
    private val closed = AtomicBoolean(false)
    val pool: ConnectionPool = ConnectionPool(Connector(selector, sockets, DnsResolver(threads.io, lookUp)), options, scope, nanoTime)
    val exchange: HttpExchange = HttpExchange(pool)

    /** Requests that are under way still end as they would have. */
    override fun close() {
        if (!closed.compareAndSet(false, true)) return
        pool.close {
            scope.cancel()
            selector.close()
            threads.close()
        }
    }
}
