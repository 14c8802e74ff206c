package dev.houseflow.coroutines.internal.response

/**
 * Recognizes how the text of a server's error begins, whatever C++ class the server threw:
 *
 *     Code: 60. DB::Exception:
 *     Code: 210, e.displayText() = DB::NetException:
 *     Poco::Exception. Code: 1000, e.code() = 111,
 *     std::exception. Code: 1001, type: std::out_of_range,
 *     Unknown exception. Code: 1002,
 *
 * Each call looks at a bounded number of characters.
 */
internal object ErrorHead {
    /** What all forms have in common, followed by the number of the code. */
    const val CODE: String = "Code: "

    /** This cannot be the beginning of an error. */
    const val NONE: Int = -1

    /** What is there agrees with the beginning of an error, and ends before that is decided. */
    const val OPEN: Int = -2

    /** What stands before [CODE] when the server caught an exception that is not its own. */
    val FOREIGN: List<String> = listOf("Poco::Exception. ", "std::exception. ", "Unknown exception. ")

    /** What servers since 25.x write before an error that ends an answer. */
    const val MARK: String = "__exception__\r\n"

    private const val DISPLAY_TEXT: String = ", e.displayText() = "

    private const val MAX_DIGITS = 6
    private const val MAX_CLASS_CHARS = 256
    private const val ANONYMOUS = "(anonymous namespace)"

    /** Where the message behind the head at [from] begins, or [NONE], or [OPEN]. */
    fun end(text: CharSequence, from: Int, to: Int): Int {
        for (foreign in FOREIGN) {
            val end = foreignEnd(text, from, to, foreign)
            if (end != NONE) return end
        }
        val digits = literal(text, from, to, CODE)
        if (digits < 0) return digits
        val at = digitsEnd(text, digits, to)
        if (at < 0) return at
        val shown = literal(text, at, to, DISPLAY_TEXT)
        if (shown != NONE) return if (shown == OPEN) OPEN else maxOf(shown, classEnd(text, shown, to))
        val dot = literal(text, at, to, ". ")
        return if (dot < 0) dot else classEnd(text, dot, to)
    }

    /** Whether such a text may begin at [from], as far as can be seen up to [to]. */
    fun mayBegin(text: CharSequence, from: Int, to: Int): Boolean = end(text, from, to) != NONE

    private fun foreignEnd(text: CharSequence, from: Int, to: Int, foreign: String): Int {
        val code = literal(text, from, to, foreign)
        if (code < 0) return code
        val digits = literal(text, code, to, CODE)
        if (digits < 0) return digits
        val at = digitsEnd(text, digits, to)
        return if (at < 0) at else literal(text, at, to, ", ")
    }

    /** Behind [expected] when it stands at [at]. */
    fun literal(text: CharSequence, at: Int, to: Int, expected: String): Int {
        for (i in expected.indices) {
            if (at + i >= to) return OPEN
            if (text[at + i] != expected[i]) return NONE
        }
        return at + expected.length
    }

    /** Behind the digits at [from], of which there is at least one. */
    fun digitsEnd(text: CharSequence, from: Int, to: Int): Int {
        var at = from
        while (at < to && at - from < MAX_DIGITS && text[at] in '0'..'9') at++
        return if (at == to) {
            OPEN
        } else if (at == from) {
            NONE
        } else {
            at
        }
    }

    /** Behind a qualified class name and `: `. */
    private fun classEnd(text: CharSequence, from: Int, to: Int): Int {
        var at = from
        var isQualified = false
        while (true) {
            at = segmentEnd(text, at, minOf(to, from + MAX_CLASS_CHARS), to)
            if (at < 0) return at
            val inner = literal(text, at, to, "::")
            if (inner == OPEN) return OPEN
            if (inner == NONE) return if (isQualified) literal(text, at, to, ": ") else NONE
            isQualified = true
            at = inner
        }
    }

    /**
     * Behind one name between colons, with its template arguments. [most] is as far as a name may
     * go.
     */
    private fun segmentEnd(text: CharSequence, from: Int, most: Int, to: Int): Int {
        if (from >= most) return if (most == to) OPEN else NONE
        if (text[from] == ANONYMOUS[0]) return literal(text, from, to, ANONYMOUS)
        if (!isLetter(text[from])) return NONE
        var at = from
        while (at < most && (isLetter(text[at]) || text[at] in '0'..'9')) at++
        if (at < most && text[at] == '<') at = argumentsEnd(text, at, most)
        return if (at < most) {
            at
        } else if (most == to) {
            OPEN
        } else {
            NONE
        }
    }

    /** Behind the bracket that closes the one at [from], or [most]. */
    private fun argumentsEnd(text: CharSequence, from: Int, most: Int): Int {
        var depth = 0
        for (at in from until most) {
            when (text[at]) {
                '<' -> depth++
                '>' -> if (--depth == 0) return at + 1
                '\n', '"' -> return at
            }
        }
        return most
    }

    private fun isLetter(c: Char): Boolean = c in 'a'..'z' || c in 'A'..'Z' || c == '_' || c == '~'
}
