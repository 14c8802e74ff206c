package dev.houseflow.samples.guide

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** The Kotlin of docs/progress.md. */
suspend fun withProgress(ch: ClickHouseClient, show: (String) -> Unit): Long {
    // snippet: progress-kotlin
    val sum = ch.query<Long>("SELECT sum(number) FROM numbers(2000000000) SETTINGS max_threads = 1") {
        onProgress { progress ->
            val percent = if (progress.totalRowsToRead > 0) 100 * progress.readRows / progress.totalRowsToRead else 0
            show("$percent %, ${progress.readRows} rows, ${progress.memoryUsage / 1_000_000} MB")
        }
    }.rows.single()
    // end
    return sum
}
