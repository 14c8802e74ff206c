package dev.houseflow.coroutines.faults

import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldBeEmpty
import java.time.Duration
import kotlin.time.Duration.Companion.minutes

/** A minute of it; `-Dhouseflow.chaos.minutes=10` makes it ten. */
class InserterChaosTest : StringSpec({
    val minutes = System.getProperty("houseflow.chaos.minutes")?.toLong() ?: 1
    "inserters, while their server is restarted, connections break and clients are killed: every row is what it was reported to be".config(
        timeout = (3 * minutes + 10).minutes,
        invocationTimeout = (3 * minutes + 10).minutes,
    ) {
        InserterChaos(Duration.ofMinutes(minutes), Duration.ofSeconds(8), ::println).run().shouldBeEmpty()
    }
})
