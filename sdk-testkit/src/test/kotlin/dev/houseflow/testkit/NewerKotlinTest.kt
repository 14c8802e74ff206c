package dev.houseflow.testkit

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.ExternalTable
import dev.houseflow.QueryRequest
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.rows.SerializerRowAdapter
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.runBlockingSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.Serializable
import kotlinx.serialization.serializer
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Instant
import kotlin.uuid.Uuid

@Serializable
@JvmInline
value class At(val value: Instant)

@Serializable
data class KotlinValues(
    val at: Instant,
    val maybe: Instant?,
    val took: Duration,
    val id: Uuid,
    val many: List<Instant?>,
    val wrapped: At,
    val wrappedMaybe: At?,
    val byId: Map<Uuid, At>,
)

/** The classes of newer standard libraries than `sdk-core` is compiled against. */
class NewerKotlinTest : FunSpec({
    val uuid = Uuid.parse("00112233-4455-6677-8899-aabbccddeeff")

    fun encoded(type: String, value: Any): String? = QueryRequest("SELECT {x:$type}") { parameter("x", value) }.parameters["x"]

    test("properties, also in value classes, lists and maps") {
        val columns = listOf(
            "at" to "DateTime64(9)",
            "maybe" to "Nullable(DateTime64(3))",
            "took" to "IntervalMillisecond",
            "id" to "UUID",
            "many" to "Array(Nullable(DateTime))",
            "wrapped" to "DateTime",
            "wrappedMaybe" to "Nullable(DateTime)",
            "by_id" to "Map(UUID, DateTime)",
        ).map { (name, type) -> ColumnHeader(name, ClickHouseType.parse(type)) }
        val at = Instant.parse("2026-03-04T05:06:07.000000089Z")
        val early = Instant.parse("1969-12-31T23:59:59.999999999Z")
        val second = Instant.parse("2026-03-04T05:06:07Z")
        val rows = listOf(
            KotlinValues(at, null, 1500.milliseconds, uuid, listOf(second, null), At(second), null, mapOf(uuid to At(second))),
            KotlinValues(early, second, (-1).milliseconds, Uuid.NIL, emptyList(), At(second), At(second), emptyMap()),
        )
        val adapter = SerializerRowAdapter(serializer<KotlinValues>())
        val builder = newBlockBuilder(columns)
        val writer = adapter.writer(columns)
        writer.bind(builder)
        rows.forEach(writer::write)
        val sink = ByteSink()
        NativeWriter.write(builder, sink)
        val reader = adapter.reader(columns)
        reader.bind(checkNotNull(runBlockingSource { NativeReader(ByteArraySource(sink.toByteArray())).readBlock() }))
        rows.indices.map { reader.read(it) } shouldBe rows
    }

    test("parameters, alone and in others") {
        val moment = Instant.fromEpochSeconds(-2, 500_000_000)
        encoded("DateTime64(9)", moment) shouldBe "(-1500000000)"
        encoded("Array(DateTime64(1))", listOf(moment)) shouldBe "[-15]"
        encoded("UUID", uuid) shouldBe uuid.toString()
        encoded("Map(String, UUID)", mapOf("a" to uuid)) shouldBe "{'a':'$uuid'}"
        for (value in listOf(Instant.fromEpochSeconds(1, 1), listOf(Instant.fromEpochSeconds(1, 1)))) {
            val type = if (value is List<*>) "Array(DateTime64(3, 'UTC'))" else "DateTime64(3, 'UTC')"
            shouldThrow<ConfigurationException> { encoded(type, value) }.message shouldContain "parameter \"x\""
        }
    }

    test("rows of external tables") {
        ExternalTable("t", "at DateTime('UTC')", listOf(Instant.fromEpochSeconds(0))).structure shouldBe "at DateTime('UTC')"
    }
})
