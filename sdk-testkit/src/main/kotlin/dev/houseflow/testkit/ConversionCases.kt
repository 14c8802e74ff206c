package dev.houseflow.testkit

import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import java.net.Inet4Address
import java.net.InetAddress
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.Period

/**
 * Properties of other classes than the columns' own: those that `docs/types.md` lists, and no
 * others.
 */
internal fun Contract.conversionCases() {
    case("writes and reads values as the other classes that their types know") {
        val table = newTable(PLAIN_COLUMNS)
        val row = PlainConversions(1, 0.1, "00112233445566778899aabbccddeeff", 2, 18_321, 5, listOf(1, 2), Grade.low)
        client.insert(InsertRequest.of(table), rowClass<PlainConversions>(), listOf(row))
        ask("SELECT * FROM $table") shouldBe
            "1\t0.1\t00112233-4455-6677-8899-aabbccddeeff\thigh\t2020-02-29\t1970-01-01 00:00:05\t(1,2)\tlow\\0"
        client.query(QueryRequest.of("SELECT * FROM $table"), rowClass<PlainConversions>()).rows shouldBe
            listOf(row.copy(f32 = 0.1f.toDouble(), uuid = "00112233-4455-6677-8899-aabbccddeeff"))
        client.query(QueryRequest.of("SELECT id, day FROM $table"), rowClass<Midnight>()).rows shouldBe
            listOf(Midnight(1, LocalDateTime.parse("2020-02-29T00:00:00")))
    }

    case("writes and reads newer types as other classes", Capability.NEWER_TYPES) {
        val table = newTable(NEWER_COLUMNS)
        val written = NewerWritten(
            1, "1.2.3.4", "-12:34:56", "00:00:00.005", 1, 0.1, listOf(1.0, 2.0), listOf(listOf(1.0, 2.0)), mapOf("b" to 2, "a" to 1),
            LocalTime.of(23, 59), Period.ofDays(3),
        )
        client.insert(InsertRequest.of(table), rowClass<NewerWritten>(), listOf(written))
        ask("SELECT * FROM $table") shouldBe
            "1\t::ffff:1.2.3.4\t-12:34:56\t00:00:00.005\ttrue\t0.100097656\t(1,2)\t[(1,2)]\t(1,2)\t23:59:00\t3"
        client.query(QueryRequest.of("SELECT * FROM $table"), rowClass<NewerRead>()).rows shouldBe listOf(
            NewerRead(
                1, InetAddress.getByName("1.2.3.4") as Inet4Address, -45_296, 5, 1, 0.10009765625, listOf(1.0, 2.0),
                listOf(listOf(1.0, 2.0)), mapOf("a" to 1, "b" to 2), LocalTime.of(23, 59), 3,
            ),
        )
    }

    case("refuses values that would change on their way") {
        val table = newTable("f32 Float32")
        for (value in listOf(1e300, -1e300)) {
            shouldThrow<FormatException> { client.insert(InsertRequest.of(table), rowClass<Real>(), listOf(Real(value))) }.row shouldBe 0
        }
        shouldThrow<FormatException> { client.insert(InsertRequest.of(table), rowClass<Whole>(), listOf(Whole(16_777_217))) }
        ask("SELECT count() FROM $table") shouldBe "0"
    }

    case("sends values to the alternative of a Variant that is made for them", Capability.NEWER_TYPES) {
        val table =
            newVariants("v Variant(Date, Int64), vt Variant(Enum8('x' = 1), FixedString(3), String), vs Variant(Array(Date), Array(Int64))")
        val row = Choices(5, "ab", listOf(5))
        client.insert(InsertRequest.of(table), rowClass<Choices>(), listOf(row))
        ask("SELECT variantType(v), variantType(vt), variantType(vs) FROM $table") shouldBe "Int64\tString\tArray(Int64)"
        client.query(QueryRequest.of("SELECT * FROM $table"), rowClass<Choices>()).rows shouldBe listOf(row)
    }

    case("sends sealed classes to the alternative that is made for their values", Capability.NEWER_TYPES) {
        val table = newVariants("m Variant(Date, DateTime, FixedString(3), Int64, String)")
        val rows = listOf(Measured(Measure.Count(5)), Measured(Measure.Word("ab")), Measured(null))
        client.insert(InsertRequest.of(table), rowClass<Measured>(), rows)
        ask("SELECT m, variantType(m) FROM $table") shouldBe "5\tInt64\nab\tString\n\\N\tNone"
        val days = newVariants("m Variant(Date, String)")
        shouldThrow<FormatException> { client.insert(InsertRequest.of(days), rowClass<Measured>(), rows) }
        ask("SELECT count() FROM $days") shouldBe "0"
    }

    case("refuses a number that might mean several alternatives of a Variant", Capability.NEWER_TYPES) {
        val table = newVariants("v Variant(Date, DateTime)")
        shouldThrow<FormatException> { client.insert(InsertRequest.of(table), rowClass<Whichever>(), listOf(Whichever(5))) }
        ask("SELECT count() FROM $table") shouldBe "0"
    }
}

/**
 * A table with [columns] whose alternatives the server finds too much alike to take them unasked.
 */
private suspend fun Case.newVariants(columns: String): String =
    newTable(columns, mapOf("allow_suspicious_variant_types" to "1"))

private const val PLAIN_COLUMNS = "id Int32, f32 Float32, uuid UUID, e Enum8('low' = 1, 'high' = 2), day Date, at DateTime('UTC'), " +
    "pair Tuple(Int32, Int32), grade FixedString(4)"

@Suppress("EnumEntryName")
@Serializable
enum class Grade { low, high }

/** Every column of another class than its own. */
@Serializable
@JvmRecord
data class PlainConversions(
    val id: Int,
    val f32: Double,
    val uuid: String,
    val e: Int,
    val day: Int,
    val at: Long,
    val pair: List<Int>,
    val grade: Grade,
)

@Serializable
@JvmRecord
data class Midnight(val id: Int, @Contextual val day: LocalDateTime)

private const val NEWER_COLUMNS = "id Int32, v6 IPv6, t Time, t64 Time64(3), b Bool, bf BFloat16, point Point, ring Ring, " +
    "named Tuple(a Int32, b Int32), clock Time, days IntervalDay"

@Serializable
@JvmRecord
data class NewerWritten(
    val id: Int,
    val v6: String,
    val t: String,
    val t64: String,
    val b: Int,
    val bf: Double,
    val point: List<Double>,
    val ring: List<List<Double>>,
    val named: Map<String, Int>,
    @Contextual val clock: LocalTime,
    @Contextual val days: Period,
)

@Serializable
@JvmRecord
data class NewerRead(
    val id: Int,
    @Contextual val v6: Inet4Address,
    val t: Long,
    val t64: Long,
    val b: Int,
    val bf: Double,
    val point: List<Double>,
    val ring: List<List<Double>>,
    val named: Map<String, Int>,
    @Contextual val clock: LocalTime,
    val days: Long,
)

@Serializable
@JvmRecord
data class Real(val f32: Double)

@Serializable
@JvmRecord
data class Whole(val f32: Long)

@Serializable
@JvmRecord
data class Whichever(val v: Long)

@Serializable
@JvmRecord
data class Choices(val v: Long, val vt: String, val vs: List<Long>)

@Serializable
sealed interface Measure {
    @Serializable
    @JvmRecord
    data class Count(val n: Long) : Measure

    @Serializable
    @JvmRecord
    data class Word(val s: String) : Measure
}

@Serializable
@JvmRecord
data class Measured(val m: Measure?)
