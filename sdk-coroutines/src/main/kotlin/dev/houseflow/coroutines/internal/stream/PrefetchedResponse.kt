package dev.houseflow.coroutines.internal.stream

import dev.houseflow.ClickHouseException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.coroutines.internal.observe.CallTrace
import dev.houseflow.coroutines.internal.observe.StreamEnd
import dev.houseflow.coroutines.internal.session.SessionState
import dev.houseflow.coroutines.internal.session.callerJob
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.produce
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext

/**
 * The items of an answer, made by [produce] while those before are used. Each [flow] that is
 * collected, and each [open], is a call of its own.
 *
 * @param dispatcher where those are made that are used in a context
 * @param begin begins the call of a user in a context, if anyone observes it
 */
@InternalHouseflowApi
public class PrefetchedResponse<E : Any> internal constructor(
    private val dispatcher: (CoroutineContext) -> CoroutineDispatcher,
    private val session: SessionState?,
    private val begin: (CoroutineContext) -> CallTrace? = { null },
    private val produce: suspend (into: PrefetchQueue<E>, caller: Job) -> Unit,
) {
    /** The items as a cold flow. */
    public fun flow(): Flow<E> = flow {
        val caller = callerJob()
        coroutineScope {
            val items = open(this, caller, dispatcher(coroutineContext))
            try {
                while (true) {
                    val item = items.next() ?: break
                    if (session == null) emit(item) else session.duringCall { emit(item) }
                }
            } catch (e: AbandonedException) {
                items.abandon()
                throw e
            } catch (e: ClickHouseException) {
                items.cancel(e)
                throw e
            } finally {
                items.cancel()
            }
        }
    }

    /**
     * Begins the call in [scope], for one user at a time, and makes the items [on] a dispatcher of
     * the user's if there is one.
     */
    public fun open(scope: CoroutineScope, on: CoroutineDispatcher? = null): PrefetchQueue<E> =
        open(scope, null, on ?: dispatcher(scope.coroutineContext))

    @OptIn(ExperimentalCoroutinesApi::class)
    private fun open(scope: CoroutineScope, caller: Job?, on: CoroutineDispatcher): PrefetchQueue<E> {
        val trace = begin(scope.coroutineContext)
        val end = trace?.let(::StreamEnd)
        val queue = PrefetchQueue<E>(end)
        queue.events = scope.produce(on + (trace ?: EmptyCoroutineContext), PrefetchQueue.MOST) {
            queue.into = channel
            end?.produces()
            var failure: Throwable? = null
            try {
                produce(queue, caller ?: callerJob())
            } catch (e: CancellationException) {
                failure = e
                throw e
            } catch (e: Throwable) {
                failure = e
                queue.fail(e)
            } finally {
                end?.produced(failure)
            }
        }
        return queue
    }
}
