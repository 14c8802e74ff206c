package dev.houseflow.internal.rows

import dev.houseflow.FormatException
import dev.houseflow.HouseflowSerializersModule
import dev.houseflow.InetAddressSerializer
import dev.houseflow.InstantSerializer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.Contextual
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.json.Json
import kotlinx.serialization.modules.SerializersModule
import kotlinx.serialization.modules.contextual
import java.math.BigDecimal
import java.math.BigInteger
import java.net.Inet6Address
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZonedDateTime
import java.util.UUID

@Serializable
data class JvmValues(
    @Contextual val at: Instant,
    @Contextual val day: LocalDate,
    @Contextual val wall: LocalDateTime,
    @Contextual val zoned: ZonedDateTime,
    @Contextual val took: Duration,
    @Contextual val id: UUID,
    @Contextual val huge: BigInteger,
    @Contextual val price: BigDecimal,
    @Contextual val host: InetAddress,
    @Contextual val six: Inet6Address,
    @Contextual val maybe: Instant?,
    val days: List<@Contextual LocalDate?>,
    @Serializable(with = InetAddressSerializer::class) val other: InetAddress,
)

/** What people write when a library has no serializer for their type. */
object OwnUuidSerializer : KSerializer<UUID> {
    override val descriptor = PrimitiveSerialDescriptor("UUID", PrimitiveKind.STRING)

    override fun deserialize(decoder: Decoder): UUID = UUID.fromString(decoder.decodeString())

    override fun serialize(encoder: Encoder, value: UUID) = encoder.encodeString(value.toString())
}

/** A type of another library, whose serializer knows ISO text only. */
data class ForeignDay(val date: LocalDate)

object ForeignDaySerializer : KSerializer<ForeignDay> {
    override val descriptor = PrimitiveSerialDescriptor("kotlinx.datetime.LocalDate", PrimitiveKind.STRING)

    override fun deserialize(decoder: Decoder): ForeignDay = ForeignDay(LocalDate.parse(decoder.decodeString()))

    override fun serialize(encoder: Encoder, value: ForeignDay) = encoder.encodeString(value.date.toString())
}

@Serializable
data class Foreign(
    @Serializable(with = OwnUuidSerializer::class) val id: UUID,
    @Serializable(with = ForeignDaySerializer::class) val day: ForeignDay,
    @Contextual val context: ForeignDay,
)

private const val YEAR = 365 * 86400L

/** Changes what the own one reads. */
private object YearLaterSerializer : KSerializer<Instant> {
    override val descriptor = InstantSerializer.descriptor

    override fun deserialize(decoder: Decoder): Instant = InstantSerializer.deserialize(decoder).plusSeconds(YEAR)

    override fun serialize(encoder: Encoder, value: Instant): Unit = InstantSerializer.serialize(encoder, value)
}

