package dev.houseflow.javaapi.internal.async

import dev.houseflow.coroutines.internal.call.OpenStreams
import dev.houseflow.coroutines.internal.stream.AbandonedException
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.suspendCancellableCoroutine
import org.reactivestreams.Publisher
import org.reactivestreams.Subscriber
import org.reactivestreams.Subscription
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.atomic.AtomicReference
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.resume

/**
 * A flow as a publisher, by the letter of Reactive Streams 1.0: every subscriber collects [source]
 * anew, in [scope], from his first request on.
 *
 * The library's own `asPublisher` passes over requests for nothing or less (rule 3.9), and signals
 * elements while `onSubscribe` still runs (rule 1.3).
 */
internal class FlowPublisher<T : Any>(
    private val source: Flow<T>,
    private val scope: CoroutineScope,
    private val session: SessionStreams?,
    private val streams: OpenStreams,
    private val callerContext: () -> CoroutineContext = { EmptyCoroutineContext },
) : Publisher<T> {
    override fun subscribe(subscriber: Subscriber<in T>) {
        val busy = session?.busyFeeding()
        Delivery(if (busy == null) source else flow { throw busy }, scope, streams, callerContext()).begin(subscriber)
    }
}

/**
 * What a subscriber asks and cancels by. Lets go of him at the end (rule 3.13): a thread that rests
 * may remember for long what it did last.
 */
private class FlowSubscription<T : Any>(@Volatile var subscriber: Subscriber<in T>?, private val delivery: Delivery<T>) : Subscription {
    override fun request(count: Long) {
        delivery.request(this, count)
    }

    override fun cancel() {
        delivery.cancel(this)
    }
}

/**
 * All signals but `onSubscribe` are those of one coroutine, begun after it, so they come one after
 * the other.
 *
 * As long as elements are asked for it refers to the subscription. While it waits for a request it
 * does not: when nothing else refers to the subscription any more, there will never be one, and the
 * query is ended.
 */
private class Delivery<T : Any>(
    private val source: Flow<T>,
    private val scope: CoroutineScope,
    private val streams: OpenStreams,
    private val context: CoroutineContext,
) {
    private val place = streams.place()

    @Volatile
    private var active: FlowSubscription<T>? = null

    private val started = AtomicBoolean()
    private val requested = AtomicLong()

    @Volatile
    private var subscribed = false

    /** The collector, while it waits for a request. */
    private val waiting = AtomicReference<CancellableContinuation<Unit>?>()

    @Volatile
    private var collecting: Job? = null

    @Volatile
    private var cancelled = false

    /** What the subscriber did wrong: he is told, and gets nothing more. */
    @Volatile
    private var wrong: IllegalArgumentException? = null

    private var watched: OpenStreams.Watched? = null

    fun begin(subscriber: Subscriber<in T>) {
        val subscription = FlowSubscription(subscriber, this)
        subscriber.onSubscribe(subscription)
        subscribed = true
        startIfAsked(subscription)
    }

    private fun startIfAsked(subscription: FlowSubscription<T>) {
        val asked = requested.get() > 0 || wrong != null
        if (!subscribed || !asked || !started.compareAndSet(false, true)) return
        watched = streams.opened(subscription, place, { "A subscription to rows or bytes of an answer" }) { end(AbandonedException()) }
        scope.launch(context) { run() }
    }

    private suspend fun run() {
        // Only what is in the scope gets cancelled, so that the end can always be told.
        val failure = try {
            coroutineScope {
                collecting = coroutineContext.job
                collect()
            }
            null
        } catch (e: Throwable) {
            e
        }
        collecting = null
        watched?.let(streams::ended)
        val subscriber = active?.subscriber
        val wrong = wrong
        when {
            cancelled -> Unit
            wrong != null -> subscriber?.onError(wrong)
            failure != null -> subscriber?.onError(failure)
            else -> subscriber?.onComplete()
        }
        active?.subscriber = null
        active = null
    }

    private suspend fun collect() {
        stopIfOver()
        source.collect { value ->
            awaitRequest()
            stopIfOver()
            if (requested.get() != Long.MAX_VALUE) requested.decrementAndGet()
            active?.subscriber?.onNext(value)
        }
        stopIfOver()
    }

    private suspend fun awaitRequest() {
        while (!isAsked()) {
            suspendCancellableCoroutine { collector ->
                waiting.set(collector)
                if (requested.get() > 0) wake()
            }
        }
    }

    private fun isAsked(): Boolean = synchronized(this) {
        val isAsked = requested.get() > 0
        if (!isAsked && wrong == null) active = null
        isAsked
    }

    private fun stopIfOver() {
        if (cancelled || wrong != null) throw CancellationException("The subscription is over")
    }

    private fun wake() {
        waiting.getAndSet(null)?.resume(Unit)
    }

    fun request(subscription: FlowSubscription<T>, count: Long) {
        synchronized(this) {
            // After the end it is let go of for good.
            if (subscription.subscriber != null) active = subscription
            if (count > 0) {
                val before = requested.get()
                requested.addAndGet(minOf(count, Long.MAX_VALUE - before))
            } else {
                wrong = IllegalArgumentException("Requested $count elements; request at least one (rule 3.9 of Reactive Streams)")
            }
        }
        if (count > 0) wake() else collecting?.cancel()
        startIfAsked(subscription)
    }

    fun cancel(subscription: FlowSubscription<T>) {
        subscription.subscriber = null
        end(CancellationException("The subscription is cancelled"))
    }

    private fun end(reason: CancellationException) {
        cancelled = true
        active = null
        collecting?.cancel(reason)
    }
}
