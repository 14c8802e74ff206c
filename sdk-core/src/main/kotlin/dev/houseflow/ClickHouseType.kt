package dev.houseflow

import dev.houseflow.internal.type.TypeParser
import java.util.concurrent.ConcurrentHashMap

/**
 * A ClickHouse data type, as a tree. [toString] gives ClickHouse's own text, with names quoted as
 * ClickHouse quotes them, and [parse] reads it back; two types are equal when their texts are.
 *
 * The set of types is open: a name this version does not know becomes [Unknown], prints and
 * compares, and fails only when its bytes have to be read or written.
 *
 * See the page "Data types" of the ClickHouse manual.
 */
public sealed class ClickHouseType {
    /** ClickHouse's text of this type, e.g. `Array(Nullable(String))`. */
    abstract override fun toString(): String

    final override fun equals(other: Any?): Boolean = other is ClickHouseType && other.toString() == toString()

    final override fun hashCode(): Int = toString().hashCode()

    /**
     * A type that is fully said by its name: `UInt8` to `UInt256`, `Int8` to `Int256`, `Float32`,
     * `Float64`, `BFloat16`, `Bool`, `String`, `UUID`, `IPv4`, `IPv6`, `Date`, `Date32`, `Time`,
     * `IntervalSecond` and its like, `Nothing`, `Point`, `Ring`, `LineString`, `MultiLineString`,
     * `Polygon`, `MultiPolygon`, `Geometry`.
     */
    public class Named internal constructor(@get:JvmName("name") public val name: String) : ClickHouseType() {
        override fun toString(): String = name
    }

    /** `FixedString(length)`: exactly [length] bytes. */
    public class FixedString internal constructor(@get:JvmName("length") public val length: Int) : ClickHouseType() {
        override fun toString(): String = "FixedString($length)"
    }

    /**
     * `Decimal(precision, scale)`: [precision] 1..76 digits in all, [scale] of them after the
     * point.
     */
    public class Decimal internal constructor(
        @get:JvmName("precision") public val precision: Int,
        @get:JvmName("scale") public val scale: Int,
    ) : ClickHouseType() {
        override fun toString(): String = "Decimal($precision, $scale)"
    }

    /**
     * `DateTime` or `DateTime('zone')`: seconds since 1970 in 32 bits. [zone] is `null` when the
     * header names none.
     */
    public class DateTime internal constructor(@get:JvmName("zone") public val zone: String?) : ClickHouseType() {
        override fun toString(): String = if (zone == null) "DateTime" else "DateTime(${quote(zone)})"
    }

    /** `DateTime64(precision[, 'zone'])`: ticks of 10^-[precision] s since 1970 in 64 bits. */
    public class DateTime64 internal constructor(
        @get:JvmName("precision") public val precision: Int,
        @get:JvmName("zone") public val zone: String?,
    ) : ClickHouseType() {
        override fun toString(): String = if (zone == null) "DateTime64($precision)" else "DateTime64($precision, ${quote(zone)})"
    }

    /** `Time64(precision)`: ticks of 10^-[precision] s. */
    public class Time64 internal constructor(@get:JvmName("precision") public val precision: Int) : ClickHouseType() {
        override fun toString(): String = "Time64($precision)"
    }

    /**
     * `Enum8` ([bits] = 8) or `Enum16` ([bits] = 16), with its names and their codes in the order
     * of the header.
     */
    public class Enum internal constructor(
        @get:JvmName("bits") public val bits: Int,
        @get:JvmName("values") public val values: kotlin.collections.Map<String, Int>,
    ) : ClickHouseType() {
        override fun toString(): String = values.entries.joinToString(", ", "Enum$bits(", ")") { "${quote(it.key)} = ${it.value}" }
    }

    /** `Nullable(inner)`. */
    public class Nullable internal constructor(@get:JvmName("inner") public val inner: ClickHouseType) : ClickHouseType() {
        override fun toString(): String = "Nullable($inner)"
    }

    /**
     * `LowCardinality(inner)`: values by index into a dictionary per block. [inner] may be
     * [Nullable].
     */
    public class LowCardinality internal constructor(@get:JvmName("inner") public val inner: ClickHouseType) : ClickHouseType() {
        override fun toString(): String = "LowCardinality($inner)"
    }

    /** `Array(element)`. */
    public class Array internal constructor(@get:JvmName("element") public val element: ClickHouseType) : ClickHouseType() {
        override fun toString(): String = "Array($element)"
    }

    /** `Map(key, value)`. Keys may repeat. */
    public class Map internal constructor(
        @get:JvmName("key") public val key: ClickHouseType,
        @get:JvmName("value") public val value: ClickHouseType,
    ) : ClickHouseType() {
        override fun toString(): String = "Map($key, $value)"
    }

    /** One element of a [Tuple] or [Nested]; [name] is `null` in an unnamed tuple. */
    public class Element internal constructor(
        @get:JvmName("name") public val name: String?,
        @get:JvmName("type") public val type: ClickHouseType,
    ) {
        override fun toString(): String = if (name == null) type.toString() else "${quoteIdentifier(name)} $type"
    }

    /** `Tuple(...)`, named, unnamed or empty. */
    public class Tuple internal constructor(@get:JvmName("elements") public val elements: List<Element>) : ClickHouseType() {
        override fun toString(): String = elements.joinToString(", ", "Tuple(", ")")
    }

