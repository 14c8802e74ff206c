package dev.houseflow.coroutines.internal.session

import dev.houseflow.InternalHouseflowApi
import java.util.concurrent.ConcurrentHashMap

/**
 * Who runs code of the caller's that belongs to a call under way: a coroutine or a thread. From
 * there a second call of the same session would wait for the first, and the first for it.
 * Thread-safe.
 */
@InternalHouseflowApi
public class ReentryGuard<K : Any> {
    private val inside: MutableSet<K> = ConcurrentHashMap.newKeySet()

    /** Runs [block] for [who]; it may be inside already. */
    public inline fun <R> inside(who: K, block: () -> R): R {
        val first = enter(who)
        try {
            return block()
        } finally {
            if (first) leave(who)
        }
    }

    @PublishedApi
    internal fun enter(who: K): Boolean = inside.add(who)

    @PublishedApi
    internal fun leave(who: K) {
        inside.remove(who)
    }

    public operator fun contains(who: K): Boolean = who in inside
}
