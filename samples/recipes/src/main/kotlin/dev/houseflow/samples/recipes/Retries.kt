package dev.houseflow.samples.recipes

import dev.houseflow.AttemptListener
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import java.time.Duration

/** Retries: several servers; one that is down costs an attempt and not the call. */
suspend fun main() {
    val down = "http://127.0.0.1:1"
    ClickHouseClient(listOf(down, RecipeServer.endpoint())) {
        retry = RetryPolicy {
            maxAttempts = 4
            initialBackoff = Duration.ofMillis(50)
        }
        callListener(
            AttemptListener { attempt ->
                println("attempt ${attempt.number}: ${if (attempt.failure == null) "good" else "failed"}")
            },
        )
    }.use { ch ->
        println(ch.query<Int>("SELECT 42").rows.single())
    }
}

// Prints:
// attempt 1: failed
// attempt 2: good
// 42
