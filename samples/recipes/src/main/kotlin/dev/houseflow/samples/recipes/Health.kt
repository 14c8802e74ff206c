package dev.houseflow.samples.recipes

import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.ClickHouseClient

/** Health: is a server there, which version, does it answer queries of this user. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        println("ping ${ch.ping()}, health ${ch.health().ok}, version known ${ch.health().serverVersion != null}")
    }
    ClickHouseClient("http://127.0.0.1:1") { retry = RetryPolicy.NONE }.use { absent ->
        println("ping ${absent.ping()}, health ${absent.health().ok}")
    }
}

// Prints:
// ping true, health true, version known true
// ping false, health false
