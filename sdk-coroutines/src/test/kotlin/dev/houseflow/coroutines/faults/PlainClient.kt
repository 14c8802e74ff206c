package dev.houseflow.coroutines.faults

import dev.houseflow.Compression
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig

/** A client of which every call is one attempt and one request. */
internal fun plainClient(
    endpoint: String,
    configure: ClickHouseClientConfig.() -> Unit = {},
): ClickHouseClient = ClickHouseClient(endpoint) {
    compression = Compression.NONE
    retry = RetryPolicy.NONE
    killOnCancel = false
    configure()
}
