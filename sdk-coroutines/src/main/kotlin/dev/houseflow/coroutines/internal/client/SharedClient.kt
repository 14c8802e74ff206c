package dev.houseflow.coroutines.internal.client

import dev.houseflow.CallOutcome
import dev.houseflow.ConfigurationException
import dev.houseflow.HandlerRequest
import dev.houseflow.PoolStats
import dev.houseflow.ReplicasStatus
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.call.CallExecutor
import dev.houseflow.coroutines.internal.call.Dispatching
import dev.houseflow.coroutines.internal.call.QueryKiller
import dev.houseflow.coroutines.internal.call.Retries
import dev.houseflow.coroutines.internal.call.RetryClock
import dev.houseflow.coroutines.internal.call.ServerNode
import dev.houseflow.coroutines.internal.call.ServerSelector
import dev.houseflow.coroutines.internal.describe.ResultSchemas
import dev.houseflow.coroutines.internal.handler.Handlers
import dev.houseflow.coroutines.internal.insert.TableSchemas
import dev.houseflow.coroutines.internal.inserter.OpenInserters
import dev.houseflow.coroutines.internal.net.ClientThreads
import dev.houseflow.coroutines.internal.observe.CallListeners
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.transport.HttpTransport
import dev.houseflow.coroutines.internal.transport.LibraryVersions
import dev.houseflow.coroutines.internal.transport.Transport
import kotlinx.coroutines.CompletableJob
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.firstOrNull
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.merge
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import java.time.Duration
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext

/** What all views of one client share. */
internal class SharedClient private constructor(addresses: List<ClientOptions>, config: ClickHouseClientConfig) {
    /** What is the same for all endpoints may be asked for here. */
    val options: ClientOptions = addresses.first()

    val job: CompletableJob = SupervisorJob()
    private val http: HttpTransport? = if (config.transportFactory == null) HttpTransport(config) else null
    private val transport: Transport = http ?: checkNotNull(config.transportFactory).create(config)
    val threads: ClientThreads = http?.threads ?: ClientThreads()
    val dispatching = Dispatching(config.dispatcher, threads)
    val schemas = TableSchemas()
    val results = ResultSchemas()
    val inserters = OpenInserters()
    val clock: RetryClock = config.retryClock

    private val scope = CoroutineScope(job + threads.workers)
    private val killer = if (config.killOnCancel) QueryKiller(scope, transport) else null
    val endpoints: ServerSelector = ServerSelector(addresses.map(::ServerNode), config.loadBalancing, config.retryClock, ::probe)

    /** `null` when there is none: then nothing is watched. */
    val listeners: CallListeners? = CallListeners.of(config.callListeners, options)
    private val attempts = Retries(endpoints, config.retry, listeners, config.retryClock)
    val calls = CallExecutor(endpoints, attempts, transport, killer, threads.io, listeners)

    // An engine may have trust and keys of its own as well.
    val handlers = Handlers(
        endpoints,
        attempts,
        transport,
        calls,
        killer,
        threads.io,
        config.sslContext != null || config.transportFactory != null,
        listeners,
    )

    init {
        // The last KILL QUERY may still be on its way when the client is closed.
        job.invokeOnCompletion {
            transport.close()
            // Those of connections are theirs.
            if (http == null) threads.close()
        }
    }

    /** A statement may have changed any of them. */
    fun forgetTables() {
        schemas.forgetAll()
        results.forgetAll()
    }

    fun poolStats(): PoolStats = transport.counts().let { counts ->
        PoolStats(counts.max, counts.open, counts.idle, counts.waiting, endpoints.all.sumOf { it.inFlight.get() })
    }

    /** What the connections do at this moment, for people; an engine tells nothing of them. */
    val connectionsText: String get() = if (http == null) "" else ", connections: ${http.counts()}"

    suspend fun warmUp(connections: Int, timeout: Duration): Int {
        if (calls.closed) throw ConfigurationException("This client is closed; make a new one")
        val missing = missingConnections(transport, endpoints.all.map { it.options }, connections)
        if (missing.isEmpty()) return 0
        return observedPing<Int>({ it == missing.size }, { "Of ${missing.size} connections not all were made within $timeout" }) {
            openConnections(transport, missing, timeout)
        }
    }

    fun callerContext(): CoroutineContext = listeners?.callerContext() ?: EmptyCoroutineContext

    /** Runs [block] as the call of a handler. */
    suspend fun <R> observed(request: HandlerRequest, block: suspend () -> R): R {
        val trace = handlers.begin(request, currentCoroutineContext()) ?: return block()
        return trace.listeners.observe(trace, block)
    }

    suspend fun ping(timeout: Duration): Boolean = observedPing<Boolean>({ it }, { "No server answered the ping within $timeout" }) {
        ask(timeout)
    }

    /**
     * A server that does not answer is no exception to its caller, but a failure to those who
     * watch.
     */
    private suspend fun <R> observedPing(isGood: (R) -> Boolean, otherwise: (R) -> String, block: suspend () -> R): R {
        val trace = listeners?.beginPing(currentCoroutineContext()) ?: return block()
        return trace.listeners.observe(trace) {
            val result = block()
            if (!isGood(result)) trace.end(CallOutcome.FAILED, TransportException(otherwise(result), true))
            result
        }
    }

    private suspend fun ask(timeout: Duration): Boolean {
        if (calls.closed) return false
        val answers = endpoints.all.map { endpoint -> flow { emit(pingServer(transport, endpoint.options, timeout)) } }
        return answers.merge().firstOrNull { it } ?: false
    }

    suspend fun replicasStatus(verbose: Boolean, timeout: Duration): ReplicasStatus =
        observedPing<ReplicasStatus>({ it.ok }, { it.details.ifEmpty { "The replicas are behind" } }) { askReplicas(verbose, timeout) }

    private suspend fun askReplicas(verbose: Boolean, timeout: Duration): ReplicasStatus {
        if (calls.closed) return ReplicasStatus(false, "This client is closed", 0)
        val asked = ArrayList<ReplicasStatus>()
        val answers = endpoints.all.map { endpoint -> flow { emit(replicasStatus(transport, endpoint.options, verbose, timeout)) } }
        answers.merge().firstOrNull { status -> status.ok.also { asked.add(status) } }
        return asked.last().takeIf { it.ok || asked.size == 1 }
            ?: ReplicasStatus(false, asked.joinToString("\n") { it.details }, asked.maxOf { it.httpStatus })
    }

    private fun probe(endpoint: ServerNode) {
        scope.launch { endpoints.probed(endpoint, pingServer(transport, endpoint.options, PROBE_TIMEOUT)) }
    }

    fun close() {
        calls.closed = true
        inserters.clientClosed()
        job.complete()
    }

    companion object {
        private val PROBE_TIMEOUT = Duration.ofSeconds(3)

        fun open(endpoints: List<String>, config: ClickHouseClientConfig): SharedClient {
            LibraryVersions.check()
            config.check()
            if (endpoints.isEmpty()) throw ConfigurationException("The list of endpoints is empty; give at least one")
            val tokens = ClientOptions.tokens(config)
            return SharedClient(endpoints.map { ClientOptions(it, config, tokens) }, config)
        }
    }
}
