package dev.houseflow.internal.type

/** A quoted name or text and where it ended. */
internal class Quoted private constructor(@JvmField val text: String, @JvmField val end: Int) {
    companion object {
        /**
         * Reads what starts with a quote at [start]: quote, text with backslash escapes or doubled
         * quotes, same quote.
         */
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
