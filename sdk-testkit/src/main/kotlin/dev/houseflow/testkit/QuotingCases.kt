package dev.houseflow.testkit

import dev.houseflow.ClickHouseSql
import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.single
import java.math.BigDecimal
import java.math.BigInteger
import java.time.LocalDate
import java.util.UUID

/** What may end a name or a text, or seem to. */
internal val HOSTILE_TEXTS = listOf(
    "plain",
    "it's",
    "double \" quote",
    "back`tick",
    "`quoted`",
    "\"quoted\"",
    "back\\slash",
    "ends in \\",
    "\\'; DROP TABLE x; --",
    "`; DROP TABLE x; --",
    "'' || 'x",
    "line\nbreak\r\n\ttab",
    "nul\u0000nul",
    "bell\u0007\u001b",
    "a.b",
    ".",
    " ",
    "{p:UInt8}",
    "\$\$",
    "-- comment",
    "/* comment",
    "ünïcode 漢字 \uD83D\uDE00",
    "\u2018curly\u2019 \u201Cquotes\u201D",
    "SELECT",
)

/** Names and values in statements. */
internal fun Contract.quotingCases() {
    case("G4 quotes texts of any kind") {
        for (text in HOSTILE_TEXTS + "") {
            withClue(text) {
                client.rows(QueryRequest.of("SELECT ${ClickHouseSql.literal(text)} AS t")).single().getString(0) shouldBe text
            }
        }
    }

    case("G4 quotes names of any kind") {
        for (name in HOSTILE_TEXTS) {
            withClue(name) {
                val row = client.rows(QueryRequest.of("SELECT 7 AS ${ClickHouseSql.quoteName(name)}")).single()
                row.columnNames shouldBe listOf(name)
            }
        }
        shouldThrow<ConfigurationException> { ClickHouseSql.quoteName("") }.message.orEmpty() shouldContain "empty"
        shouldThrow<ConfigurationException> { ClickHouseSql.quoteName("shop", "") }
        shouldThrow<ConfigurationException> { ClickHouseSql.quoteName() }
    }

    case("writes numbers as literals") {
        val longs = listOf(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)
        for (number in longs) ask("SELECT toInt64(${ClickHouseSql.literal(number)})") shouldBe number.toString()
        // Two signs in a row would begin a comment.
        ask("SELECT toInt64(1-${ClickHouseSql.literal(-5)})") shouldBe "6"
        ask("SELECT ${ClickHouseSql.literal(ULong.MAX_VALUE)}") shouldBe ULong.MAX_VALUE.toString()
        for (number in listOf(0.1, -1.5e300, Double.MAX_VALUE, 2.2250738585072014E-308, -0.0)) {
            client.rows(QueryRequest.of("SELECT toFloat64(${ClickHouseSql.literal(number)})")).single().getDouble(0) shouldBe number
        }
        client.rows(QueryRequest.of("SELECT ${ClickHouseSql.literal(0.1f)}")).single().getFloat(0) shouldBe 0.1f
        ask("SELECT isNaN(${ClickHouseSql.literal(Double.NaN)})") shouldBe "1"
        ask("SELECT ${ClickHouseSql.literal(Double.NEGATIVE_INFINITY)} < 0") shouldBe "1"
    }

    case("writes values of any kind as literals", Capability.NEWER_TYPES) {
        val wide = BigInteger.ONE.shiftLeft(200)
        val values = mapOf(
            true to "Bool",
            wide to "Int256",
            wide.negate() to "Int256",
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE) to "UInt256",
            BigDecimal("-12.50") to "Decimal(4, 2)",
            BigDecimal("0.001") to "Decimal(3, 3)",
            BigDecimal(BigInteger.ONE, -3) to "Decimal(4, 0)",
            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff") to "UUID",
            LocalDate.of(1900, 1, 1) to "Date32",
            LocalDate.of(2299, 12, 31) to "Date32",
        )
        for ((value, type) in values) {
            val sql = "SELECT ${ClickHouseSql.literal(value)} AS v, toTypeName(v) AS t"
            val row = client.rows(QueryRequest.of(sql)).single()
            row.getString("t") shouldBe type
            val expected = if (value is BigDecimal) value.setScale(maxOf(value.scale(), 0)) else value
            row["v"] shouldBe expected
        }
        ask("SELECT ${ClickHouseSql.literal(null)} IS NULL") shouldBe "1"
        val bytes = byteArrayOf(0, 39, -1, 92)
        client.rows(QueryRequest.of("SELECT ${ClickHouseSql.literal(bytes)}")).single().getBytes(0) shouldBe bytes
        client.rows(QueryRequest.of("SELECT ${ClickHouseSql.literal(listOf("a'", null))}")).single().getList(0) shouldBe
            listOf("a'", null)
        for (refused in listOf(BigInteger.ONE.shiftLeft(256), BigDecimal("1e100"), LocalDate.of(1899, 12, 31), Any())) {
            shouldThrow<ConfigurationException> { ClickHouseSql.literal(refused) }
        }
    }
}
