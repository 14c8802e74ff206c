package dev.houseflow.coroutines

import dev.houseflow.Block
import dev.houseflow.InsertRequest
import dev.houseflow.Row
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.single

/**
 * Rows of every scalar and composite type, read from one server and inserted into another one
 * without a class: equal checksums of every column, and of whole rows.
 * `-Dhouseflow.copyRows=1000000` copies as many.
 */
class CopyBetweenServersTest : FunSpec({
    val source = EmbeddedClickHouse.start()
    val target = EmbeddedClickHouse.start()
    val from = ClickHouseClient(source.endpoint())
    val to = ClickHouseClient(target.endpoint())
    afterSpec {
        from.close()
        to.close()
        source.close()
        target.close()
    }
    val count = System.getProperty("houseflow.copyRows")?.toInt() ?: ROWS

    suspend fun ClickHouseClient.create(table: String, columns: List<Copied>) {
        val list = columns.joinToString(", ") { "`${it.name}` ${it.type}" }
        execute("CREATE TABLE $table ($list) ENGINE = MergeTree ORDER BY tuple()") { SETTINGS.forEach { setting(it.key, it.value) } }
    }

    suspend fun ClickHouseClient.sums(table: String, columns: List<Copied>): List<Any?> {
        val texts = columns.map { it.text }
        val sums = texts.joinToString(", ") { "sum(cityHash64($it))" }
        return query<List<Any?>>("SELECT count(), $sums, sum(cityHash64(concat(${texts.joinToString(", ")}))) FROM $table").rows.single()
    }

    suspend fun check(name: String, columns: List<Copied>, copy: suspend (String) -> Long?) {
        to.create(name, columns)
        copy(name) shouldBe count.toLong()
        val expected = from.sums("everything", columns)
        val found = to.sums(name, columns)
        for (i in columns.indices) {
            if (found[i + 1] == expected[i + 1]) continue
            throw AssertionError("${columns[i].name} ${columns[i].type} differs: ${found[i + 1]}, ${expected[i + 1]}")
        }
        found shouldBe expected
        expected.first().toString() shouldBe count.toString()
    }

    beforeSpec {
        val all = PLAIN + TYPED
        from.create("everything", all)
        from.execute("INSERT INTO everything SELECT ${all.joinToString(", ") { "${it.value} AS `${it.name}`" }} FROM numbers($count)") {
            SETTINGS.forEach { setting(it.key, it.value) }
        }
    }

    val everything = "SELECT * FROM everything"
    val plain = "SELECT ${PLAIN.joinToString(", ") { "`${it.name}`" }} FROM everything"

    test("by rows that come") { check("by_row", PLAIN + TYPED) { to.insert(it, from.rows(everything)).sentRows } }

    test("by rows that are there already") {
        check("by_rows", PLAIN + TYPED) { to.insert(it, from.query<Row>(everything).rows).sentRows }
    }

    test("by blocks that come") { check("by_block", PLAIN + TYPED) { to.insert(it, from.blocks(everything)).sentRows } }

    test("by blocks of a prepared insert") {
        check("by_prepared", PLAIN + TYPED) { table ->
            val types = from.columns(everything)
            to.insert<Block>(InsertRequest.builder(table).columnTypes(types).build(), from.blocks(everything)).sentRows
        }
    }

    test("by maps that come") { check("by_map", PLAIN) { to.insert(it, from.stream<Map<String, Any?>>(plain)).sentRows } }

    test("by lists that are there already") {
        check("by_list", PLAIN) { table ->
            val rows = from.query<List<Any?>>(plain).rows
            to.insert(table, rows) { columns(PLAIN.map { it.name }) }.sentRows
        }
    }

    test("the types of values of Dynamic and Variant stay as they are in rows and blocks") {
        val types = "SELECT groupUniqArray(dynamicType(dyn)) AS d, groupUniqArray(variantType(variant)) AS v, " +
            "sum(cityHash64(dynamicType(dyn))) AS s"
        val expected = from.rows("$types FROM everything").single().toList().map { (it as? List<*>)?.toSet() ?: it }
        for (table in listOf("by_row", "by_block")) {
            to.rows("$types FROM $table").single().toList().map { (it as? List<*>)?.toSet() ?: it } shouldBe expected
        }
    }
})

