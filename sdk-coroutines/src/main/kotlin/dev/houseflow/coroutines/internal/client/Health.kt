package dev.houseflow.coroutines.internal.client

import dev.houseflow.ClickHouseException
import dev.houseflow.Format
import dev.houseflow.HealthStatus
import dev.houseflow.QueryRequest
import java.time.Duration

/**
 * Asks for the server's version by [rawQuery], so that address, user, password and database are all
 * tried.
 */
internal suspend fun checkHealth(timeout: Duration, rawQuery: suspend (QueryRequest) -> ByteArray): HealthStatus {
    val start = System.nanoTime()
    fun elapsed() = Duration.ofNanos(System.nanoTime() - start)
    return try {
        val request = QueryRequest.builder("SELECT version()").format(Format.TAB_SEPARATED).timeout(timeout).build()
        val version = String(rawQuery(request), Charsets.UTF_8).trim()
        HealthStatus(true, version, null, version, elapsed())
    } catch (e: ClickHouseException) {
        HealthStatus(false, e.message.orEmpty(), e, null, elapsed())
    }
}
