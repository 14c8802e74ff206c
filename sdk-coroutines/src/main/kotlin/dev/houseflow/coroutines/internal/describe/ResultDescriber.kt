package dev.houseflow.coroutines.internal.describe

import dev.houseflow.Block
import dev.houseflow.ClickHouseException
import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.call.CallSpec
import dev.houseflow.coroutines.internal.call.Repeatable
import dev.houseflow.coroutines.internal.request.AnswerParameters
import dev.houseflow.coroutines.internal.request.Statement
import dev.houseflow.coroutines.internal.response.ColumnZones
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.response.NativeLayout
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.coroutines.internal.response.copy
import dev.houseflow.coroutines.internal.session.SessionState
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.sql.HelperRequests
import kotlinx.coroutines.Job
import java.io.ByteArrayOutputStream

/** Asks servers for names and types of the columns of results, without running their statements. */
internal class ResultDescriber(private val calls: CallContext, val schemas: ResultSchemas) {
    /**
     * Finds the time zones of the result of [request], whose rows [adapter] makes; `null` for
     * rows of no class.
     */
    fun zones(request: QueryRequest, adapter: RowAdapter<*>?): ColumnZones = ResultZones(request, adapter, this)

    /**
     * The columns of the result of [request]. Throws when it has none, or the server does not tell.
     */
    suspend fun columns(request: QueryRequest, caller: Job): List<ColumnHeader> {
        val key = key(request, null, request.sql)
        schemas.columns(key)?.let { return it }
        val shape = StatementShape.of(request.sql)
        val description = shape.description
        val found = when {
            description != null -> described(question(request, description), caller)
            shape.isShow -> shown(question(request, shape.core), caller)
            else -> throw notReading(request.sql.take(SHOWN))
        }
        if (found.isNotEmpty()) schemas.remember(key, found)
        return found
    }

    private fun notReading(sql: String) =
        ConfigurationException("Only the columns of statements that read can be told, such as SELECT and SHOW, and this one is none: $sql")

    /**
     * The same, or `null` where it cannot be told: no call fails for that. [summary] is what came
     * with the empty answer; where it names no server, none of ClickHouse's has answered.
     */
    suspend fun columnsIfTold(request: QueryRequest, caller: Job, summary: QuerySummary): List<ColumnHeader>? {
        if (summary.serverDisplayName == null && summary.timezone == null && summary.format == null) return null
        return try {
            columns(request, caller).ifEmpty { null }
        } catch (_: ClickHouseException) {
            null
        }
    }

    private suspend fun described(question: QueryRequest, caller: Job): List<ColumnHeader> {
        val columns = ArrayList<ColumnHeader>()
        ask(question, caller, Format.NATIVE, NativeLayout.PLAIN) { answer -> NativeBlocks.read(answer) { columns += headers(it) } }
        return columns
    }

    /**
     * Such statements cannot be described, and their answers are short; this format begins with
     * names and types.
     */
    private suspend fun shown(question: QueryRequest, caller: Job): List<ColumnHeader> {
        val bytes = ByteArrayOutputStream()
        ask(question, caller, Format.TAB_SEPARATED_WITH_NAMES_AND_TYPES, null) { copy(it.source, bytes) }
        return TabSeparatedHead.read(bytes.toString("UTF-8"))
    }

    private suspend fun ask(
        question: QueryRequest,
        caller: Job,
        format: Format,
        native: NativeLayout?,
        read: suspend (QueryResponse) -> Unit,
    ) {
        val statement = Statement.of(question, calls.options, calls.dispatching.io)
        val spec = CallSpec(
            question,
            listOf(AnswerParameters.WAIT, AnswerParameters.format(format)) + statement.urlParameters,
            statement.body,
            native = native,
            headers = statement.headers,
            caller = caller,
            repeatable = Repeatable.READ,
            parametersInUrl = statement.parametersInUrl,
            isInternal = true,
        )
        calls.run(spec) { read(it) }
    }

    fun question(request: QueryRequest, sql: String): QueryRequest = HelperRequests.of(
        sql,
        request,
        calls.options.allSettings(request).keys,
    )

    /**
     * `null` where nothing may be remembered: a session that the request names itself is used by
     * others too.
     */
    fun key(request: QueryRequest, server: Any?, sql: String): ResultSchemas.Key? {
        val session: SessionState? = calls.session
        if (request.sessionId != null && request.sessionId != session?.id) return null
        val scope = HelperRequests.scope(request, calls.options.allSettings(request))
        return ResultSchemas.Key(server, if (session == null) scope else "${session.id}\u0000${session.changes}\u0000$scope", sql)
    }

    internal companion object {
        private const val SHOWN = 100

        /** From the columns `name` and `type` of `DESCRIBE TABLE`. */
        fun headers(block: Block): List<ColumnHeader> {
            val names = block.column("name")
            val types = block.column("type")
            return (0 until block.rowCount).map { ColumnHeader(names.getString(it), ClickHouseType.parse(types.getString(it))) }
        }
    }
}
