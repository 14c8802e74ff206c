package dev.houseflow.coroutines.internal.net

import kotlinx.coroutines.withTimeoutOrNull
import java.time.Duration
import java.util.concurrent.TimeUnit

/** The timeouts a request may meet. Each has one meaning and one option, which its error names. */
internal enum class Deadline(val option: String, val meaning: String, private val step: String? = null) {
    CONNECT("connectTimeout", "No connection to the server could be made"),
    POOL_WAIT(
        "poolTimeout",
        "All connections were in use, and none became free",
        "close streams that are not read to their end; if the calls are only busy, raise maxConnections or poolTimeout",
    ),
    CONNECT_RATE(
        "poolTimeout",
        "No connection was free, and maxConnectsPerSecond let no new one be made",
        "raise maxConnectsPerSecond or poolTimeout",
    ),
    FIRST_BYTE("firstByteTimeout", "The server did not begin to answer"),
    SILENCE("silenceTimeout", "The server stopped sending in the middle of its answer"),
    ;

    val advice: String get() = step ?: "raise $option or find out what holds the server up"
}

/** A [deadline] of [millis] passed. [details], if any, say more. */
internal class DeadlineException(val deadline: Deadline, val millis: Long, details: String? = null) :
    java.io.IOException(
        "${deadline.meaning} within $millis ms${details?.let { ": $it" }.orEmpty()}; ${deadline.advice}",
    )

/** Runs [block], for at most [millis] when that is not `null`. */
internal suspend inline fun <T : Any> withDeadline(millis: Long?, deadline: Deadline, crossinline block: suspend () -> T): T =
    if (millis == null) block() else withTimeoutOrNull(millis) { block() } ?: throw DeadlineException(deadline, millis)

/** At least one millisecond, and for durations beyond all clocks as many as there are. */
internal fun Duration.inMillis(): Long =
    maxOf(1, TimeUnit.NANOSECONDS.toMillis(runCatching { toNanos() }.getOrDefault(Long.MAX_VALUE)))
