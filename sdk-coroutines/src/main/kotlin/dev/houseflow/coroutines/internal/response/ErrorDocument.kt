package dev.houseflow.coroutines.internal.response

/**
 * Errors in the format of the answer itself, as `http_write_exception_in_output_format` makes
 * servers write them: the last string of a JSON document or row, or the last element of an XML
 * document.
 */
internal object ErrorDocument {
    /**
     * What stands before the error. Rows of JSON have no space behind the colon, so their own
     * columns of this name look different.
     */
    val OPENINGS: List<String> = listOf("\"exception\": \"", "<exception>")

    /** The same in `JSONCompactEachRow`, which has no names. */
    const val COMPACT_OPENING: String = "[\""

    /** The decoded string or element around the error at [at]; `null` when it stands in none. */
    fun around(text: CharSequence, at: Int): CharSequence? = when (text.getOrNull(at - 1)) {
        '"' -> json(text, at, stringEnd(text, at, text.length))
        '>' -> xml(text, at, elementEnd(text, at, text.length))
        else -> null
    }

    /**
     * Whether nothing but the ends of the document stands behind the error at [at], which stands in
     * an element or else in a string.
     */
    fun endsWith(text: CharSequence, at: Int, to: Int, isElement: Boolean): Boolean {
        if (isElement) return isXmlEnd(text, elementEnd(text, at, to), to)
        val end = stringEnd(text, at, to)
        if (end == to) return false
        return (end + 1 until to).all { text[it] == '}' || text[it] == ']' || text[it].isWhitespace() }
    }

    private fun isXmlEnd(text: CharSequence, from: Int, to: Int): Boolean {
        val end = ErrorHead.literal(text, from, to, "</exception>")
        if (end < 0) return false
        if (to - end > MAX_XML_END) return false
        val rest = text.subSequence(end, to).toString().trim()
        return rest.isEmpty() || rest == "</result>"
    }

    private fun stringEnd(text: CharSequence, from: Int, to: Int): Int {
        var at = from
        while (at < to && text[at] != '"') at += if (text[at] == '\\') 2 else 1
        return minOf(at, to)
    }

    private fun elementEnd(text: CharSequence, from: Int, to: Int): Int {
        var at = from
        while (at < to && text[at] != '<') at++
        return at
    }

    private fun json(text: CharSequence, from: Int, to: Int): String = buildString(to - from) {
        var at = from
        while (at < to) {
            val c = text[at++]
            if (c != '\\' || at == to) {
                append(c)
                continue
            }
            when (val escaped = text[at++]) {
                'n' -> append('\n')
                't' -> append('\t')
                'r' -> append('\r')
                'b' -> append('\b')
                'f' -> append('\u000C')
                'u' -> at = appendUnit(text, at, to)
                else -> append(escaped)
            }
        }
    }

    private fun StringBuilder.appendUnit(text: CharSequence, at: Int, to: Int): Int {
        val unit = if (at + 4 <= to) text.subSequence(at, at + 4).toString().toIntOrNull(16) else null
        if (unit == null) return at
        append(unit.toChar())
        return at + 4
    }

    private const val MAX_XML_END = 64
    private val ENTITIES = mapOf("&lt;" to '<', "&gt;" to '>', "&quot;" to '"', "&apos;" to '\'', "&amp;" to '&')

    private fun xml(text: CharSequence, from: Int, to: Int): String = buildString(to - from) {
        var at = from
        while (at < to) {
            val entity = if (text[at] == '&') ENTITIES.entries.firstOrNull { ErrorHead.literal(text, at, to, it.key) >= 0 } else null
            append(entity?.value ?: text[at])
            at += entity?.key?.length ?: 1
        }
    }
}
