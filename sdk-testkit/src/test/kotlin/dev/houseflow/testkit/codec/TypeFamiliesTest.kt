package dev.houseflow.testkit.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.testkit.copyOf
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.random.Random

/** Every name in the engine's own list of types: written and read, or refused by name with the reason. */
class TypeFamiliesTest : FunSpec({
    val engine = Engine()
    afterSpec { engine.close() }

    test("G2 the engine has no family of types that this table does not know") {
        val families = engine.text("SELECT name FROM system.data_type_families WHERE alias_to = '' FORMAT TSVRaw").lines()
        families shouldContainExactlyInAnyOrder EXAMPLES.keys + "Nothing" + "AggregateFunction"
    }

    for ((family, examples) in EXAMPLES) {
        test("G2 $family: written by the SDK, read back by it, and printed by the engine as the JVM prints it") {
            val types = examples.map { ClickHouseType.parse(it) }
            for (i in examples.indices) {
                engine.text("SELECT toTypeName(defaultValueOfTypeName(${literal(examples[i])})) FORMAT TSVRaw", SETTINGS).oneLine() shouldBe
                    types[i].toString()
            }
            val values = RandomValues(Random(family.hashCode()))
            TypedTable(engine).differences(types, types.map { type -> List(ROWS) { values.value(type) } }).shouldBeEmpty()
        }
    }

    test("every alias means the same type to the SDK as to the engine") {
        val aliases = engine.text("SELECT name, alias_to FROM system.data_type_families WHERE alias_to != '' FORMAT TSVRaw").lines().map {
            it.split('\t')
        }
        for ((alias, target) in aliases) {
            val arguments = ARGUMENTS[target].orEmpty()
            withClue(alias) {
                val expected = engine.text("SELECT toTypeName(defaultValueOfTypeName(${literal(alias + arguments)})) FORMAT TSVRaw")
                ClickHouseType.parse(alias + arguments).toString() shouldBe expected
                ClickHouseType.parse(alias.lowercase() + arguments).toString() shouldBe expected
            }
        }
    }

    test("Nothing: no table takes it, a bare NULL and an empty array are read, and both are written into columns of other types") {
        shouldThrow<EngineException> { engine.run("CREATE TABLE nothing (n Nothing) ENGINE = Memory") }.code shouldBe 370
        val block = engine.blocks("SELECT NULL AS n, [] AS a, [NULL] AS both").single()
        block.columns.map { it.type.toString() } shouldBe listOf("Nullable(Nothing)", "Array(Nothing)", "Array(Nullable(Nothing))")
        block.columns.map { it.get(0) } shouldBe listOf(null, emptyList<Any>(), listOf(null))
        engine.run("CREATE TABLE something (n Nullable(String), a Array(UInt8), both Array(Nullable(Date))) ENGINE = Memory")
        engine.insert("something", bytesOf(copyOf(block)))
        engine.text("SELECT * FROM something FORMAT TSV") shouldBe "\\N\t[]\t[NULL]"
    }

    for (state in READABLE_STATES) {
        test("AggregateFunction: the states of $state are read as their results and written as they are") {
            engine.run("DROP TABLE IF EXISTS states")
            engine.run("CREATE TABLE states ENGINE = Memory AS SELECT number % 3 AS k, $state AS s FROM numbers(20) GROUP BY k ORDER BY k")
            engine.run("INSERT INTO states SELECT 9, $state FROM numbers(0)")
            val blocks = engine.blocks("SELECT * FROM states ORDER BY k")
            val hex = engine.text("SELECT hex(s) FROM states ORDER BY k FORMAT TSVRaw").split('\n')
            val finals = engine.text("SELECT finalizeAggregation(s) FROM states ORDER BY k FORMAT TSVRaw", EngineText.SETTINGS).split('\n')
            val found = blocks.flatMap { block ->
                (0 until block.rowCount).map { block.column("s").getBytes(it) to block.column("s").get(it) }
            }
            found.map { (bytes, _) -> bytes.joinToString("") { "%02X".format(it) } } shouldBe hex
            found.map { (_, value) -> printed(value) } shouldBe finals
            engine.run("TRUNCATE TABLE states")
            for (block in blocks) engine.insert("states", bytesOf(copyOf(block)))
            engine.text("SELECT finalizeAggregation(s) FROM states ORDER BY k FORMAT TSVRaw", EngineText.SETTINGS).split('\n') shouldBe
                finals
        }
    }

    for (state in UNREADABLE_STATES) {
        test("AggregateFunction: the states of $state are refused by name") {
            val failure = shouldThrow<UnsupportedTypeException> { engine.blocks("SELECT 1 AS one, $state AS st FROM numbers(20)") }
            failure.message shouldContain "`st`"
            failure.message shouldContain state.substringBefore("State")
            failure.message shouldContain "finalizeAggregation"
        }
    }

    test("a type that the SDK does not know is refused by name, to read and to write") {
        val unknown = ClickHouseType.parse("Quaternion(Float64)")
        unknown.toString() shouldBe "Quaternion(Float64)"
        shouldThrow<UnsupportedTypeException> { newBlockBuilder(listOf(ColumnHeader("q", unknown))) }.message shouldContain "Quaternion"
    }
})

private const val ROWS = 60

private fun literal(text: String) = "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

/** The engine lays named tuples out over several lines; headers have them on one. */
private fun String.oneLine() = replace(Regex("\n *"), " ").replace("( ", "(").replace(" )", ")")

