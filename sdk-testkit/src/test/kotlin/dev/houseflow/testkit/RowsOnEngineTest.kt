package dev.houseflow.testkit

import dev.houseflow.ClickHouseType
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.rows.SerializerRowAdapter
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.InputStreamSource
import dev.houseflow.internal.wire.runBlockingSource
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.serialization.Contextual
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.serializer
import java.math.BigDecimal
import java.net.HttpURLConnection
import java.net.InetAddress
import java.net.URI
import java.net.URLEncoder
import java.time.Instant
import java.time.LocalDate
import java.util.UUID

@Serializable
enum class Level {
    @SerialName("low")
    LOW,

    @SerialName("high")
    HIGH,
}

@Serializable
data class Stop(val city: String, val zip: Int?)

@Serializable
sealed class Mark {
    @Serializable
    data class Count(val value: Long) : Mark()

    @Serializable
    data class Word(val value: String) : Mark()
}

@Serializable
data class Journey(
    val id: ULong,
    @Contextual val at: Instant,
    val moment: kotlin.time.Instant,
    @Contextual val day: LocalDate,
    @Contextual val token: UUID,
    @Contextual val fare: BigDecimal,
    @Contextual val host: InetAddress,
    val level: Level,
    val note: String?,
    val stops: List<Stop>,
    val labels: Map<String, List<Int?>>,
    val where: Pair<Double, Double>,
    val mark: Mark?,
    val extra: JsonElement,
    val anything: Mark?,
)

/** Kotlin classes over Native, with the real engine on the other side. */
class RowsOnEngineTest : FunSpec({
    val server = EmbeddedClickHouse.start()
    afterSpec { server.close() }

    // As the clients insert: the server is to compare the types of the columns.
    fun post(sql: String, body: ByteArray = ByteArray(0)): HttpURLConnection {
        val url = URI("${server.endpoint()}/?input_format_native_allow_types_conversion=0&query=${URLEncoder.encode(sql, "UTF-8")}").toURL()
        val connection = url.openConnection() as HttpURLConnection
        connection.requestMethod = "POST"
        connection.doOutput = true
        connection.outputStream.use { it.write(body) }
        check(connection.responseCode == 200) { connection.errorStream?.readBytes()?.decodeToString().orEmpty() }
        return connection
    }

    fun text(sql: String): String = post(sql).inputStream.use { it.readBytes().decodeToString() }

    test("rows inserted from a class come back as they were, and the engine says the same of them") {
        text(
            """
            CREATE TABLE journeys (
                id UInt64, at DateTime('Europe/Paris'), moment DateTime64(9), day Date32, token UUID, fare Decimal(20, 4), host IPv6,
                level Enum8('low' = 1, 'high' = 2), note LowCardinality(Nullable(String)),
                stops Array(Tuple(zip Nullable(Int32), city String)), labels Map(LowCardinality(String), Array(Nullable(Int32))),
                where Point, mark Variant(Int64, String), extra JSON, anything Dynamic, unused String DEFAULT 'd'
            ) ENGINE MergeTree ORDER BY id
            """.trimIndent(),
        )
        val rows = listOf(
            Journey(
                ULong.MAX_VALUE,
                Instant.parse("2026-07-01T10:00:00Z"),
                kotlin.time.Instant.parse("1969-12-31T23:59:59.999999999Z"),
                LocalDate.of(1900, 1, 1),
                UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                BigDecimal("-1234567890123456.1250"),
                InetAddress.getByName("2001:db8::1"),
                Level.HIGH,
                "it's\n",
                listOf(Stop("Ulm", 89073), Stop("", null)),
                mapOf("a" to listOf(1, null), "b" to emptyList()),
                1.5 to -2.5,
                Mark.Word("w"),
                Json.parseToJsonElement("""{"a":{"b":"x"},"n":5}"""),
                null,
            ),
            Journey(
                0u,
                Instant.EPOCH,
                kotlin.time.Instant.fromEpochSeconds(0),
                LocalDate.of(2299, 12, 31),
                UUID(0, 0),
                BigDecimal("0.0000"),
                InetAddress.getByName("::1"),
                Level.LOW,
                null,
                emptyList(),
                emptyMap(),
                0.0 to 0.0,
                null,
                Json.parseToJsonElement("{}"),
                null,
            ),
        )
        val adapter = SerializerRowAdapter(serializer<Journey>())
        val types =
            text("SELECT name, type FROM system.columns WHERE table = 'journeys' AND name != 'unused' ORDER BY position FORMAT TSVRaw")
        // `anything` is read only: what goes into a Dynamic has to say its type, which a sealed class does not.
        val headers = types.trim().lines().map { it.split('\t') }
            .filter { it[0] != "anything" }
            .map { ColumnHeader(it[0], ClickHouseType.parse(it[1])) }
        val builder = newBlockBuilder(headers)
        val writer = adapter.writer(headers)
        writer.bind(builder)
        rows.forEach(writer::write)
        val sink = ByteSink()
        NativeWriter.write(builder, sink)
        val names = headers.joinToString(", ") { "`${it.name}`" }
        post("INSERT INTO journeys ($names) FORMAT Native", sink.toByteArray()).inputStream.close()
        text("INSERT INTO journeys (id, host, anything, extra) VALUES (1, '::2', 7::Int64, '{}'), (2, '::3', 'seven', '{}')")

        val back = post("SELECT * FROM journeys ORDER BY id DESC FORMAT Native").inputStream.use { stream ->
            val source = NativeReader(InputStreamSource(stream))
            val blocks = generateSequence { runBlockingSource { source.readBlock() } }.toList()
            val reader = adapter.reader(blocks.first().columns.map { ColumnHeader(it.name, it.type) })
            blocks.flatMap { block ->
                reader.bind(block)
                List(block.rowCount) { reader.read(it) }
            }
        }
        listOf(back.first(), back.last()) shouldBe rows
        back.subList(1, 3).map { it.anything } shouldBe listOf(Mark.Word("seven"), Mark.Count(7))
        text(
            "SELECT at, moment, fare, level, stops, labels, where, mark, extra, unused FROM journeys WHERE id > 2 FORMAT TSVRaw",
        ).trim() shouldBe
            listOf(
                "2026-07-01 12:00:00", "1969-12-31 23:59:59.999999999", "-1234567890123456.125", "high", "[(89073,'Ulm'),(NULL,'')]",
                "{'a':[1,NULL],'b':[]}", "(1.5,-2.5)", "w", """{"a":{"b":"x"},"n":5}""", "d",
            ).joinToString("\t")
    }
})
