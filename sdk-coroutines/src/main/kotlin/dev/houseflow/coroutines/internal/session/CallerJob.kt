package dev.houseflow.coroutines.internal.session

import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext

/**
 * The job of the coroutine that calls. One without a job, as that of `suspend fun main` is, has one
 * that nothing cancels.
 */
internal suspend fun callerJob(): Job = currentCoroutineContext()[Job] ?: NonCancellable
