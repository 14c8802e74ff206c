package dev.houseflow.coroutines.internal.call

import dev.houseflow.LoadBalancing
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.ServerZones
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** One of a client's endpoints, and what is known of its health. */
internal class ServerNode(val options: ClientOptions) {
    val features = ServerFeatures()

    /** Calls of this client under way. */
    val inFlight = AtomicInteger()

    val zones = ServerZones()

    // All below is guarded by [ServerSelector].

    /** Broken connections since the last call that got an answer. */
    @Volatile
    var failures = 0

    /**
     * Not before this time is it asked whether it is back; without meaning while [failures] is 0.
     */
    var quarantinedUntil = 0L
    var probing = false

    /** Whether it has answered a probe since it last failed. */
    @Volatile
    var probed = false

    /** Whether a call there has ended without a word, and what a probe says of it is waited for. */
    @Volatile
    var suspected = false

    val isAlive: Boolean get() = !suspected && (failures == 0 || probed)
}

/**
 * Chooses among endpoints and keeps those that refuse or drop connections out of traffic: for a
 * second after the first failure, twice as long after each further one, for a minute at most. When
 * that time is over, the next call that has to choose starts [probe] for it in the background, and
 * goes elsewhere itself. Nothing happens while no calls are made.
 *
 * One that calls wait for in vain is asked at once, and gets no calls until it has answered: a
 * server that stands still refuses nothing. Thread-safe.
 *
 * @param probe asks the endpoint whether it is back, without waiting for the answer, and tells
 * [probed]
 */
internal class ServerSelector(
    val all: List<ServerNode>,
    private val policy: LoadBalancing,
    private val retryClock: RetryClock,
    private val probe: (ServerNode) -> Unit,
) {
    private var turn = 0
    private val sessions = object : LinkedHashMap<String, ServerNode>(16, 0.75f, true) {
        override fun removeEldestEntry(eldest: MutableMap.MutableEntry<String, ServerNode>): Boolean = size > MAX_SESSIONS
    }

    val first: ServerNode get() = all.first()

    /**
     * The endpoint for the next attempt of a call that has failed at [tried], in the session
     * [sessionId] if there is one.
     */
    fun choose(sessionId: String?, tried: Set<ServerNode>): ServerNode {
        if (all.size == 1) return first
        val toProbe = ArrayList<ServerNode>()
        val chosen = synchronized(this) {
            val now = retryClock.nanoTime()
            all.filterTo(toProbe) { !it.isAlive && !it.probing && it.quarantinedUntil - now <= 0 }.forEach { it.probing = true }
            sessionId?.let { sessions[it] } ?: choose(tried)
        }
        toProbe.forEach(probe)
        return chosen
    }

    /**
     * Whether a call that has failed at [tried] can go to an endpoint that is alive and new to it.
     */
    fun hasFresh(sessionId: String?, tried: Set<ServerNode>): Boolean = synchronized(this) {
        (sessionId == null || sessionId !in sessions) && all.any { it.isAlive && it !in tried }
    }

    private fun choose(tried: Set<ServerNode>): ServerNode {
        val alive = all.filter { it.isAlive }
        val candidates = alive.filter { it !in tried }.ifEmpty { alive }
        if (candidates.isEmpty()) return all.filter { it !in tried }.ifEmpty { all }.minWith { a, b -> compareTimes(a, b) }
        return when (policy) {
            LoadBalancing.FIRST_ALIVE -> candidates.first()
            LoadBalancing.ROUND_ROBIN -> inTurn(candidates)
            LoadBalancing.RANDOM -> candidates[retryClock.random.nextInt(candidates.size)]
            LoadBalancing.LEAST_IN_FLIGHT -> {
                val least = candidates.minOf { it.inFlight.get() }
                // Calls start and end meanwhile, so that none may have exactly that many any more.
                inTurn(candidates.filter { it.inFlight.get() <= least }.ifEmpty { candidates })
            }
        }
    }

    /**
     * The next one in the order in which they were given, so that one that is left out does not
     * change whose turn it is.
     */
    private fun inTurn(candidates: List<ServerNode>): ServerNode {
        repeat(all.size) {
            val next = all[turn]
            turn = (turn + 1) % all.size
            if (next in candidates) return next
        }
        return candidates.first()
    }

    private fun compareTimes(a: ServerNode, b: ServerNode): Int = (a.quarantinedUntil - b.quarantinedUntil).compareTo(0)

    /** From now on, calls of this session go to [endpoint], which may have heard of it. */
    fun stick(sessionId: String, endpoint: ServerNode) {
        if (all.size > 1) synchronized(this) { sessions.putIfAbsent(sessionId, endpoint) }
    }

    /** It has given an answer, of whatever kind. */
    fun answered(endpoint: ServerNode) {
        // As it is nearly always, and then no lock is needed.
        if (endpoint.failures == 0 && !endpoint.probed && !endpoint.suspected) return
        synchronized(this) {
            endpoint.suspected = false
            endpoint.failures = 0
            endpoint.probed = false
        }
    }

    /** It could not be reached, or it dropped the connection. */
    fun failed(endpoint: ServerNode): Unit = synchronized(this) {
        val now = retryClock.nanoTime()
        // When a server dies, all calls that were under way there fail: that counts once.
        if (!endpoint.isAlive && endpoint.quarantinedUntil - now > 0) return
        endpoint.probed = false
        endpoint.failures++
        val nanos = FIRST_QUARANTINE_NANOS shl minOf(endpoint.failures - 1, MAX_DOUBLINGS)
        endpoint.quarantinedUntil = now + minOf(nanos, MAX_QUARANTINE_NANOS)
    }

    /** A call was given up before it had an answer: that may be the server's fault or none. */
    fun suspect(endpoint: ServerNode) {
        if (all.size == 1) return
        synchronized(this) {
            if (endpoint.probing || !endpoint.isAlive) return
            endpoint.probing = true
            endpoint.suspected = true
        }
        probe(endpoint)
    }

    /**
     * What became of [probe]. The time it was away is forgotten only when a call succeeds:
     * answering pings is not yet working.
     */
    fun probed(endpoint: ServerNode, alive: Boolean) {
        synchronized(this) {
            endpoint.probing = false
            endpoint.suspected = false
            if (alive) endpoint.probed = true
        }
        if (!alive) failed(endpoint)
    }

    private companion object {
        private const val MAX_SESSIONS = 10_000
        private const val MAX_DOUBLINGS = 6
        private val FIRST_QUARANTINE_NANOS = TimeUnit.SECONDS.toNanos(1)
        private val MAX_QUARANTINE_NANOS = TimeUnit.MINUTES.toNanos(1)
    }
}
