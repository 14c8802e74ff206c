package dev.houseflow.samples.guide

import dev.houseflow.coroutines.query
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler
import io.micrometer.core.instrument.simple.SimpleMeterRegistry
import io.micrometer.observation.ObservationRegistry
import io.opentelemetry.api.OpenTelemetry
import java.util.concurrent.CopyOnWriteArrayList

/** The snippets of docs/observability.md do what the page says. */
class ObservabilityGuideTest : StringSpec({
    val server = autoClose(EmbeddedClickHouse.start())

    "clients that are observed answer as others do" {
        observedClient(server.endpoint, OpenTelemetry.noop()).use { it.query<Long>("SELECT 1").rows shouldBe listOf(1L) }
        val meters = SimpleMeterRegistry()
        val observations = ObservationRegistry.create()
        observations.observationConfig().observationHandler(DefaultMeterObservationHandler(meters))
        JavaObservability.observed(server.endpoint, observations, meters).use { it.query("SELECT 1", Long::class.javaObjectType).join() }
        meters.get("db.client.operation").timer().count() shouldBe 1
        meters.get("db.client.connection.max").gauge().value() shouldBe 50.0
    }

    "a listener of one's own" {
        val counted = CopyOnWriteArrayList<String>()
        countingClient(server.endpoint) { name, rows -> counted += "$name: $rows" }.use { it.query<Long>("SELECT number FROM numbers(3)") }
        JavaObservability.counting(server.endpoint) { name, rows -> counted += "$name: $rows" }.use {
            it.query("SELECT number FROM numbers(2)", Long::class.javaObjectType).join()
        }
        counted shouldContainExactly listOf("SELECT numbers: 3", "SELECT numbers: 2")
    }
})
