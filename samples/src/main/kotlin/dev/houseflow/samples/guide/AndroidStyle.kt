package dev.houseflow.samples.guide

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.samples.Trade
import java.time.Duration

// snippet: android
/** One for the application; a view model calls it from its own scope, whose end stops the query. */
class TradeRepository(endpoint: String, user: String, secret: String) : AutoCloseable {
    private val ch = ClickHouseClient(endpoint) {
        username = user
        password = secret
        maxConnections = 4
        readBufferSize = 64 * 1024
        maxBlockBytes = 16L * 1024 * 1024
        timeout = Duration.ofSeconds(20)
        firstByteTimeout = Duration.ofSeconds(10)
    }

    suspend fun latest(): List<Trade> = ch.query<Trade>("SELECT * FROM trades ORDER BY id DESC LIMIT 100") {
        setting("max_block_size", 8192)
    }.rows

    override fun close() = ch.close()
}
// end
