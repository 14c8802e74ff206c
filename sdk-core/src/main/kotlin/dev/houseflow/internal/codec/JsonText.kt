package dev.houseflow.internal.codec

import dev.houseflow.Column
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.math.BigDecimal
import java.math.BigInteger

/** JSON text from columns and from JVM values, and back. */
internal object JsonText {
    private const val MAX_DEPTH = 200

    /**
     * A JSON object as a tree of Map, List, String, Boolean, Long, BigInteger and Double. Throws
     * IllegalArgumentException for other text.
     */
    fun parse(text: String): Map<String, Any?> {
        val element = Json.parseToJsonElement(text)
        require(element is JsonObject) { "the text starts with something else than {" }
        @Suppress("UNCHECKED_CAST")
        return toTree(element, 0) as Map<String, Any?>
    }

    private fun toTree(element: JsonElement, depth: Int): Any? {
        require(depth <= MAX_DEPTH) { "it nests deeper than $MAX_DEPTH levels" }
        return when (element) {
            is JsonNull -> null
            is JsonObject -> element.mapValuesTo(LinkedHashMap()) { toTree(it.value, depth + 1) }
            is JsonArray -> element.map { toTree(it, depth + 1) }
            is JsonPrimitive -> if (element.isString) element.content else scalar(element.content)
        }
    }

    private fun scalar(text: String): Any = when {
        text == "true" -> true

        text == "false" -> false

        INTEGER.matches(text) -> text.toLongOrNull() ?: BigInteger(text)

        // Without this check Kotlin's lenient forms of a number (hexadecimal, "1f") would pass.
        NUMBER.matches(text) -> text.toDouble()

        else -> throw IllegalArgumentException("$text is no JSON value")
    }

    private val INTEGER = Regex("-?[0-9]{1,400}")
    private val NUMBER = Regex("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")

    /**
     * The value of a column's row, in the spelling of ClickHouse's JSON formats; numbers stay
     * numbers where JSON can say them.
     */
    fun appendValue(out: StringBuilder, column: Column, row: Int) {
        if (column.isNull(row)) {
            out.append("null")
            return
        }
        when (column) {
            is JsonPathsColumn -> column.appendTo(out, row)

            is JsonColumn -> out.append(column.getString(row))

            is DelegatingColumn -> appendValue(out, column.target(row)!!, column.targetRow(row))

            is ArrayColumn -> list(out, column.start(row), column.end(row)) { appendValue(out, column.elements, it) }

            is MapColumn -> {
                out.append('{')
                for (i in column.start(row) until column.end(row)) {
                    if (i > column.start(row)) out.append(',')
                    appendQuoted(out, column.keys.getString(i))
                    out.append(':')
                    appendValue(out, column.values, i)
                }
                out.append('}')
            }

            is TupleColumn -> appendTuple(out, column, row)

            is IntegralColumn -> out.append(column.getString(row))

            is BigIntegerColumn, is DecimalValues -> appendNumber(out, column.getString(row))

            is Float32Column, is Float64Column, is BFloat16Column -> appendFloat(out, column, row)

            else -> appendQuoted(out, column.getString(row))
        }
    }

    private fun appendTuple(out: StringBuilder, column: TupleColumn, row: Int) {
        val named = column.elementNames.isNotEmpty() && column.elementNames.all { it != null }
        out.append(if (named) '{' else '[')
        for (i in column.elements.indices) {
            if (i > 0) out.append(',')
            if (named) {
                appendQuoted(out, column.elementNames[i]!!)
                out.append(':')
            }
            appendValue(out, column.elements[i], row)
        }
        out.append(if (named) '}' else ']')
    }

    private fun appendFloat(out: StringBuilder, column: Column, row: Int) {
        val value = column.getDouble(row)
        // JSON has no word for these; as the text that parsers of floats know they are not lost.
        if (value.isFinite()) out.append(column.getString(row)) else appendQuoted(out, value.toString())
    }

    /**
     * As a number where a parser that knows 64-bit integers and doubles, like the server's, reads
     * it as it is; as a string otherwise.
     */
    private fun appendNumber(out: StringBuilder, text: String) {
        if (isExact(text)) out.append(text) else appendQuoted(out, text)
    }

    /**
     * Whether the number [text] is read as it is by a parser that knows 64-bit integers and
     * doubles.
     */
    fun isExact(text: String): Boolean {
        if (INTEGER.matches(text)) return text.length < SURE_DIGITS || BigInteger(text) in LONG_MIN..ULONG_MAX
        val value = BigDecimal(text)
        val nearest = value.toDouble()
        return nearest.isFinite() && BigDecimal(nearest.toString()).compareTo(value) == 0
    }

    private const val SURE_DIGITS = 18
    private val LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE)
    private val ULONG_MAX = BigInteger.ONE.shiftLeft(64) - BigInteger.ONE

    private inline fun list(out: StringBuilder, start: Int, end: Int, item: (Int) -> Unit) {
        out.append('[')
        for (i in start until end) {
            if (i > start) out.append(',')
            item(i)
        }
        out.append(']')
    }

    /** A JVM value as JSON text; `false` when its class has none. */
    fun appendAny(out: StringBuilder, value: Any?, depth: Int = 0): Boolean {
        if (depth > MAX_DEPTH) return false
        when (value) {
            null -> out.append("null")

            is JsonElement -> out.append(value.toString())

            is Boolean, is Byte, is Short, is Int, is Long, is UByte, is UShort, is UInt, is ULong -> out.append(value.toString())

            is BigInteger, is BigDecimal -> appendNumber(out, value.toString())

            is Float -> if (value.isFinite()) out.append(value.toString()) else return false

            is Double -> if (value.isFinite()) out.append(value.toString()) else return false

            is Map<*, *> -> return appendMap(out, value, depth)

            is Iterable<*> -> return appendItems(out, value, depth)

            is Array<*> -> return appendItems(out, value.asList(), depth)

            is CharSequence, is Char, is java.util.UUID, is java.time.temporal.Temporal -> appendQuoted(out, value.toString())

            is Enum<*> -> appendQuoted(out, value.name)

            else -> return false
        }
        return true
    }

    private fun appendMap(out: StringBuilder, map: Map<*, *>, depth: Int): Boolean {
        out.append('{')
        var first = true
        for ((key, value) in map) {
            if (!first) out.append(',')
            first = false
            if (key !is CharSequence) return false
            appendQuoted(out, key.toString())
            out.append(':')
            if (!appendAny(out, value, depth + 1)) return false
        }
        out.append('}')
        return true
    }

    private fun appendItems(out: StringBuilder, items: Iterable<*>, depth: Int): Boolean {
        out.append('[')
        var first = true
        for (item in items) {
            if (!first) out.append(',')
            first = false
            if (!appendAny(out, item, depth + 1)) return false
        }
        out.append(']')
        return true
    }

    fun appendQuoted(out: StringBuilder, text: String) {
        out.append('"')
        for (c in text) {
            when (c) {
                '"', '\\' -> out.append('\\').append(c)
                '\n' -> out.append("\\n")
                '\r' -> out.append("\\r")
                '\t' -> out.append("\\t")
                '\b' -> out.append("\\b")
                '\u000c' -> out.append("\\f")
                else -> if (c < ' ') out.append("\\u00").append(HEX[c.code shr 4]).append(HEX[c.code and 15]) else out.append(c)
            }
        }
        out.append('"')
    }

    private const val HEX = "0123456789abcdef"
}
