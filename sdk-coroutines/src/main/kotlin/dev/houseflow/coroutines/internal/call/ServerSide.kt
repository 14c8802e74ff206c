package dev.houseflow.coroutines.internal.call

import dev.houseflow.Block
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.observe.CallListeners
import dev.houseflow.coroutines.internal.request.AnswerParameters
import dev.houseflow.coroutines.internal.request.Statement
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.response.NativeLayout
import dev.houseflow.coroutines.internal.response.ServerZones
import dev.houseflow.coroutines.internal.response.SideCall
import dev.houseflow.coroutines.internal.session.SessionState
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.currentCoroutineContext
import java.util.UUID

/** The server of one call, to be asked something beside it. */
internal class ServerSide(
    private val spec: CallSpec,
    private val session: SessionState?,
    private val endpoint: ServerNode,
    private val headers: List<Pair<String, String>>,
    private val io: CoroutineDispatcher,
    private val exchanges: ExchangeExecutor,
    private val listeners: CallListeners?,
) : SideCall {
    override val server: ServerZones get() = endpoint.zones

    override val isBusy: Boolean get() = session != null || spec.options.sessionId != null

    override suspend fun ask(question: QueryRequest, take: (Block) -> Unit): QuerySummary {
        val statement = Statement.of(question, endpoint.options, io)
        val asking = CallSpec(
            question,
            QUESTION + statement.urlParameters,
            statement.body,
            native = NativeLayout.PLAIN,
            headers = statement.headers,
            caller = spec.caller,
            parametersInUrl = statement.parametersInUrl,
            urgent = true,
        )
        if (listeners == null) return ask(asking, UUID.randomUUID().toString(), take)
        return listeners.observeInternal(question, session?.id) {
            val trace = listeners.of(currentCoroutineContext())
            val id = trace?.info?.queryId ?: UUID.randomUUID().toString()
            trace?.attemptBegins(1, endpoint.options.address.base, id)
            val outcome = runCatching { ask(asking, id, take) }
            trace?.attemptEnded(outcome.exceptionOrNull(), null, counted = true)
            outcome.getOrThrow()
        }
    }

    private suspend fun ask(asking: CallSpec, id: String, take: (Block) -> Unit): QuerySummary =
        exchanges.run(Exchange(asking, session, endpoint, headers, id, AskedFeatures.NONE, this)) { answer ->
            NativeBlocks.read(answer) { take(it) }
            answer.summary
        }

    private companion object {
        private val QUESTION = listOf(AnswerParameters.WAIT, AnswerParameters.NATIVE)
    }
}
