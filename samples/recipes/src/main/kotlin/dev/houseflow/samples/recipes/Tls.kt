package dev.houseflow.samples.recipes

import dev.houseflow.RetryPolicy
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.pemSslContext
import dev.houseflow.coroutines.query

/** TLS: a server whose certificate comes from an authority of your own. */
suspend fun main() {
    TlsFront.start().use { server ->
        ClickHouseClient(server.endpoint()) { sslContext = pemSslContext { trust(server.certificate()) } }.use { ch ->
            println(ch.query<String>("SELECT 'over TLS'").rows.single())
        }
        ClickHouseClient(server.endpoint()) { retry = RetryPolicy.NONE }.use { stranger ->
            try {
                stranger.query<Int>("SELECT 1")
            } catch (e: TransportException) {
                println("without the authority nothing is sent: ${!e.mayHaveReachedServer}")
            }
        }
    }
}

// Prints:
// over TLS
// without the authority nothing is sent: true
