package dev.houseflow.samples.recipes

import dev.houseflow.ServerException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream

/** Errors of the server: code, name, message and query id; what may be tried again says so. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        try {
            ch.query<Long>("SELECT * FROM nowhere")
        } catch (e: ServerException) {
            println("${e.code} ${e.name}, retryable: ${e.isRetryable}")
        }
        try {
            // The status was sent long before the error: no half of a result is ever taken for the whole.
            ch.stream<Long>("SELECT throwIf(number = 3000000)::UInt64 FROM numbers(5000000)").collect {}
        } catch (e: ServerException) {
            println("${e.code} ${e.name}")
        }
    }
}

// Prints:
// 60 UNKNOWN_TABLE, retryable: false
// 395 FUNCTION_THROW_IF_VALUE_IS_NON_ZERO