/** A column, its values in the source, and what of it is compared. */
private class Copied(val name: String, val type: String, val value: String, val text: String = "toString(`$name`)")

private const val ROWS = 3000

private val SETTINGS = mapOf(
    "allow_suspicious_low_cardinality_types" to "1",
    "allow_suspicious_variant_types" to "1",
    "enable_nullable_tuple_type" to "1",
    "flatten_nested" to "0",
    "use_variant_as_common_type" to "1",
)

private const val HASH = "sipHash64(number)"

private val NUMBERS = listOf(8, 16, 32, 64).flatMap { bits ->
    listOf(Copied("i$bits", "Int$bits", "reinterpretAsInt$bits($HASH)"), Copied("u$bits", "UInt$bits", "reinterpretAsUInt$bits($HASH)"))
} + listOf(128, 256).flatMap { bits ->
    listOf(
        Copied("i$bits", "Int$bits", "toInt$bits($HASH) * toInt$bits($HASH) * -1"),
        Copied("u$bits", "UInt$bits", "toUInt$bits($HASH) * toUInt$bits($HASH)"),
    )
}

private val TIMES = listOf(
    Copied("d", "Date", "toDate(number % 60000)"),
    Copied("d32", "Date32", "toDate32('1900-01-01') + number % 100000"),
    Copied("dt", "DateTime", "toDateTime(number * 3607 % 4000000000)"),
    Copied("dtz", "DateTime('America/New_York')", "toDateTime(number * 3607 % 4000000000)"),
    Copied("dt64", "DateTime64(3)", "toDateTime64(number / 8, 3)"),
    Copied("dt64z", "DateTime64(9, 'Asia/Tokyo')", "toDateTime64(number / 8, 9, 'Asia/Tokyo')"),
    Copied("t", "Time", "toTime(toInt32(number % 3000000))"),
    Copied("t64", "Time64(6)", "toTime64(number / 8, 6)"),
    Copied("days", "IntervalDay", "toIntervalDay(number)"),
    Copied("millis", "IntervalMillisecond", "toIntervalMillisecond(number)"),
)

private val SCALARS = listOf(
    Copied("f32", "Float32", "if(number % 10 = 0, nan, toFloat32(number / 7))"),
    Copied("f64", "Float64", "if(number % 10 = 0, -inf, number / 7)"),
    Copied("bf16", "BFloat16", "toBFloat16(number / 7)"),
    Copied("b", "Bool", "number % 2 = 0"),
    Copied("s", "String", "concat('\u00e9', toString(number))"),
    Copied("fs", "FixedString(5)", "toFixedString(toString(number % 10000), 5)"),
    Copied("e8", "Enum8('a' = 1, 'b' = 2, 'it''s' = -3)", "['a', 'b', 'it''s'][number % 3 + 1]"),
    Copied("e16", "Enum16('x' = 1000, 'y' = -1000)", "['x', 'y'][number % 2 + 1]"),
    Copied("uuid", "UUID", "generateUUIDv4()"),
    Copied("ip4", "IPv4", "toIPv4(toUInt32($HASH))"),
    Copied("ip6", "IPv6", "toIPv6(concat('2001:db8::', lower(hex(toUInt16(number)))))"),
    Copied("dec9", "Decimal(9, 2)", "toDecimal32(number % 1000000, 2) / 3"),
    Copied("dec18", "Decimal(18, 6)", "toDecimal64(number, 6) / 7"),
    Copied("dec38", "Decimal(38, 10)", "toDecimal128($HASH, 10)"),
    Copied("dec76", "Decimal(76, 20)", "toDecimal256($HASH, 20) * -1"),
)

