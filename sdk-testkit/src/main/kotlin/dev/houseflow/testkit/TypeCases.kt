package dev.houseflow.testkit

import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.toList
import java.math.BigDecimal
import java.math.BigInteger
import java.time.Instant
import java.time.LocalDate
import java.util.UUID

/**
 * Values there and back. That the same client reads what it wrote would not show a mistake made
 * twice, so the server's own text of the values is compared too.
 */
internal fun Contract.typeCases() {
    case("G2 carries every plain type both ways") {
        val table = newTable(PLAIN_COLUMNS)
        client.insert(InsertRequest.of(table), rowClass<PlainTypes>(), PLAIN_ROWS)
        client.query(QueryRequest.of("SELECT * FROM $table ORDER BY id"), rowClass<PlainTypes>()).rows shouldContainExactly PLAIN_ROWS
        ask("SELECT * FROM $table ORDER BY id") shouldBe PLAIN_TEXT
    }

    case("gives plain types their documented classes in untyped rows") {
        val table = newTable(PLAIN_COLUMNS)
        client.insert(InsertRequest.of(table), rowClass<PlainTypes>(), PLAIN_ROWS)
        val low = client.rows(QueryRequest.of("SELECT * FROM $table WHERE id = 1")).toList().single()
        low.getByte("i8") shouldBe Byte.MIN_VALUE
        low.getLong("i64") shouldBe Long.MIN_VALUE
        low.getInt("u16") shouldBe 0
        low.getDouble("f64") shouldBe -Double.MAX_VALUE
        low.getString("s") shouldBe ""
        low.getLocalDate("d") shouldBe LocalDate.of(1970, 1, 2)
        low.getBigDecimal("d32") shouldBe BigDecimal("-9999999.99")
        low.getList("strings") shouldBe emptyList()
        low.isNull("ni") shouldBe true
        val high = client.rows(QueryRequest.of("SELECT * FROM $table WHERE id = 2")).toList().single()
        high.getBigInteger("u64") shouldBe MAX_U64
        high.getInstant("dt") shouldBe LATEST
        high.getUuid("uuid") shouldBe UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff")
        high.getList("lists") shouldBe PLAIN_ROWS[1].lists.map { list -> list.map { it.toShort() } }
    }

    case("G2 carries newer types both ways", Capability.NEWER_TYPES) {
        val table = newTable(NEWER_COLUMNS)
        client.insert(InsertRequest.of(table), rowClass<NewerTypes>(), NEWER_ROWS)
        client.query(QueryRequest.of("SELECT * FROM $table ORDER BY id"), rowClass<NewerTypes>()).rows shouldContainExactly NEWER_ROWS
        ask("SELECT * FROM $table ORDER BY id") shouldBe NEWER_TEXT
    }

    case("keeps every character of a text") {
        val texts = listOf("", "tab\tnewline\nzero\u0000quote'\"backslash\\", "äöü ñ 漢字 👩‍🚀", "x".repeat(100_000)).map(::Text)
        val table = newTable("s String")
        client.insert(InsertRequest.of(table), rowClass<Text>(), texts)
        client.query(QueryRequest.of("SELECT s FROM $table"), rowClass<Text>()).rows.toSet() shouldBe texts.toSet()
        ask("SELECT sum(length(s)) FROM $table") shouldBe texts.sumOf { it.s.toByteArray().size }.toString()
    }
}

/**
 * 18.16 can carry later times and the very first day, but not print them; the tests of the codec go
 * to both ends.
 */
private val LATEST = Instant.parse("2105-12-31T23:59:59Z")

private val MAX_U64 = BigInteger("18446744073709551615")

private const val PLAIN_COLUMNS = "id Int32, i8 Int8, i16 Int16, i32 Int32, i64 Int64, u8 UInt8, u16 UInt16, u32 UInt32, u64 UInt64, " +
    "f32 Float32, f64 Float64, s String, fs FixedString(4), d Date, dt DateTime('UTC'), uuid UUID, e8 Enum8('low' = -128, 'high' = 127), " +
    "e16 Enum16('low' = -32768, 'high' = 32767), d32 Decimal(9, 2), d64 Decimal(18, 4), ni Nullable(Int32), ns Nullable(String), " +
    "strings Array(String), maybes Array(Nullable(Int32)), lists Array(Array(UInt8))"

