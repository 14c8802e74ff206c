package dev.houseflow.javaapi.internal.async

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
import kotlin.coroutines.resume

/**
 * A flow as a publisher, by the letter of Reactive Streams 1.0: every subscriber collects [source] anew, in [scope], from his first request on.
 *
 * The library's own `asPublisher` passes over requests for nothing or less (rule 3.9), and signals elements while `onSubscribe` still runs
 * (rule 1.3).
 */
internal class FlowPublisher<T : Any>(
    private val source: Flow<T>,
    private val scope: CoroutineScope,
    private val session: SessionStreams?,
) : Publisher<T> {
    override fun subscribe(subscriber: Subscriber<in T>) {
        val busy = session?.busyFeeding()
        FlowSubscription(if (busy == null) source else flow { throw busy }, scope, subscriber).begin()
    }
}

/** All signals but `onSubscribe` are those of one coroutine, begun after it, so they come one after the other. */
private class FlowSubscription<T : Any>(
    private val source: Flow<T>,
    private val scope: CoroutineScope,
    subscriber: Subscriber<in T>,
) : Subscription {
    /** Let go of at the end (rule 3.13): a thread that rests may remember for long what it did last. */
    @Volatile
    private var subscriber: Subscriber<in T>? = subscriber

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

    fun begin() {
        subscriber?.onSubscribe(this)
        subscribed = true
        startIfAsked()
    }

    private fun startIfAsked() {
        val asked = requested.get() > 0 || wrong != null
        if (subscribed && asked && started.compareAndSet(false, true)) scope.launch { run() }
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
        val wrong = wrong
        when {
            cancelled -> Unit
            wrong != null -> subscriber?.onError(wrong)
            failure != null -> subscriber?.onError(failure)
            else -> subscriber?.onComplete()
        }
        subscriber = null
    }

    private suspend fun collect() {
        stopIfOver()
        source.collect { value ->
            awaitRequest()
            stopIfOver()
            if (requested.get() != Long.MAX_VALUE) requested.decrementAndGet()
            subscriber?.onNext(value)
        }
        stopIfOver()
    }

    private suspend fun awaitRequest() {
        while (requested.get() == 0L) {
            suspendCancellableCoroutine { collector ->
                waiting.set(collector)
                if (requested.get() > 0) wake()
            }
        }
    }

    private fun stopIfOver() {
        if (cancelled || wrong != null) throw CancellationException("The subscription is over")
    }

    private fun wake() {
        waiting.getAndSet(null)?.resume(Unit)
    }

    override fun request(count: Long) {
        if (count <= 0) {
            wrong = IllegalArgumentException("Requested $count elements; request at least one (rule 3.9 of Reactive Streams)")
            collecting?.cancel()
        } else {
            while (true) {
                val before = requested.get()
                val after = if (count >= Long.MAX_VALUE - before) Long.MAX_VALUE else before + count
                if (requested.compareAndSet(before, after)) break
            }
            wake()
        }
        startIfAsked()
    }

    override fun cancel() {
        cancelled = true
        subscriber = null
        collecting?.cancel()
    }
}
