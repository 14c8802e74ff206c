package dev.houseflow.samples.service

import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.samples.Flights
import dev.houseflow.samples.SampleData
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.micrometer.prometheusmetrics.PrometheusConfig
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry
import kotlinx.coroutines.runBlocking
import java.nio.file.Files
import java.nio.file.Path
import kotlin.system.exitProcess

private const val USAGE = """Usage: service [--port PORT] [--url URL] [--data FOLDER]
  --port    where it listens on 127.0.0.1; 8080 unless said otherwise, 0 for any that is free
  --url     the ClickHouse server; an embedded one unless said otherwise. CLICKHOUSE_USER and CLICKHOUSE_PASSWORD say who asks
  --data    what the embedded server stores, and events that are not written yet; temporary unless said otherwise"""

fun main(arguments: Array<String>) {
    val options = arguments.toList().chunked(2).associate { it.first() to it.getOrElse(1) { "" } }
    val port = options.getOrDefault("--port", "8080").toIntOrNull()
    if (port == null || options.keys.any { it !in setOf("--port", "--url", "--data") } || options.values.any { it.isEmpty() }) {
        System.err.println(USAGE)
        exitProcess(2)
    }
    val data = options["--data"]?.let { Files.createDirectories(Path.of(it)) } ?: Files.createTempDirectory("houseflow-service")
    val temporary = "--data" !in options
    val embedded = if ("--url" in options) null else EmbeddedClickHouse.builder().dataPath(data.resolve("clickhouse")).start()
    val ch = ClickHouseClient(options["--url"] ?: embedded!!.endpoint()) {
        username = System.getenv("CLICKHOUSE_USER") ?: "default"
        password = System.getenv("CLICKHOUSE_PASSWORD") ?: ""
        clientName = "houseflow-service"
        maxConnections = 300
    }
    val meters = PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
    val unsent = data.resolve("unsent-events.json")
    val events = runBlocking {
        loadFlights(ch)
        Events.open(ch, unsent, meters)
    }
    val server = embeddedServer(CIO, port, "127.0.0.1") { Service(ch, events, meters).install(this) }
    Runtime.getRuntime().addShutdownHook(
        Thread {
            // In this order: no new callers, then what they left here, then what they used. An embedded server ends by itself at the same
            // moment; what it does not take any more is kept in the file.
            server.stop(gracePeriodMillis = 1_000, timeoutMillis = 5_000)
            val result = runBlocking { events.close() }
            ch.close()
            embedded?.close()
            if (temporary && !Files.exists(unsent)) data.toFile().deleteRecursively()
            println("stopped: $result")
        },
    )
    server.start()
    val bound = runBlocking { server.engine.resolvedConnectors() }.first().port
    println("listens on http://127.0.0.1:$bound")
    Thread.currentThread().join()
}

/** The flights of the quickstart, once. */
private suspend fun loadFlights(ch: ClickHouseClient) {
    ch.execute(Flights.CREATE_FLIGHTS.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    ch.execute(Flights.CREATE_AIRPORTS.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    val files = SampleData.fetch()
    if (ch.query<Long>("SELECT count() FROM quickstart_flights").rows.single() == 0L) {
        ch.rawInsert("quickstart_flights", Format.PARQUET, files.flights())
    }
    if (ch.query<Long>("SELECT count() FROM quickstart_airports").rows.single() == 0L) {
        ch.rawInsert("quickstart_airports", Format.CSV_WITH_NAMES, files.airports())
    }
}
