package dev.houseflow.testkit

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.internal.type.Identifiers
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.toList
import java.math.BigDecimal
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.Period
import java.util.UUID

/** Values that travel beside the SQL. */
internal fun Contract.parameterCases() {
    case("sends as many parameters as a form and a URL together take", Capability.QUERY_PARAMETERS) {
        for (count in listOf(900, 1500, 1900)) {
            val builder = QueryRequest.builder("SELECT toInt64(arraySum([${(1..count).joinToString { "{p$it:UInt32}" }}])) AS id")
            for (i in 1..count) builder.parameter("p$i", i)
            client.query(builder.build(), rowClass<Numbered>()).rows.single().id shouldBe count.toLong() * (count + 1) / 2
        }
    }

    case("I34 sends parameters of every kind", Capability.QUERY_PARAMETERS) {
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

    case("I6 I12 sends parameters of any length, which go into the body when they are long", Capability.QUERY_PARAMETERS) {
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

    case("sends tuples, in arrays and maps too, from lists, pairs and objects of classes", Capability.QUERY_PARAMETERS) {
        val row = Numbered(7)
        val request = QueryRequest.builder(
            "SELECT toString(({a:Tuple(UInt8, String, Float64, Bool)}, {b:Array(Tuple(id Int64))}, " +
                "{c:Map(String, Tuple(Int64, String))}, " +
                "{d:Point}, {e:Ring}, {f:Tuple(Int64)})) AS text",
        )
            .parameter("a", listOf(1, "it's", 0.5, true))
            .parameter("b", listOf(row, mapOf("id" to 8), listOf(9)))
            .parameter("c", mapOf("k" to (1 to "x")))
            .parameter("d", doubleArrayOf(1.5, 2.0))
            .parameter("e", listOf(1.0 to 2.0))
            .parameter("f", row)
            .build()
        client.rawQuery(request).decodeToString() shouldBe
            "((1,\\'it\\\\\\'s\\',0.5,true),[(7),(8),(9)],{\\'k\\':(1,\\'x\\')},(1.5,2),[(1,2)],(7))\n"
    }

    case("sends maps and objects as JSON, and lengths of time as intervals", Capability.QUERY_PARAMETERS, Capability.NEWER_TYPES) {
        val request = QueryRequest.builder(
            "SELECT toString({j:JSON}), toString({o:JSON}), " +
                "toString(toDateTime('2024-01-31 00:00:00', 'UTC') + {m:IntervalMonth} + {s:IntervalSecond})",
        )
            .parameter("j", mapOf("a" to listOf(1, 2), "b" to mapOf("c" to "it's")))
            .parameter("o", Numbered(7))
            .parameter("m", Period.ofMonths(1))
            .parameter("s", Duration.ofMinutes(-1))
            .build()
        client.rawQuery(request).decodeToString() shouldBe "{\"a\":[1,2],\"b\":{\"c\":\"it\\'s\"}}\t{\"id\":7}\t2024-02-28 23:59:00\n"
    }

    case("sends each value of a Variant or a Dynamic as the type that it has", Capability.QUERY_PARAMETERS, Capability.NEWER_TYPES) {
        val request = QueryRequest.builder(
            "SELECT variantType({v:Variant(Date, Int64, String)}), dynamicType({d:Dynamic}), dynamicType({t:Dynamic}), " +
                "arrayMap(x -> dynamicType(x), {l:Array(Dynamic)})",
        )
            .parameter("v", 5L)
            .parameter("d", 5L)
            .parameter("t", "2024-01-01 00:00:00")
            .parameter("l", listOf("1", null))
            .build()
        client.rawQuery(request).decodeToString() shouldBe "Int64\tInt64\tString\t['String','None']\n"
    }

    case("sends moments of every age, and refuses clocks that a zone skips", Capability.QUERY_PARAMETERS) {
        val sql = "SELECT toUnixTimestamp64Milli({a:DateTime64(3)}), toUnixTimestamp64Milli({b:DateTime64(3, 'America/New_York')}), " +
            "toUnixTimestamp64Milli({c:Array(DateTime64(3))}[1]), toUnixTimestamp({d:DateTime('America/New_York')})"
        val request = QueryRequest.builder(sql)
            .parameter("a", Instant.ofEpochMilli(-500))
            .parameter("b", Instant.parse("+10000-01-01T00:00:00Z"))
            .parameter("c", listOf(Instant.ofEpochMilli(-1)))
            .parameter("d", LocalDateTime.of(2024, 11, 3, 1, 30))
            .build()
        client.rawQuery(request).decodeToString() shouldBe "-500\t253402300800000\t-1\t1730611800\n"
        val skipped = LocalDateTime.of(2024, 3, 10, 2, 30)
        shouldThrow<ConfigurationException> { QueryRequest.builder(sql).parameter("d", skipped).build() }
        // The zone of the session, and that of the client.
        val open = QueryRequest.builder("SELECT {d:DateTime}").parameter("d", skipped)
        shouldThrow<ConfigurationException> { open.setting("session_timezone", "America/New_York").build() }
    }

    case("finds placeholders behind heredocs and comments", Capability.QUERY_PARAMETERS) {
        val sql = "SELECT \$\$don't {v:UInt8}\$\$, {v:UInt8} // don't\n, \$x\$ ' \$x\$, {id\$x:UInt8} /* ' /* */ {w:String} */"
        val request = QueryRequest.builder(sql).parameter("v", 200).parameter("id\$x", 5).build()
        client.rawQuery(request).decodeToString() shouldBe "don\\'t {v:UInt8}\t200\t \\' \t5\n"
        shouldThrow<ConfigurationException> { QueryRequest.builder(sql).parameter("v", 300).build() }
    }

    case("takes identifiers of any characters", Capability.QUERY_PARAMETERS) {
        for (name in listOf("a\\b", "it's", "a\tb", "a\nb", "a`b")) {
            val sql = "SELECT {column:Identifier} FROM (SELECT 5 AS ${Identifiers.quote(name)})"
            val request = QueryRequest.builder(sql).parameter("column", name)
            client.rawQuery(request.build()).decodeToString() shouldBe "5\n"
        }
    }

    case("has the server refuse a value that is none of the parameter's type", Capability.QUERY_PARAMETERS) {
        val request = QueryRequest.builder("SELECT {n:UInt8} AS n").parameter("n", "1; DROP TABLE x").build()
        shouldFailWith(457) { client.query(request, rowClass<Maybe>()) }
    }

    case("takes values in the order of the placeholders", Capability.QUERY_PARAMETERS) {
        val builder = QueryRequest.builder("SELECT {a:Int64} + {b:Int64} * {a:Int64}, {c:String}")
        client.rawQuery(builder.positionalParameters(2, 3, "x").build()).decodeToString() shouldBe "8\tx\n"
        for (values in listOf(arrayOf<Any?>(1, 2), arrayOf<Any?>(1, 2, "x", 4), arrayOf<Any?>())) {
            shouldThrow<ConfigurationException> { builder.positionalParameters(*values) }.message shouldContain "placeholders (a, b, c)"
        }
    }

    case("tells of a parameter that is called otherwise than its placeholder, before anything is sent") {
        val request = QueryRequest.builder("SELECT {symbol:String}").parameter("symbl", "x")
        val refused = shouldThrow<ConfigurationException> { request.build() }
        refused.message shouldContain "\"symbl\""
        refused.message shouldContain "\"symbol\""
        // A value too many is no harm, and a session may have set what is missing here.
        QueryRequest.builder("SELECT {a:String}").parameter("a", "x").parameter("b", "y").build().parameters.size shouldBe 2
        QueryRequest.builder("SELECT {a:String}, {b:String}").parameter("a", "x").build().parameters.size shouldBe 1
    }

    case("has the server refuse a query whose parameter is missing", Capability.QUERY_PARAMETERS) {
        shouldFailWith(456) { client.query(QueryRequest.of("SELECT {n:UInt8} AS n"), rowClass<Maybe>()) }
    }
}
