package dev.houseflow.coroutines

import dev.houseflow.AttemptListener
import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.internal.transport.ServerAddress
import dev.houseflow.coroutines.internal.transport.TransportFactory
import dev.houseflow.internal.wire.ReadLimits
import dev.houseflow.internal.wire.SizeLimits
import kotlinx.coroutines.CoroutineDispatcher
import java.time.Duration
import javax.net.ssl.SSLContext

/**
 * The options of a [QueryEndpoint], as `QueryEndpoint(id, keyId, keySecret) { ... }` sets them. They are read once, when the client is made.
 * Not thread-safe.
 */
public class QueryEndpointConfig @InternalHouseflowApi constructor() {
    /** Where the endpoints are, without the id: `https://host[:port][/path]`, port 443 by default. Default: [DEFAULT_BASE_URL]. */
    public var baseUrl: String = DEFAULT_BASE_URL

    /**
     * The version of the endpoint, 1 or 2, which is said with every call. Version 1 knows few formats and answers with a table; version 2 knows
     * all formats, and streams. Default: 2.
     */
    public var version: Int = 2

    /**
     * The time that the endpoint gives a query, unless its request says another; the client waits five seconds longer for the whole call. A
     * stream's time includes that of its collector. Default: `null`, the endpoint's own, 30 s, and no limit on this side.
     */
    public var timeout: Duration? = null

    /** See [ClickHouseClientConfig.connectTimeout]. Default: 10 s. */
    public var connectTimeout: Duration = Duration.ofSeconds(10)

    /** See [ClickHouseClientConfig.silenceTimeout]. Default: `null`, no limit. */
    public var silenceTimeout: Duration? = null

    /** See [ClickHouseClientConfig.maxBlockBytes]; one line of an answer by lines may be as long. Default: as there. */
    public var maxBlockBytes: Long = ReadLimits.DEFAULT_BLOCK_BYTES

    /** See [ClickHouseClientConfig.maxHeadBytes]. Default: 1 MiB. */
    public var maxHeadBytes: Int = SizeLimits.DEFAULT_HEAD_BYTES

    /** See [ClickHouseClientConfig.connections]: endpoints of one address best share them. Default: `null`, connections of its own. */
    public var connections: HttpConnections? = null

    /** How often a call that failed is made again, as far as its request allows. Default: [RetryPolicy.DEFAULT]. */
    public var retry: RetryPolicy = RetryPolicy.DEFAULT

    /** Told about every attempt at every call. Default: `null`, nobody. */
    public var attemptListener: AttemptListener? = null

    /** See [ClickHouseClientConfig.dispatcher]. Default: `null`, threads of the client's own. */
    public var dispatcher: CoroutineDispatcher? = null

    /** See [ClickHouseClientConfig.transportFactory]. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    internal var transportFactory: TransportFactory? = null

    /** See [ClickHouseClientConfig.sslContext]. Default: `null`, the JVM's or Android's own default. */
    public var sslContext: SSLContext? = null

    /** See [ClickHouseClientConfig.proxy]. Default: `null`, none. */
    public var proxy: String? = null

    /** See [ClickHouseClientConfig.noProxy]. Default: none. */
    public var noProxy: List<String> = emptyList()

    /** See [ClickHouseClientConfig.proxyFromEnvironment]. Default: `false`. */
    public var proxyFromEnvironment: Boolean = false

    internal fun check() {
        if (version != 1 && version != 2) throw ConfigurationException("version is $version; give 1 or 2, the versions of query endpoints")
        timeout?.let {
            if (it.toMillis() <
                1
            ) {
                throw ConfigurationException("timeout is $it; give a millisecond or more, or null for the endpoint's own")
            }
        }
    }

    /** The options of a client of [keyId] that reaches the endpoints as this says. */
    internal fun toClient(keyId: String, keySecret: String): ClickHouseClientConfig {
        val from = this
        return ClickHouseClientConfig().apply {
            username = keyId
            password = keySecret
            connectTimeout = from.connectTimeout
            silenceTimeout = from.silenceTimeout
            maxBlockBytes = from.maxBlockBytes
            maxHeadBytes = from.maxHeadBytes
            connections = from.connections
            retry = from.retry
            attemptListener = from.attemptListener
            dispatcher = from.dispatcher
            transportFactory = from.transportFactory
            sslContext = from.sslContext
            proxy = from.proxy
            noProxy = from.noProxy
            proxyFromEnvironment = from.proxyFromEnvironment
            // There is no server here that would understand it.
            killOnCancel = false
        }
    }

    override fun toString(): String = "QueryEndpointConfig(baseUrl=${ServerAddress.withoutSecrets(baseUrl)}, version=$version)"

    public companion object {
        /** Where ClickHouse Cloud has its query endpoints. */
        public const val DEFAULT_BASE_URL: String = "https://console-api.clickhouse.cloud/.api/query-endpoints"
    }
}
