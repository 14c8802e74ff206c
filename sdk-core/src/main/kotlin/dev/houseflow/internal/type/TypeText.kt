package dev.houseflow.internal.type

import dev.houseflow.FormatException

/** The text of a type, read word by word. */
internal abstract class TypeText(protected val text: String) {
    /** How far it has been read. */
    protected var at: Int = 0

    /** The name before a type: in backquotes, or a word that is followed by another one. */
    protected fun elementName(): String? {
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

    /** Everything up to the next comma or closing parenthesis of this level, as it stands. */
    protected fun argument(): String {
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

    protected fun arguments(): List<String> {
        if (!peek('(')) return emptyList()
        return inParentheses { if (peek(')')) emptyList() else list { argument() } }
    }

    protected fun word(): String {
        val start = at
        while (at < text.length && (text[at].isLetterOrDigit() || text[at] == '_')) at++
        return text.substring(start, at)
    }

    protected fun integer(min: Int, max: Int): Int {
        skipSpaces()
        val start = at
        if (at < text.length && text[at] == '-') at++
        while (at < text.length && text[at] in '0'..'9') at++
        val value = text.substring(start, at).toIntOrNull() ?: throw fail("a number is missing")
        if (value < min || value > max) throw fail("$value is outside of $min..$max")
        return value
    }

    protected fun quoted(): String {
        skipSpaces()
        val result = Quoted.read(text, at) ?: throw fail("a quoted name is missing or does not end")
        at = result.end
        return result.text
    }

    protected inline fun <T> inParentheses(body: () -> T): T {
        expect('(')
        val result = body()
        expect(')')
        return result
    }

    protected inline fun <T> list(item: () -> T): List<T> {
        val items = ArrayList<T>()
        items.add(item())
        while (peek(',')) {
            expect(',')
            items.add(item())
        }
        return items
    }

    protected fun peek(c: Char): Boolean {
        skipSpaces()
        return at < text.length && text[at] == c
    }

    protected fun expect(c: Char) {
        if (!peek(c)) throw fail("'$c' is missing")
        at++
    }

    protected fun skipSpaces() {
        while (at < text.length && text[at].isWhitespace()) at++
    }

    protected fun fail(what: String): FormatException {
        val shown = if (text.length <= 300) text else text.substring(0, 300) + "..."
        return FormatException("This is no ClickHouse type: $what at character $at of \"$shown\"")
    }
}