class JvmTypesTest : FunSpec({
    val id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")
    val moment = Instant.parse("2026-03-04T05:06:07.089Z")

    val jvmColumns = headers(
        "at" to "DateTime64(3)", "day" to "Date32", "wall" to "DateTime64(3, 'Asia/Tokyo')", "zoned" to "DateTime('Europe/Paris')",
        "took" to "Time64(3)", "id" to "UUID", "huge" to "Int256", "price" to "Decimal(38, 4)", "host" to "IPv4", "six" to "IPv6",
        "maybe" to "Nullable(DateTime)", "days" to "Array(Nullable(Date))", "other" to "IPv6",
    )
    val jvmRow = JvmValues(
        moment,
        LocalDate.of(1900, 1, 1),
        LocalDateTime.parse("2026-03-04T14:06:07.089"),
        ZonedDateTime.parse("2026-07-01T12:00:00+02:00[Europe/Paris]"),
        Duration.ofMillis(-1500),
        id,
        BigInteger.ONE.shiftLeft(200).negate(),
        BigDecimal("-12345678901234567890.1250"),
        InetAddress.getByName("1.2.3.4"),
        InetAddress.getByName("2001:db8::1") as Inet6Address,
        null,
        listOf(LocalDate.of(2026, 1, 2), null),
        InetAddress.getByName("::1"),
    )

    test("@Contextual JVM types need no registration, there and back") {
        read<JvmValues>(write(jvmColumns, jvmRow)) shouldBe listOf(jvmRow)
    }

    test("the same class as JSON, with the same module") {
        val json = Json { serializersModule = HouseflowSerializersModule }
        val text = json.encodeToString(JvmValues.serializer(), jvmRow)
        text shouldContain "\"at\":\"2026-03-04T05:06:07.089Z\""
        text shouldContain "\"host\":\"1.2.3.4\""
        text shouldContain "\"price\":\"-12345678901234567890.1250\""
        json.decodeFromString(JvmValues.serializer(), text) shouldBe jvmRow
        val named = text.replace("1.2.3.4", "example.test")
        shouldThrow<IllegalArgumentException> { json.decodeFromString(JvmValues.serializer(), named) }.message shouldContain
            "no IP address in digits"
    }

    test("the most frequent types under properties that are objects, from block to block, with and without NULL") {
        @Serializable
        data class Objects(
            val long: Long?,
            val int: Int?,
            val double: Double?,
            val text: String?,
            val second: @Contextual Instant?,
            val tick: @Contextual Instant?,
            val always: @Contextual Instant,
            val exact: @Contextual Instant,
        )
        val full = Objects(
            1L shl 40,
            7,
            0.5,
            "x",
            Instant.ofEpochSecond(5),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.ofEpochSecond(6),
            moment,
        )
        val empty = full.copy(long = null, int = null, double = null, text = null, second = null, tick = null)
        val nullable = headers(
            "long" to "Nullable(Int64)",
            "int" to "Nullable(Int32)",
            "double" to "Nullable(Float64)",
            "text" to "Nullable(String)",
            "second" to "Nullable(DateTime)",
            "tick" to "Nullable(DateTime64(6))",
            "always" to "DateTime",
            "exact" to "DateTime64(3)",
        )
        val plain = headers(
            "long" to "Int64",
            "int" to "Int32",
            "double" to "Float64",
            "text" to "String",
            "second" to "DateTime",
            "tick" to "DateTime64(6)",
            "always" to "DateTime",
            "exact" to "DateTime64(7)",
        )
        read<Objects>(write(nullable, full, empty, full)) shouldBe listOf(full, empty, full)
        read<Objects>(write(plain, full, full)) shouldBe listOf(full, full)
        val reader = adapter<Objects>().reader(nullable)
        for (rows in listOf(listOf(full, empty), listOf(empty, full, full))) {
            reader.bind(write(nullable, *rows.toTypedArray()))
            rows.indices.map { reader.read(it) } shouldBe rows
        }
    }

    test("a serializer of the caller's wins over the own one of a JVM type") {
        @Serializable
        data class Late(val at: @Contextual Instant, val maybe: @Contextual Instant?)
        val module = SerializersModule { contextual(YearLaterSerializer) }
        val block =
            write(
                headers("at" to "DateTime", "maybe" to "Nullable(DateTime)"),
                Late(Instant.EPOCH, Instant.EPOCH),
                Late(Instant.EPOCH, null),
            )
        val later = Instant.EPOCH.plusSeconds(YEAR)
        read<Late>(block, module) shouldBe listOf(Late(later, later), Late(later, null))
    }

    test("serializers that know only text get ISO text, and give it") {
        val module = SerializersModule { contextual(ForeignDaySerializer) }
        val columns = headers("id" to "UUID", "day" to "Date", "context" to "Date32")
        val row = Foreign(id, ForeignDay(LocalDate.of(2026, 1, 2)), ForeignDay(LocalDate.of(1950, 1, 2)))
        read<Foreign>(write(columns, row, module = module), module) shouldBe listOf(row)
    }

    test("a contextual serializer of the caller wins over ours") {
        val module = SerializersModule { contextual(OwnInstantSerializer) }

        @Serializable
        data class Stamp(@Contextual val at: Instant)
        read<Stamp>(block(column("at", "Int64", 5)), module) shouldBe listOf(Stamp(Instant.ofEpochSecond(5)))
        read<Stamp>(write(headers("at" to "Int64"), Stamp(Instant.ofEpochSecond(7)), module = module), module) shouldBe
            listOf(Stamp(Instant.ofEpochSecond(7)))
    }

    test("a precision that would be lost is an error") {
        @Serializable
        data class Stamp(@Contextual val at: Instant)
        val error = shouldThrow<FormatException> { write(headers("at" to "DateTime"), Stamp(Instant.ofEpochSecond(1)), Stamp(moment)) }
        error.column shouldBe "at"
        error.row shouldBe 1
    }

    test("an IPv4 address is no Inet6Address") {
        @Serializable
        data class Host(@Contextual val six: Inet6Address)
        shouldThrow<FormatException> { read<Host>(block(column("six", "IPv4", "1.2.3.4"))) }.message shouldContain
            "1.2.3.4 is no Inet6Address"
    }
})

object OwnInstantSerializer : KSerializer<Instant> {
    override val descriptor = PrimitiveSerialDescriptor("EpochSeconds", PrimitiveKind.LONG)

    override fun deserialize(decoder: Decoder): Instant = Instant.ofEpochSecond(decoder.decodeLong())

    override fun serialize(encoder: Encoder, value: Instant) = encoder.encodeLong(value.epochSecond)
}
