package dev.houseflow.testkit.codec

import dev.houseflow.ClickHouseType
import java.util.Arrays
import kotlin.random.Random

/** Types that the engine takes as columns of a table, nested up to a given depth, as its own text. */
internal class RandomTypes(private val random: Random) {
    fun type(depth: Int): String = if (depth == 0 || random.nextInt(4) == 0) leaf() else composite(depth - 1)

    private fun leaf(): String = if (random.nextInt(3) > 0) scalar() else pick(wrappedLeaves)

    private val wrappedLeaves: List<() -> String> = listOf(
        { "Nullable(${scalar()})" },
        { "LowCardinality(${dictionaryKey()})" },
        { "LowCardinality(Nullable(${dictionaryKey()}))" },
        { pick(GEOMETRIES) },
        { qbit() },
        { "SimpleAggregateFunction(${pick(listOf("any", "anyLast", "min", "max"))}, ${scalar()})" },
        { "Dynamic" },
        { "Dynamic(max_types=${random.nextInt(0, 4)})" },
        { json() },
    )

    fun scalar(): String = pick(scalars)

    private val scalars: List<() -> String> = listOf(
        { pick(INTEGERS) },
        { pick(INTEGERS) },
        { pick(listOf("Float32", "Float64", "BFloat16")) },
        { decimal() },
        { "String" },
        { "String" },
        { "FixedString(${random.nextInt(1, 20)})" },
        { pick(listOf("Bool", "UUID", "IPv4", "IPv6", "Date", "Date32", "Time")) },
        { pick(listOf("DateTime", "DateTime('${pick(ZONES)}')")) },
        { pick(listOf("DateTime64(${random.nextInt(10)})", "DateTime64(${random.nextInt(10)}, '${pick(ZONES)}')")) },
        { "Time64(${random.nextInt(10)})" },
        { enumeration() },
        { "Interval${pick(UNITS)}" },
    )

    private fun composite(depth: Int): String = pick(
        listOf<() -> String>(
            { "Array(${type(depth)})" },
            { "Array(${type(depth)})" },
            { tuple(depth) },
            { tuple(depth) },
            { "Map(${mapKey(depth)}, ${type(depth)})" },
            { "Nullable(${tuple(depth)})" },
            { "Nullable(${pick(listOf("Point", json(), qbit()))})" },
            { "Nested(${named(random.nextInt(1, 4), depth)})" },
            { variant(depth) },
        ),
    )

    private fun tuple(depth: Int): String {
        val count = random.nextInt(0, 4)
        return if (random.nextBoolean()) "Tuple(${List(count) { type(depth) }.joinToString(", ")})" else "Tuple(${named(count, depth)})"
    }

    private fun named(count: Int, depth: Int): String =
        NAMES.shuffled(random).take(count).joinToString(", ") { "${quoted(it)} ${type(depth)}" }

    private fun mapKey(depth: Int): String = when (random.nextInt(8)) {
        0 -> "LowCardinality(${dictionaryKey()})"
        1 -> if (depth > 0) "Tuple(${scalar()}, ${scalar()})" else scalar()
        2 -> if (depth > 0) "Array(${scalar()})" else scalar()
        else -> scalar()
    }

    /**
     * Neither NULL nor another Variant stands inside of a Variant: they are NULL and alternatives of this one. In the order of the server, so that
     * the number of an alternative means the same everywhere.
     */
    private fun variant(depth: Int): String {
        val alternatives = List(random.nextInt(1, 5)) { type(depth) }.filterNot { alternative ->
            listOf("Nullable(", "LowCardinality(Nullable", "Variant(", "Dynamic", "Geometry").any { alternative.startsWith(it) }
        }
        val texts = alternatives.ifEmpty { listOf("String") }.map { ClickHouseType.parse(it).toString() }
        return "Variant(${texts.distinct().sortedWith(BY_BYTES).joinToString(", ")})"
    }

    /** What one value of a Dynamic is: a column of its own without NULLs. */
    fun inDynamic(depth: Int): String {
        while (true) {
            val type = type(depth)
            if (NOT_IN_DYNAMIC.none { type.startsWith(it) }) return type
        }
    }

    private fun dictionaryKey(): String = pick(
        listOf<() -> String>(
            { pick(INTEGERS) },
            { "String" },
            { "FixedString(${random.nextInt(1, 9)})" },
            { pick(listOf("Float32", "Float64", "DateTime", "DateTime('${pick(ZONES)}')", "UUID", "IPv4", "IPv6")) },
            { pick(listOf("Date", "Date32", "Bool")) },
        ),
    )

    private fun decimal(): String {
        val precision = random.nextInt(1, 77)
        return "Decimal($precision, ${random.nextInt(0, precision + 1)})"
    }

    private fun enumeration(): String {
        val bits = if (random.nextBoolean()) 8 else 16
        val codes = generateSequence { if (bits == 8) random.nextInt(-128, 128) else random.nextInt(-32768, 32768) }.distinct()
        val names = ENUM_NAMES.shuffled(random).take(random.nextInt(1, ENUM_NAMES.size))
        return names.zip(codes.take(names.size).sorted().toList()).joinToString(", ", "Enum$bits(", ")") { (name, code) ->
            "'${name.replace("\\", "\\\\").replace("'", "\\'")}' = $code"
        }
    }

    private fun qbit(): String {
        val element = pick(listOf("Float32", "Float64", "BFloat16", "Int8"))
        if (random.nextInt(3) > 0) return "QBit($element, ${random.nextInt(1, 20)})"
        val stride = 8 * random.nextInt(1, 3)
        return "QBit($element, ${stride * random.nextInt(2, 5)}, $stride)"
    }

    private fun json(): String = when (random.nextInt(4)) {
        0 -> "JSON"
        1 -> "JSON(d Decimal(60, 20), i Int256, u Nullable(UInt128))"
        2 -> "JSON(max_dynamic_types=${random.nextInt(1, 4)}, max_dynamic_paths=${random.nextInt(0, 4)})"
        else -> "JSON(`t 2` LowCardinality(String), t1 UInt32, t3 Array(Int32), SKIP skipped)"
    }

    private fun pick(choices: List<() -> String>): String = choices[random.nextInt(choices.size)]()

    @JvmName("pickText")
    private fun pick(choices: List<String>): String = choices[random.nextInt(choices.size)]

    internal companion object {
        private val BY_BYTES = Comparator<String> { a, b -> Arrays.compareUnsigned(a.toByteArray(), b.toByteArray()) }
        val INTEGERS = listOf(8, 16, 32, 64, 128, 256).flatMap { listOf("Int$it", "UInt$it") }
        val ZONES = listOf("UTC", "Europe/Paris", "Asia/Tokyo", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo")
        val UNITS = listOf(
            "Nanosecond", "Microsecond", "Millisecond", "Second", "Minute", "Hour", "Day", "Week", "Month", "Quarter", "Year",
        )
        val GEOMETRIES = listOf("Point", "Ring", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "Geometry")
        private val NOT_IN_DYNAMIC =
            listOf("Nullable(", "LowCardinality(Nullable", "Variant(", "Dynamic", "Geometry", "Nested(", "SimpleAggregate")
        private val NAMES = listOf("a", "b1", "with space", "it's", "UInt8", "back`tick", "\u00e9\u20ac", "select", "x.y")
        private val ENUM_NAMES = listOf("", "a", "it's", "b,c", "d = 1", "(", "\u00fc", "back\\slash", "Null")
    }
}
