package dev.houseflow.coroutines

import dev.houseflow.CallListener
import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.internal.transport.ServerAddress
import dev.houseflow.coroutines.internal.transport.TransportFactory
import kotlinx.coroutines.CoroutineDispatcher
import java.time.Duration
import javax.net.ssl.SSLContext

/**
 * The options of a [QueryEndpoint], as `QueryEndpoint(id, keyId, keySecret) { ... }` sets them.
 * They are read once, when the client is made. Not thread-safe.
 */
public class QueryEndpointConfig @InternalHouseflowApi constructor() {
    /** Holds the options that are those of any client. */
    private val client = ClickHouseClientConfig()

    /**
     * Where the endpoints are, without the id: `https://host[:port][/path]`, port 443 by default.
     * Default: [DEFAULT_BASE_URL].
     */
    public var baseUrl: String = DEFAULT_BASE_URL

    /**
     * The version of the endpoint, 1 or 2, which is said with every call. Version 1 knows few
     * formats and answers with a table; version 2 knows all formats, and streams. Default: 2.
     */
    public var version: Int = 2

    /**
     * The time that the endpoint gives a query, unless its request says another; the client waits
     * five seconds longer for the whole call. A stream's time includes that of its collector.
     * Default: `null`, the endpoint's own, 30 s, and no limit on this side.
     */
    public var timeout: Duration? = null

    /** See [ClickHouseClientConfig.clientName]. Default: `null`, no name. */
    public var clientName: String? by client::clientName

    /** See [ClickHouseClientConfig.connectTimeout]. Default: 10 s. */
    public var connectTimeout: Duration by client::connectTimeout

    /** See [ClickHouseClientConfig.silenceTimeout]. Default: `null`, no limit. */
    public var silenceTimeout: Duration? by client::silenceTimeout

    /**
     * See [ClickHouseClientConfig.maxBlockBytes]; one line of an answer by lines may be as long.
     * Default: as there.
     */
    public var maxBlockBytes: Long by client::maxBlockBytes

    /** See [ClickHouseClientConfig.maxHeadBytes]. Default: 1 MiB. */
    public var maxHeadBytes: Int by client::maxHeadBytes

    /**
     * See [ClickHouseClientConfig.connections]: endpoints of one address best share them. Default:
     * `null`, connections of its own.
     */
    public var connections: HttpConnections? by client::connections

    /**
     * How often a call that failed is made again, as far as its request allows. Default:
     * [RetryPolicy.DEFAULT].
     */
    public var retry: RetryPolicy by client::retry

    /** See [ClickHouseClientConfig.dispatcher]. Default: `null`, threads of the client's own. */
    public var dispatcher: CoroutineDispatcher? by client::dispatcher

    /** See [ClickHouseClientConfig.transportFactory]. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    internal var transportFactory: TransportFactory? by client::transportFactory

    /**
     * See [ClickHouseClientConfig.sslContext]. Default: `null`, the JVM's or Android's own default.
     */
    public var sslContext: SSLContext? by client::sslContext

    /** See [ClickHouseClientConfig.proxy]. Default: `null`, none. */
    public var proxy: String? by client::proxy

    /** See [ClickHouseClientConfig.noProxy]. Default: none. */
    public var noProxy: List<String> by client::noProxy

    /** See [ClickHouseClientConfig.proxyFromEnvironment]. Default: `false`. */
    public var proxyFromEnvironment: Boolean by client::proxyFromEnvironment

    /** See [ClickHouseClientConfig.header]: sent with every call. */
    public fun header(name: String, value: String) {
        client.header(name, value)
    }

    /** See [ClickHouseClientConfig.callListener]. */
    public fun callListener(listener: CallListener) {
        client.callListener(listener)
    }

    internal fun check() {
        if (version != 1 && version != 2) throw ConfigurationException("version is $version; give 1 or 2, the versions of query endpoints")
        val limit = timeout
        if (limit != null && limit.toMillis() < 1) {
            throw ConfigurationException("timeout is $limit; give a millisecond or more, or null for the endpoint's own")
        }
    }

    /** The options of a client of [keyId] that reaches the endpoints as this says. */
    internal fun toClient(keyId: String, keySecret: String): ClickHouseClientConfig = client.apply {
        username = keyId
        password = keySecret
        // There is no server here that would understand it.
        killOnCancel = false
    }

    override fun toString(): String = "QueryEndpointConfig(baseUrl=${ServerAddress.withoutSecrets(baseUrl)}, version=$version)"

    public companion object {
        /** Where ClickHouse Cloud has its query endpoints. */
        public const val DEFAULT_BASE_URL: String = "https://console-api.clickhouse.cloud/.api/query-endpoints"
    }
}
