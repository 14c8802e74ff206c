package dev.houseflow.samples

import dev.houseflow.coroutines.ClickHouseClient

// snippet: health
suspend fun report(ch: ClickHouseClient) {
    val health = ch.health()
    println(if (health.ok) "ClickHouse ${health.serverVersion} in ${health.elapsed.toMillis()} ms" else health.details)
}
// end
