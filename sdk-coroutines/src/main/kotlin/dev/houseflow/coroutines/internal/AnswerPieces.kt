package dev.houseflow.coroutines.internal

import dev.houseflow.InternalHouseflowApi
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.ProducerScope
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.produce
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.job

/**
 * The pieces of an answer, made by [produce] on [dispatcher] while the piece before is used, with room for [room] finished ones beside the one at
 * hand: none for pieces that can be large, some for small ones, so that producer and user need not meet at each.
 * Each [flow] that is collected, and each [open], is a call of its own.
 *
 * A failure is handed over like a piece: a producer that simply failed would cancel its collector before that had the pieces from before
 * the failure.
 */
@InternalHouseflowApi
public class AnswerPieces<E : Any> internal constructor(
    private val dispatcher: CoroutineDispatcher,
    private val session: SessionState?,
    private val room: Int,
    private val produce: suspend ProducerScope<Any>.(caller: Job) -> Unit,
) {
    /** The pieces as a cold flow. */
    public fun flow(): Flow<E> = flow {
        val caller = currentCoroutineContext().job
        channelFlow { produceEvents(caller) }.buffer(room).flowOn(dispatcher).collect { event ->
            val piece = piece(event)
            if (session == null) emit(piece) else session.duringCall { emit(piece) }
        }
    }

    /** Begins the call in [scope]. What the channel gives is to be looked at by [piece]; cancelling the channel ends the call. */
    @OptIn(ExperimentalCoroutinesApi::class)
    public fun open(scope: CoroutineScope): ReceiveChannel<Any> =
        scope.produce(dispatcher, room) { produceEvents(currentCoroutineContext().job) }

    /** The piece that an [event] of the channel stands for; throws the failure of the call when it is that. */
    public fun piece(event: Any): E {
        if (event is Failure) throw event.cause
        @Suppress("UNCHECKED_CAST")
        return event as E
    }

    private suspend fun ProducerScope<Any>.produceEvents(caller: Job) {
        try {
            produce(caller)
        } catch (e: CancellationException) {
            throw e
        } catch (e: Throwable) {
            send(Failure(e))
        }
    }

    private class Failure(val cause: Throwable)
}
