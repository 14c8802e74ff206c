package dev.houseflow.javaapi;

import dev.houseflow.ConfigurationException;
import java.time.Duration;

/**
 * A pool of HTTP connections for several clients, given to each by {@link
 * ClickHouseAsyncClient.Builder#connections}. Clients whose endpoints, trust and proxy are the same
 * use the same connections. Thread-safe.
 *
 * <p>It belongs to its maker: closing a client leaves it open. Close it after its clients. A client
 * without this option has a pool of its own, and closes it.
 */
public final class HttpConnections implements AutoCloseable {
    private final dev.houseflow.coroutines.HttpConnections pool;

    private HttpConnections(dev.houseflow.coroutines.HttpConnections pool) {
        this.pool = pool;
    }

    /** Starts a pool with the default options. */
    public static Builder builder() {
        return new Builder();
    }

    /** The pool as the client's configuration takes it; {@code null} for none. */
    static dev.houseflow.coroutines.HttpConnections poolOf(HttpConnections connections) {
        return connections == null ? null : connections.pool;
    }

    /**
     * Takes no more calls, and closes its connections when those under way have ended. Does not
     * wait. Closing twice does nothing.
     */
    @Override
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return pool.toString();
    }

    /** Collects the options of {@link HttpConnections}. Not thread-safe. */
    public static final class Builder {
        private final dev.houseflow.coroutines.HttpConnections.Builder options =
                dev.houseflow.coroutines.HttpConnections.builder();

        private Builder() {}

        /**
         * How many requests may be under way at once per server; further ones wait in order,
         * without a thread. Pings and {@code KILL QUERY} do not wait and may use a few connections
         * more. Default: 50.
         */
        public Builder maxConnections(int maxConnections) {
            options.maxConnections(maxConnections);
            return this;
        }

        /**
         * For how long an unused connection is kept; what the server announces as {@code
         * Keep-Alive: timeout} ends it a second before that if it is earlier. Default: {@code
         * null}, what the server announces, or 2.5 s when it announces nothing.
         */
        public Builder idleTimeout(Duration idleTimeout) {
            options.idleTimeout(idleTimeout);
            return this;
        }

        /**
         * The age after which a connection is not used for another request, so that load balancers
         * can move clients; {@code null}: any age will do. Default: 10 minutes.
         */
        public Builder maxConnectionAge(Duration maxConnectionAge) {
            options.maxConnectionAge(maxConnectionAge);
            return this;
        }

        /**
         * How large each connection's own buffer may become, in bytes, from 1 KiB on. Answers are
         * decoded from it; it begins at 32 KiB and grows with what arrives. Default: 448 KiB.
         */
        public Builder readBufferSize(int readBufferSize) {
            options.readBufferSize(readBufferSize);
            return this;
        }

        /**
         * The size in bytes of the system's receive buffer per socket. Default: {@code null}, which
         * leaves it to the system.
         */
        public Builder receiveBufferSize(Integer receiveBufferSize) {
            options.receiveBufferSize(receiveBufferSize);
            return this;
        }

        /**
         * The size in bytes of the system's send buffer per socket. Default: {@code null}, which
         * leaves it to the system.
         */
        public Builder sendBufferSize(Integer sendBufferSize) {
            options.sendBufferSize(sendBufferSize);
            return this;
        }

        /**
         * Whether the system probes connections on which nothing moves ({@code SO_KEEPALIVE}), so
         * that one whose other end is gone without a word is found out while a query runs long; how
         * soon, the system says. Default: {@code true}.
         */
        public Builder keepAlive(boolean keepAlive) {
            options.keepAlive(keepAlive);
            return this;
        }

        /**
         * Whether small pieces are sent at once, instead of waiting for more to send ({@code
         * TCP_NODELAY}). Default: {@code true}.
         */
        public Builder tcpNoDelay(boolean tcpNoDelay) {
            options.tcpNoDelay(tcpNoDelay);
            return this;
        }

        /**
         * How many connections are made per second and server at most, so that many programs do
         * not come to a server at the same moment when it has just started again. After a second
         * without any, that many are made at once. A call that needs a new one waits for its turn,
         * for at most the client's {@code poolTimeout}, or takes one that becomes free meanwhile.
         * Pings and {@code KILL QUERY} do not wait and are not counted. Default: {@code null}, any
         * number.
         */
        public Builder maxConnectsPerSecond(Integer maxConnectsPerSecond) {
            options.maxConnectsPerSecond(maxConnectsPerSecond);
            return this;
        }

        /**
         * The pool. Opens no connection yet.
         *
         * @throws ConfigurationException when an option cannot work
         */
        public HttpConnections build() {
            return new HttpConnections(options.build());
        }
    }
}
