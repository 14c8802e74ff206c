package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.pemSslContext
import dev.houseflow.coroutines.query

/** Access tokens: asked for when needed, and anew when the server refuses the old one. */
suspend fun main() {
    TlsFront.start("token-2").use { server ->
        val tokens = ArrayDeque(listOf("token-1", "token-2"))
        ClickHouseClient(server.endpoint()) {
            sslContext = pemSslContext { trust(server.certificate()) }
            accessToken = { tokens.removeFirst().also { println("fetched $it") } }
        }.use { ch ->
            repeat(2) { println(ch.query<Int>("SELECT 42").rows.single()) }
        }
    }
}

// Prints:
// fetched token-1
// fetched token-2
// 42
// 42
