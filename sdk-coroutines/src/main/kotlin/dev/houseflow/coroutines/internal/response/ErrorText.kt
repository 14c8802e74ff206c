package dev.houseflow.coroutines.internal.response

/**
 * What a server's error text says. These forms are known, with any C++ class in place of
 * `DB::Exception`:
 *
 *     Code: 60. DB::Exception: Unknown table ... . (UNKNOWN_TABLE) (version 25.3.1.1 (official
 *     build)) Code: 60, e.displayText() = DB::Exception: Table ... doesn't exist (version 20.8.3.18
 *     (official build)) Code: 60, e.displayText() = DB::Exception: Table ... doesn't exist.,
 *     e.what() = DB::Exception Poco::Exception. Code: 1000, e.code() = 111, e.displayText() =
 *     Connection refused, e.what() = Connection refused
 *
 * The time to take one apart is linear in its length, whatever it holds.
 *
 * @property name the name of the code, or empty
 * @property message all the rest
 */
internal class ErrorText private constructor(val code: Int, val name: String, val message: String) {
    /** The message of an error, of which the ends are cut off layer by layer. */
    private class Message(val text: CharSequence, var from: Int, var to: Int, var isOld: Boolean) {
        var name = ""

        fun cutSpace() {
            while (to > from && text[to - 1].isWhitespace()) to--
            while (from < to && text[from].isWhitespace()) from++
        }

        fun cutVersion() {
            val at = ErrorEnd.versionAt(text, from, to)
            if (at < 0) return
            to = at
            cutSpace()
        }

        fun cutName() {
            val at = ErrorEnd.nameAt(text, from, to)
            if (at < 0) return
            name = text.subSequence(at + 1, ErrorEnd.closingAt(text, at, to)).toString()
            to = at
            cutSpace()
        }

        /** Cuts `e.what()`, which old servers write once for each head. */
        fun cutWhat() {
            val at = if (isOld) ErrorEnd.whatAt(text, from, to) else ErrorHead.NONE
            if (at < 0) return
            to = at
            isOld = false
            cutSpace()
        }

        /** Cuts one more head: an error may be wrapped in another one. */
        fun cutHead() {
            val end = ErrorHead.end(text, from, to)
            if (end < 0) return
            isOld = isOld || isOld(text, from, end)
            from = end
            cutSpace()
        }
    }

    companion object {
        private const val DISPLAY_TEXT = "e.displayText() = "
        private const val MAX_BEFORE_DISPLAY_TEXT = 128
        private const val MAX_LAYERS = 4
        private const val MAX_DIGITS = 9

        /** What [text] says, which is known to be an error; `null` when it is in no known form. */
        fun of(text: CharSequence): ErrorText? {
            var from = 0
            while (from < text.length && text[from].isWhitespace()) from++
            ErrorHead.literal(text, from, text.length, ErrorHead.MARK).let { if (it >= 0) from = it }
            return begun(text, from, text.length) ?: inside(text)
        }

        private fun begun(text: CharSequence, from: Int, to: Int): ErrorText? {
            val at = codeAt(text, from, to)
            if (at < 0) return null
            val end = ErrorHead.end(text, from, to)
            return made(text, from, if (end >= 0) end else plainEnd(text, at, to), at)
        }

        /** Where the digits of the code begin. */
        private fun codeAt(text: CharSequence, from: Int, to: Int): Int {
            var at = from
            for (foreign in ErrorHead.FOREIGN) ErrorHead.literal(text, from, to, foreign).let { if (it >= 0) at = it }
            val digits = ErrorHead.literal(text, at, to, ErrorHead.CODE)
            return if (digits >= 0 && digits < to && text[digits] in '0'..'9') digits else ErrorHead.NONE
        }

        /** Where the message begins of an error whose class is not named. */
        private fun plainEnd(text: CharSequence, digits: Int, to: Int): Int {
            var at = digits
            while (at < to && text[at] in '0'..'9') at++
            while (at < to && (text[at] == '.' || text[at] == ',' || text[at] == ' ')) at++
            return at
        }

        /**
         * The first error inside of [text]: a document that holds it, or what something between
         * here and the server says about it.
         */
        private fun inside(text: CharSequence): ErrorText? {
            var code = text.indexOf(ErrorHead.CODE)
            while (code >= 0) {
                val at =
                    ErrorHead.FOREIGN.map { code - it.length }.firstOrNull { it >= 0 && ErrorHead.end(text, it, text.length) >= 0 } ?: code
                val end = ErrorHead.end(text, at, text.length)
                if (end >= 0) {
                    val document = ErrorDocument.around(text, at) ?: return made(text, at, end, code + ErrorHead.CODE.length)
                    return begun(document, 0, document.length)
                }
                code = text.indexOf(ErrorHead.CODE, code + 1)
            }
            return null
        }

        private fun made(text: CharSequence, from: Int, message: Int, digits: Int): ErrorText {
            val rest = Message(text, message, text.length, isOld(text, from, message))
            rest.cutSpace()
            repeat(MAX_LAYERS) {
                rest.cutVersion()
                rest.cutWhat()
                rest.cutName()
                rest.cutHead()
            }
            rest.cutSpace()
            return ErrorText(code(text, digits), rest.name, text.subSequence(rest.from, rest.to).toString())
        }

        /** Whether the head at [from], whose message begins at [message], announces `e.what()`. */
        private fun isOld(text: CharSequence, from: Int, message: Int): Boolean {
            val end = minOf(message + MAX_BEFORE_DISPLAY_TEXT, text.length)
            return (from until end).any { ErrorHead.literal(text, it, text.length, DISPLAY_TEXT) >= 0 }
        }

        private fun code(text: CharSequence, digits: Int): Int {
            var code = 0
            var at = digits
            while (at < text.length && at - digits < MAX_DIGITS && text[at] in '0'..'9') code = code * 10 + (text[at++] - '0')
            return code
        }
    }
}
