package dev.houseflow.internal.type

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException

/** Reads a type's text, as servers and people write it, into a tree. One instance per text. */
internal class TypeParser(private val text: String) {
    private var at = 0
    private var depth = 0

    fun parseAll(): ClickHouseType {
        val type = parseType()
        skipSpaces()
        if (at < text.length) throw fail("there is more after its end")
        return type
    }

    private fun parseType(): ClickHouseType {
        if (++depth > MAX_DEPTH) throw fail("it nests deeper than $MAX_DEPTH levels")
        skipSpaces()
        val start = at
        val name = typeName()
        val type = build(name, start)
        depth--
        return type
    }

    /** A name of one or, for SQL's own names such as `DOUBLE PRECISION`, more words. */
    private fun typeName(): String {
        val first = word()
        if (first.isEmpty()) throw fail("a name is missing")
        var best = first
        var end = at
        var all = first.uppercase()
        while (at < text.length && text[at] == ' ' && TypeNames.mayContinue(all)) {
            skipSpaces()
            val next = word()
            if (next.isEmpty()) break
            all += " " + next.uppercase()
            if (TypeNames.isName(all)) {
                best = all
                end = at
            }
        }
        at = end
        return best
    }

    private fun build(name: String, start: Int): ClickHouseType {
        val canonical = TypeNames.canonical(name)
        return when (canonical) {
            "FixedString", "BINARY" -> ClickHouseType.FixedString(inParentheses { integer(1, MAX_FIXED) })

            "Decimal" -> decimal()

            "Decimal32", "Decimal64", "Decimal128", "Decimal256" -> {
                val precision = TypeNames.precision(canonical)
                ClickHouseType.Decimal(precision, inParentheses { integer(0, precision) })
            }

            "DateTime", "DateTime32" -> ClickHouseType.DateTime(if (peek('(')) inParentheses { quoted() } else null)

            "DateTime64" -> dateTime64()

            "Time64" -> ClickHouseType.Time64(if (peek('(')) inParentheses { integer(0, 9) } else 3)

            "Enum", "Enum8", "Enum16" -> enumeration(canonical)

            "Nullable" -> ClickHouseType.Nullable(inParentheses { parseType() })

            "LowCardinality" -> ClickHouseType.LowCardinality(inParentheses { parseType() })

            "Array" -> ClickHouseType.Array(inParentheses { parseType() })

            "Map" -> inParentheses {
                val key = parseType()
                expect(',')
                ClickHouseType.Map(key, parseType())
            }

            "Tuple" -> ClickHouseType.Tuple(elements())

            "Nested" -> ClickHouseType.Nested(elements())

            "Variant" -> ClickHouseType.Variant(inParentheses { list { parseType() } })

            "Dynamic" -> dynamic()

            "JSON" -> JsonTypeParser.build(arguments())

            "QBit" -> qbit()

            "SimpleAggregateFunction" -> inParentheses {
                val function = argument()
                expect(',')
                ClickHouseType.SimpleAggregateFunction(function, parseType())
            }

            "AggregateFunction" -> aggregateFunction()

            else -> plain(canonical, start)
        }
    }

    private fun plain(name: String, start: Int): ClickHouseType {
        if (TypeNames.isPlain(name)) {
            // A width after SQL's names (VARCHAR(255), INT(11)) means nothing, as in the server.
            if (peek('(')) arguments()
            return ClickHouseType.Named(name)
        }
        if (peek('(')) arguments()
        return ClickHouseType.Unknown(text.substring(start, at).trim())
    }

    private fun decimal(): ClickHouseType {
        if (!peek('(')) return ClickHouseType.Decimal(10, 0)
        return inParentheses {
            val precision = integer(1, 76)
            val scale = if (peek(',')) {
                expect(',')
                integer(0, precision)
            } else {
                0
            }
            ClickHouseType.Decimal(precision, scale)
        }
    }

    private fun dateTime64(): ClickHouseType {
        if (!peek('(')) return ClickHouseType.DateTime64(3, null)
        return inParentheses {
            val precision = integer(0, 9)
            val zone = if (peek(',')) {
                expect(',')
                quoted()
            } else {
                null
            }
            ClickHouseType.DateTime64(precision, zone)
        }
    }

    private fun enumeration(name: String): ClickHouseType = inParentheses {
        val values = LinkedHashMap<String, Int>()
        var next = 1
        list {
            val value = quoted()
            if (peek('=')) {
                expect('=')
                next = integer(Short.MIN_VALUE.toInt(), Short.MAX_VALUE.toInt())
            }
            if (values.put(value, next) != null) throw fail("the enum names '$value' twice")
            next++
        }
        val sorted = values.entries.sortedBy { it.value }.associateTo(LinkedHashMap()) { it.key to it.value }
        val fits8 = sorted.values.all { it in Byte.MIN_VALUE..Byte.MAX_VALUE }
        if (name == "Enum8" && !fits8) throw fail("a code of an Enum8 is outside of -128..127")
        ClickHouseType.Enum(if (name == "Enum16" || !fits8) 16 else 8, sorted)
    }

    private fun elements(): List<ClickHouseType.Element> = inParentheses {
        if (peek(')')) {
            emptyList()
        } else {
            list {
                val name = elementName()
                ClickHouseType.Element(name, parseType())
            }
        }
    }

