package dev.houseflow.internal.sql

import dev.houseflow.internal.type.Quoted

/**
 * The text of an Array, a Tuple or a Map as its parts: quoted texts as [String], [Bare] ones, other
 * groups, and `null` for NULL.
 */
internal class NestedText private constructor(val open: Char, val items: List<Any?>) {
    /** A part without quotes: a number, say. */
    class Bare(val text: String) {
        override fun toString(): String = text
    }

    override fun toString(): String = items.joinToString(",", "$open", "${CLOSING[open]}")

    /** Reads the text of one group, by recursive descent. */
    private class Reader(private val text: String) {
        var at = 0

        fun group(depth: Int): NestedText? {
            val open = text.getOrNull(at) ?: return null
            val close = CLOSING[open] ?: return null
            at++
            val items = ArrayList<Any?>()
            skipSpaces()
            while (text.getOrNull(at) != close) {
                val item = if (open == '{') pair(depth) else one(depth)
                items.add(if (item === FAILED) return null else item)
                skipSpaces()
                if (text.getOrNull(at) == ',') {
                    at++
                } else if (text.getOrNull(at) != close) {
                    return null
                }
                skipSpaces()
            }
            at++
            return NestedText(open, items)
        }

        private fun pair(depth: Int): Any? {
            val key = one(depth)
            skipSpaces()
            if (key === FAILED || text.getOrNull(at) != ':') return FAILED
            at++
            skipSpaces()
            val value = one(depth)
            return if (value === FAILED) FAILED else key to value
        }

        private fun one(depth: Int): Any? {
            val c = text.getOrNull(at) ?: return FAILED
            return when {
                c in CLOSING -> (if (depth < MAX_DEPTH) group(depth + 1) else null) ?: FAILED
                c == '\'' -> quoted()
                else -> bare()
            }
        }

        private fun quoted(): Any {
            val quoted = Quoted.read(text, at)
            // Bytes that are written as \xHH are left to the server.
            if (quoted == null || text.substring(at, quoted.end).contains("\\x")) return FAILED
            at = quoted.end
            return quoted.text
        }

        private fun bare(): Any? {
            val start = at
            while (at < text.length && text[at] !in ENDS) at++
            val word = text.substring(start, at).trim()
            return if (word.isEmpty()) {
                FAILED
            } else if (word.equals("NULL", ignoreCase = true)) {
                null
            } else {
                Bare(word)
            }
        }

        private fun skipSpaces() {
            while (at < text.length && text[at].isWhitespace()) at++
        }
    }

    companion object {
        private val CLOSING = mapOf('[' to ']', '(' to ')', '{' to '}')
        private const val ENDS = ",:]})'"
        private const val MAX_DEPTH = 200
        private val FAILED = Any()

        /** The parts of [text]; `null` when it is not the text of one group. */
        fun parse(text: String): NestedText? {
            val reader = Reader(text)
            return reader.group(0)?.takeIf { reader.at == text.length }
        }
    }
}
