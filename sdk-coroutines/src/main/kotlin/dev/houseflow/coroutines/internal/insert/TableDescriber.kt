package dev.houseflow.coroutines.internal.insert

import dev.houseflow.Block
import dev.houseflow.ClickHouseException
import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.InsertRequest
import dev.houseflow.QuerySummary
import dev.houseflow.ResultColumn
import dev.houseflow.ServerException
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.call.CallSpec
import dev.houseflow.coroutines.internal.call.Repeatable
import dev.houseflow.coroutines.internal.request.AnswerParameters
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.response.NativeLayout
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.internal.sql.HelperRequests
import dev.houseflow.internal.sql.InsertSettings
import dev.houseflow.internal.type.DefaultZone
import dev.houseflow.internal.type.Identifiers
import dev.houseflow.internal.type.hasOpenZone
import kotlinx.coroutines.Job
import kotlinx.coroutines.withContext

/** Asks servers what tables take, and remembers it as long as it is likely to be true. */
internal class TableDescriber(private val calls: CallContext, private val schemas: TableSchemas) {
    /** What was said of the table earlier, if it was. */
    fun remembered(request: InsertRequest): TableSchema? = key(request)?.let { schemas[it] }

    fun forget(request: InsertRequest) {
        key(request)?.let { schemas.forget(it) }
    }

    /** Asks, and remembers. */
    suspend fun ask(request: InsertRequest, caller: Job): TableSchema = withContext(calls.dispatching.near()) {
        val columns = ArrayList<TableColumn>()
        val sql = "DESCRIBE TABLE ${if (request.isFunction) request.table else Identifiers.quoteTable(request.table)}"
        val summary = run(request, caller, sql) { columns.addAll(described(it)) }
        val zone = NativeBlocks.zone(summary)
            ?: if (columns.any { hasOpenZone(it.type) }) serverZone(request, caller) else DefaultZone.UTC
        val schema = TableSchema(request.table, columns, zone, checksTypes(request, caller))
        key(request)?.let { schemas[it] = schema }
        schema
    }

    /**
     * What the caller says of the table. It is asked all the same where the server would not refuse
     * other types but convert the values without a word.
     */
    suspend fun given(request: InsertRequest, caller: Job): TableSchema {
        val columns = request.columnTypes.orEmpty()
        val checksTypes = checksTypes(request, caller)
        val real = if (checksTypes) null else remembered(request) ?: ask(request, caller)
        real?.compare(columns)
        val zone = request.columnZone ?: real?.zone ?: DefaultZone.unknown(
            "The type that the request gives names no time zone, and the table was not asked: give a moment (Instant), or name the " +
                "zone, as in DateTime('UTC')",
        )
        return TableSchema(request.table, columns.map { TableColumn(it.name, it.type, kind = "") }, zone, checksTypes)
    }

    /** [request] with the types that it leaves to the table. */
    suspend fun prepared(request: InsertRequest, caller: Job): InsertRequest {
        val schema = if (request.columnTypes != null) given(request, caller) else ask(request, caller)
        return request.toBuilder().apply {
            columns = null
            columnTypes = schema.columnsFor(request).map { ResultColumn(it.name, it.type) }
            columnZone = schema.zone
        }.build()
    }

    /**
     * What tells the table of [request] from others of the same name, and from itself under other
     * settings; `null` where it may have changed since: a session that the request names itself is
     * used by others too.
     */
    private fun key(request: InsertRequest): String? {
        val session = calls.session
        if (request.sessionId != null && request.sessionId != session?.id) return null
        val scope = HelperRequests.scope(request, calls.options.allSettings(request))
        return if (session == null) scope else "${session.id}\u0000${session.changes}\u0000$scope"
    }

    /**
     * Whether the server can be told to compare types. A server that cannot, or is not told, casts:
     * when a table was altered after this client looked at it, 300 would become 44 without a word.
     */
    private suspend fun checksTypes(request: InsertRequest, caller: Job): Boolean {
        val settings = schemas.serverSettings ?: serverSettings(request, caller).also { schemas.serverSettings = it }
        return settings.has(TYPES_CONVERSION)
    }

    /** Whether the server knows inserts by their tokens. Only after a table was asked for. */
    val knowsTokens: Boolean get() = schemas.serverSettings?.has(ClientOptions.DEDUPLICATION_TOKEN) == true

    private suspend fun serverSettings(request: InsertRequest, caller: Job): ServerSettings {
        val names = HashSet<String>()
        try {
            val wanted = listOf(TYPES_CONVERSION, InsertSettings.ASYNC, ClientOptions.DEDUPLICATION_TOKEN)
            val sql = "SELECT name FROM system.settings WHERE name IN (${wanted.joinToString(", ") { "'$it'" }})"
            run(request, caller, sql) { block -> for (row in 0 until block.rowCount) names += block.columns[0].getString(row) }
        } catch (e: ServerException) {
            // A user who may not see the settings, or not read so many rows, may still insert. What
            // may pass must not be remembered.
            if (e.isRetryable || e.code in PASSING) throw e
            return ServerSettings(emptySet(), areKnown = false)
        }
        return ServerSettings(names, areKnown = true)
    }

    /**
     * What makes the server write rows when [request] says. One that knows of no other way than at
     * once need not be told about that.
     */
    fun modeSettings(request: InsertRequest): List<Pair<String, String>> {
        val settings = calls.options.insertSettings(request)
        if (settings.isEmpty() || schemas.serverSettings?.lacks(InsertSettings.ASYNC) != true) return settings
        if (calls.options.countsWrites(request)) return emptyList()
        throw ConfigurationException("This server knows no asynchronous inserts; leave insertMode out, or give InsertMode.SYNCHRONOUS")
    }

    /** Servers of 2018 do not say their zone with each answer. */
    private suspend fun serverZone(request: InsertRequest, caller: Job): DefaultZone = try {
        var name = ""
        run(request, caller, "SELECT timezone() AS zone") { name = it.column("zone").getString(0) }
        DefaultZone.named(name)
    } catch (e: ClickHouseException) {
        DefaultZone.unknown("The server does not say its time zone (${e.message}): use instants, or a type that names a zone")
    }

    private suspend fun run(
        request: InsertRequest,
        caller: Job,
        sql: String,
        take: (Block) -> Unit,
    ): QuerySummary {
        val question = HelperRequests.of(sql, request, calls.options.allSettings(request).keys)
        val spec = CallSpec(
            question,
            listOf(AnswerParameters.WAIT, AnswerParameters.NATIVE),
            TransportBody.Bytes(sql.toByteArray(Charsets.UTF_8)),
            native = NativeLayout.of(question, calls.options),
            caller = caller,
            repeatable = Repeatable.READ,
            isInternal = true,
        )
        return calls.run(spec) { answer ->
            NativeBlocks.read(answer) { take(it) }
            answer.summary
        }
    }

    private fun described(block: Block): List<TableColumn> {
        val names = block.column("name")
        val types = block.column("type")
        val kinds = block.column("default_type")
        return (0 until block.rowCount).map {
            TableColumn(names.getString(it), ClickHouseType.parse(types.getString(it)), kinds.getString(it))
        }
    }

    internal companion object {
        const val TYPES_CONVERSION: String = "input_format_native_allow_types_conversion"

        /** TIMEOUT_EXCEEDED, MEMORY_LIMIT_EXCEEDED, QUERY_WAS_CANCELLED. */
        private val PASSING = setOf(159, 241, 394)
    }
}
