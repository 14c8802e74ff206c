package dev.houseflow

import dev.houseflow.internal.rows.EndpointTables
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import java.math.BigDecimal
import java.math.BigInteger
import java.nio.file.Paths
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.util.UUID

class QueryEndpointRequestTest : FunSpec({
    fun json(value: Any?): String = QueryEndpointRequest { variable("v", value) }.json["v"].toString()

    test("H3 variables are JSON") {
        json(null) shouldBe "null"
        json(true) shouldBe "true"
        json(12) shouldBe "12"
        json(-9007199254740991L) shouldBe "-9007199254740991"
        json("a\"b\n\u00e9") shouldBe "\"a\\\"b\\n\u00e9\""
        json(listOf(listOf(listOf(12, 13, 0, 1), listOf(12)))) shouldBe "[[[12,13,0,1],[12]]]"
        json(arrayOf<Any?>(1, null, "x")) shouldBe "[1,null,\"x\"]"
        json(intArrayOf(1, 2)) shouldBe "[1,2]"
        json(mapOf("a" to listOf(1), "b" to mapOf(1 to true))) shouldBe "{\"a\":[1],\"b\":{\"1\":true}}"
        json("x" to 1) shouldBe "[\"x\",1]"
        json(LocalDate.of(2024, 2, 29)) shouldBe "\"2024-02-29\""
        json(UUID(1, 2)) shouldBe "\"00000000-0000-0001-0000-000000000002\""
        json(Instant.ofEpochSecond(253_402_300_800)) shouldBe "\"253402300800.0\""
        json(java.sql.Timestamp(1500)) shouldBe "\"0000000001.5\""
        json("bytes".toByteArray()) shouldBe "\"bytes\""
        json(buildJsonObject { put("k", JsonPrimitive(1)) }) shouldBe "{\"k\":1}"
        json(sequenceOf(1, 2).asIterable()) shouldBe "[1,2]"
    }

    test("H3 numbers that a reader with 64-bit floating point would round are texts") {
        json(9007199254740992L) shouldBe "\"9007199254740992\""
        json(ULong.MAX_VALUE) shouldBe "\"18446744073709551615\""
        json(BigInteger.TEN.pow(30)) shouldBe "\"1000000000000000000000000000000\""
        json(1.5) shouldBe "1.5"
        json(0.1f) shouldBe "0.1"
        json(Double.NaN) shouldBe "\"nan\""
        json(Double.NEGATIVE_INFINITY) shouldBe "\"-inf\""
        json(BigDecimal("0.1")) shouldBe "0.1"
        json(BigDecimal("0.1000000000000000000001")) shouldBe "\"0.1000000000000000000001\""
        json(BigDecimal("1E+400")).length shouldBe 403
    }

    test("what JSON cannot carry is refused") {
        val inputs =
            listOf<Any>(
                byteArrayOf(-1),
                Any(),
                mapOf(null to 1),
                mapOf(1 to 2, "1" to 3),
                Instant.ofEpochMilli(-500),
                Paths.get("x"),
                "\uD800",
                listOf("\uDC00"),
            )
        for (value in inputs) shouldThrow<ConfigurationException> { json(value) }
        shouldThrow<ConfigurationException> { QueryEndpointRequest { variable("a b", 1) } }.message shouldContain "\"a b\""
    }

    test("H3 in a URL they are what parameters of queries are") {
        val request = QueryEndpointRequest { variables(mapOf("a" to "x\ty", "b" to listOf("x", null), "c" to null)) }
        request.variables shouldBe mapOf("a" to "x\\ty", "b" to "['x',NULL]", "c" to "\\N")
        request.nested shouldBe setOf("b")
        request.toBuilder().variable("b", 1).build().nested.shouldBeEmpty()
    }

    test("settings that are options are named so, and times must be some") {
        shouldThrow<ConfigurationException> { QueryEndpointRequest { setting("format", "CSV") } }.message shouldContain "use format"
        shouldThrow<ConfigurationException> { QueryEndpointRequest { setting("request_timeout", 1) } }.message shouldContain "use timeout"
        shouldThrow<ConfigurationException> { QueryEndpointRequest { setting("param_x", 1) } }
        shouldThrow<ConfigurationException> { QueryEndpointRequest { timeout(Duration.ofNanos(1)) } }.message shouldContain "millisecond"
    }

    test("a copy has everything, and nothing prints values") {
        val request = QueryEndpointRequest {
            variable("secret", "s3cret").setting("max_threads", 8).format(Format.CSV).method(QueryEndpointMethod.POST)
            timeout(Duration.ofSeconds(2)).idempotent(true).upgradeToV2()
        }
        val copy = request.toBuilder().build()
        copy.let { listOf(it.variables, it.json, it.settings, it.format, it.method, it.timeout, it.idempotent, it.upgradeToV2) } shouldBe
            request.let { listOf(it.variables, it.json, it.settings, it.format, it.method, it.timeout, it.idempotent, it.upgradeToV2) }
        copy.upgradeToV2 shouldBe true
        request.toString() shouldBe "QueryEndpointRequest(secret)"
    }

    test("H16 the table of version 1 is read, and nothing else is") {
        val text = """{"data":{"columns":[{"name":"a","type":"String"},{"name":"b","type":"Array(UInt8)"}],
            "rows":[["x",[1,null]],[null,{"k":1.50}],[true,123456789012345678901234567890]]}}"""
        val table = EndpointTables.read(text)
        table.columns.map { it.name to it.type } shouldBe listOf("a" to "String", "b" to "Array(UInt8)")
        table.rows shouldBe listOf(
            listOf("x", listOf(1L, null)),
            listOf(null, mapOf("k" to BigDecimal("1.50"))),
            listOf(true, BigInteger("123456789012345678901234567890")),
        )
        table.toString() shouldBe "QueryEndpointTable(a String, b Array(UInt8): 3 rows)"
        EndpointTables.read("""{"data":{"columns":[],"rows":[]}}""").rows.shouldBeEmpty()
        val wrong = listOf(
            "",
            "OK",
            "[]",
            "{}",
            """{"data":[]}""",
            """{"data":{"columns":[]}}""",
            """{"data":{"columns":[1],"rows":[]}}""",
            """{"data":{"columns":[{"name":"a"}],"rows":[]}}""",
            """{"data":{"columns":[{"name":"a","type":"T"}],"rows":[[1,2]]}}""",
            """{"data":{"columns":[],"rows":[1]}}""",
            """{"data":{"columns":[{"name":"a","type":"T"}],"rows":[[nonsense]]}}""",
        )
        for (bad in wrong) shouldThrow<FormatException> { EndpointTables.read(bad) }.message shouldContain "call()"
    }

    test("H14 refusals are server exceptions that say what to do") {
        val refusal = ServerException(0, "", "no such key", null, 401)
        val failure = QueryEndpointException.Unauthorized(refusal, "no such key")
        failure.shouldBeInstanceOf<ServerException>()
        failure.message shouldBe
            "HTTP status 401. no such key; check the key and its secret, and that it has the Member role and access to the endpoint"
        failure.body shouldBe "no such key"
        failure.isRetryable shouldBe false
        QueryEndpointException(ServerException(0, "", "later", null, 503), "later").isRetryable shouldBe true
    }
})
