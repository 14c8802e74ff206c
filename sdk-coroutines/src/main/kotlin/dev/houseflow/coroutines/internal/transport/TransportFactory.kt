package dev.houseflow.coroutines.internal.transport

import dev.houseflow.coroutines.ClickHouseClientConfig

/**
 * How a client gets its transport. Names no library of others, so that configurations can be looked
 * at without these.
 */
internal fun interface TransportFactory {
    fun create(config: ClickHouseClientConfig): Transport
}
