package dev.houseflow.testkit.codec

import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.testkit.copyOf
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.random.Random

/**
 * Random types, nested to depth 4, filled with random values by the engine itself: read from it, written back by the SDK, and the engine
 * prints the same text for both tables.
 */
class CodecOnEngineTest : FunSpec({
    val engine = Engine()
    afterSpec { engine.close() }

    test("random columns come back from the SDK as they went out of the engine") {
        val random = Random(SEED)
        val types = FillableTypes(random)
        repeat(TABLES) { round ->
            val columns = List(COLUMNS) { types.next(random.nextInt(5)) }
            val structure = columns.withIndex().joinToString(", ") { (i, type) -> "c$i $type" }
            withClue("table $round: $structure") {
                engine.run("CREATE TABLE given ($structure) ENGINE Memory", TypedTable.SETTINGS)
                engine.run("CREATE TABLE written ($structure) ENGINE Memory", TypedTable.SETTINGS)
                val literal = structure.replace("\\", "\\\\").replace("'", "\\'")
                val limits = "${random.nextInt(1, 1 shl 30)}, ${random.nextInt(0, 20)}, ${random.nextInt(0, 5)}"
                engine.run(
                    "INSERT INTO given SELECT * FROM generateRandom('$literal', $limits) LIMIT ${random.nextInt(1, 40)}",
                    TypedTable.SETTINGS,
                )
                copyTable(engine)
            }
            engine.run("DROP TABLE given", TypedTable.SETTINGS)
            engine.run("DROP TABLE written", TypedTable.SETTINGS)
        }
    }

    test("values of several types come back too") {
        for ((type, rows) in OPEN) {
            withClue(type) {
                engine.run("CREATE TABLE given (v $type, a Array($type)) ENGINE Memory", TypedTable.SETTINGS)
                engine.run("CREATE TABLE written (v $type, a Array($type)) ENGINE Memory", TypedTable.SETTINGS)
                val values = rows.joinToString(", ") { "CAST($it AS $type)" }
                engine.run("INSERT INTO given SELECT v, [v, v] FROM (SELECT arrayJoin([$values]) AS v)", TypedTable.SETTINGS)
                copyTable(engine) shouldBe rows.size
            }
            engine.run("DROP TABLE given", TypedTable.SETTINGS)
            engine.run("DROP TABLE written", TypedTable.SETTINGS)
        }
    }
})

private const val SEED = 20_260_720
private const val TABLES = 150
private const val COLUMNS = 8

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

/** Reads `given`, writes it into `written`, and has both printed; gives the number of rows. */
private fun copyTable(engine: Engine): Int {
    val blocks = engine.blocks("SELECT * FROM given")
    val sink = ByteSink()
    for (block in blocks) sink.write(copyOf(block))
    engine.insert("written", sink.toByteArray(), TypedTable.SETTINGS + TypedTable.STRICT)
    val given = engine.run("SELECT * FROM given FORMAT TSV")
    val written = engine.run("SELECT * FROM written FORMAT TSV")
    // As text of one byte per character: random text need not be UTF-8.
    String(written, Charsets.ISO_8859_1) shouldBe String(given, Charsets.ISO_8859_1)
    return blocks.sumOf { it.rowCount }
}

/** Types that the engine's `generateRandom` can fill. */
private class FillableTypes(private val random: Random) {
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
