package dev.houseflow.coroutines.internal.observe

import dev.houseflow.Attempt
import dev.houseflow.CallEnd
import dev.houseflow.CallFirstByte
import dev.houseflow.CallInfo
import dev.houseflow.CallListener
import dev.houseflow.CallOperation
import dev.houseflow.CallProgress
import dev.houseflow.CallStart
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicReference

/** Remembers all events, and refuses events of one call that come at the same time. */
internal class Events(private val wantsProgress: Boolean = false, private val onStart: (CallStart) -> Unit = {}) : CallListener {
    private val told = CopyOnWriteArrayList<Pair<CallInfo, String>>()
    private val busy = CopyOnWriteArrayList<CallInfo>()
    private val overlap = AtomicReference<String>()
    val ends = CopyOnWriteArrayList<CallEnd>()
    val attempts = CopyOnWriteArrayList<Attempt>()
    val calls: List<CallInfo> get() = told.map { it.first }.distinct()

    /** The last call of a caller that has ended. */
    val end: CallEnd get() = ends.last { it.call.operation != CallOperation.INTERNAL }

    /** What was told of the calls that their callers made, or of those of the client's own. */
    fun order(internal: Boolean = false): List<String> {
        check(overlap.get() == null) { overlap.get() }
        return told.filter { (it.first.operation == CallOperation.INTERNAL) == internal }.map { it.second }
    }

    private fun tell(call: CallInfo, event: String, then: () -> Unit = {}) {
        if (call in busy) overlap.set("$event came during another event")
        busy += call
        Thread.yield()
        then()
        told += call to event
        busy -= call
    }

    override fun wantsProgress(call: CallInfo): Boolean = wantsProgress

    override fun onStart(start: CallStart) = tell(start.call, "start ${start.call.operation}") { onStart.invoke(start) }

    override fun onFirstByte(firstByte: CallFirstByte) = tell(firstByte.call, "first byte ${firstByte.attempt}")

    override fun onProgress(progress: CallProgress) = tell(progress.call, "progress")

    override fun onAttempt(attempt: Attempt) = tell(attempt.call, "attempt ${attempt.number} ${what(attempt)}") { attempts += attempt }

    override fun onEnd(end: CallEnd) = tell(end.call, "end ${end.outcome}") { ends += end }

    private fun what(attempt: Attempt) = when {
        attempt.failure == null -> "done"
        attempt.delayBeforeNext == null -> "failed"
        else -> "failed, goes on"
    }
}
