package dev.houseflow.samples

import dev.houseflow.AttemptListener
import dev.houseflow.LoadBalancing
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.ClickHouseClient
import java.time.Duration

/** The Kotlin of docs/retries.md. */
fun replicas(): ClickHouseClient =
    // snippet: retries-kotlin
    ClickHouseClient(listOf("http://a:8123", "http://b:8123")) {
        loadBalancing = LoadBalancing.ROUND_ROBIN
        retry = RetryPolicy {
            maxAttempts = 5
            maxBackoff = Duration.ofSeconds(2)
        }
        callListener(AttemptListener { attempt -> if (attempt.failure != null) println(attempt) })
        timeout = Duration.ofSeconds(30)
    }
// end
