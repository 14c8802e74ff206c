package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.Deadline
import dev.houseflow.coroutines.internal.net.withDeadline
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import java.io.IOException
import java.util.ArrayDeque
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/**
 * Keeps connections alive between requests, per [Route].
 *
 * At most [PoolOptions.maxConnections] per route exist at a time, but for extra ones; who comes
 * later waits in order. The most recently used idle connection is taken first, so that after a
 * burst the others grow old and are closed. Thread-safe.
 */
internal class ConnectionPool(
    private val connector: Connector,
    private val options: PoolOptions,
    private val scope: CoroutineScope,
    private val nanoTime: () -> Long = System::nanoTime,
) {
    private val growth = GrowthBudget()
    private val routes = HashMap<Route, RoutePool>()
    private var inUse = 0

    /** Connections that carry a request. */
    private val carrying = AtomicInteger()
    private var closed = false
    private var onEmpty: (() -> Unit)? = null
    private var sweeper: Job? = null

    private class RoutePool(options: PoolOptions, nanoTime: () -> Long) {
        val places = ConnectionSlots(options.maxConnections)
        val idle = ArrayDeque<Connection>()
        val rate = options.maxConnectsPerSecond?.let { ConnectRate(it, nanoTime) }

        /** Wakes one of those that wait for their turn to connect: a connection is idle again. */
        val returned = Channel<Unit>()
        val waitingForTurn = AtomicInteger()
        val waiting: Int get() = places.waiting + waitingForTurn.get()
    }

    /**
     * A connection out of the pool or a new one. It must be given back with [release] exactly once.
     * An [extra] one does not wait and is not counted: for what keeps the server or this client
     * healthy. A [fresh] one is new.
     */
    suspend fun acquire(
        route: Route,
        waitTimeoutMillis: Long?,
        connectTimeoutMillis: Long?,
        extra: Boolean = false,
        fresh: Boolean = false,
        use: ConnectionUse = ConnectionUse.OTHER,
    ): Connection {
        val pool = synchronized(routes) {
            if (closed) throw PoolClosedException()
            // From here on it is under way, and a pool that is closed meanwhile lets it end.
            inUse++
            routes.getOrPut(route) { RoutePool(options, nanoTime) }
        }
        try {
            val slot = if (extra) null else pool.places.take(waitTimeoutMillis, use)
            try {
                val connection = (if (fresh) null else takeIdle(pool))
                    ?: (if (extra) null else awaitTurn(pool, waitTimeoutMillis, fresh))
                    ?: connect(route, connectTimeoutMillis)
                connection.slot = slot
                carrying.incrementAndGet()
                return connection
            } catch (e: Throwable) {
                if (slot != null) pool.places.release(slot)
                throw e
            }
        } catch (e: Throwable) {
            leave()
            throw e
        }
    }

    /**
     * Waits until a connection may be made, and counts it. Gives one that has become idle
     * meanwhile, unless it has to be [fresh]; then none is to be made.
     */
    private suspend fun awaitTurn(pool: RoutePool, timeoutMillis: Long?, fresh: Boolean): Connection? {
        val rate = pool.rate ?: return null
        if (rate.tryTake() == 0L) return null
        var found: Connection? = null
        var kept = false
        pool.waitingForTurn.incrementAndGet()
        try {
            withDeadline(timeoutMillis, Deadline.CONNECT_RATE) {
                while (found == null) {
                    val wait = rate.tryTake()
                    if (wait == 0L) break
                    val millis = TimeUnit.NANOSECONDS.toMillis(wait) + 1
                    if (fresh) {
                        delay(millis)
                    } else {
                        withTimeoutOrNull(millis) { pool.returned.receive() }
                        found = takeIdle(pool)
                    }
                }
            }
            kept = true
        } finally {
            pool.waitingForTurn.decrementAndGet()
            // The time may run out at the very moment at which there is one.
            if (!kept) found?.close()
        }
        return found
    }

    private suspend fun connect(route: Route, timeoutMillis: Long?): Connection =
        Connection(route, connector.connect(route, timeoutMillis), options.bufferBytes, growth, nanoTime())

    /** An idle connection that is fit for use. */
    private fun takeIdle(pool: RoutePool): Connection? {
        while (true) {
            val connection = synchronized(routes) { pool.idle.pollFirst() } ?: return null
            if (!connection.isOld(nanoTime(), options) && connection.wire.isQuiet()) {
                connection.isReused = true
                return connection
            }
            connection.close()
        }
    }

    private fun leave() {
        synchronized(routes) {
            inUse--
            if (inUse == 0) onEmpty else null
        }?.invoke()
    }

    /**
     * Gives [connection] back: for the next request when [reusable], to be closed otherwise. Never
     * suspends and never throws.
     */
    fun release(connection: Connection, reusable: Boolean) {
        // Once it is idle again the next request may have it.
        val slot = connection.slot
        carrying.decrementAndGet()
        val pool: RoutePool
        val now = nanoTime()
        val fit = reusable && !connection.isOld(now, options)
        if (fit) connection.reader.rest()
        val kept = synchronized(routes) {
            pool = routes.getValue(connection.route)
            val keep = fit && !closed && (slot != null || pool.idle.size < pool.places.free)
            if (keep) {
                connection.idleSinceNanos = now
                pool.idle.addFirst(connection)
                startSweeper()
                inUse--
            }
            keep
        }
        if (!kept) connection.close()
        if (slot != null) pool.places.release(slot)
        if (kept && pool.rate != null) pool.returned.trySend(Unit)
        // One that is kept has left already, and not as the last one of a closed pool.
        if (!kept) leave()
    }

    /**
     * Closes the idle connections to [route]: the server has closed one that was used more lately
     * than they.
     */
    fun distrust(route: Route) {
        val idle = synchronized(routes) { routes[route]?.idle?.let { idle -> idle.toList().also { idle.clear() } } }
        idle?.forEach { it.close() }
    }

    /** How many idle connections are kept at this moment, for all routes. */
    fun idleCount(): Int = synchronized(routes) { routes.values.sumOf { it.idle.size } }

    /** What the connections do at this moment. */
    fun counts(): PoolCounts = synchronized(routes) {
        val idle = routes.values.sumOf { it.idle.size }
        PoolCounts(options.maxConnections, idle + carrying.get(), idle, routes.values.sumOf { it.waiting })
    }

    /** How many connections to [route] there are, and may be. */
    fun room(route: Route): PoolRoom = synchronized(routes) {
        val pool = routes[route]
        PoolRoom(options.maxConnections, if (pool == null) 0 else pool.idle.size + options.maxConnections - pool.places.free)
    }

    /**
     * Takes no more requests and closes all idle connections; those in use close when they are
     * released. Then, sooner or later, comes [onEmpty].
     */
    fun close(onEmpty: () -> Unit) {
        var none = false
        val idle = synchronized(routes) {
            closed = true
            sweeper?.cancel()
            none = inUse == 0
            if (!none) this.onEmpty = onEmpty
            routes.values.flatMap { pool -> pool.idle.toList().also { pool.idle.clear() } }
        }
        idle.forEach { it.close() }
        if (none) onEmpty()
    }

    /**
     * Closes connections that have become too old unused. Runs only as long as there are idle ones.
     */
    private fun startSweeper() {
        if (sweeper?.isActive == true) return
        sweeper = scope.launch {
            while (true) {
                delay(SWEEP_MILLIS)
                val (old, none) = synchronized(routes) {
                    val old = routes.values.flatMap { pool ->
                        pool.idle.filter { it.isOld(nanoTime(), options) }.also { pool.idle.removeAll(it.toSet()) }
                    }
                    val none = routes.values.all { it.idle.isEmpty() }
                    if (none) sweeper = null
                    old to none
                }
                old.forEach { it.close() }
                if (none) break
            }
        }
    }

    private companion object {
        private const val SWEEP_MILLIS = 500L
    }
}

internal class PoolClosedException : IOException("The client's connections are closed")

/**
 * @property maxConnections per route
 * @property idleMillis how long an unused connection is kept; a shorter `Keep-Alive: timeout` of
 * the server wins. `null`: what the server announces, or a little less than the 3 s after which old
 * servers close without saying so
 * @property maxAgeMillis after how long a connection is not used again, so that load balancers can
 * move clients; `null`: never
 * @property bufferBytes how large a connection's read buffer may become
 * @property maxConnectsPerSecond how many are made per second and route, but for extra ones;
 * `null`: any number
 */
internal class PoolOptions(
    val maxConnections: Int,
    val idleMillis: Long?,
    val maxAgeMillis: Long?,
    val bufferBytes: Int,
    val maxConnectsPerSecond: Int? = null,
)
