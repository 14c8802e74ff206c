package dev.houseflow.coroutines.internal.observe

import dev.houseflow.CallOutcome
import dev.houseflow.ClickHouseException
import kotlinx.coroutines.CancellationException
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReference

/**
 * The end of the call of a stream: it is over when the coroutine that makes the items has ended,
 * and its user has had the last one or has left. Thread-safe.
 */
internal class StreamEnd(private val trace: CallTrace) {
    private class Left(val outcome: CallOutcome, val failure: Throwable?)

    private val state = AtomicInteger()
    private val left = AtomicReference<Left>()

    @Volatile
    private var failure: Throwable? = null

    /** The coroutine has begun. */
    fun produces() {
        add(PRODUCES)
    }

    /** The coroutine has ended, with [failure] if it failed. */
    fun produced(failure: Throwable?) {
        if (failure !is CancellationException) this.failure = failure
        if (add(PRODUCED) and LEFT != 0) end()
    }

    /** The user has had the last item, or the failure. */
    fun taken() {
        left(CallOutcome.DONE, null)
    }

    /** The user has left before that, for [reason] if there is one. */
    fun cancelled(reason: Throwable?) {
        // What a row cannot be made of is found by its user.
        if (reason is ClickHouseException) left(CallOutcome.FAILED, reason) else left(CallOutcome.CANCELLED, null)
    }

    /** There is no user any more, and he has not said that he leaves. */
    fun abandoned() {
        left(CallOutcome.ABANDONED, null)
    }

    private fun left(outcome: CallOutcome, failure: Throwable?) {
        if (!left.compareAndSet(null, Left(outcome, failure))) return
        val before = add(LEFT)
        // A coroutine that is cancelled before its turn never runs.
        if (before and PRODUCES == 0 || before and PRODUCED != 0) end()
    }

    private fun end() {
        val left = left.get()
        val failure = failure ?: left.failure
        trace.end(if (failure != null) CallOutcome.FAILED else left.outcome, failure)
    }

    /** What was there before. */
    private fun add(flag: Int): Int {
        while (true) {
            val before = state.get()
            if (state.compareAndSet(before, before or flag)) return before
        }
    }

    private companion object {
        private const val PRODUCES = 1
        private const val PRODUCED = 2
        private const val LEFT = 4
    }
}
