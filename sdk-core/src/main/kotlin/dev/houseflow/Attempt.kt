package dev.houseflow

import java.time.Duration
import java.util.concurrent.CancellationException

/**
 * One attempt at a call, after it has ended. Immutable.
 *
 * @property call the call.
 * @property number 1 for a call's first attempt.
 * @property endpoint where it went, without user and password.
 * @property queryId the id under which the server knows it: the call's own for the first attempt,
 * the same with `-2`, `-3`, ... behind it for the further ones, since a server refuses an id that
 * is still running. Empty for handlers and query endpoints, unless a handler's request has a
 * `query_id` parameter.
 * @property failure what it failed with; `null` when it succeeded. A `CancellationException` when
 * the call was cancelled or timed out.
 * @property delayBeforeNext the wait before the next attempt; `null` when there is none.
 * @property counted whether it counts for [RetryPolicy.maxAttempts]. Of each call's attempts one
 * does not that was sent over a kept connection which the server had closed already, and one whose
 * access token was refused.
 * @property duration how long it took.
 */
public class Attempt @InternalHouseflowApi constructor(
    @get:JvmName("call") public val call: CallInfo,
    @get:JvmName("number") public val number: Int,
    @get:JvmName("endpoint") public val endpoint: String,
    @get:JvmName("queryId") public val queryId: String,
    @get:JvmName("failure") public val failure: Throwable?,
    @get:JvmName("delayBeforeNext") public val delayBeforeNext: Duration?,
    @get:JvmName("counted") public val counted: Boolean,
    @get:JvmName("duration") public val duration: Duration,
) {
    override fun toString(): String {
        val outcome = when {
            failure == null -> "succeeded"
            failure is CancellationException -> "was ended by its caller or its time limit"
            delayBeforeNext == null -> "failed for good: $failure"
            counted -> "failed, next one in $delayBeforeNext: $failure"
            else -> "failed and does not count, next one in $delayBeforeNext: $failure"
        }
        return "Attempt($number at $endpoint as $queryId $outcome)"
    }
}
