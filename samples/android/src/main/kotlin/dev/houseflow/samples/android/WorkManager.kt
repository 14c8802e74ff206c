package dev.houseflow.samples.android

import dev.houseflow.ClickHouseException
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** How a job ended, as Android's `ListenableWorker.Result` has it. */
enum class Result { SUCCESS, RETRY, FAILURE }

/** A job in the background. On a device `androidx.work.CoroutineWorker` is in its place. */
fun interface Worker {
    /** Does the work. It is cancelled when the network is lost. */
    suspend fun doWork(): Result
}

/**
 * Runs jobs that need a network, as Android's WorkManager does by `NetworkType.CONNECTED` and `BackoffPolicy.EXPONENTIAL`.
 *
 * @param network whether there is one
 */
class WorkManager(private val network: StateFlow<Boolean>, private val firstBackoff: Duration = 1.seconds) {
    /** Runs [worker] as soon as there is a network, again while it says so, and gives what it ended with. */
    suspend fun run(worker: Worker): Result {
        var backoff = firstBackoff
        while (true) {
            network.first { it }
            val result = whileConnected(worker)
            if (result != Result.RETRY) return result
            delay(backoff)
            backoff = minOf(backoff * 2, LONGEST_BACKOFF)
        }
    }

    private suspend fun whileConnected(worker: Worker): Result = coroutineScope {
        val work = async { worker.doWork() }
        val watch = launch {
            network.first { !it }
            work.cancel()
        }
        try {
            work.await()
        } catch (_: CancellationException) {
            currentCoroutineContext().ensureActive()
            Result.RETRY
        } finally {
            watch.cancel()
        }
    }

    private companion object {
        private val LONGEST_BACKOFF = 5.minutes
    }
}

/** Runs [work], which calls a client; what may go better the next time is to be done again. */
suspend fun resultOf(work: suspend () -> Unit): Result = try {
    work()
    Result.SUCCESS
} catch (e: ClickHouseException) {
    // An inserter says why it has stopped.
    val failure = e.cause as? ClickHouseException ?: e
    if (failure.isRetryable) Result.RETRY else Result.FAILURE
}
