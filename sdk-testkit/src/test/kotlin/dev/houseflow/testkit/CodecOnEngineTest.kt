package dev.houseflow.testkit

import dev.houseflow.Block
import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.internal.ByteArraySource
import dev.houseflow.internal.ColumnHeader
import dev.houseflow.internal.codec.ArrayBuilder
import dev.houseflow.internal.codec.ArrayColumn
import dev.houseflow.internal.codec.DynamicBuilder
import dev.houseflow.internal.codec.LowCardinalityColumn
import dev.houseflow.internal.codec.MapBuilder
import dev.houseflow.internal.codec.MapColumn
import dev.houseflow.internal.codec.NullableBuilder
import dev.houseflow.internal.codec.NullableColumn
import dev.houseflow.internal.codec.TupleBuilder
import dev.houseflow.internal.codec.TupleColumn
import dev.houseflow.internal.codec.VariantBuilder
import dev.houseflow.internal.codec.VariantColumn
import dev.houseflow.internal.newBlockBuilder
import dev.houseflow.internal.runBlockingSource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.NativeReader
import dev.houseflow.internal.wire.NativeWriter
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlin.random.Random

/**
 * Random types, nested to depth 4, filled with random values by the engine itself: read from it, written back by the SDK, and the engine
 * prints the same text for both tables.
 */
class CodecOnEngineTest : FunSpec({
    lateinit var server: EmbeddedClickHouse
    lateinit var engine: EngineHttp

    beforeSpec {
        server = EmbeddedClickHouse.start()
        engine = EngineHttp(server.endpoint())
    }
    afterSpec { server.close() }

    test("random columns come back from the SDK as they went out of the engine") {
        val random = Random(SEED)
        val types = RandomTypes(random)
        repeat(TABLES) { round ->
            val columns = List(COLUMNS) { types.next(random.nextInt(5)) }
            val structure = columns.withIndex().joinToString(", ") { (i, type) -> "c$i $type" }
            withClue("table $round: $structure") {
                engine.execute("CREATE TABLE given ($structure) ENGINE Memory")
                engine.execute("CREATE TABLE written ($structure) ENGINE Memory")
                val literal = structure.replace("\\", "\\\\").replace("'", "\\'")
                val limits = "${random.nextInt(1, 1 shl 30)}, ${random.nextInt(0, 20)}, ${random.nextInt(0, 5)}"
                engine.execute("INSERT INTO given SELECT * FROM generateRandom('$literal', $limits) LIMIT ${random.nextInt(1, 40)}")
                val blocks = read(engine.query("SELECT * FROM given FORMAT Native"))
                engine.insert("INSERT INTO written FORMAT Native", write(blocks))
                compareTables(engine)
            }
            engine.execute("DROP TABLE given")
            engine.execute("DROP TABLE written")
        }
    }

    test("values of several types come back too") {
        for ((type, rows) in OPEN) {
            withClue(type) {
                engine.execute("CREATE TABLE given (v $type, a Array($type)) ENGINE Memory")
                engine.execute("CREATE TABLE written (v $type, a Array($type)) ENGINE Memory")
                val values = rows.joinToString(", ") { "CAST($it AS $type)" }
                engine.execute("INSERT INTO given SELECT v, [v, v] FROM (SELECT arrayJoin([$values]) AS v)")
                val blocks = read(engine.query("SELECT * FROM given FORMAT Native"))
                blocks.sumOf { it.rowCount } shouldBe rows.size
                engine.insert("INSERT INTO written FORMAT Native", write(blocks))
                compareTables(engine)
            }
            engine.execute("DROP TABLE given")
            engine.execute("DROP TABLE written")
        }
    }

    test("every type family of the engine is read and written, and every alias means what the engine says") {
        val answer = String(engine.query("SELECT name, alias_to FROM system.data_type_families FORMAT TSV"))
        val families = answer.trim().lines().map { it.split('\t') }
        families.size shouldBeGreaterThan 100
        for ((name, alias) in families) {
            withClue(name) {
                val type = ClickHouseType.parse(name + ARGUMENTS[alias.ifEmpty { name }].orEmpty())
                (type is ClickHouseType.Unknown) shouldBe false
                newBlockBuilder(listOf(ColumnHeader("c", type))).columns[0].type shouldBe type
                if (alias.isNotEmpty()) type shouldBe ClickHouseType.parse(alias + ARGUMENTS[alias].orEmpty())
            }
        }
    }
})

