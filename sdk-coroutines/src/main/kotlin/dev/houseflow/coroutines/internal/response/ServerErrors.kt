package dev.houseflow.coroutines.internal.response

import dev.houseflow.ServerException

/**
 * Reads the server's error texts. Three forms are known:
 *
 *     Code: 60. DB::Exception: Unknown table ... . (UNKNOWN_TABLE) (version 25.3.1.1 (official build))
 *     Code: 60, e.displayText() = DB::Exception: Table ... doesn't exist (version 20.8.3.18 (official build))
 *     Code: 60, e.displayText() = DB::Exception: Table ... doesn't exist., e.what() = DB::Exception
 */
internal object ServerErrors {
    val HEAD = Regex("^Code: (\\d{1,6})(?:\\.|, e\\.displayText\\(\\) =) DB::Exception: ")
    private val VERSION = Regex("\\s*\\(version [^()]*(?:\\([^()]*\\))?[^()]*\\)\\.?\\s*$")
    private val NAME = Regex("\\s*\\(([A-Z][A-Z0-9_]+)\\)\\.?\\s*$")
    private const val OLD_TAIL = ", e.what() = DB::Exception"
    private const val MAX_FOREIGN = 2000
    private const val MAX_LAYERS = 4

    /**
     * The exception for [text].
     *
     * @param headerCode what `X-ClickHouse-Exception-Code` said, or `null`
     */
    fun parse(text: String, headerCode: Int?, queryId: String?, httpStatus: Int): ServerException {
        val head = HEAD.find(text) ?: IN_DOCUMENT.find(text)
        if (head == null) {
            val words = text.trim().ifEmpty { "The server said no more than this status" }
            val shown = if (words.length > MAX_FOREIGN) words.take(MAX_FOREIGN) + "..." else words
            return ServerException(headerCode ?: 0, "", shown, queryId, httpStatus)
        }
        var name = ""
        var words = outOfDocument(text.substring(head.range.last + 1)).trim()
        // A text may come wrapped in itself, each layer with its version and the code's name, in any order.
        repeat(MAX_LAYERS) {
            words = words.replace(VERSION, "").removeSuffix(OLD_TAIL)
            NAME.find(words)?.let {
                name = it.groupValues[1]
                words = words.removeRange(it.range)
            }
            HEAD.find(words)?.let { words = words.substring(it.range.last + 1) }
        }
        return ServerException(headerCode ?: head.groupValues[1].toInt(), name, words.trim(), queryId, httpStatus)
    }

    /** With `http_write_exception_in_output_format` the text is the last string of a JSON document, or the last element of an XML one. */
    private fun outOfDocument(text: String): String {
        JSON_END.find(text)?.let { end ->
            return text.substring(0, end.range.first).replace("\\n", "\n").replace("\\\"", "\"").replace("\\/", "/")
        }
        XML_END.find(text)?.let { end ->
            return text.substring(
                0,
                end.range.first,
            ).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
        }
        return text
    }

    private val IN_DOCUMENT = Regex("^\\s*[{<][\\s\\S]*(?:\"exception\"\\s*:\\s*\"|<exception>)Code: (\\d{1,6})\\. DB::Exception: ")
    private val JSON_END = Regex("\"\\s*\\}\\s*$")
    private val XML_END = Regex("</exception>\\s*(</result>\\s*)?$")
}
