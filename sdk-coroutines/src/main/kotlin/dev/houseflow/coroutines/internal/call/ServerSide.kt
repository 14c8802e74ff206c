package dev.houseflow.coroutines.internal.call

import dev.houseflow.Block
import dev.houseflow.Format
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.request.Statement
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.response.NativeLayout
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.coroutines.internal.response.ServerZones
import dev.houseflow.coroutines.internal.response.SideCall
import dev.houseflow.coroutines.internal.session.SessionState
import kotlinx.coroutines.CoroutineDispatcher
import java.util.UUID

/** One request of a call, and what it was made for. */
internal class Exchange(
    val spec: CallSpec,
    val session: SessionState?,
    val endpoint: ServerNode,
    val headers: List<Pair<String, String>>,
    val queryId: String,
    /** Whether the server is told to leave exceptions out of the format of the answer. */
    val pins: Boolean,
    /** The revision that blocks are asked for in; 0 for none. */
    val revision: Int,
    val side: SideCall,
)

/** The server of one call, to be asked something beside it. */
internal class ServerSide(
    private val spec: CallSpec,
    private val session: SessionState?,
    private val endpoint: ServerNode,
    private val headers: List<Pair<String, String>>,
    private val io: CoroutineDispatcher,
    private val send: suspend (Exchange, read: suspend (QueryResponse) -> QuerySummary) -> QuerySummary,
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
        val id = UUID.randomUUID().toString()
        val exchange = Exchange(asking, session, endpoint, headers, id, pins = false, revision = 0, this)
        return send(exchange) { answer ->
            NativeBlocks.read(answer) { take(it) }
            answer.summary
        }
    }

    private companion object {
        private val QUESTION = listOf(CallExecutor.WAIT_END to "1", "default_format" to Format.NATIVE.name)
    }
}