private val COMPOSITES = listOf(
    Copied("ns", "Nullable(String)", "if(number % 3 = 0, NULL, toString(number))", "ifNull(ns, 'none')"),
    Copied("ni", "Nullable(Int64)", "if(number % 4 = 0, NULL, number)", "ifNull(toString(ni), 'none')"),
    Copied("nd", "Nullable(DateTime64(3, 'UTC'))", "if(number % 4 = 0, NULL, toDateTime64(number, 3))", "ifNull(toString(nd), 'none')"),
    Copied("lc", "LowCardinality(String)", "toString(number % 300)"),
    Copied("lcn", "LowCardinality(Nullable(String))", "if(number % 3 = 0, NULL, toString(number % 9))", "ifNull(toString(lcn), 'none')"),
    Copied("lci", "LowCardinality(UInt32)", "number % 70000"),
    Copied("arr", "Array(Int32)", "range(number % 5)"),
    Copied("arrn", "Array(Nullable(String))", "[NULL, toString(number)]"),
    Copied("arr2", "Array(Array(LowCardinality(String)))", "[[toString(number % 3)], [], ['a', 'b']]"),
    Copied("map", "Map(String, UInt64)", "map('a', number, 'b', $HASH)"),
    Copied("map2", "Map(LowCardinality(String), Array(Nullable(Float64)))", "map('x', [NULL, number / 4])"),
    Copied("tup", "Tuple(Int32, String)", "tuple(toInt32(number), toString(number))"),
    Copied("tupn", "Tuple(a Nullable(Int64), `b c` Array(UInt8))", "tuple(if(number % 2 = 0, NULL, number), range(number % 4))"),
    Copied("tups", "Array(Tuple(a UInt8, b Date))", "[tuple(number % 256, toDate(number % 60000))]"),
    Copied("nested", "Nested(x UInt8, y String)", "[tuple(number % 256, toString(number))]"),
    Copied("point", "Point", "tuple(number / 2, number / 4)"),
    Copied("ring", "Ring", "[tuple(number / 2, 1.), tuple(0., 1.)]"),
    Copied("line", "LineString", "[tuple(number / 2, 1.)]"),
    Copied("poly", "Polygon", "[[tuple(number / 2, 1.)]]"),
    Copied("polys", "MultiPolygon", "[[[tuple(number / 2, 1.)]]]"),
    Copied("simple", "SimpleAggregateFunction(sum, UInt64)", "number"),
    Copied("qbit", "QBit(Float32, 4)", "[number, 0.5, -1, 2]", "toString(qbit::Array(Float32))"),
    Copied("json", "JSON", """toJSONString(map('a', number, 'b', number % 3))::JSON"""),
    Copied(
        "jsont",
        "JSON(id UInt32, w LowCardinality(String))",
        """concat('{"id":', toString(number), ',"w":"x","n":{"l":[1,2]}}')::JSON""",
    ),
)

/** What a map can hold and give to the same type again. */
private val PLAIN = NUMBERS + TIMES + SCALARS + COMPOSITES

/** What has types or bytes that its documented class does not say. */
private val TYPED = listOf(
    Copied("raw", "String", "reinterpretAsString($HASH)", "hex(raw)"),
    Copied("variant", "Variant(Array(UInt8), Int64, String, UInt8)", VARIANT, "ifNull(toString(variant), 'none')"),
    Copied("variants", "Array(Variant(Date, String))", "[toDate(number % 60000)::Variant(Date, String), NULL]"),
    Copied("dyn", "Dynamic", DYNAMIC, "ifNull(toString(dyn), 'none')"),
    Copied("dyns", "Map(String, Dynamic)", "map('a', number::UInt16::Dynamic)"),
    Copied("geometry", "Geometry", "(number / 2, 1.)::Point::Geometry"),
    Copied("sums", "AggregateFunction(sum, UInt64)", "initializeAggregation('sumState', number)", "hex(sums)"),
    Copied("counts", "AggregateFunction(count, UInt64)", "initializeAggregation('countState', number)", "hex(counts)"),
)

private const val VARIANT =
    "multiIf(number % 4 = 0, NULL, number % 4 = 1, number::Int64::Variant(Array(UInt8), Int64, String, UInt8), number % 4 = 2, " +
        "toString(number)::Variant(Array(UInt8), Int64, String, UInt8), toUInt8(number % 256)::Variant(Array(UInt8), Int64, String, UInt8))"

private const val DYNAMIC =
    "multiIf(number % 5 = 0, NULL::Dynamic, number % 5 = 1, toUInt8(number % 256)::Dynamic, number % 5 = 2, toString(number)::Dynamic, " +
        "number % 5 = 3, toDateTime64(number, 3, 'UTC')::Dynamic, [number]::Dynamic)"
