package dev.houseflow.samples.guide

import dev.houseflow.Compression
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.HttpConnections
import java.time.Duration

/** The Kotlin of docs/connections.md. */
fun patientClient(endpoint: String): ClickHouseClient =
    // snippet: connections-kotlin
    ClickHouseClient(endpoint) {
        maxConnections = 20
        connectTimeout = Duration.ofSeconds(3)
        poolTimeout = Duration.ofSeconds(10)
        firstByteTimeout = Duration.ofMinutes(1)
        silenceTimeout = Duration.ofSeconds(30)
        timeout = Duration.ofMinutes(5)
        compression = Compression.NONE // on one machine; otherwise leave it at LZ4
    }
// end

suspend fun shared(endpoint: String): Boolean {
    // snippet: connections-shared-kotlin
    HttpConnections { maxConnections = 100 }.use { pool ->
        val reports = ClickHouseClient(endpoint) {
            connections = pool
            setting("max_execution_time", 300)
        }
        val web = ClickHouseClient(endpoint) {
            connections = pool
            timeout = Duration.ofSeconds(2)
        }
        val bothAreThere = reports.ping() && web.ping()
        reports.close()
        web.close()
        return bothAreThere
    }
    // end
}

suspend fun warm(endpoint: String): String {
    // snippet: connections-warm-kotlin
    ClickHouseClient(endpoint) {
        maxConnections = 20
        maxConnectsPerSecond = 10
    }.use { ch ->
        val opened = ch.warmUp(5)
        return "$opened opened: ${ch.poolStats()}"
    }
    // end
}

fun named(): ClickHouseClient {
    // snippet: connections-headers-kotlin
    val ch = ClickHouseClient("http://localhost:8123") {
        clientName = "billing"
        header("X-Tenant", "acme")
        quotaKey = "acme"
    }
    // end
    return ch
}
