package dev.houseflow.coroutines

import dev.houseflow.CallListener
import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.InsertMode
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.LoadBalancing
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.internal.call.RetryClock
import dev.houseflow.coroutines.internal.transport.TransportFactory
import dev.houseflow.internal.http.HeaderNames
import dev.houseflow.internal.sql.InsertSettings
import dev.houseflow.internal.sql.Settings
import dev.houseflow.internal.wire.ReadLimits
import dev.houseflow.internal.wire.SizeLimits
import kotlinx.coroutines.CoroutineDispatcher
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

    /**
     * Gives the access tokens (JWT) by which the user is known, sent as `Authorization: Bearer`, in place of [username] and [password]. It is
     * called before the first request, and once more when a server refuses the token (HTTP status 401, or `AUTHENTICATION_FAILED`); the call
     * that was refused is then sent again, if its data can be. In between the token is kept, and calls that need one at the same time wait
     * for the same. What it throws, its call throws. Its time counts as the call's. Tokens are never printed. Default: `null`, none.
     */
    public var accessToken: (suspend () -> String)? = null

    /**
     * Gives the password of [username], in place of [password], where it may change while the program runs: as [accessToken] gives tokens, it is
     * asked before the first request, and once more when a server refuses the password. Default: `null`, none.
     */
    public var passwordSupplier: (suspend () -> String)? = null

    /** The database in which unqualified table names are looked up. Default: `null`, which leaves it to the server: the user's own. */
    public var database: String? = null

    /**
     * What this program calls its client, in the `User-Agent` of every request: `Houseflow/<version> (<clientName>) java/<version>`. Servers
     * keep it as `http_user_agent` in `system.query_log`. ASCII text without parentheses. Default: `null`, no name.
     */
    public var clientName: String? = null

    /**
     * The key by which a quota counts the queries of this client, where the quota is `KEYED BY client_key`; a request may say another one.
     * See the page "Quotas" of the ClickHouse manual. Default: `null`, none.
     */
    public var quotaKey: String? = null

    /**
     * How the data of typed queries and inserts travels; raw calls are compressed only when their request says so. Default:
     * [Compression.LZ4]. Choose [Compression.NONE] on one machine.
     */
    public var compression: Compression = Compression.LZ4

    /**
     * When servers write the rows of inserts: those of calls whose request says nothing about it, and statements that bring data along
     * (`INSERT ... VALUES`). Default: [InsertMode.SERVER_DEFAULT].
     */
    public var insertMode: InsertMode = InsertMode.SERVER_DEFAULT

    /** The roles to run with, all others being off. Default: none named, which means the user's default roles. Needs a server from 24.4. */
    public var roles: List<String> = emptyList()

    /**
     * The time for one whole call, from its wait for a connection to the last byte of the answer; a stream's time includes that of its
     * collector. A call that takes longer fails with a `TransportException` and its query is stopped. Default: `null`, no limit.
     */
    public var timeout: Duration? = null

    /**
     * The time for making a connection, from looking up the name until TLS is ready. A call that takes longer fails with a
     * `TransportException`, and the server has not seen it. Default: 10 s.
     */
    public var connectTimeout: Duration = Duration.ofSeconds(10)

    /**
     * How long a call may wait for its turn when [maxConnections] are in use. A call that waits longer fails with a `TransportException`, which
     * says what the connections are taken by, and the server has not seen it. `null`: no limit. Default: 10 s.
     */
    public var poolTimeout: Duration? = Duration.ofSeconds(10)

    /**
     * The time from the end of the request to the first byte of the answer. Many queries answer nothing before they have finished, so this
     * bounds queries too; those with a progress listener begin to answer earlier. Default: `null`, no limit.
     */
    public var firstByteTimeout: Duration? = null

    /** The time without a byte in the middle of an answer. Default: `null`, no limit. */
    public var silenceTimeout: Duration? = null

    /**
     * How many requests may be under way at once per server; further calls wait for their turn in order, without a thread. Pings and
     * `KILL QUERY` do not wait and may use a few connections more. Default: 50.
     */
    public var maxConnections: Int = HttpConnections.DEFAULT_MAX_CONNECTIONS

    /**
     * For how long an unused connection is kept; what the server announces as `Keep-Alive: timeout` ends it a second before that if it is
     * earlier. Default: `null`, what the server announces, or 2.5 s when it announces nothing.
     */
    public var idleTimeout: Duration? = null

    /**
     * The age after which a connection is not used for another request, so that load balancers can move clients; `null`: any age will do.
     * Default: 10 minutes.
     */
    public var maxConnectionAge: Duration? = HttpConnections.DEFAULT_MAX_AGE

    /**
     * How large each connection's own buffer may become, in bytes, from 1 KiB on. Answers are decoded from it; it begins at 32 KiB and grows
     * with what arrives. Default: 448 KiB.
     */
    public var readBufferSize: Int = HttpConnections.DEFAULT_READ_BUFFER

    /** The size in bytes of the system's receive buffer per socket (`SO_RCVBUF`). Default: `null`, which leaves it to the system. */
    public var receiveBufferSize: Int? = null

    /** The size in bytes of the system's send buffer per socket (`SO_SNDBUF`). Default: `null`, which leaves it to the system. */
    public var sendBufferSize: Int? = null

    /** See [HttpConnections.Builder.keepAlive]. Default: `true`. */
    public var keepAlive: Boolean = true

    /** See [HttpConnections.Builder.tcpNoDelay]. Default: `true`. */
    public var tcpNoDelay: Boolean = true

    /** See [HttpConnections.Builder.maxConnectsPerSecond]. Default: `null`, any number. */
    public var maxConnectsPerSecond: Int? = null

    /**
     * How many bytes of memory one block of a typed answer may take: its columns, and 16 bytes for each row; and one of its compressed frames, for
     * which 4 MiB always do. A larger one fails with a `FormatException` before it is made, so that few packed bytes cannot fill the memory; a
     * request may say another number. Blocks have 65,409 rows by default, less where their setting `max_block_size` says so. From 1024 on. Default:
     * an eighth of the JVM's largest heap, or 64 MiB where that is more and no more than a quarter of the heap.
     */
    public var maxBlockBytes: Long = ReadLimits.DEFAULT_BLOCK_BYTES

    /**
     * How many bytes the head of an answer may have, without the lines that tell of progress, of which there may be any number. A longer one
     * fails with a `TransportException`; a request may say another number. From 1024 on. Default: 1 MiB, and servers send one or two KiB.
     */
    public var maxHeadBytes: Int = SizeLimits.DEFAULT_HEAD_BYTES

    /**
     * Connections that several clients share. They belong to the caller, who closes them after the clients. [maxConnections], [idleTimeout],
     * [maxConnectionAge] and the sizes of buffers are then theirs to say. Default: `null`, connections of the client's own.
     */
    public var connections: HttpConnections? = null

    /**
     * How often a call that failed is made again, and after what wait; docs/retries.md says which calls. Default: [RetryPolicy.DEFAULT], three
     * attempts in all.
     */
    public var retry: RetryPolicy = RetryPolicy.DEFAULT

    /** Which of several endpoints a call goes to. Default: [LoadBalancing.FIRST_ALIVE]. */
    public var loadBalancing: LoadBalancing = LoadBalancing.FIRST_ALIVE

    /**
     * Whether a call that is cancelled, times out or leaves its answer unread also sends `KILL QUERY` for its query, since a server may run on
     * after its client has left. Sent in the background, at most once per query; failures are ignored. Default: `true`.
     */
    public var killOnCancel: Boolean = true

    /**
     * Whether the messages of failed calls hold the statement, and `ClickHouseException.statement` as well. A statement may hold what logs are not to
     * see. Default: `false`.
     */
    public var statementInErrors: Boolean = false

    /**
     * Where blocks are decoded and encoded. Belongs to the caller. Default: `null`, threads of the client's own, which end when there is nothing to do;
     * for callers on `Dispatchers.Default` or `Dispatchers.IO` it is `Dispatchers.Default`.
     */
    public var dispatcher: CoroutineDispatcher? = null

    /** What takes the place of the client's own HTTP: [engine] sets it. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    internal var transportFactory: TransportFactory? = null

    /**
     * Trust and keys for https endpoints: own authorities, client certificates; [pemSslContext] makes one from PEM files. Default: `null`,
     * the JVM's or Android's own default. TLS 1.2 and 1.3, and the server's name is always checked against its certificate.
     */
    public var sslContext: SSLContext? = null

    /**
     * The name by which TLS asks for the server (SNI) and checks its certificate, where that is not the host of the endpoint: behind an address, a
     * tunnel or a load balancer. One for all endpoints. An address is checked and not announced. Default: `null`, the host of each endpoint.
     */
    public var tlsServerName: String? = null

    /** The versions of TLS that are offered, as the JVM names them: `TLSv1.3`. Default: none named, which means those of [sslContext]. */
    public var tlsProtocols: List<String> = emptyList()

    /** The cipher suites that are offered, as the JVM names them. Default: none named, which means those of [sslContext]. */
    public var tlsCipherSuites: List<String> = emptyList()

    /**
     * Whether the user is known by the certificate in [sslContext] instead of a password: sends `X-ClickHouse-SSL-Certificate-Auth: on` with
     * the [username], which has to be given, to an https endpoint. See "SSL X.509 certificate authentication" of the ClickHouse manual.
     * Default: `false`.
     */
    public var certificateAuth: Boolean = false

    /**
     * A proxy. Of HTTP, as `http://[user:password@]host:port`: connections to https servers are tunnelled through it (`CONNECT`); requests to http
     * servers are sent to it with their whole address, for it to pass them on. Or of SOCKS 5, as `socks5://[user:password@]host:port`: all
     * connections lead through it, and it looks up the names of the servers. Default: `null`, none.
     */
    public var proxy: String? = null

    /**
     * The servers that are reached without a proxy: `host`, `domain` with its subdomains, `.domain` for these alone, an address, a network
     * such as `10.0.0.0/8`, or `*`; all but the last two with `:port` if wanted. Default: none.
     */
    public var noProxy: List<String> = emptyList()

    /**
     * Whether the proxies and their exceptions are taken from the environment's `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, where a lower-case
     * name wins; [proxy] wins over both, [noProxy] adds to the last. Default: `false`: a database is seldom behind the proxy of the web.
     */
    public var proxyFromEnvironment: Boolean = false

    internal val callListeners = ArrayList<CallListener>()

    internal val settings = LinkedHashMap<String, String>()

    internal val headers = LinkedHashMap<String, String>()

    internal var retryClock = RetryClock()

    /**
     * Sends the header field [name] with every request, pings and calls of handlers among them; the last value counts, and a request's own
     * field of that name wins. For gateways, say, that ask for a key or a tenant. Throws `ConfigurationException` for what the client sets
     * itself, such as `Authorization` or `User-Agent`, for what is no name of a field, and for a value with a line break.
     */
    public fun header(name: String, value: String) {
        HeaderNames.put(headers, name, value)
    }

    /**
     * Sends the setting [name] with every request; a request's own setting of that name wins. Values as in
     * [dev.houseflow.QueryRequest.Builder.setting]. See the page "Session settings" of the ClickHouse manual.
     */
    public fun setting(name: String, value: Any?) {
        settings[Settings.checkName(name)] = Settings.encode(name, value)
    }

    /**
     * Tells [listener] of every call: for logs, metrics and traces. There may be several, which are told in the order in which they are given. An
     * [dev.houseflow.AttemptListener] is told of attempts alone.
     */
    public fun callListener(listener: CallListener) {
        callListeners.add(listener)
    }

    internal fun check() {
        if (connectTimeout.isZero || connectTimeout.isNegative) {
            throw ConfigurationException("connectTimeout is $connectTimeout; give more than zero")
        }
        HttpConnections.checkAtLeast("maxConnections", maxConnections, 1)
        SizeLimits.check(maxBlockBytes, maxHeadBytes)
        HeaderNames.checkQuotaKey(quotaKey)
        HttpConnections.checkPositive("poolTimeout", poolTimeout)
        HttpConnections.checkPositive("firstByteTimeout", firstByteTimeout)
        HttpConnections.checkPositive("silenceTimeout", silenceTimeout)
        HttpConnections.checkPositive("timeout", timeout)
        InsertSettings.check(insertMode, settings.keys)
        checkTogether()
        if (username?.isEmpty() == true) {
            throw ConfigurationException("username is empty; give a name, or null for the server's default user")
        }
    }

    /** Refuses options that would be ignored. */
    private fun checkTogether() {
        val poolOptions = listOfNotNull(
            "idleTimeout".takeIf { idleTimeout != null },
            "maxConnectionAge".takeIf { maxConnectionAge != HttpConnections.DEFAULT_MAX_AGE },
            "readBufferSize".takeIf { readBufferSize != HttpConnections.DEFAULT_READ_BUFFER },
            "receiveBufferSize".takeIf { receiveBufferSize != null },
            "sendBufferSize".takeIf { sendBufferSize != null },
            "keepAlive".takeIf { !keepAlive },
            "tcpNoDelay".takeIf { !tcpNoDelay },
            "maxConnectsPerSecond".takeIf { maxConnectsPerSecond != null },
        )
        if (connections != null) {
            val ignored = poolOptions + listOfNotNull("maxConnections".takeIf { maxConnections != HttpConnections.DEFAULT_MAX_CONNECTIONS })
            if (ignored.isNotEmpty()) {
                throw ConfigurationException(
                    "With connections given, set ${ignored.joinToString()} there and not here",
                )
            }
        }
        if (transportFactory != null) {
            val ignored = poolOptions + listOfNotNull(
                "connections".takeIf { connections != null },
                "firstByteTimeout".takeIf { firstByteTimeout != null },
                "silenceTimeout".takeIf { silenceTimeout != null },
                "sslContext".takeIf { sslContext != null },
                "tlsServerName".takeIf { tlsServerName != null },
                "tlsProtocols".takeIf { tlsProtocols.isNotEmpty() },
                "tlsCipherSuites".takeIf { tlsCipherSuites.isNotEmpty() },
                "proxy".takeIf { proxy != null },
                "noProxy".takeIf { noProxy.isNotEmpty() },
                "proxyFromEnvironment".takeIf { proxyFromEnvironment },
            )
            if (ignored.isNotEmpty()) {
                throw ConfigurationException(
                    "With engine given, ${ignored.joinToString()} would be ignored: configure the engine instead, or leave engine out",
                )
            }
        }
    }

    override fun toString(): String =
        "ClickHouseClientConfig(username=$username, password=${if (password == null) "none" else "<hidden>"}, " +
            "accessToken=${if (accessToken == null) "none" else "<hidden>"}, database=$database, compression=$compression)"
}
