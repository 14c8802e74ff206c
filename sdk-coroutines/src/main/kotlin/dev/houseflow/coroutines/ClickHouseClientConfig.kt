package dev.houseflow.coroutines

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.text.Settings
import io.ktor.client.engine.HttpClientEngine
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import java.time.Duration
import javax.net.ssl.SSLContext

/**
 * The options of a [ClickHouseClient], as `ClickHouseClient(endpoint) { ... }` sets them. They are read once, when the client is made.
 * Not thread-safe.
 */
public class ClickHouseClientConfig @InternalHouseflowApi constructor() {
    /** The user's name. Default: `null`, the one in the endpoint, or else the server's `default` user. */
    public var username: String? = null

    /** The user's password. Never printed. Default: `null`, the one in the endpoint, or else the empty password. */
    public var password: String? = null

    /** The database in which unqualified table names are looked up. Default: `null`, which leaves it to the server: the user's own. */
    public var database: String? = null

    /**
     * How the data of typed queries and inserts travels; raw calls are compressed only when their request says so. Default:
     * [Compression.LZ4]. Choose [Compression.NONE] on one machine, and for servers from before 2019.
     */
    public var compression: Compression = Compression.LZ4

    /** The roles to run with, all others being off. Default: none named, which means the user's default roles. Needs a server from 24.4. */
    public var roles: List<String> = emptyList()

    /**
     * The time for one whole call, from sending to the last byte of the answer; a stream's time includes that of its collector. A call that
     * takes longer fails with a `TransportException` and its query is stopped. Default: `null`, no limit.
     */
    public var timeout: Duration? = null

    /** The time for making a connection. Default: 10 s. */
    public var connectTimeout: Duration = Duration.ofSeconds(10)

    /** How many requests may be under way at once; further calls wait for their turn, without a thread. Default: 50. */
    public var maxConnections: Int = 50

    /**
     * Whether a call that is cancelled, times out or leaves its answer unread also sends `KILL QUERY` for its query, since a server may run on
     * after its client has left. Sent in the background, at most once per query; failures are ignored. Default: `true`.
     */
    public var killOnCancel: Boolean = true

    /** Where blocks are decoded and encoded. Belongs to the caller. Default: [Dispatchers.Default]. */
    public var dispatcher: CoroutineDispatcher = Dispatchers.Default

    /**
     * A Ktor engine to speak HTTP instead of the client's own. It belongs to the caller, who closes it after the client. Default: `null`, the
     * client's own, to which [sslContext] and [proxy] belong. What differs between engines is in docs/engines.md.
     */
    public var engine: HttpClientEngine? = null

    /**
     * Trust and keys for https endpoints: own authorities, client certificates. Default: `null`, the JVM's or Android's own default. TLS 1.2
     * and 1.3, and the server's name is always checked against its certificate.
     */
    public var sslContext: SSLContext? = null

    /**
     * An HTTP proxy, as `http://[user:password@]host:port`, through which every connection is tunnelled (`CONNECT`). Default: `null`, none.
     */
    public var proxy: String? = null

    internal val settings = LinkedHashMap<String, String>()

    /**
     * Sends the setting [name] with every request; a request's own setting of that name wins. Values as in
     * [dev.houseflow.QueryRequest.Builder.setting]. See the page "Session settings" of the ClickHouse manual.
     */
    public fun setting(name: String, value: Any) {
        settings[Settings.checkName(name)] = Settings.encode(value)
    }

    internal fun check() {
        if (maxConnections < 1) throw ConfigurationException("maxConnections is $maxConnections; give at least 1")
        if (connectTimeout.isZero || connectTimeout.isNegative) {
            throw ConfigurationException("connectTimeout is $connectTimeout; give more than zero")
        }
        timeout?.let {
            if (it.isZero || it.isNegative) {
                throw ConfigurationException("timeout is $it; give more than zero, or null for none")
            }
        }
        if (username?.isEmpty() == true) {
            throw ConfigurationException("username is empty; give a name, or null for the server's default user")
        }
    }

    override fun toString(): String =
        "ClickHouseClientConfig(username=$username, password=${if (password == null) "none" else "<hidden>"}, database=$database, " +
            "compression=$compression)"
}
