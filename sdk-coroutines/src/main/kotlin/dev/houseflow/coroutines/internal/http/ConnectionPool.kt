package dev.houseflow.coroutines.internal.http

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Semaphore
import java.util.ArrayDeque

/**
 * Keeps connections alive between requests, per [Route].
 *
 * At most [PoolOptions.maxConnections] per route exist at a time; who comes later waits in order. The most recently used idle connection is
 * taken first, so that after a burst the others grow old and are closed. Thread-safe.
 */
internal class ConnectionPool(
    private val connector: Connector,
    private val options: PoolOptions,
    private val scope: CoroutineScope,
    private val nanoTime: () -> Long = System::nanoTime,
) {
    private val routes = HashMap<Route, RoutePool>()
    private var closed = false
    private var sweeper: Job? = null

    private class RoutePool(maxConnections: Int) {
        val permits = Semaphore(maxConnections)
        val idle = ArrayDeque<Connection>()
    }

    /** A connection out of the pool or a new one. It must be given back with [release] exactly once. */
    suspend fun acquire(route: Route, waitTimeoutMillis: Long?, connectTimeoutMillis: Long?): Connection {
        val pool = synchronized(routes) {
            if (closed) throw java.io.IOException("The client is closed")
            routes.getOrPut(route) { RoutePool(options.maxConnections) }
        }
        acquirePermit(pool, waitTimeoutMillis)
        var connection: Connection? = null
        try {
            connection = takeIdle(pool) ?: Connection(route, openWire(route, connectTimeoutMillis), options.bufferBytes, nanoTime())
            return connection
        } finally {
            if (connection == null) pool.permits.release()
        }
    }

    private suspend fun acquirePermit(pool: RoutePool, waitTimeoutMillis: Long?) {
        if (pool.permits.tryAcquire()) return
        // The time may run out at the very moment the permit comes: then it came, and has to be given back.
        var acquired = false
        var kept = false
        try {
            withDeadline(waitTimeoutMillis, Deadline.POOL_WAIT) {
                pool.permits.acquire()
                acquired = true
            }
            kept = true
        } finally {
            if (acquired && !kept) pool.permits.release()
        }
    }

    private suspend fun openWire(route: Route, connectTimeoutMillis: Long?): Wire {
        // As above: a wire that was ready just when the time ran out must not stay open.
        var opened: Wire? = null
        var kept = false
        try {
            val wire = withDeadline(connectTimeoutMillis, Deadline.CONNECT) { connector.connect(route).also { opened = it } }
            kept = true
            return wire
        } finally {
            if (!kept) opened?.close()
        }
    }

    private fun takeIdle(pool: RoutePool): Connection? {
        while (true) {
            val connection = synchronized(routes) { pool.idle.pollFirst() } ?: return null
            if (!connection.isOld(nanoTime(), options) && connection.wire.isQuiet()) {
                connection.isReused = true
                return connection
            }
            connection.wire.close()
        }
    }

    /** Gives [connection] back: for the next request when [reusable], to be closed otherwise. Never suspends and never throws. */
    fun release(connection: Connection, reusable: Boolean) {
        val kept = synchronized(routes) {
            val pool = routes.getValue(connection.route)
            val keep = reusable && !closed && !connection.isOld(nanoTime(), options)
            if (keep) {
                connection.idleSinceNanos = nanoTime()
                pool.idle.addFirst(connection)
                startSweeper()
            }
            keep
        }
        if (!kept) connection.wire.close()
        synchronized(routes) { routes.getValue(connection.route) }.permits.release()
    }

    /** How many idle connections are kept at this moment, for all routes. */
    fun idleCount(): Int = synchronized(routes) { routes.values.sumOf { it.idle.size } }

    /** Closes all idle connections; those in use close when they are released. */
    fun close() {
        val idle = synchronized(routes) {
            closed = true
            sweeper?.cancel()
            routes.values.flatMap { pool -> pool.idle.toList().also { pool.idle.clear() } }
        }
        idle.forEach { it.wire.close() }
    }

    /** Closes connections that have become too old while nobody asked for them. Runs only as long as there are idle ones. */
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
                old.forEach { it.wire.close() }
                if (none) break
            }
        }
    }

    private companion object {
        private const val SWEEP_MILLIS = 500L
    }
}

/**
 * @property maxConnections per route
 * @property idleMillis how long an unused connection is kept; a shorter `Keep-Alive: timeout` of the server wins
 * @property maxAgeMillis after how long a connection is not used again, so that load balancers can move clients; `null`: never
 * @property bufferBytes the size of a connection's read buffer
 */
internal class PoolOptions(
    val maxConnections: Int,
    val idleMillis: Long,
    val maxAgeMillis: Long?,
    val bufferBytes: Int,
)
