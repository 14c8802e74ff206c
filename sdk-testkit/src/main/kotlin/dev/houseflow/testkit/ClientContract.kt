package dev.houseflow.testkit

import dev.houseflow.QueryRequest
import dev.houseflow.testkit.documents.callRows
import dev.houseflow.testkit.documents.httpRows
import dev.houseflow.testkit.documents.rawRows
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.single
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * What every client must do, on every server: a door's test is a subclass and nothing else.
 *
 * A case runs once per server. It is skipped, by name and with the reason, where the server lacks
 * what the case needs, or is not at hand; in CI a server that is not at hand fails instead.
 *
 * [knownFailures] are cases that do not pass, by name. They run all the same, and one that passes
 * fails the test, so that the list stays true; but for those that are known to depend on timing.
 */
abstract class ClientContract(
    door: ClientUnderTest,
    servers: List<AvailableServer> = listOf(AvailableServers.embedded, AvailableServers.debian, AvailableServers.recent),
    knownFailures: Map<String, KnownFailure> = emptyMap(),
) : FunSpec({
    for (server in servers) {
        val unavailableReason = server.unavailableReason
        if (unavailableReason == null) {
            Contract(this, door, server, knownFailures).apply {
                queryCases()
                typeCases()
                conversionCases()
                parameterCases()
                externalTableCases()
                streamCases()
                insertCases()
                inserterCases()
                columnCases()
                untypedCases()
                preparedCases()
                zoneCases()
                emptyResultCases()
                schemaCases()
                quotingCases()
                tableCases()
                insertModeCases()
                rawCases()
                answerCases()
                lineCases()
                packedCases()
                jsonCases()
                errorCases()
                sessionCases()
                lifeCases()
                rawRows()
                callRows()
                httpRows()
                checkKnownFailures()
            }
        } else {
            test("${server.name}: the server is at hand").config(
                enabledOrReasonIf = { if (AvailableServers.isCi) Enabled.enabled else Enabled.disabled(unavailableReason) },
            ) { error("CI must run the contract on every server: $unavailableReason") }
        }
    }
})

/**
 * What goes wrong in a case that does not pass.
 *
 * @property always whether it goes wrong every time, so that passing is news.
 */
class KnownFailure(val description: String, val always: Boolean = true)

/** Registers the cases of one door and one server. */
internal class Contract(
    private val spec: FunSpec,
    private val door: ClientUnderTest,
    private val server: AvailableServer,
    private val knownFailures: Map<String, KnownFailure>,
) {
    private val names = HashSet<String>()

    /** A renamed case would leave its entry behind. */
    fun checkKnownFailures() {
        check(names.containsAll(knownFailures.keys)) { "The contract has no cases called ${knownFailures.keys - names}" }
    }

    /** One behaviour: [test] gets a client of its own and tables that are dropped afterwards. */
    fun case(name: String, vararg needs: Capability, test: suspend Case.() -> Unit) {
        val lacking = needs.filter { it in server.lacks }
        names += name
        val known = knownFailures[name]
        spec.test("$name, on ${server.name}" + known?.let { " (known failure: ${it.description})" }.orEmpty()).config(
            timeout = 3.minutes,
            enabledOrReasonIf = {
                if (lacking.isEmpty()) {
                    Enabled.enabled
                } else {
                    Enabled.disabled("${server.name} lacks ${lacking.joinToString { it.description }}")
                }
            },
        ) {
            if (known == null) {
                run(test)
            } else {
                val failed = try {
                    run(test)
                    false
                } catch (e: CancellationException) {
                    throw e
                } catch (_: Throwable) {
                    true
                }
                check(failed || !known.always) { "\"$name\" passes now: take it off the known failures, here and in docs/engines.md" }
            }
        }
    }

    private suspend fun run(test: suspend Case.() -> Unit) {
        val case = Case(door, server)
        try {
            case.test()
        } finally {
            case.end()
        }
    }
}

/** What a running case works with. */
internal class Case(private val door: ClientUnderTest, val server: AvailableServer) {
    private val opened = ArrayList<ContractClient>()
    private val made = ArrayList<String>()

    /** The case's own client, closed after it. */
    val client: ContractClient by lazy { connect() }

    /** A further client, closed after the case. */
    fun connect(
        endpoint: String = server.address.endpoint,
        username: String = server.address.username,
        password: String = server.address.password,
        database: String? = null,
    ): ContractClient = door.connect(endpoint, options(username, password, database)).also { opened += it }

    /** A further client, closed after the case, that asks [passwordSupplier] for its password. */
    fun connect(passwordSupplier: () -> String): ContractClient =
        door.connect(server.address.endpoint, DoorOptions(server.address.username, "", passwordSupplier = passwordSupplier)).also {
            opened += it
        }

    /** A further client that the case closes itself. */
    fun connectUnowned(): ContractClient =
        door.connect(server.address.endpoint, options(server.address.username, server.address.password, null))

    private fun options(username: String, password: String, database: String?) = DoorOptions(
        username = username,
        password = password,
        database = database,
    )

    /** A name that no other case uses, for tables, databases and marks. */
    fun newName(): String = "contract_${ProcessHandle.current().pid()}_${counter.incrementAndGet()}"

    /** Creates a table with [columns], dropped after the case. */
    suspend fun newTable(columns: String, settings: Map<String, String> = emptyMap()): String {
        val name = newName()
        val request = QueryRequest.builder("CREATE TABLE $name ($columns) ENGINE = Memory")
        for ((setting, value) in settings) request.setting(setting, value)
        client.execute(request.build())
        made += "TABLE $name"
        return name
    }

    /** A table whose columns can be altered, dropped after the case. */
    suspend fun newMergeTree(columns: String): String {
        val name = newName()
        client.execute(QueryRequest.of("CREATE TABLE $name ($columns) ENGINE = MergeTree() ORDER BY tuple()"))
        made += "TABLE $name"
        return name
    }

    /** Creates a database, dropped after the case. */
    suspend fun newDatabase(): String {
        val name = newName()
        client.execute(QueryRequest.of("CREATE DATABASE $name"))
        made += "DATABASE $name"
        return name
    }

    /**
     * The text of the one value that [sql] answers, as ClickHouse renders it, so that no type of
     * the client is involved.
     */
    suspend fun ask(sql: String): String = client.rawQuery(QueryRequest.of(sql)).decodeToString().removeSuffix("\n")

    /** How many queries with [mark] in their text the server is running. */
    suspend fun running(mark: String): Int = client.rows(
        QueryRequest.of("SELECT count() AS c FROM system.processes WHERE query LIKE '%$mark%' AND query NOT LIKE '%system.processes%'"),
    ).single().getInt("c")

    /** Waits until the server runs no query with [mark] any more. */
    suspend fun awaitStopped(mark: String) = eventually(60.seconds) { running(mark) shouldBe 0 }

    /** Waits until the server runs a query with [mark]. */
    suspend fun awaitRunning(mark: String) = eventually(60.seconds) { running(mark) shouldBe 1 }

    suspend fun end() {
        try {
            for (thing in made.asReversed()) client.execute(QueryRequest.of("DROP $thing"))
        } finally {
            opened.asReversed().forEach { it.close() }
        }
    }

    private companion object {
        private val counter = AtomicInteger()
    }
}
