package dev.houseflow

/**
 * What the connections of a client do at one moment. Immutable.
 *
 * Clients that share connections see the same connections, and each its own calls. An engine that
 * the caller handed in tells nothing of its connections: their numbers are 0 then.
 *
 * @property maxConnections how many requests may be under way at once per server.
 * @property openConnections connections to all servers, idle and in use.
 * @property idleConnections those that wait for a request.
 * @property waitingCalls calls that wait until fewer than [maxConnections] are in use.
 * @property callsInFlight attempts of calls that are under way, those that wait among them.
 */
public class PoolStats @InternalHouseflowApi constructor(
    @get:JvmName("maxConnections") public val maxConnections: Int,
    @get:JvmName("openConnections") public val openConnections: Int,
    @get:JvmName("idleConnections") public val idleConnections: Int,
    @get:JvmName("waitingCalls") public val waitingCalls: Int,
    @get:JvmName("callsInFlight") public val callsInFlight: Int,
) {
    /** Connections that carry a request. */
    public val usedConnections: Int
        @JvmName("usedConnections")
        get() = openConnections - idleConnections

    override fun toString(): String =
        "PoolStats($openConnections open, $idleConnections idle, $waitingCalls waiting, $callsInFlight in flight, $maxConnections at most)"
}