    /** The name before a type: in backquotes, or a word that is followed by another one. */
    private fun elementName(): String? {
        skipSpaces()
        if (at < text.length && (text[at] == '`' || text[at] == '"')) return quoted()
        val start = at
        val name = word()
        val spaced = at < text.length && text[at].isWhitespace()
        skipSpaces()
        if (name.isNotEmpty() && spaced && at < text.length && (text[at].isLetter() || text[at] == '_')) return name
        at = start
        return null
    }

    private fun dynamic(): ClickHouseType {
        if (!peek('(')) return ClickHouseType.Dynamic(null)
        return inParentheses {
            skipSpaces()
            if (word() != "max_types") throw fail("max_types is the only argument of Dynamic")
            expect('=')
            ClickHouseType.Dynamic(integer(0, 255))
        }
    }

    private fun qbit(): ClickHouseType = inParentheses {
        val element = parseType()
        expect(',')
        val dimension = integer(1, Int.MAX_VALUE)
        val stride = if (peek(',')) {
            expect(',')
            integer(1, Int.MAX_VALUE)
        } else {
            null
        }
        ClickHouseType.QBit(element, dimension, stride)
    }

    private fun aggregateFunction(): ClickHouseType = inParentheses {
        var function = argument()
        var version: Int? = null
        if (function.isNotEmpty() && function.all { it.isDigit() }) {
            version = function.toIntOrNull() ?: throw fail("the version $function is out of range")
            expect(',')
            function = argument()
        }
        val types = ArrayList<ClickHouseType>()
        while (peek(',')) {
            expect(',')
            types.add(parseType())
        }
        ClickHouseType.AggregateFunction(version, function, types)
    }

    /** Everything up to the next comma or closing parenthesis of this level, as it stands. */
    private fun argument(): String {
        skipSpaces()
        val start = at
        var level = 0
        while (at < text.length) {
            when (text[at]) {
                '(', '[' -> level++
                ')', ']' -> if (level == 0) break else level--
                ',' -> if (level == 0) break
                '\'', '`', '"' -> quoted().also { at-- }
            }
            at++
        }
        return text.substring(start, minOf(at, text.length)).trim()
    }

    private fun arguments(): List<String> {
        if (!peek('(')) return emptyList()
        return inParentheses { if (peek(')')) emptyList() else list { argument() } }
    }

    private fun word(): String {
        val start = at
        while (at < text.length && (text[at].isLetterOrDigit() || text[at] == '_')) at++
        return text.substring(start, at)
    }

    private fun integer(min: Int, max: Int): Int {
        skipSpaces()
        val start = at
        if (at < text.length && text[at] == '-') at++
        while (at < text.length && text[at] in '0'..'9') at++
        val value = text.substring(start, at).toIntOrNull() ?: throw fail("a number is missing")
        if (value < min || value > max) throw fail("$value is outside of $min..$max")
        return value
    }

    private fun quoted(): String {
        skipSpaces()
        val result = Quoted.read(text, at) ?: throw fail("a quoted name is missing or does not end")
        at = result.end
        return result.text
    }

    private inline fun <T> inParentheses(body: () -> T): T {
        expect('(')
        val result = body()
        expect(')')
        return result
    }

    private inline fun <T> list(item: () -> T): List<T> {
        val items = ArrayList<T>()
        items.add(item())
        while (peek(',')) {
            expect(',')
            items.add(item())
        }
        return items
    }

    private fun peek(c: Char): Boolean {
        skipSpaces()
        return at < text.length && text[at] == c
    }

    private fun expect(c: Char) {
        if (!peek(c)) throw fail("'$c' is missing")
        at++
    }

    private fun skipSpaces() {
        while (at < text.length && text[at].isWhitespace()) at++
    }

    private fun fail(what: String): FormatException {
        val shown = if (text.length <= 300) text else text.substring(0, 300) + "..."
        return FormatException("This is no ClickHouse type: $what at character $at of \"$shown\"")
    }

    internal companion object {
        /** Deeper than any real type; keeps the recursion off the end of the stack. */
        private const val MAX_DEPTH = 200

        /** The longest FixedString. */
        const val MAX_FIXED = 1 shl 24
    }
}

/** A quoted name or text and where it ended. */
internal class Quoted private constructor(@JvmField val text: String, @JvmField val end: Int) {
    companion object {
        /** Reads what starts with a quote at [start]: quote, text with backslash escapes or doubled quotes, same quote. */
        fun read(source: String, start: Int): Quoted? {
            val quote = source.getOrNull(start) ?: return null
            if (quote != '\'' && quote != '`' && quote != '"') return null
            val text = StringBuilder()
            var at = start + 1
            while (at < source.length) {
                val c = source[at++]
                when {
                    c == '\\' -> text.append(unescape(source.getOrNull(at++) ?: return null))

                    c != quote -> text.append(c)

                    source.getOrNull(at) == quote -> {
                        text.append(quote)
                        at++
                    }

                    else -> return Quoted(text.toString(), at)
                }
            }
            return null
        }

        private fun unescape(c: Char): Char = when (c) {
            'n' -> '\n'
            't' -> '\t'
            'r' -> '\r'
            'b' -> '\b'
            'f' -> '\u000c'
            '0' -> '\u0000'
            'a' -> '\u0007'
            'v' -> '\u000b'
            else -> c
        }
    }
}
