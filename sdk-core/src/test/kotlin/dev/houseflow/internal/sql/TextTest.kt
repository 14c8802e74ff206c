package dev.houseflow.internal.sql

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.internal.http.Counters
import dev.houseflow.internal.type.Identifiers
import dev.houseflow.internal.type.Quoted
import dev.houseflow.internal.wire.Utf8
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.math.BigDecimal
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.ZoneOffset
import java.util.UUID
import kotlin.time.Duration.Companion.milliseconds

private enum class Side { BUY }

class TextTest : FunSpec({
    fun encoded(value: Any?) = Parameters.encode("p", value)

    test("the escaped form outside") {
        encoded(null) shouldBe "\\N"
        encoded("\\N") shouldBe "\\\\N"
        encoded("a\tb\nc\rd\\e'f\u0000") shouldBe "a\\tb\\nc\\rd\\\\e\\'f\\0"
        encoded(true) shouldBe "1"
        encoded(1.5f) shouldBe "1.5"
        encoded(Float.POSITIVE_INFINITY) shouldBe "inf"
        encoded(Double.NaN) shouldBe "nan"
        encoded(BigDecimal("1E+3")) shouldBe "1000"
        encoded(255.toUByte()) shouldBe "255"
        encoded(ULong.MAX_VALUE) shouldBe "18446744073709551615"
        encoded(Side.BUY) shouldBe "BUY"
        encoded('x') shouldBe "x"
        encoded(byteArrayOf(65, 0, -1)) shouldBe "A\\0\\xFF"
        encoded(UUID(0, 1)) shouldBe "00000000-0000-0000-0000-000000000001"
        encoded(InetAddress.getByName("::1")) shouldBe "0:0:0:0:0:0:0:1"
    }

    test("times: wall clocks as they are, instants as seconds since 1970") {
        encoded(LocalDate.of(2024, 2, 29)) shouldBe "2024-02-29"
        encoded(LocalDateTime.of(2024, 2, 29, 1, 2, 3, 40_000_000)) shouldBe "2024-02-29 01:02:03.04"
        encoded(LocalTime.of(1, 2)) shouldBe "01:02:00"
        encoded(Instant.ofEpochSecond(5)) shouldBe "0000000005"
        encoded(Instant.ofEpochSecond(-5)) shouldBe "-0000000005"
        encoded(Instant.ofEpochSecond(4_294_967_296)) shouldBe "4294967296.0"
        shouldThrow<ConfigurationException> { encoded(Instant.parse("1969-12-31T23:59:58.500Z")) }.message shouldContain "\"p\""
        encoded(Instant.ofEpochSecond(1_700_000_000, 1).atOffset(ZoneOffset.ofHours(3))) shouldBe "1700000000.000000001"
        encoded(Duration.ofMillis(-3_661_500)) shouldBe "-01:01:01.5"
        encoded((-500).milliseconds) shouldBe "-00:00:00.5"
        encoded(3_600_000.milliseconds * 100) shouldBe "100:00:00"
    }

    test("the quoted form inside") {
        encoded(listOf("a'b", null, "\n")) shouldBe "['a\\'b',NULL,'\\n']"
        encoded(arrayOf(1, 2)) shouldBe "[1,2]"
        encoded(longArrayOf(1, 2)) shouldBe "[1,2]"
        encoded(listOf(true, false)) shouldBe "[true,false]"
        encoded(listOf(listOf<Int>(), listOf(1))) shouldBe "[[],[1]]"
        encoded(1 to "x") shouldBe "(1,'x')"
        encoded(Triple(1, null, LocalDate.of(2024, 1, 1))) shouldBe "(1,NULL,'2024-01-01')"
        encoded(mapOf("k" to listOf(1.5, Double.NEGATIVE_INFINITY))) shouldBe "{'k':[1.5,-inf]}"
        encoded(listOf(byteArrayOf(1))) shouldBe "['\u0001']"
    }

    test("what has no text is refused by name") {
        shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").parameter("p", Any()) }.message.orEmpty() shouldContain
            "\"p\""
        shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").parameter("a b", 1) }
    }

    test("half a surrogate pair is refused, not replaced") {
        for (broken in listOf("\uD800", "a\uDC00b", "\uD83D?", "?\uD800\uD83D\uDE00")) {
            shouldThrow<ConfigurationException> { Utf8.encode(broken, "The data") }.message shouldContain "The data"
            shouldThrow<ConfigurationException> { encoded(broken) }.message shouldContain "\"p\""
            shouldThrow<ConfigurationException> { encoded(listOf(broken)) }
            shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").setting("log_comment", broken) }
        }
        String(Utf8.encode("what? \uD83D\uDE00", "The data")) shouldBe "what? \uD83D\uDE00"
    }

    test("identifiers") {
        Identifiers.quote("a b") shouldBe "`a b`"
        Identifiers.quote("weird'd`\\") shouldBe "`weird'd\\`\\\\`"
        Identifiers.quote("`done`") shouldBe "`done`"
        Identifiers.quote("\"done\"") shouldBe "\"done\""
        Identifiers.quote("`a`b`") shouldBe "`\\`a\\`b\\``"
        Identifiers.quote("n.a") shouldBe "`n.a`"
        Identifiers.quoteTable("db.t") shouldBe "`db`.`t`"
        Identifiers.quoteTable("`my.db`.t") shouldBe "`my.db`.`t`"
        Identifiers.literal("it's \\") shouldBe "'it\\'s \\\\'"
        shouldThrow<ConfigurationException> { Identifiers.quoteTable("db.") }
    }

    test("what is not quoted from end to end is a name") {
        for (name in listOf("`a\\`", "\"a\\\"", "`a\\\\\\`", "`a", "a`", "`", "``", "`a`b`", "`a``", "`a`)", "\"a\"\"", "`a\"")) {
            val quoted = Identifiers.quote(name)
            // Read as the server reads it, the whole of it is that very name.
            Quoted.read(quoted, 0)?.let { it.text to it.end } shouldBe (name to quoted.length)
            Quoted.read(Identifiers.quoteTable(name), 0)?.end shouldBe quoted.length
        }
        for (name in listOf("`a`", "`a``b`", "`a\\`b`", "`a\\\\`", "\"a\"\"b\"", "\"a`b\"")) Identifiers.quote(name) shouldBe name
        Identifiers.quoteTable("`a.b.c") shouldBe "`\\`a`.`b`.`c`"
        Identifiers.quoteTable("\"a.b\".`c``.d`") shouldBe "\"a.b\".`c``.d`"
        Identifiers.plain("`a``b`") shouldBe "a`b"
        Identifiers.plain("`a\\`") shouldBe "`a\\`"
    }

    test("settings") {
        val request = QueryRequest.builder(
            "SELECT 1",
        ).setting("max_threads", 4).setting("flag", true).setting("m", mapOf("k" to "v")).build()
        request.settings shouldBe mapOf("max_threads" to "4", "flag" to "1", "m" to "{'k':'v'}")
        for (name in listOf("query", "password", "query_id", "param_x", "compress", "a&b", "")) {
            shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").setting(name, 1) }
        }
    }

    test("builders copy, and check what cannot work") {
        val request = QueryRequest("SELECT {a:Int8}") {
            parameter("a", 1)
            queryId = "id"
            format = Format.CSV
            compression = Compression.NONE
            roles("r")
            onProgress { }
        }
        val copy = request.toBuilder().queryId("other").build()
        copy.parameters shouldBe mapOf("a" to "1")
        copy.queryId shouldBe "other"
        copy.format shouldBe Format.CSV
        copy.roles shouldBe listOf("r")
        copy.onProgress shouldBe request.onProgress
        request.queryId shouldBe "id"
        val insert = InsertRequest("t") { columns = listOf("a"); blockRows = 5; database = "d" }.toBuilder().build()
        insert.columns shouldBe listOf("a")
        insert.blockRows shouldBe 5
        insert.database shouldBe "d"
        shouldThrow<ConfigurationException> { QueryRequest.of(" ") }
        shouldThrow<ConfigurationException> { InsertRequest.of("") }
        shouldThrow<ConfigurationException> { InsertRequest("t") { columns = emptyList() } }
        shouldThrow<ConfigurationException> { InsertRequest("t") { contentEncoding = "gzip\r\nX-Other: 1" } }
        shouldThrow<ConfigurationException> { QueryRequest("SELECT 1") { timeout = Duration.ZERO } }
        shouldThrow<ConfigurationException> { QueryRequest("SELECT 1") { sessionCheck = true } }
    }

    test("formats are equal by name, and any name goes") {
        Format.of("CSVWithNames") shouldBe Format.CSV_WITH_NAMES
        Format.of("SomethingNew").name shouldBe "SomethingNew"
        shouldThrow<ConfigurationException> { Format.of("CSV; DROP") }
    }

    test("one counter among others") {
        Counters.one("""{"read_rows":"5","result_rows":"17"}""", "result_rows") shouldBe 17
        Counters.one("""{"result_rows":"17","read_rows":"5"}""", "read_rows") shouldBe 5
        Counters.one("""{"result_rows":17}""", "result_rows") shouldBe 17
        Counters.one("""{ "result_rows" : "17" }""", "result_rows") shouldBe 17
        Counters.one("""{"other_result_rows":"3","result_rows":"17"}""", "result_rows") shouldBe 17
        Counters.one("""{"result_rows":"99999999999999999999"}""", "result_rows") shouldBe Long.MAX_VALUE
        Counters.one("""{"result_rows":""}""", "result_rows") shouldBe 0
        Counters.one("result_rows", "result_rows") shouldBe 0
        Counters.one("""{"read_rows":"5"}""", "result_rows") shouldBe 0
        Counters.one(null, "result_rows") shouldBe 0
    }

    test("a summary from headers, in any case") {
        val summary = QuerySummary(
            "mine",
            listOf(
                "x-clickhouse-summary" to
                    """{"read_rows":"5","elapsed_ns":"1500","memory_usage":7,"new_one":"x","result_rows":"99999999999999999999"}""",
                "X-ClickHouse-Format" to "CSV",
                "X-Other" to "a",
                "x-other" to "b",
            ),
        )
        summary.queryId shouldBe "mine"
        summary.readRows shouldBe 5
        summary.elapsed shouldBe Duration.ofNanos(1500)
        summary.memoryUsage shouldBe 7
        summary.resultRows shouldBe Long.MAX_VALUE
        summary.writtenRows shouldBe null
        summary.format shouldBe Format.CSV
        summary.headers["x-other"] shouldBe listOf("a", "b")
        summary.timezone shouldBe null
        QuerySummary(
            "mine",
            listOf("X-ClickHouse-Query-Id" to "theirs", "X-ClickHouse-Summary" to "no json"),
        ).queryId shouldBe
            "theirs"
    }
})
