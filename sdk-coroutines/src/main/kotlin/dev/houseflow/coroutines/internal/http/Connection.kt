package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.Wire

/** One connection of the pool. Used by one request at a time. */
internal class Connection(val route: Route, val wire: Wire, bufferBytes: Int, growth: GrowthBudget, private val bornNanos: Long) {
    val reader = WireReader(wire, bufferBytes, growth)
    val knownLines = HeaderLineCache()
    val requests = RequestHeads(route)

    /**
     * Whether it has carried a request before: then the server may have closed it at the very
     * moment it was taken.
     */
    var isReused: Boolean = false

    /** The place that it takes in the pool; `null` when it was taken beside the pool's bound. */
    var slot: ConnectionSlots.Slot? = null

    var idleSinceNanos: Long = bornNanos

    /** What the server said in `Keep-Alive: timeout`, or `null`. */
    var serverIdleSeconds: Long? = null

    fun isOld(nowNanos: Long, options: PoolOptions): Boolean {
        val idleMillis = (nowNanos - idleSinceNanos) / NANOS_PER_MILLI
        // A second less than the server's own limit: a request that crosses the server's close on
        // the wire is lost.
        val serverMillis = serverIdleSeconds?.let { maxOf(it * MILLIS_PER_SECOND - SAFETY_MILLIS, MIN_IDLE_MILLIS) }
        val ownMillis = options.idleMillis ?: if (serverMillis == null) UNANNOUNCED_IDLE_MILLIS else Long.MAX_VALUE
        if (idleMillis >= minOf(ownMillis, serverMillis ?: Long.MAX_VALUE)) return true
        return options.maxAgeMillis != null && (nowNanos - bornNanos) / NANOS_PER_MILLI >= options.maxAgeMillis
    }

    fun close() {
        reader.close()
        wire.close()
    }

    private companion object {
        private const val NANOS_PER_MILLI = 1_000_000L
        private const val MILLIS_PER_SECOND = 1_000L
        private const val SAFETY_MILLIS = 1_000L
        private const val MIN_IDLE_MILLIS = 200L
        private const val UNANNOUNCED_IDLE_MILLIS = 2_500L
    }
}
