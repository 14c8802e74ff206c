package dev.houseflow.testkit

import dev.houseflow.Compression
import dev.houseflow.QueryRequest
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.single
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * What every client must do, on every server: a door's test is a subclass and nothing else.
 *
 * A case runs once per server. It is skipped, by name and with the reason, where the server lacks what the case needs, or is not at hand;
 * in CI a server that is not at hand fails instead.
 */
abstract class ClientContract(
    door: Door,
    servers: List<ServerAtHand> = listOf(ServersAtHand.embedded, ServersAtHand.debian),
) : FunSpec({
    for (server in servers) {
        val absence = server.absence
        if (absence == null) {
            Contract(this, door, server).apply {
                queryCases()
                typeCases()
                parameterCases()
                streamCases()
                insertCases()
                rawCases()
                errorCases()
                sessionCases()
                lifeCases()
            }
        } else {
            test("${server.name}: the server is at hand").config(
                enabledOrReasonIf = { if (ServersAtHand.isCi) Enabled.enabled else Enabled.disabled(absence) },
            ) { error("CI must run the contract on every server: $absence") }
        }
    }
})

/** Registers the cases of one door and one server. */
internal class Contract(private val spec: FunSpec, private val door: Door, private val server: ServerAtHand) {
    /** One behaviour: [test] gets a client of its own and tables that are dropped afterwards. */
    fun case(name: String, vararg needs: Capability, test: suspend Case.() -> Unit) {
        val lacking = needs.filter { it in server.lacks }
        spec.test("${server.name}: $name").config(
            timeout = 3.minutes,
            enabledOrReasonIf = {
                if (lacking.isEmpty()) {
                    Enabled.enabled
                } else {
                    Enabled.disabled("${server.name} lacks ${lacking.joinToString { it.description }}")
                }
            },
        ) {
            val case = Case(door, server)
            try {
                case.test()
            } finally {
                case.end()
            }
        }
    }
}

/** What a running case works with. */
internal class Case(private val door: Door, val server: ServerAtHand) {
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

    /** A further client that the case closes itself. */
    fun connectUnowned(): ContractClient =
        door.connect(server.address.endpoint, options(server.address.username, server.address.password, null))

    private fun options(username: String, password: String, database: String?) = DoorOptions(
        username = username,
        password = password,
        database = database,
        compression = if (Capability.COMPRESSED_RESULTS in server.lacks) Compression.NONE else Compression.LZ4,
    )

    /** A name that no other case uses, for tables, databases and marks. */
    fun newName(): String = "contract_${ProcessHandle.current().pid()}_${counter.incrementAndGet()}"

    /** Creates a table with [columns], dropped after the case. */
    suspend fun newTable(columns: String): String {
        val name = newName()
        client.execute(QueryRequest.of("CREATE TABLE $name ($columns) ENGINE = Memory"))
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

    /** The text of the one value that [sql] answers, as ClickHouse renders it, so that no type of the client is involved. */
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
