package dev.houseflow.coroutines.internal.call

import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.net.inMillis
import kotlinx.coroutines.withTimeoutOrNull
import java.time.Duration
import java.util.concurrent.TimeUnit

/**
 * Runs [call], which is told how many nanoseconds it still has, and ends it when [limit] is over,
 * if there is one. Then [expired] says what to throw.
 */
internal suspend inline fun <R> withinLimit(
    limit: Duration?,
    expired: (Duration) -> TransportException,
    crossinline call: suspend (remainingNanos: () -> Long) -> R,
): R {
    if (limit == null) return call { Long.MAX_VALUE }
    val millis = limit.inMillis()
    val end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)
    val result = withTimeoutOrNull(millis) { Done(call { end - System.nanoTime() }) } ?: throw expired(limit)
    return result.value
}

/** What a call gave, which may be `null`. */
internal class Done<R>(val value: R)

/** The error of a call that was under way when its time was over. */
internal fun tookTooLong(limit: Duration) =
    TransportException("The call took longer than its timeout of $limit, and was ended; raise the timeout", true).ofTimeout(TIMEOUT)

/** The option of limits of whole calls. */
internal const val TIMEOUT: String = "timeout"
