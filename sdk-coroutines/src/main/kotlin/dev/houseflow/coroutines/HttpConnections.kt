package dev.houseflow.coroutines

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.internal.http.HttpEngine
import dev.houseflow.coroutines.internal.http.PoolOptions
import dev.houseflow.coroutines.internal.net.SocketOptions
import dev.houseflow.coroutines.internal.net.inMillis
import java.time.Duration

/**
 * A pool of HTTP connections for several clients, given to each as its option `connections`.
 * Clients whose endpoints, trust and proxy are the same use the same connections. Thread-safe.
 *
 * It belongs to its maker: closing a client leaves it open. Close it after its clients.
 * A client without this option has a pool of its own, and closes it.
 */
public class HttpConnections private constructor(builder: Builder) : AutoCloseable {
    internal val core: HttpEngine = HttpEngine(
        PoolOptions(
            builder.maxConnections,
            builder.idleTimeout?.inMillis(),
            builder.maxConnectionAge?.inMillis(),
            builder.readBufferSize,
            builder.maxConnectsPerSecond,
        ),
        SocketOptions(builder.keepAlive, builder.tcpNoDelay, builder.receiveBufferSize, builder.sendBufferSize),
    )
    private val text =
        "HttpConnections(maxConnections=${builder.maxConnections}, idleTimeout=${builder.idleTimeout}, maxConnectionAge=${builder.maxConnectionAge}"

    /**
     * Takes no more calls, and closes its connections when those under way have ended. Does not
     * wait. Closing twice does nothing.
     */
    override fun close() {
        core.close()
    }

    override fun toString(): String = "$text, ${core.pool.counts()})"

    /** Collects the options of [HttpConnections]. Not thread-safe. */
    public class Builder internal constructor() {
        /** See the function of this name. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var maxConnections: Int = DEFAULT_MAX_CONNECTIONS

        /** See the function of this name. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var idleTimeout: Duration? = null

        /** See the function of this name. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var maxConnectionAge: Duration? = DEFAULT_MAX_AGE

        /** See the function of this name. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var readBufferSize: Int = DEFAULT_READ_BUFFER

        /** See the function of this name. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var receiveBufferSize: Int? = null

        /** See the function of this name. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var sendBufferSize: Int? = null

        /** See the function of this name. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var keepAlive: Boolean = true

        /** See the function of this name. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var tcpNoDelay: Boolean = true

        /** See the function of this name. */
        @get:JvmSynthetic @set:JvmSynthetic
        public var maxConnectsPerSecond: Int? = null

        /**
         * How many requests may be under way at once per server; further ones wait in order,
         * without a thread. Pings and `KILL QUERY` do not wait and may use a few connections more.
         * Default: 50.
         */
        public fun maxConnections(maxConnections: Int): Builder = apply { this.maxConnections = maxConnections }

        /**
         * For how long an unused connection is kept; what the server announces as
         * `Keep-Alive: timeout` ends it a second before that if it is earlier. Default: `null`,
         * what the server announces, or 2.5 s when it announces nothing.
         */
        public fun idleTimeout(idleTimeout: Duration?): Builder = apply { this.idleTimeout = idleTimeout }

        /**
         * The age after which a connection is not used for another request, so that load balancers
         * can move clients; `null`: any age will do. Default: 10 minutes.
         */
        public fun maxConnectionAge(maxConnectionAge: Duration?): Builder = apply { this.maxConnectionAge = maxConnectionAge }

        /**
         * How large each connection's own buffer may become, in bytes, from 1 KiB on. Answers are
         * decoded from it; it begins at 32 KiB and grows with what arrives. Default: 448 KiB.
         */
        public fun readBufferSize(readBufferSize: Int): Builder = apply { this.readBufferSize = readBufferSize }

        /**
         * The size in bytes of the system's receive buffer per socket (`SO_RCVBUF`). Default:
         * `null`, which leaves it to the system.
         */
        public fun receiveBufferSize(receiveBufferSize: Int?): Builder = apply { this.receiveBufferSize = receiveBufferSize }

        /**
         * The size in bytes of the system's send buffer per socket (`SO_SNDBUF`). Default: `null`,
         * which leaves it to the system.
         */
        public fun sendBufferSize(sendBufferSize: Int?): Builder = apply { this.sendBufferSize = sendBufferSize }

        /**
         * Whether the system probes connections on which nothing moves (`SO_KEEPALIVE`), so that
         * one whose other end is gone without a word is found out while a query runs long; how
         * soon, the system says. Default: `true`.
         */
        public fun keepAlive(keepAlive: Boolean): Builder = apply { this.keepAlive = keepAlive }

        /**
         * Whether small pieces are sent at once, instead of waiting for more to send
         * (`TCP_NODELAY`). Default: `true`.
         */
        public fun tcpNoDelay(tcpNoDelay: Boolean): Builder = apply { this.tcpNoDelay = tcpNoDelay }

        /**
         * How many connections are made per second and server at most, so that many programs do
         * not come to a server at the same moment when it has just started again. After a second
         * without any, that many are made at once. A call that needs a new one waits for its turn,
         * for at most the client's `poolTimeout`, or takes one that becomes free meanwhile. Pings
         * and `KILL QUERY` do not wait and are not counted. Default: `null`, any number.
         */
        public fun maxConnectsPerSecond(maxConnectsPerSecond: Int?): Builder = apply { this.maxConnectsPerSecond = maxConnectsPerSecond }

        /**
         * The pool. Opens no connection yet. Throws [ConfigurationException] when an option cannot
         * work.
         */
        public fun build(): HttpConnections {
            checkAtLeast("maxConnections", maxConnections, 1)
            checkPositive("idleTimeout", idleTimeout)
            checkPositive("maxConnectionAge", maxConnectionAge)
            checkAtLeast("readBufferSize", readBufferSize, MIN_BUFFER)
            maxConnectsPerSecond?.let { checkAtLeast("maxConnectsPerSecond", it, 1) }
            receiveBufferSize?.let { checkAtLeast("receiveBufferSize", it, 1) }
            sendBufferSize?.let { checkAtLeast("sendBufferSize", it, 1) }
            return HttpConnections(this)
        }
    }

    public companion object {
        /** Starts a pool with the default options. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        internal const val DEFAULT_MAX_CONNECTIONS = 50
        internal const val DEFAULT_READ_BUFFER = 448 * 1024
        internal val DEFAULT_MAX_AGE: Duration = Duration.ofMinutes(10)
        private const val MIN_BUFFER = 1024

        internal fun checkAtLeast(option: String, value: Int, least: Int) {
            if (value < least) throw ConfigurationException("$option is $value; give at least $least")
        }

        internal fun checkPositive(option: String, value: Duration?) {
            if (value != null && (value.isZero || value.isNegative)) {
                throw ConfigurationException("$option is $value; give more than zero, or null for none")
            }
        }
    }
}

/** A pool with the options that [configure] sets. It belongs to the caller. */
@JvmSynthetic
public inline fun HttpConnections(configure: HttpConnections.Builder.() -> Unit): HttpConnections =
    HttpConnections.builder().apply(configure).build()
