package dev.houseflow.coroutines.faults

import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldBeEmpty
import java.time.Duration

/** A minute of what `tools/mixed-load` does for ten. */
class MixedLoadTest : StringSpec({
    "reads, inserts and cancels while two servers are restarted: no row is wrong, lost or there twice, and nothing leaks" {
        MixedLoad(Duration.ofSeconds(60), Duration.ofSeconds(8), ::println).run().shouldBeEmpty()
    }
})
