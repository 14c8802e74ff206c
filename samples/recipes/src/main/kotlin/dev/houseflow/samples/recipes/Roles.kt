package dev.houseflow.samples.recipes

import dev.houseflow.ServerException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** Roles: which of its user's roles a client, or one request, runs with. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        try {
            println(ch.query<List<String>>("SELECT currentRoles()") { roles("analyst") }.rows.single())
        } catch (e: ServerException) {
            println(e.name) // the embedded server has no roles
        }
    }
}

// Prints:
// UNKNOWN_ROLE
