package dev.houseflow.internal.type

import dev.houseflow.ClickHouseType

/** Reads a type's text, as servers and people write it, into a tree. One instance per text. */
internal class TypeParser(text: String) : TypeText(text) {
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

    internal companion object {
        /** Deeper than any real type; keeps the recursion off the end of the stack. */
        private const val MAX_DEPTH = 200

        /** The longest FixedString. */
        const val MAX_FIXED = 1 shl 24
    }
}
