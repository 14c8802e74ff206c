package dev.houseflow.coroutines

import dev.houseflow.coroutines.internal.ktor.KtorTransportFactory
import io.ktor.client.engine.HttpClientEngine

// In a file of their own, and so in a class of their own: the only ones besides HouseflowEngine
// that need Ktor's classes.

/**
 * A Ktor engine to speak HTTP instead of the client's own:
 * `import dev.houseflow.coroutines.engine`, and bring the engine's artifact along with the
 * coroutines that it needs. It belongs to the caller, who closes it after the client. Default:
 * `null`, the client's own.
 *
 * To it alone belong the options of connections, TLS and proxies and the timeouts, but for
 * [ClickHouseClientConfig.timeout], [ClickHouseClientConfig.connectTimeout],
 * [ClickHouseClientConfig.poolTimeout] and [ClickHouseClientConfig.maxConnections]. What differs
 * between engines, and which dependencies they take, is in docs/engines.md.
 *
 * @throws dev.houseflow.ConfigurationException when the client is made, if Ktor and
 * kotlinx.coroutines do not fit each other
 */
public var ClickHouseClientConfig.engine: HttpClientEngine?
    get() = (transportFactory as KtorTransportFactory?)?.engine
    set(value) {
        transportFactory = value?.let(::KtorTransportFactory)
    }

/** See [ClickHouseClientConfig.engine]. Default: `null`, the client's own. */
public var QueryEndpointConfig.engine: HttpClientEngine?
    get() = (transportFactory as KtorTransportFactory?)?.engine
    set(value) {
        transportFactory = value?.let(::KtorTransportFactory)
    }
