package dev.houseflow.samples.guide

import dev.houseflow.CallEnd
import dev.houseflow.CallListener
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.observability.LoggingCallListener
import dev.houseflow.observability.OpenTelemetryCallListener
import dev.houseflow.observability.OpenTelemetryPoolMetrics
import io.opentelemetry.api.OpenTelemetry
import java.time.Duration

/** The Kotlin of docs/observability.md. */
fun observedClient(endpoint: String, telemetry: OpenTelemetry): ClickHouseClient {
    // snippet: observability-kotlin
    val ch = ClickHouseClient(endpoint) {
        callListener(OpenTelemetryCallListener.create(telemetry))
        callListener(LoggingCallListener.builder().slowCall(Duration.ofSeconds(1)).build())
    }
    OpenTelemetryPoolMetrics.register(telemetry, "trades", ch::poolStats)
    // end
    return ch
}

fun countingClient(endpoint: String, count: (name: String, rows: Long) -> Unit): ClickHouseClient {
    // snippet: observability-own-kotlin
    val rowsByStatement = object : CallListener {
        override fun onEnd(end: CallEnd) {
            val rows = end.receivedRows ?: end.sentRows ?: return
            count(end.call.summary, rows)
        }
    }
    val ch = ClickHouseClient(endpoint) { callListener(rowsByStatement) }
    // end
    return ch
}