private val PLAIN_ROWS = listOf(
    PlainTypes(
        1, Byte.MIN_VALUE, Short.MIN_VALUE, Int.MIN_VALUE, Long.MIN_VALUE, 0, 0, 0, BigInteger.ZERO,
        -1.5f, -Double.MAX_VALUE, "", "abcd", LocalDate.of(1970, 1, 2), Instant.ofEpochSecond(1), UUID(0, 0), "low", "low",
        BigDecimal("-9999999.99"), BigDecimal("-99999999999999.9999"), null, null, emptyList(), emptyList(), emptyList(),
    ),
    PlainTypes(
        2, Byte.MAX_VALUE, Short.MAX_VALUE, Int.MAX_VALUE, Long.MAX_VALUE, 255, 65_535, 4_294_967_295, MAX_U64,
        0.25f, 1e100, "text with 'quotes'", "wxyz", LocalDate.of(2105, 12, 31), LATEST,
        UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff"), "high", "high",
        BigDecimal("9999999.99"), BigDecimal("99999999999999.9999"), 0, "",
        listOf("", "a", "b\tc"), listOf(null, 1, null), listOf(emptyList(), listOf(0, 255), listOf(7)),
    ),
    PlainTypes(
        3, 1, -2, 3, -4, 5, 6, 7, BigInteger.TEN,
        3.5f, 0.0, "plain", "1234", LocalDate.of(2024, 2, 29), Instant.parse("2024-02-29T23:59:59Z"),
        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), "low", "high",
        BigDecimal("0.01"), BigDecimal("-0.0001"), -5, "NULL", listOf("one"), listOf(null), listOf(listOf(1)),
    ),
)

private val PLAIN_TEXT = listOf(
    listOf(
        "1", "-128", "-32768", "-2147483648", "-9223372036854775808", "0", "0", "0", "0", "-1.5", "-1.7976931348623157e308",
        "", "abcd", "1970-01-02", "1970-01-01 00:00:01", "00000000-0000-0000-0000-000000000000", "low", "low",
        "-9999999.99", "-99999999999999.9999", "\\N", "\\N", "[]", "[]", "[]",
    ),
    listOf(
        "2", "127", "32767", "2147483647", "9223372036854775807", "255", "65535", "4294967295", "18446744073709551615", "0.25", "1e100",
        "text with \\'quotes\\'", "wxyz", "2105-12-31", "2105-12-31 23:59:59", "ffffffff-ffff-ffff-ffff-ffffffffffff", "high", "high",
        "9999999.99", "99999999999999.9999", "0", "", "['','a','b\\tc']", "[NULL,1,NULL]", "[[],[0,255],[7]]",
    ),
    listOf(
        "3", "1", "-2", "3", "-4", "5", "6", "7", "10", "3.5", "0", "plain", "1234", "2024-02-29", "2024-02-29 23:59:59",
        "00112233-4455-6677-8899-aabbccddeeff", "low", "high", "0.01", "-0.0001", "-5", "NULL", "['one']", "[NULL]", "[[1]]",
    ),
).joinToString("\n") { it.joinToString("\t") }

private const val NEWER_COLUMNS = "id Int32, b Bool, dt64 DateTime64(6, 'UTC'), lc LowCardinality(String), " +
    "lcn LowCardinality(Nullable(String)), flags Array(Bool)"

private val NEWER_ROWS = listOf(
    NewerTypes(1, true, Instant.parse("1900-01-01T00:00:00.000001Z"), "a", null, listOf(true, false)),
    NewerTypes(2, false, Instant.parse("2262-04-11T23:47:16.854775Z"), "b", "", emptyList()),
    NewerTypes(3, true, Instant.EPOCH, "a", "a", listOf(false)),
)

private val NEWER_TEXT = listOf(
    "1\ttrue\t1900-01-01 00:00:00.000001\ta\t\\N\t[true,false]",
    "2\tfalse\t2262-04-11 23:47:16.854775\tb\t\t[]",
    "3\ttrue\t1970-01-01 00:00:00.000000\ta\ta\t[false]",
).joinToString("\n")