private const val SEED = 20_260_720
private const val TABLES = 150
private const val COLUMNS = 8

/** What a family needs behind its name. */
private val ARGUMENTS = mapOf(
    "AggregateFunction" to "(sum, UInt8)", "SimpleAggregateFunction" to "(sum, UInt64)", "Array" to "(UInt8)", "Nullable" to "(UInt8)",
    "LowCardinality" to "(String)", "Map" to "(String, UInt8)", "Tuple" to "(UInt8)", "Nested" to "(a UInt8)", "Variant" to "(UInt8)",
    "FixedString" to "(4)", "Decimal32" to "(2)", "Decimal64" to "(2)", "Decimal128" to "(2)", "Decimal256" to "(2)",
    "QBit" to "(Float32, 2)",
    "Enum" to "('a' = 1)", "Enum8" to "('a' = 1)", "Enum16" to "('a' = 1)",
)

private val OPEN = listOf(
    "Variant(UInt64, String, Array(UInt64))" to listOf("1::UInt64", "'x'", "[1, 2]::Array(UInt64)", "NULL"),
    "Dynamic" to listOf("1::UInt8", "'x'", "[1, 2]::Array(UInt8)", "NULL", "toDate('2020-01-01')", "(1::UInt8, 'a')", "1.5::Decimal(9, 2)"),
    "Dynamic(max_types=1)" to listOf("1::UInt8", "'x'", "toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0')", "map('k', 1::UInt8)"),
    "JSON" to listOf("'{\"a\":1,\"b\":{\"c\":[1,\"x\",null]}}'", "'{}'", "'{\"a\":\"s\",\"d\":[{\"e\":1.5},{\"e\":true}]}'"),
    "JSON(id UInt32, max_dynamic_paths=1)" to listOf("'{\"id\":7,\"x\":\"a\",\"y\":[1]}'", "'{\"z\":null}'"),
    "Geometry" to listOf("(1, 2)::Point", "[(0, 0), (1, 1)]::Ring"),
    "QBit(Float32, 5)" to listOf("[1, 2, 3, 4, 5]::Array(Float32)", "[0, -0.5, 1e30, 1, 1]::Array(Float32)"),
    "Time" to listOf("'12:34:56'", "'-00:00:01'"),
    "Time64(3)" to listOf("'12:34:56.789'", "'-00:00:00.500'"),
    "IntervalMonth" to listOf("toIntervalMonth(-7)", "toIntervalMonth(5)"),
    "BFloat16" to listOf("1.5", "-0.25"),
    "Nullable(Tuple(a UInt8, b String))" to listOf("NULL", "(1, 'x')"),
)

private fun compareTables(engine: EngineHttp) {
    // To bytes and back, so that text which is no UTF-8 compares as what it is.
    val given = engine.query("SELECT * FROM given FORMAT TSV")
    val written = engine.query("SELECT * FROM written FORMAT TSV")
    String(written, Charsets.ISO_8859_1) shouldBe String(given, Charsets.ISO_8859_1)
}

private fun read(bytes: ByteArray): List<Block> = runBlockingSource {
    val reader = NativeReader(ByteArraySource(bytes))
    generateSequence { runBlockingSource { reader.readBlock() } }.toList()
}

private fun write(blocks: List<Block>): ByteArray {
    val sink = ByteSink()
    for (block in blocks) {
        val builder = newBlockBuilder(block.columns.map { ColumnHeader(it.name, it.type) })
        for (row in 0 until block.rowCount) {
            for (i in block.columns.indices) copy(block.columns[i], row, builder.columns[i])
        }
        NativeWriter.write(builder, sink)
    }
    return sink.toByteArray()
}

