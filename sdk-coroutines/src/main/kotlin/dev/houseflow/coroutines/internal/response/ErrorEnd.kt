package dev.houseflow.coroutines.internal.response

/**
 * Recognizes how the text of a server's error ends. Each call looks at a bounded number of
 * characters.
 */
internal object ErrorEnd {
    private const val WHAT = ", e.what() = "
    private const val MAX_CHARS = 256

    /** Whether `text[from until to]` ends as whole errors do. */
    fun isAt(text: CharSequence, from: Int, to: Int): Boolean =
        versionAt(text, from, to) >= 0 || nameAt(text, from, to) >= 0 || whatAt(text, from, to) >= 0

    /** Where `(version 25.3.1.1 (official build))` begins; below 0 when that is not the end. */
    fun versionAt(text: CharSequence, from: Int, to: Int): Int {
        val closing = closingAt(text, from, to)
        if (closing < 0) return ErrorHead.NONE
        var depth = 0
        for (at in closing downTo maxOf(from, closing - MAX_CHARS)) {
            if (text[at] == ')') depth++
            if (text[at] == '(' && --depth == 0) return if (ErrorHead.literal(text, at, to, "(version ") >= 0) at else ErrorHead.NONE
        }
        return ErrorHead.NONE
    }

    /** Where `(UNKNOWN_TABLE)` begins; below 0 when that is not the end. */
    fun nameAt(text: CharSequence, from: Int, to: Int): Int {
        val closing = closingAt(text, from, to)
        if (closing < 0) return ErrorHead.NONE
        var at = closing
        while (at > from && closing - at < MAX_CHARS && isOfName(text[at - 1])) at--
        return if (at > from && closing - at >= 2 && text[at - 1] == '(' && text[at] in 'A'..'Z') at - 1 else ErrorHead.NONE
    }

    /** Where `, e.what() = DB::Exception` begins; below 0 when that is not the end. */
    fun whatAt(text: CharSequence, from: Int, to: Int): Int {
        for (at in to - 1 downTo maxOf(from, to - MAX_CHARS)) {
            if (text[at] == '\n') return ErrorHead.NONE
            if (ErrorHead.literal(text, at, to, WHAT) >= 0) return at
        }
        return ErrorHead.NONE
    }

    /** The closing parenthesis at the end, or before the dot there; below 0 when there is none. */
    fun closingAt(text: CharSequence, from: Int, to: Int): Int {
        val last = if (to - 1 > from && text[to - 1] == '.') to - 2 else to - 1
        return if (last > from && text[last] == ')') last else ErrorHead.NONE
    }

    private fun isOfName(c: Char) = c in 'A'..'Z' || c in '0'..'9' || c == '_'
}
