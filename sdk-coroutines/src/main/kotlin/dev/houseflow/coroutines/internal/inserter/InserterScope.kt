package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.CallOperation
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.InsertMode
import dev.houseflow.InsertRequest
import dev.houseflow.InserterOptions
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.call.RetryClock
import dev.houseflow.coroutines.internal.insert.Inserts
import dev.houseflow.coroutines.internal.insert.Sending
import dev.houseflow.coroutines.internal.insert.TableDescriber
import dev.houseflow.coroutines.internal.insert.TableSchemas
import dev.houseflow.coroutines.internal.insert.TypedInsert
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.session.callerJob
import dev.houseflow.internal.block.RowAdapter
import kotlinx.coroutines.CompletableJob
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import java.util.UUID
import java.util.concurrent.atomic.AtomicLong

/** What all parts of one inserter share. */
internal class InserterScope<T>(
    asked: InsertRequest,
    val adapter: RowAdapter<T>,
    val options: InserterOptions<T>,
    private val calls: CallContext,
    val inserts: Inserts,
    schemas: TableSchemas,
    val clock: RetryClock,
    parent: Job,
    val isClientClosed: () -> Boolean,
) {
    private val describer = TableDescriber(calls, schemas)

    /**
     * What every batch is sent with, but for its token. Rows that come in batches have nothing to
     * gain from being put aside by the server, and servers from before 26.2 do not look at tokens
     * there.
     */
    val request: InsertRequest =
        if (calls.options.choosesInsertMode(asked)) asked else asked.toBuilder().insertMode(InsertMode.SYNCHRONOUS).build()

    init {
        if (isClientClosed()) throw ConfigurationException("This client is closed; make a new one")
        val refused = when {
            request.queryId != null -> "queryId"
            ClientOptions.DEDUPLICATION_TOKEN in calls.options.allSettings(request) -> ClientOptions.DEDUPLICATION_TOKEN
            else -> null
        }
        if (refused != null) {
            throw ConfigurationException(
                "$refused belongs to one insert, and an inserter makes many, each with one of its own: leave it out",
            )
        }
        // It checks the other options.
        TypedInsert(request, adapter, parent, calls, describer)
    }

    /**
     * Ends when everything is known of all rows. The client ends its connections and threads after
     * that.
     */
    val job: CompletableJob = SupervisorJob(parent)
    val dispatcher: CoroutineDispatcher = calls.dispatching.chosen ?: calls.dispatching.workers

    /** Where code of the caller's may run that may block. */
    val callers: CoroutineDispatcher = calls.dispatching.chosen ?: calls.dispatching.callers

    /** Where batches are made and sent. */
    val scope: CoroutineScope = CoroutineScope(job + dispatcher)

    /** Completed when no wait is worth while any more: the client is closed. */
    val hurry: CompletableJob = Job()

    /** Whether a batch whose answer was lost is sent again. */
    val isRepeatable: Boolean = options.repeatable || request.repeatable

    /** The inserter of this, among the others of its client. */
    fun open(registry: OpenInserters): InserterEngine<T> = InserterEngine(this, registry).start()

    private val name = "houseflow-" + UUID.randomUUID()
    private val number = AtomicLong()

    fun nextToken(): String = "$name-${number.incrementAndGet()}"

    /**
     * An insert that knows what the table takes. A server that does not compare types is asked each
     * time, since it would not say that they have changed.
     */
    suspend fun prepared(): TypedInsert<T> {
        if (describer.remembered(request)?.checksTypes == false) describer.forget(request)
        return TypedInsert(request, adapter, job, calls, describer).prepare()
    }

    /**
     * Whether values do not fit [insert] since the table was altered; then [insert] knows what it
     * takes now.
     */
    suspend fun hasChanged(insert: TypedInsert<T>, failure: FormatException): Boolean = try {
        insert.hasChangedSince(failure)
    } catch (_: Exception) {
        currentCoroutineContext().ensureActive()
        // What was known stands.
        false
    }

    /** An empty block for [insert]. */
    fun filler(insert: TypedInsert<T>): BlockFiller<T> = BlockFiller(insert.plan(), adapter)

    /** Whether servers know an insert by its token. */
    fun hasTokens(): Boolean = describer.knowsTokens

    /** Sends a batch, as a call that is observed like any insert. */
    suspend fun send(
        sending: Sending,
        block: EncodedBlock,
        rows: Long,
    ): QuerySummary = calls.observed(CallOperation.INSERT, sending.request) {
        inserts.send(sending, block.body, block::rawBytes).withSentRows(rows)
    }

    /**
     * Refuses a wait from inside of a call of the session that the batches are sent in: each would
     * wait for the other.
     */
    suspend fun checkCaller() {
        calls.session?.check(callerJob())
    }

    /** Waits, unless the client is closed meanwhile. */
    suspend fun pause(millis: Long) {
        if (millis <= 0) return
        val sleeper = scope.launch { clock.sleep(millis) }
        val bell = hurry.invokeOnCompletion { sleeper.cancel() }
        try {
            sleeper.join()
        } finally {
            bell.dispose()
            sleeper.cancel()
        }
    }
}