/** Part by part, as row adapters do; text as bytes, because random text need not be UTF-8. */
private fun copy(column: Column, row: Int, builder: ColumnBuilder) {
    when {
        column.isNull(row) -> builder.append(null)

        builder is NullableBuilder -> {
            builder.beginValue()
            copy((column as NullableColumn).inner, row, builder.inner)
        }

        column is LowCardinalityColumn -> copyLeaf(column.dictionary, column.index(row), builder)

        builder is VariantBuilder -> {
            val value = column as VariantColumn
            copy(value.alternatives[value.alternative(row)], value.rowInAlternative(row), builder.alternative(value.alternative(row)))
        }

        builder is DynamicBuilder -> {
            val value = column as VariantColumn
            val alternative = value.alternatives[value.alternative(row)]
            copy(alternative, value.rowInAlternative(row), builder.alternative(alternative.type))
        }

        builder is ArrayBuilder && column is ArrayColumn -> {
            for (i in column.start(row) until column.end(row)) copy(column.elements, i, builder.elements)
            builder.endRow()
        }

        builder is MapBuilder && column is MapColumn -> {
            for (i in column.start(row) until column.end(row)) {
                copy(column.keys, i, builder.keys)
                copy(column.values, i, builder.values)
            }
            builder.endRow()
        }

        builder is TupleBuilder && column is TupleColumn -> {
            for (i in column.elements.indices) copy(column.elements[i], row, builder.elements[i])
            builder.endRow()
        }

        else -> copyLeaf(column, row, builder)
    }
}

private fun copyLeaf(column: Column, row: Int, builder: ColumnBuilder) {
    val type = column.type
    when {
        type is ClickHouseType.FixedString || type.toString() == "String" -> builder.appendBytes(column.getBytes(row))
        type is ClickHouseType.Json -> builder.appendString(column.getString(row))
        else -> builder.append(column.get(row))
    }
}

/** Types that the engine's `generateRandom` can fill. */
private class RandomTypes(private val random: Random) {
    fun next(depth: Int): String {
        val kind = random.nextInt(100)
        return when {
            depth == 0 || kind < 35 -> pick(PLAIN)
            kind < 45 -> pick(DICTIONARY).let { if (random.nextBoolean()) "LowCardinality(Nullable($it))" else "LowCardinality($it)" }
            kind < 58 -> "Nullable(${pick(PLAIN)})"
            kind < 75 -> "Array(${next(depth - 1)})"
            kind < 88 -> tuple(depth)
            kind < 96 -> "Map(${pick(KEYS)}, ${next(depth - 1)})"
            else -> pick(GEOMETRIES)
        }
    }

    private fun tuple(depth: Int): String {
        val named = random.nextBoolean()
        return NAMES.shuffled(random).take(random.nextInt(1, 4)).joinToString(", ", "Tuple(", ")") {
            if (named) "`$it` ${next(depth - 1)}" else next(depth - 1)
        }
    }

    private fun pick(from: List<String>) = from[random.nextInt(from.size)]

    private companion object {
        private val PLAIN = listOf(
            "Int8", "Int16", "Int32", "Int64", "Int128", "Int256", "UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "UInt256", "Bool",
            "Float32", "Float64", "String", "FixedString(1)", "FixedString(7)", "UUID", "IPv4", "IPv6", "Date", "Date32", "DateTime",
            "DateTime('America/New_York')", "DateTime64(0)", "DateTime64(3, 'Asia/Kolkata')", "DateTime64(9)",
            "Enum8('a' = -128, 'it\\'s' = 5, '' = 127)",
            "Enum16('x' = -32768, 'ü, (' = 300)", "Decimal(5, 2)", "Decimal(18, 6)", "Decimal(38, 37)", "Decimal(70, 10)",
        )
        private val DICTIONARY = listOf(
            "String", "FixedString(3)", "UInt8", "Int64", "Float64", "Date", "Date32", "DateTime", "UUID", "IPv4", "IPv6",
        )
        private val KEYS = listOf("String", "UInt64", "Date", "UUID", "LowCardinality(String)", "FixedString(4)", "IPv4", "Decimal(9, 3)")
        private val GEOMETRIES = listOf("Point", "Ring", "Polygon", "MultiPolygon", "LineString", "MultiLineString")
        private val NAMES = listOf("a", "b c", "select", "ä", "UInt8", "d.e")
    }
}
