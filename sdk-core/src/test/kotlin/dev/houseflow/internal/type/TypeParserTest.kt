package dev.houseflow.internal.type

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.internal.codec.Corpus
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf

class TypeParserTest : FunSpec({
    test("texts of the server come back as they were") {
        val texts = CANONICAL + Corpus.atHand().cases.flatMap { it.types + it.nativeTypes }
        for (text in texts) {
            val type = ClickHouseType.parse(text)
            withClue(text) {
                type.toString() shouldBe text
                (type is ClickHouseType.Unknown) shouldBe false
            }
        }
    }

    test("other spellings become ClickHouse's own") {
        for ((text, expected) in ALIASES) withClue(text) { ClickHouseType.parse(text).toString() shouldBe expected }
    }

    test("spaces do not matter") {
        ClickHouseType.parse(" Map( String ,Array( Nullable(Int8) ) ) ").toString() shouldBe "Map(String, Array(Nullable(Int8)))"
        ClickHouseType.parse("Tuple(\n    a UInt8,\n    b String)").toString() shouldBe "Tuple(a UInt8, b String)"
    }

    test("an unknown name is kept as it is") {
        val type = ClickHouseType.parse("Array(Quaternion('x)', 4))")
        val element = (type as ClickHouseType.Array).element.shouldBeInstanceOf<ClickHouseType.Unknown>()
        element.text shouldBe "Quaternion('x)', 4)"
        type.toString() shouldBe "Array(Quaternion('x)', 4))"
    }

    test("parts are what they say") {
        val tuple = ClickHouseType.parse("Tuple(a UInt8, `b c` String, `d\\`e` Nullable(Int64))") as ClickHouseType.Tuple
        tuple.elements.map { it.name } shouldBe listOf("a", "b c", "d`e")
        val enumeration = ClickHouseType.parse("Enum8('a' = -1, 'it\\'s, (x) = 1' = 1)") as ClickHouseType.Enum
        enumeration.values shouldBe mapOf("a" to -1, "it's, (x) = 1" to 1)
        val json = ClickHouseType.parse(
            "JSON(max_dynamic_types=2, `x.y` LowCardinality(String), SKIP foo, SKIP REGEXP 'a, b')",
        ) as ClickHouseType.Json
        json.typedPaths.mapValues { it.value.toString() } shouldBe mapOf("x.y" to "LowCardinality(String)")
        json.arguments.size shouldBe 4
        val state = ClickHouseType.parse("AggregateFunction(1, quantiles(0.5, 0.9), UInt64)") as ClickHouseType.AggregateFunction
        state.version shouldBe 1
        state.function shouldBe "quantiles(0.5, 0.9)"
        state.arguments.map { it.toString() } shouldBe listOf("UInt64")
    }

    test("text that is no type is refused") {
        for (text in BROKEN) {
            withClue(text) { shouldThrow<FormatException> { ClickHouseType.parse(text) } }
        }
    }
})

private val CANONICAL = listOf(
    "UInt8", "UInt256", "Int128", "Bool", "BFloat16", "String", "FixedString(16)", "Decimal(76, 38)", "DateTime",
    "DateTime('Europe/Paris')", "DateTime64(3)", "DateTime64(9, 'UTC')", "Time", "Time64(6)", "Enum8('a' = -1, 'it\\'s' = 1)",
    "Enum16('' = -32768, 'a = b' = 300)", "Nullable(String)", "LowCardinality(Nullable(FixedString(3)))",
    "Array(Array(Nullable(UInt8)))", "Map(LowCardinality(String), Map(UInt8, String))", "Tuple()", "Tuple(UInt8, Tuple(String))",
    "Tuple(`1` UInt8, `a.b` UInt8, UInt8 UInt8, `'q` UInt8)", "Nested(a String, b Nested(c Date))",
    "Variant(Array(String), String, UInt64)", "Dynamic", "Dynamic(max_types=254)", "JSON",
    "JSON(max_dynamic_types=0, max_dynamic_paths=0, t UInt8)",
    "JSON(id UInt32, `x.y` LowCardinality(String), SKIP foo, SKIP REGEXP '^tmp')", "JSON(a JSON, `o.p` String)", "QBit(Float32, 3)",
    "QBit(BFloat16, 32, 16)", "SimpleAggregateFunction(sum, UInt64)", "SimpleAggregateFunction(anyLast, LowCardinality(String))",
    "AggregateFunction(count)", "AggregateFunction(quantiles(0.5, 0.9), UInt64)", "AggregateFunction(groupConcat(', '), String)",
    "AggregateFunction(1, sumMap, Array(UInt8), Array(UInt8))", "Point", "Geometry", "Nullable(Nothing)", "IntervalNanosecond", "IPv6",
)

private val ALIASES = mapOf(
    "INT" to "Int32", "int" to "Int32", "INTEGER UNSIGNED" to "UInt32", "BIGINT" to "Int64", "bigint unsigned" to "UInt64",
    "TINYINT SIGNED" to "Int8", "BOOLEAN" to "Bool", "bool" to "Bool", "DOUBLE PRECISION" to "Float64", "VARCHAR(255)" to "String",
    "NATIONAL CHARACTER LARGE OBJECT" to "String", "BINARY(4)" to "FixedString(4)", "DEC(9, 2)" to "Decimal(9, 2)",
    "Decimal32(4)" to "Decimal(9, 4)", "Decimal256(5)" to "Decimal(76, 5)", "Decimal(5)" to "Decimal(5, 0)",
    "DateTime32('UTC')" to "DateTime('UTC')", "TIMESTAMP" to "DateTime",
    "Enum('a', 'b' = 5, 'c')" to "Enum8('a' = 1, 'b' = 5, 'c' = 6)", "Enum('a' = 1000)" to "Enum16('a' = 1000)",
    "DateTime64" to "DateTime64(3)", "GEOMETRY" to "Geometry", "INET6" to "IPv6", "Array(VARCHAR)" to "Array(String)",
)

private val BROKEN = listOf(
    "", " ", "Array", "Array(", "Array()", "Array(UInt8", "UInt8)", "FixedString(0)", "FixedString(x)", "Decimal(77, 0)",
    "Decimal(5, 6)", "Enum8('a' = 1, 'a' = 2)", "Enum8('a' = 128)", "Enum8(a = 1)", "Map(String)", "DateTime64(10)", "UInt8 UInt8",
    "Tuple(a)b", "Nullable(UInt8, UInt8)", "Dynamic(x=1)", "'a'",
)
