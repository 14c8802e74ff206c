package dev.houseflow.coroutines.internal.describe

import dev.houseflow.Attempt
import dev.houseflow.AttemptListener
import dev.houseflow.CallOperation
import dev.houseflow.Compression
import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.InstantSerializer
import dev.houseflow.LocalDateTimeSerializer
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.query
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.flow.single
import kotlinx.serialization.Serializable
import java.time.Instant
import java.time.LocalDateTime
import java.util.concurrent.CopyOnWriteArrayList

@Serializable
private class Clock(
    @Serializable(LocalDateTimeSerializer::class) val at: LocalDateTime,
)

@Serializable
private class Moment(
    @Serializable(InstantSerializer::class) val at: Instant,
)

private const val SQL = "SELECT at FROM t"
private const val REVISION = "client_protocol_version=54453"
private val NOON = LocalDateTime.parse("2024-01-15T12:00:00")
private const val SECONDS = 1705338000

/** How servers of each kind are asked for the zone of a `DateTime`, and how often. */
class ZonesTest : FunSpec({
    timeout = 60_000

    /** One block of one column [name] and one row. */
    fun block(name: String, type: String, info: Boolean = false, write: ByteSink.() -> Unit): ByteArray = ByteSink().apply {
        if (info) writeBytes(byteArrayOf(1, 0, 2, -1, -1, -1, -1, 0))
        writeVarUInt(1)
        writeVarUInt(1)
        writeString(name)
        writeString(type)
        write()
    }.toByteArray()

    fun moments(type: String, info: Boolean = false): ByteArray = block("at", type, info) { writeInt(SECONDS) }

    fun described(type: String): ByteArray = ByteSink().apply {
        writeVarUInt(2)
        writeVarUInt(1)
        for ((name, value) in listOf("name" to "at", "type" to type)) {
            writeString(name)
            writeString("String")
            writeString(value)
        }
    }.toByteArray()

    /** What a server does, in the words of this test. */
    class Kind(
        /** The type that blocks show, and whether they come with block info, by whether a revision is asked for. */
        val shows: (revision: Boolean) -> ByteArray,
        val refuses: String? = null,
        val describes: String? = "DateTime('America/New_York')",
        val header: String? = "UTC",
        val zone: String = "UTC",
    )

    class Server(kind: Kind) : AutoCloseable {
        val seen = CopyOnWriteArrayList<String>()
        val targets = CopyOnWriteArrayList<String>()
        private val server = ScriptedServer {
            while (true) {
                val request = readRequest() ?: break
                val body = String(request.body)
                seen += body
                targets += request.target
                val fields = listOfNotNull("X-ClickHouse-Format: Native", kind.header?.let { "X-ClickHouse-Timezone: $it" }).toTypedArray()
                val asksRevision = REVISION in request.target
                when {
                    asksRevision && kind.refuses != null -> answer(
                        kind.refuses,
                        "500 Internal Server Error",
                        "X-ClickHouse-Exception-Code: 115",
                    )
                    "DESCRIBE TABLE (" in body && kind.describes == null -> answer("Code: 396. DB::Exception: No.", "500 No")
                    "DESCRIBE TABLE (" in body -> answer(described(kind.describes!!), "200 OK", *fields)
                    body.startsWith("SELECT timezone()") ->
                        answer(block("zone", "String") { writeString(kind.zone) }, "200 OK", *fields)
                    else -> answer(kind.shows(asksRevision), "200 OK", *fields)
                }
            }
        }
        val endpoint get() = server.endpoint

        override fun close() {
            server.close()
            server.failures shouldBe emptyList()
        }
    }

    fun client(endpoint: String, configure: ClickHouseClientConfig.() -> Unit) = ClickHouseClient(endpoint) {
        compression = Compression.NONE
        configure()
    }

    suspend fun on(
        kind: Kind,
        configure: ClickHouseClientConfig.() -> Unit = {},
        test: suspend ClickHouseClient.(Server) -> Unit,
    ) {
        Server(kind).use { server -> client(server.endpoint, configure).use { it.test(server) } }
    }

    val new = Kind({ asked -> if (asked) moments("DateTime('America/New_York')", info = true) else moments("DateTime") })
    val old = Kind({ moments("DateTime") }, refuses = "Code: 115, e.displayText() = DB::Exception: Unknown setting client_protocol_version")
    val filtered = Kind({ moments("DateTime") })

    test("a server that takes the revision names the zone, and is asked nothing else") {
        on(new) { server ->
            repeat(2) { query<Clock>(SQL).rows.single().at shouldBe NOON }
            rows(SQL).single().getString("at") shouldBe "2024-01-15 12:00:00"
            server.seen shouldContainExactly listOf(SQL, SQL, SQL)
            server.targets.forEach { it shouldContain REVISION }
        }
    }

    test("a server that refuses the revision is asked so once, and for each statement once") {
        val attempts = CopyOnWriteArrayList<Attempt>()
        on(old, { callListener(AttemptListener { if (it.call.operation != CallOperation.INTERNAL) attempts += it }) }) { server ->
            repeat(2) { query<Clock>(SQL).rows.single().at shouldBe NOON }
            rows(SQL).single().getZonedDateTime("at").zone.id shouldBe "America/New_York"
            blocks(SQL).single().column("at").type.toString() shouldBe "DateTime('America/New_York')"
            server.seen.filter { !it.startsWith("DESCRIBE") } shouldContainExactly List(5) { SQL }
            server.targets.filter { REVISION in it } shouldHaveSize 1
            server.seen.filter { it.startsWith("DESCRIBE") } shouldContainExactly listOf("DESCRIBE TABLE (\n$SQL\n)")
            rows("$SQL LIMIT 1").single().getString("at") shouldBe "2024-01-15 12:00:00"
            server.seen.count { it.startsWith("DESCRIBE") } shouldBe 2
            attempts shouldHaveSize 5
        }
    }

    test("where the parameter gets lost on the way, the first block tells") {
        on(filtered) { server ->
            repeat(2) { query<Clock>(SQL).rows.single().at shouldBe NOON }
            server.seen shouldContainExactly listOf(SQL, "DESCRIBE TABLE (\n$SQL\n)", SQL)
        }
    }

    test("moments need no zone, and nothing is asked for them") {
        on(old) { server ->
            query<Moment>(SQL).rows.single().at shouldBe Instant.ofEpochSecond(SECONDS.toLong())
            server.seen shouldContainExactly List(2) { SQL }
        }
    }

    test("the question needs no place of its own among the connections") {
        on(old, { maxConnections = 1 }) { rows(SQL).single().getLocalDateTime("at") shouldBe NOON }
    }

    test("in a session the question comes first, since the server answers nothing beside the statement") {
        on(old) { server ->
            session {
                rows(SQL).single().getLocalDateTime("at") shouldBe NOON
                query<Clock>(SQL).rows.single().at shouldBe NOON
            }
            server.seen shouldContainExactly listOf("DESCRIBE TABLE (\n$SQL\n)", SQL, SQL, SQL)
            server.targets.filter { REVISION in it } shouldHaveSize 1
        }
    }

    test("a zone that nothing tells is an error where a clock is asked for, and nowhere else") {
        on(Kind({ moments("DateTime") }, describes = null)) {
            val row = rows(SQL).single()
            row.getInstant("at") shouldBe Instant.ofEpochSecond(SECONDS.toLong())
            row["at"] shouldBe Instant.ofEpochSecond(SECONDS.toLong())
            for (ask in listOf<() -> Any>({ row.getLocalDateTime("at") }, { row.getZonedDateTime("at") }, { row.getString("at") })) {
                val failure = shouldThrow<FormatException> { ask() }
                failure.message shouldContain "toString(`at`)"
                failure.column shouldBe "at"
            }
            shouldThrow<FormatException> { query<Clock>(SQL) }.message shouldContain "time zone"
            // No statement tells what such a one answers.
            shouldThrow<FormatException> { rows("CHECK TABLE t").single().getString("at") }.message shouldContain "time zone"
        }
    }

    test("after a statement that may alter tables the question is asked again") {
        on(filtered) { server ->
            rows(SQL).single().getLocalDateTime("at") shouldBe NOON
            execute("ALTER TABLE t MODIFY COLUMN at DateTime('Asia/Tokyo')")
            rows(SQL).single().getLocalDateTime("at") shouldBe NOON
            server.seen.count { it.startsWith("DESCRIBE") } shouldBe 2
        }
    }

    test("what is sent once is not sent where it may be refused") {
        on(old) { server ->
            val table = ExternalTable.of("x", "n UInt8", Format.TAB_SEPARATED, "1\n".byteInputStream())
            rows(SQL) { externalTable(table) }.single().getLocalDateTime("at") shouldBe NOON
            server.targets.first() shouldNotContain REVISION
        }
    }

    test("a server that does not say its own zone is asked for it, once") {
        val silent = Kind(
            { moments("DateTime") },
            refuses = "Unknown setting client_protocol_version",
            describes = "DateTime",
            header = null,
            zone = "America/New_York",
        )
        on(silent) { server ->
            repeat(2) { rows(SQL).single().getLocalDateTime("at") shouldBe NOON }
            query<Clock>("$SQL LIMIT 1").rows.single().at shouldBe NOON
            server.seen.count { it.startsWith("SELECT timezone()") } shouldBe 1
        }
    }

    test("a zone of the server that this JVM does not know is an error, and not UTC") {
        val strange = Kind({ asked -> moments("DateTime", info = asked) }, header = "Mars/Olympus_Mons")
        on(strange) {
            val row = rows(SQL).single()
            row.getInstant("at") shouldBe Instant.ofEpochSecond(SECONDS.toLong())
            shouldThrow<FormatException> { row.getLocalDateTime("at") }.message shouldContain "Mars/Olympus_Mons"
        }
    }

    test("the user's own revision stays as it is") {
        on(new, { setting("client_protocol_version", 0) }) { server ->
            rows(SQL).single().getLocalDateTime("at") shouldBe NOON
            server.targets.first() shouldContain "client_protocol_version=0"
            server.targets.first() shouldNotContain REVISION
        }
    }
})
