package dev.houseflow.javaapi.internal.async

import org.reactivestreams.Publisher
import org.reactivestreams.Subscriber
import org.reactivestreams.Subscription
import java.util.concurrent.atomic.AtomicBoolean

/**
 * A [source] of the caller's, with a subscriber before the library's own that does what Reactive
 * Streams asks of one: a second subscription is cancelled (rule 2.5), and `null` is refused (rule
 * 2.13). The library's requests from both, and takes `null` for a value.
 */
internal class CheckedPublisher<T : Any>(private val source: Publisher<out T>, private val session: SessionStreams?) : Publisher<T> {
    override fun subscribe(subscriber: Subscriber<in T>) {
        val checked = CheckedSubscriber(subscriber)
        if (session == null) source.subscribe(checked) else session.feeding { source.subscribe(checked) }
    }
}

/** The compiler puts a check for `null` before each of these functions. */
private class CheckedSubscriber<T : Any>(private val subscriber: Subscriber<in T>) : Subscriber<T> {
    private val subscribed = AtomicBoolean()

    override fun onSubscribe(subscription: Subscription) {
        if (subscribed.compareAndSet(false, true)) subscriber.onSubscribe(subscription) else subscription.cancel()
    }

    override fun onNext(value: T) {
        subscriber.onNext(value)
    }

    override fun onError(failure: Throwable) {
        subscriber.onError(failure)
    }

    override fun onComplete() {
        subscriber.onComplete()
    }
}
