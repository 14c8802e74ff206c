package dev.houseflow.coroutines.internal.call

import dev.houseflow.ClickHouseException
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.http.ExchangeException
import dev.houseflow.coroutines.internal.net.Deadline
import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.coroutines.internal.observe.CallListeners
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.request.QueryIds
import dev.houseflow.coroutines.internal.response.Delivery
import dev.houseflow.coroutines.internal.session.AccessTokens
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.currentCoroutineContext
import java.time.Duration
import java.util.concurrent.TimeUnit

/** When a call may be made again, besides when it certainly never reached a server. */
internal enum class Repeatable {
    /** Whenever the failure says "try again": nothing is changed by running it twice. */
    READ,

    /**
     * The same, since the server drops what it has already: the insert carries a deduplication
     * token, or its caller says so.
     */
    DEDUPLICATED,

    /** Never. */
    UNSENT,
}

/** What is to be known of a call that may be made again. */
internal interface RetryableCall {
    /**
     * The id that its caller gives it; `null` to make one, and empty for what is not known by any.
     */
    val queryId: String?

    /** When it may be made again. */
    val repeatable: Repeatable

    /** Whether its body can be sent once more, as things are now. */
    val canSendAgain: () -> Boolean

    val delivery: Delivery

    /** Whether the client's access token, if it has one, says who asks. */
    val usesTokens: Boolean get() = true

    /**
     * Whether the last attempt has only shown how this server is to be asked, so that the next one
     * does not count as another.
     */
    val asksOtherwise: Boolean get() = false

    /**
     * Whether the server is done with the query of the last attempt, or has never begun it, so that
     * its id is free.
     */
    val queryIsOver: Boolean get() = false

    /** Told of each attempt before the client's listeners are. */
    val watch: AttemptWatch? get() = null

    /** For how long the last answer asked to be left alone (`Retry-After`); 0 when it did not. */
    val retryAfterMillis: Long
}

