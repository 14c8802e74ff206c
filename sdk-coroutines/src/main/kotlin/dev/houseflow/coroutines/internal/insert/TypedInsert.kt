package dev.houseflow.coroutines.internal.insert

import dev.houseflow.BlockBuilder
import dev.houseflow.ClickHouseException
import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.ServerException
import dev.houseflow.coroutines.internal.call.AttemptWatch
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.call.Repeatable
import dev.houseflow.coroutines.internal.call.Retries
import dev.houseflow.coroutines.internal.request.insertStatement
import dev.houseflow.coroutines.internal.response.ServerErrors
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.RowWriter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.type.DefaultZone
import kotlinx.coroutines.Job

/** A request without its data. */
internal class Sending(
    val request: InsertRequest,
    val caller: Job,
    val statement: String,
    val framed: Boolean,
    val extra: List<Pair<String, String>>,
    val repeatable: Repeatable = Retries.insertRepeatable(request),
    val watch: AttemptWatch? = null,
)

/** How rows become blocks, with a builder that no other coroutine uses. */
internal class InsertPlan<T>(val columns: List<ColumnHeader>, val zone: DefaultZone, val builder: BlockBuilder, val writer: RowWriter<T>)

/** An insert of rows into what the table was when it was asked last. */
internal class TypedInsert<T>(
    val request: InsertRequest,
    private var adapter: RowAdapter<T>,
    private val caller: Job,
    private val calls: CallContext,
    private val describer: TableDescriber,
) {
    val compression: Compression = calls.compressionOf(request)
    private lateinit var schema: TableSchema
    private lateinit var columns: List<ColumnHeader>

    /**
     * Whether [schema] was asked for by an earlier insert, so that the table may have changed
     * since.
     */
    private var isRemembered = false
    private var begun = false

    init {
        if (request.contentEncoding != null) {
            throw ConfigurationException(
                "contentEncoding says how the data of a raw insert is packed already, but rows are packed here: leave it out, and choose " +
                    "with compression",
            )
        }
    }

    /**
     * [first] gives the first row, by which rows without a class tell their columns. Before
     * [prepare].
     */
    fun startingWith(first: () -> T): TypedInsert<T> = apply { adapter = adapter.startingWith(request, first) }

    /** Finds out what the table takes, and whether the class fits. */
    suspend fun prepare(): TypedInsert<T> {
        if (request.columnTypes != null) {
            use(describer.given(request, caller))
            return this
        }
        val known = describer.remembered(request)
        isRemembered = known != null && fits(known)
        if (!isRemembered) use(describer.ask(request, caller))
        return this
    }

    private fun fits(known: TableSchema): Boolean = try {
        use(known)
        true
    } catch (_: FormatException) {
        // The table may have changed since; ask again before complaining.
        false
    }

    private fun use(schema: TableSchema) {
        columns = schema.columnsFor(request, adapter)
        adapter.writer(columns)
        this.schema = schema
    }

    /** A plan that only its caller uses. Only after [prepare]. */
    fun plan(): InsertPlan<T> {
        val writer = adapter.writer(columns)
        val builder = newBlockBuilder(columns, schema.zone)
        writer.bind(builder)
        return InsertPlan(columns, schema.zone, builder, writer)
    }

    /**
     * Whether the given types may be Nullable where the table's are not, so that a server would
     * take another value for NULL.
     */
    private fun mayGiveNulls(): Boolean = schema.checksTypes && request.columnTypes != null && !request.nullAsDefault &&
        calls.options.setting(request, NULL_AS_DEFAULT.first()) == null

    /** What is sent before the first block. Only after [prepare]. */
    fun sending(): Sending = sending(request, Retries.insertRepeatable(request), null)

    /** The same for a [request] that differs in what means nothing to the table. */
    fun sending(request: InsertRequest, repeatable: Repeatable, watch: AttemptWatch?): Sending {
        begun = true
        val extra = ArrayList<Pair<String, String>>()
        if (schema.checksTypes) extra += TableDescriber.TYPES_CONVERSION to "0"
        if (mayGiveNulls()) extra += NULL_AS_DEFAULT.first() to "0"
        extra += describer.modeSettings(request)
        if (request.nullAsDefault) NULL_AS_DEFAULT.forEach { extra += it to "1" }
        val statement = insertStatement(request, columns.map { it.name }, Format.NATIVE.name)
        return Sending(request, caller, statement, compression != Compression.NONE, extra, repeatable, watch)
    }

    /**
     * Runs [block]. What fails may do so because the table has changed, so it is asked for anew
     * next time, which costs one small query.
     */
    suspend inline fun <R> guarded(block: () -> R): R = try {
        block()
    } catch (e: ServerException) {
        describer.forget(request)
        throw advised(e)
    } catch (e: FormatException) {
        describer.forget(request)
        throw e
    }

    /**
     * Whether [failure] comes from a change of the table that was not known here; what it takes now
     * is known from then on. Never says so when a part of the rows may have been written.
     */
    suspend fun hasChangedSince(failure: ClickHouseException): Boolean {
        val mayBe = if (failure is ServerException) failure.code in OF_CHANGES else failure is FormatException && !begun
        if (!isRemembered || !mayBe) return false
        val before = schema
        val now = describer.ask(request, caller)
        if (now.isSameAs(before)) return false
        use(now)
        isRemembered = false
        return true
    }

    private fun advised(e: ServerException): ServerException {
        val advice = when {
            request.nullAsDefault && NULL_AS_DEFAULT.any { ServerErrors.refusesSetting(e, it) } ->
                "The insert asks for nullAsDefault, which this server cannot do, or this user may not ask for: leave it out, " +
                    "and give values in place of nulls"

            isRemembered && e.code in OF_CHANGES ->
                "The columns of ${request.table} were asked for by an earlier insert; if the table was altered since, send this insert again"

            request.columnTypes != null && e.code in OF_CHANGES ->
                "The request says that ${request.table} has ${request.columnTypes?.joinToString(
                    ", ",
                )}; give the names and types that it has " +
                    "now, or prepare the insert anew"

            else -> return e
        }
        return ServerException(e.code, e.name, "${e.serverMessage}. $advice", e.queryId, e.httpStatus).also { it.addSuppressed(e) }
    }

    internal companion object {
        /** Whether a server says so when it was sent columns that it does not have, or not so. */
        fun mayComeOfChange(code: Int): Boolean = code in OF_CHANGES

        private val NULL_AS_DEFAULT = listOf("input_format_null_as_default", "input_format_defaults_for_omitted_fields")

        /**
         * NOT_FOUND_COLUMN_IN_BLOCK, NO_SUCH_COLUMN_IN_TABLE, ILLEGAL_COLUMN, TYPE_MISMATCH, and
         * BAD_CAST of old servers: what a server says of columns, before it takes the first block.
         */
        private val OF_CHANGES = setOf(10, 16, 44, 53, 368)
    }
}