    /** `Nested(...)` as one column (`flatten_nested = 0`): an array of named tuples. */
    public class Nested internal constructor(@get:JvmName("elements") public val elements: List<Element>) : ClickHouseType() {
        override fun toString(): String = elements.joinToString(", ", "Nested(", ")")
    }

    /**
     * `Variant(...)`; [alternatives] in the order of the header, which the server sorts by text.
     */
    public class Variant internal constructor(@get:JvmName("alternatives") public val alternatives: List<ClickHouseType>) :
        ClickHouseType() {
        override fun toString(): String = alternatives.joinToString(", ", "Variant(", ")")
    }

    /** `Dynamic` or `Dynamic(max_types=n)`; [maxTypes] is `null` when the header names none. */
    public class Dynamic internal constructor(@get:JvmName("maxTypes") public val maxTypes: Int?) : ClickHouseType() {
        override fun toString(): String = if (maxTypes == null) "Dynamic" else "Dynamic(max_types=$maxTypes)"
    }

    /**
     * `JSON(...)`: [typedPaths] by path; [arguments] are all arguments as ClickHouse wrote them
     * (limits, typed paths, SKIP rules).
     */
    public class Json internal constructor(
        @get:JvmName("typedPaths") public val typedPaths: kotlin.collections.Map<String, ClickHouseType>,
        @get:JvmName("arguments") public val arguments: List<String>,
    ) : ClickHouseType() {
        override fun toString(): String = if (arguments.isEmpty()) "JSON" else arguments.joinToString(", ", "JSON(", ")")
    }

    /** `QBit(element, dimension[, stride])`; [stride] is `null` when the header names none. */
    public class QBit internal constructor(
        @get:JvmName("element") public val element: ClickHouseType,
        @get:JvmName("dimension") public val dimension: Int,
        @get:JvmName("stride") public val stride: Int?,
    ) : ClickHouseType() {
        override fun toString(): String = if (stride == null) "QBit($element, $dimension)" else "QBit($element, $dimension, $stride)"
    }

    /**
     * `SimpleAggregateFunction(function, inner)`: stored and sent as [inner]. [function] includes
     * its parameters.
     */
    public class SimpleAggregateFunction internal constructor(
        @get:JvmName("function") public val function: String,
        @get:JvmName("inner") public val inner: ClickHouseType,
    ) : ClickHouseType() {
        override fun toString(): String = "SimpleAggregateFunction($function, $inner)"
    }

    /**
     * `AggregateFunction([version, ]function, arguments...)`: a state of an aggregate function.
     * [function] includes its parameters.
     */
    public class AggregateFunction internal constructor(
        @get:JvmName("version") public val version: Int?,
        @get:JvmName("function") public val function: String,
        @get:JvmName("arguments") public val arguments: List<ClickHouseType>,
    ) : ClickHouseType() {
        override fun toString(): String =
            (listOfNotNull(version?.toString(), function) + arguments.map { it.toString() }).joinToString(", ", "AggregateFunction(", ")")
    }

    /** A type whose name this version does not know; [text] is all of it. */
    public class Unknown internal constructor(@get:JvmName("text") public val text: String) : ClickHouseType() {
        override fun toString(): String = text
    }

    public companion object {
        /**
         * Reads a type's text: ClickHouse's own names, and the names of other SQL databases that
         * ClickHouse takes (`VARCHAR(20)`, `BIGINT UNSIGNED`), which become ClickHouse's. Throws a
         * [FormatException] for text that is no type; a well-formed type of an unknown name becomes
         * [Unknown].
         */
        @JvmStatic
        public fun parse(text: String): ClickHouseType {
            parsed[text]?.let { return it }
            val type = TypeParser(text).parseAll()
            if (text.length <= REMEMBERED_CHARS) {
                // Types that are made up anew for each query must not pile up.
                if (parsed.size >= REMEMBERED_TYPES) parsed.clear()
                parsed[text] = type
            }
            return type
        }

        /** Types are few, and each answer names those of its columns again. */
        private val parsed = ConcurrentHashMap<String, ClickHouseType>()
        private const val REMEMBERED_CHARS = 128
        private const val REMEMBERED_TYPES = 512
    }
}

/**
 * Quotes [text] as ClickHouse quotes strings inside type names: single quotes, backslash escapes.
 */
internal fun quote(text: String): String = quote(text, '\'')

internal fun quote(text: String, mark: Char): String = buildString(text.length + 2) {
    append(mark)
    for (c in text) {
        when (c) {
            mark, '\\' -> append('\\').append(c)
            '\n' -> append("\\n")
            '\t' -> append("\\t")
            '\r' -> append("\\r")
            '\b' -> append("\\b")
            '\u000c' -> append("\\f")
            '\u0000' -> append("\\0")
            else -> append(c)
        }
    }
    append(mark)
}

private val PLAIN_IDENTIFIER = Regex("[A-Za-z_][A-Za-z0-9_]*")

/** Words that would be taken for a part of a query, in any case. */
private val RESERVED = setOf("all", "distinct", "from", "null", "select", "table", "values")

/**
 * [name] as it stands in a type: plain where ClickHouse leaves it plain, in backquotes otherwise.
 */
internal fun quoteIdentifier(name: String): String =
    if (PLAIN_IDENTIFIER.matches(name) && name.lowercase() !in RESERVED) name else quote(name, '`')