/** Makes calls as often as [policy] allows and as is safe, each time where [endpoints] says. */
internal class Retries(
    private val endpoints: ServerSelector,
    private val policy: RetryPolicy,
    private val listeners: CallListeners?,
    private val retryClock: RetryClock,
) {
    private val ids = QueryIds()

    /**
     * Runs [once] until it succeeds, or fails for good. [limitNanos] bounds everything; a wait that
     * would outlast it is not begun.
     */
    suspend fun <R> run(
        spec: RetryableCall,
        sessionId: String?,
        limitNanos: Long,
        isClosed: () -> Boolean,
        once: suspend (endpoint: ServerNode, queryId: String) -> R,
    ): R {
        val course = RetryState(spec, sessionId, retryClock.nanoTime(), limitNanos, isClosed)
        val trace = listeners?.of(currentCoroutineContext())
        val id = spec.queryId ?: trace?.info?.queryId ?: ids.next()
        var last: Throwable? = null
        while (true) {
            val endpoint = endpoints.choose(sessionId, course.tried)
            val number = ++course.number
            val attemptId = if (number == 1 || id.isEmpty()) id else "$id-$number"
            endpoint.inFlight.incrementAndGet()
            spec.delivery.answered = false
            trace?.attemptBegins(number, endpoint.options.address.base, attemptId)
            // Cancellation goes on below, when the endpoint and the listeners know of it.
            val outcome = runCatching { once(endpoint, attemptId) }
            endpoint.inFlight.decrementAndGet()
            val failure = outcome.exceptionOrNull()
            learn(endpoint, sessionId, failure, spec.delivery.answered)
            val delayMillis = failure?.let { course.delayAfter(it, endpoint) }
            spec.watch?.attempted(attemptId, failure)
            trace?.attemptEnded(failure, delayMillis?.let(Duration::ofMillis), counted = failure == null || !course.isFree)
            if (failure == null) return outcome.getOrThrow()
            last?.let { if (it !== failure) failure.addSuppressed(it) }
            if (delayMillis == null) throw failure
            last = failure
            if (delayMillis > 0) retryClock.sleep(delayMillis)
        }
    }

    private fun learn(endpoint: ServerNode, sessionId: String?, failure: Throwable?, answered: Boolean) {
        when {
            failure == null || failure is ServerException -> endpoints.answered(endpoint)
            // That the server has closed an unused connection, or that all are in use, says nothing
            // against it.
            failure is TransportException && !isStale(failure) && !isCrowded(failure) -> endpoints.failed(endpoint)
            // Callers leave for reasons of their own; what has run out of time may stand still, and
            // what has not said a word as well.
            failure is TimeoutCancellationException || (failure is CancellationException && !answered) -> endpoints.suspect(endpoint)
        }
        val arrived = failure !is TransportException || failure.mayHaveReachedServer
        if (sessionId != null && arrived) endpoints.stick(sessionId, endpoint)
    }

    /** What one call has been through. */
    private inner class RetryState(
        private val spec: RetryableCall,
        private val sessionId: String?,
        private val started: Long,
        private val limitNanos: Long,
        private val isClosed: () -> Boolean,
    ) {
        /** Small, and empty for nearly all calls. */
        var tried: Set<ServerNode> = emptySet()
            private set
        var number = 0

        /** Whether the last attempt does not count. */
        var isFree = false
            private set
        private var counted = 0
        private var renewed = false

        /** The wait before the next attempt, or `null` when there is to be none. */
        fun delayAfter(failure: Throwable, endpoint: ServerNode): Long? {
            if (isRenewable(failure, endpoint) && !renewed && !isClosed()) {
                renewed = true
                isFree = true
                return 0
            }
            isFree = spec.asksOtherwise && !spec.delivery.begun && !isClosed() && spec.canSendAgain()
            if (isFree) {
                if (spec.queryIsOver) number--
                return 0
            }
            if (policy.maxAttempts == 1 || isClosed() || !mayRepeat(failure)) return null
            if (isStale(failure) && !spec.delivery.needsFreshConnection) {
                spec.delivery.needsFreshConnection = true
                isFree = true
                return 0
            }
            tried += endpoint
            if (++counted >= policy.maxAttempts) return null
            // Another endpoint has nothing to recover from.
            val hasFresh = endpoints.hasFresh(sessionId, tried)
            if (failure is TransportException && hasFresh) return 0
            // What one server asks for is nothing to another one.
            val asked = if (hasFresh) 0 else minOf(spec.retryAfterMillis, millis(policy.maxBackoff))
            val delay = maxOf(backoff(), asked)
            val left = limitNanos - (retryClock.nanoTime() - started)
            return delay.takeIf { TimeUnit.MILLISECONDS.toNanos(it) < left }
        }

        /** A request whose token was refused has done nothing, whatever it asks for. */
        private fun isRenewable(failure: Throwable, endpoint: ServerNode): Boolean =
            endpoint.options.renewsTokens && spec.usesTokens && AccessTokens.isRefusal(failure) && !spec.delivery.begun &&
                spec.canSendAgain()

        private fun mayRepeat(failure: Throwable): Boolean {
            if (spec.delivery.begun || failure !is ClickHouseException || !failure.isRetryable || !spec.canSendAgain()) return false
            // Its time for waiting is over.
            if (isCrowded(failure)) return false
            val neverArrived = failure is TransportException && !failure.mayHaveReachedServer
            return neverArrived || spec.repeatable != Repeatable.UNSENT
        }

        private fun backoff(): Long {
            val bound = minOf(millis(policy.initialBackoff) shl minOf(counted - 1, MAX_DOUBLINGS), millis(policy.maxBackoff))
            return retryClock.random.nextLong(bound + 1)
        }

        /** So far below the largest number that doubling it does not overflow. */
        private fun millis(duration: Duration): Long = minOf(duration.seconds, MAX_SECONDS) * MILLIS + duration.nano / NANOS_PER_MILLI
    }

    internal companion object {
        private const val MAX_DOUBLINGS = 20
        private const val MAX_SECONDS = 1_000_000L
        private const val MILLIS = 1000L
        private const val NANOS_PER_MILLI = 1_000_000
        private const val DIRECT_SELECT = "stream_like_engine_allow_direct_select"

        /** No connection was tried, since this client has as many as it may have. */
        private fun isCrowded(failure: Throwable): Boolean {
            val cause = failure.cause
            return ((if (cause is ExchangeException) cause.cause else cause) as? DeadlineException)?.deadline == Deadline.POOL_WAIT
        }

        /**
         * What [request] may be, by its statement; a direct read of a queue, as of a Kafka table,
         * takes what it reads.
         */
        fun repeatable(request: QueryRequest, options: ClientOptions): Repeatable =
            if ((request.readOnly || ReadOnlyStatement.isReadOnly(request.sql)) &&
                (options.setting(request, DIRECT_SELECT) ?: "0") == "0"
            ) {
                Repeatable.READ
            } else {
                Repeatable.UNSENT
            }

        /**
         * What an insert may be. A token for all inserts of a client would make the server drop the
         * second one, so only the request's counts.
         */
        fun insertRepeatable(request: InsertRequest): Repeatable {
            val hasToken = !request.settings[ClientOptions.DEDUPLICATION_TOKEN].isNullOrEmpty()
            return if (hasToken || request.repeatable) Repeatable.DEDUPLICATED else Repeatable.UNSENT
        }
    }
}

/**
 * A kept-alive connection ended without one byte: the server closed it while the request was on its
 * way, and has not seen that.
 */
internal fun isStale(failure: Throwable): Boolean = (failure.cause as? ExchangeException)?.connectionStale == true
