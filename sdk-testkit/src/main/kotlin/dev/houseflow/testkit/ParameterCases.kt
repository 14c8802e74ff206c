package dev.houseflow.testkit

import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.toList
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.util.UUID

/** Values that travel beside the SQL. */
internal fun Contract.parameterCases() {
    case("sends parameters of every kind", Capability.QUERY_PARAMETERS) {
        val echo = ParameterEcho(
            text = "it's a \"text\"\twith\\every\nkind of ünïcode 漢字",
            number = -7,
            wide = Long.MAX_VALUE,
            fraction = 0.1,
            flag = true,
            day = LocalDate.of(2024, 2, 29),
            time = Instant.parse("2024-02-29T23:59:59.123Z"),
            uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
            money = BigDecimal("-12.50"),
            nothing = null,
            texts = listOf("", "it's", "a,b", "tab\there", "back\\slash"),
            map = "{'a':1,'it\\'s':2}",
        )
        val request = QueryRequest.builder(
            "SELECT {text:String} AS text, {number:Int32} AS number, {wide:Int64} AS wide, {fraction:Float64} AS fraction, " +
                "{flag:Bool} AS flag, {day:Date} AS day, {time:DateTime64(3, 'UTC')} AS time, {uuid:UUID} AS uuid, " +
                "{money:Decimal(9, 2)} AS money, {nothing:Nullable(String)} AS nothing, {texts:Array(String)} AS texts, " +
                "toString({map:Map(String, UInt8)}) AS map",
        )
            .parameter("text", echo.text)
            .parameter("number", echo.number)
            .parameter("wide", echo.wide)
            .parameter("fraction", echo.fraction)
            .parameter("flag", echo.flag)
            .parameter("day", echo.day)
            .parameter("time", echo.time)
            .parameter("uuid", echo.uuid)
            .parameter("money", echo.money)
            .parameter("nothing", null)
            .parameter("texts", echo.texts)
            .parameter("map", mapOf("a" to 1, "it's" to 2))
            .build()
        client.query(request, rowClass<ParameterEcho>()).rows shouldContainExactly listOf(echo)
    }

    case("sends parameters of any length, which go into the body when they are long", Capability.QUERY_PARAMETERS) {
        for (count in listOf(3, 3_000, 100_000)) {
            val numbers = List(count) { it.toLong() }
            val request = QueryRequest.builder("SELECT arraySum({numbers:Array(Int64)}) AS id").parameter("numbers", numbers).build()
            client.query(request, rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(numbers.sum()))
            client.stream(request, rowClass<Numbered>()).toList() shouldContainExactly listOf(Numbered(numbers.sum()))
            client.rawQuery(request).decodeToString() shouldBe "${numbers.sum()}\n"
        }
        val table = newTable("id Int64")
        val texts = List(2_000) { "it's\t\"$it\"\nünïcode" }
        client.execute(
            QueryRequest.builder("INSERT INTO $table SELECT length(s) + {more:UInt8} FROM (SELECT arrayJoin({texts:Array(String)}) AS s)")
                .parameter("texts", texts).parameter("more", 1).build(),
        )
        ask("SELECT count(), sum(id) FROM $table") shouldBe "2000\t${texts.sumOf { it.toByteArray().size + 1 }}"
    }

    case("sends long parameters with a long statement", Capability.QUERY_PARAMETERS) {
        val long = List(40_000) { it }
        val request = QueryRequest.builder("SELECT arraySum({numbers:Array(Int64)}) + length([${long.joinToString()}]) AS id /* ünïcode */")
            .parameter("numbers", List(3_000) { 1 }).setting("max_query_size", 1_000_000).build()
        client.query(request, rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(43_000))
    }

    case("takes an identifier as a parameter", Capability.QUERY_PARAMETERS) {
        val table = newTable("`a b` Int64")
        val request = QueryRequest.builder("SELECT count({column:Identifier}) AS id FROM {table:Identifier}")
            .parameter("table", table).parameter("column", "a b").build()
        client.query(request, rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(0))
    }

    case("has the server refuse a value that is none of the parameter's type", Capability.QUERY_PARAMETERS) {
        val request = QueryRequest.builder("SELECT {n:UInt8} AS n").parameter("n", "1; DROP TABLE x").build()
        shouldFailWith(457) { client.query(request, rowClass<Maybe>()) }
    }

    case("has the server refuse a query whose parameter is missing", Capability.QUERY_PARAMETERS) {
        shouldFailWith(456) { client.query(QueryRequest.of("SELECT {n:UInt8} AS n"), rowClass<Maybe>()) }
    }
}