private val SETTINGS = mapOf(
    "allow_suspicious_low_cardinality_types" to "1",
    "allow_suspicious_variant_types" to "1",
    "enable_nullable_tuple_type" to "1",
)

private val PLAIN = listOf("Float32", "Float64", "BFloat16", "String", "UUID", "IPv4", "IPv6", "Date", "Date32", "Bool")

private val EXAMPLES: Map<String, List<String>> = buildMap {
    for (name in RandomTypes.INTEGERS + PLAIN) {
        put(name, listOf(name, "Nullable($name)", "Array($name)", "LowCardinality($name)", "LowCardinality(Nullable($name))"))
    }
    for (name in RandomTypes.UNITS.map { "Interval$it" }) put(name, listOf(name, "Nullable($name)"))
    put("DateTime", listOf("DateTime", "DateTime('Asia/Tokyo')", "Array(DateTime('Europe/Paris'))", "LowCardinality(DateTime)"))
    put("DateTime32", listOf("DateTime32", "DateTime32('Asia/Tokyo')"))
    put("DateTime64", (0..9).map { "DateTime64($it)" } + listOf("DateTime64(3, 'America/New_York')", "Nullable(DateTime64(6))"))
    put("Time", listOf("Time", "Nullable(Time)"))
    put("Time64", (0..9).map { "Time64($it)" })
    put("Decimal", listOf("Decimal(1, 0)", "Decimal(9, 9)", "Decimal(18, 4)", "Decimal(38, 38)", "Decimal(76, 20)", "Decimal(5)"))
    for ((name, width) in mapOf("Decimal32" to 9, "Decimal64" to 18, "Decimal128" to 38, "Decimal256" to 76)) {
        put(name, listOf("$name(0)", "$name(3)", "$name($width)", "Nullable($name(2))"))
    }
    put("FixedString", listOf("FixedString(1)", "FixedString(16)", "Nullable(FixedString(3))", "LowCardinality(FixedString(2))"))
    put("Enum", listOf("Enum('a', 'b' = 5, 'it\\'s' = -3)", "Enum('x' = 1000, '' = 2)"))
    put("Enum8", listOf("Enum8('a' = -128, 'b' = 127)", "Nullable(Enum8('a' = 1))"))
    put("Enum16", listOf("Enum16('a' = -32768, 'b' = 32767)"))
    put(
        "Nullable",
        listOf("Nullable(UInt8)", "Nullable(Tuple(UInt8, String))", "Nullable(Point)", "Nullable(JSON)", "Nullable(QBit(Float32, 3))"),
    )
    put(
        "LowCardinality",
        listOf("LowCardinality(String)", "Array(LowCardinality(Nullable(String)))", "Map(LowCardinality(String), LowCardinality(UInt8))"),
    )
    put("Array", listOf("Array(UInt8)", "Array(Array(Nullable(String)))", "Array(Map(String, Array(Tuple(UInt8))))"))
    put("Tuple", listOf("Tuple(UInt8, String)", "Tuple(a UInt8, `b c` Nullable(Int64))", "Tuple()", "Array(Tuple())"))
    put("Map", listOf("Map(String, UInt8)", "Map(Tuple(UInt8, Date), Array(String))", "Map(Float64, Map(UUID, Nullable(Int8)))"))
    put("Nested", listOf("Nested(a String, b Int32)", "Nested(a Nested(b Nullable(UInt8)))"))
    put(
        "SimpleAggregateFunction",
        listOf("SimpleAggregateFunction(sum, UInt64)", "SimpleAggregateFunction(anyLast, LowCardinality(Nullable(String)))"),
    )
    for (name in RandomTypes.GEOMETRIES) put(name, listOf(name, "Array($name)"))
    put("Variant", listOf("Variant(String, UInt64)", "Variant(Array(UInt8), Tuple(a String), UInt8)", "Array(Variant(Date, String))"))
    put("Dynamic", listOf("Dynamic", "Dynamic(max_types=1)", "Array(Dynamic)", "Map(String, Dynamic)"))
    put("JSON", listOf("JSON", "JSON(max_dynamic_paths=2, `t 2` LowCardinality(String), t1 UInt32)", "Array(JSON)", "Map(String, JSON)"))
    put("QBit", listOf("QBit(Float32, 3)", "QBit(Float64, 9)", "QBit(BFloat16, 16, 8)", "QBit(Int8, 5)"))
}

/** What an alias needs to be a type. */
private val ARGUMENTS = mapOf("FixedString" to "(3)", "Decimal" to "(9, 2)", "Enum" to "('a' = 1)")

private val READABLE_STATES: List<String> = listOf(
    "countState()",
    "sumState(number)",
    "sumState(toInt32(number) - 5)",
    "sumState(toDecimal32(number, 2))",
    "sumState(toInt256(number))",
    "avgState(number)",
    "minState(toUInt32(number))",
    "maxState(toString(number))",
    "anyState(toDate('2020-01-01') + number)",
    "anyLastState(number)",
    "groupArrayState(toUInt16(number))",
)

/** A result of an aggregate function, as the engine prints it. */
private fun printed(value: Any?): String = when (value) {
    is Double -> if (value.isNaN()) "nan" else value.toString().removeSuffix(".0")
    is List<*> -> value.joinToString(",", "[", "]")
    else -> value.toString()
}

private val UNREADABLE_STATES =
    listOf("uniqState(number)", "quantilesState(0.5, 0.9)(number)", "topKState(3)(number)", "uniqExactState(number)")
