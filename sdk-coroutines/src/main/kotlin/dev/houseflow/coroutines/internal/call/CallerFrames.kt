package dev.houseflow.coroutines.internal.call

import dev.houseflow.ClickHouseException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.jvm.internal.CoroutineStackFrame

/**
 * Runs [block]. What fails has no frame of its caller's in its stack trace when the failure came to
 * light on another thread; the coroutines that wait for it know them.
 */
internal suspend inline fun <R> withCallerFrames(block: () -> R): R = try {
    block()
} catch (e: ClickHouseException) {
    addCallerFrames(e)
    throw e
}

/** The same for each collection. */
internal fun <T> Flow<T>.withCallerFrames(): Flow<T> = FramedFlow(this)

private class FramedFlow<T>(private val flow: Flow<T>) : Flow<T> {
    override suspend fun collect(collector: FlowCollector<T>): Unit = withCallerFrames { flow.collect(collector) }
}

internal suspend fun addCallerFrames(failure: Throwable): Unit = suspendCoroutineUninterceptedOrReturn { waiting ->
    val known = failure.stackTrace
    val frames = generateSequence((waiting as? CoroutineStackFrame)?.callerFrame) { it.callerFrame }
        .take(MOST_FRAMES)
        .mapNotNull { it.getStackTraceElement() }
        .toList()
    val missing = frames.filter { frame -> known.none { it.className == frame.className && it.lineNumber == frame.lineNumber } }
    if (missing.isNotEmpty()) failure.stackTrace = known + missing
    Unit
}

private const val MOST_FRAMES = 64
