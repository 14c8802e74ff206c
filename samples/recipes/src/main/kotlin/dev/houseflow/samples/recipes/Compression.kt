package dev.houseflow.samples.recipes

import dev.houseflow.Compression
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** Compression: LZ4 unless said otherwise; none on one machine, ZSTD over slow lines. */
suspend fun main() {
    for (compression in listOf(Compression.LZ4, Compression.ZSTD, Compression.NONE)) {
        ClickHouseClient(RecipeServer.endpoint()) { this.compression = compression }.use { ch ->
            println("$compression ${ch.query<Long>("SELECT count() FROM numbers(100000)").rows.single()}")
        }
    }
}

// Prints:
// LZ4 100000
// ZSTD 100000
// NONE 100000
