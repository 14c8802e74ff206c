package dev.houseflow.coroutines.internal.response

import dev.houseflow.coroutines.internal.response.ErrorHead.MARK

/**
 * The forms without a tag. Servers before 25.11 write the error, from some 25.x on behind
 * `__exception__\r\n`, as the last thing in the body, or as the last part of a document in the
 * format of the answer.
 *
 * A row may hold the same text. So they count as an error only where the format lets no value
 * begin, and only if nothing stands behind them: an error of one line has no other line behind it,
 * and one of several lines has not ended in the first of them.
 *
 * @param places where [plain] errors may begin
 * @param plain whether errors are looked for outside of documents
 * @param documents whether errors are looked for inside of them
 */
internal class UntaggedException(
    private val places: ErrorPlaces,
    private val plain: Boolean,
    private val documents: Boolean,
) : ExceptionSignature() {
    /** The last of the bytes that have been handed out. */
    private val before = ByteArray(BEFORE)
    private var beforeSize = 0

    override val holdBytes: Int get() = MAX_HELD

    override fun passed(bytes: ByteArray, start: Int, end: Int) {
        val count = minOf(end - start, BEFORE)
        val kept = minOf(beforeSize, BEFORE - count)
        System.arraycopy(before, beforeSize - kept, before, 0, kept)
        System.arraycopy(bytes, end - count, before, kept, count)
        beforeSize = kept + count
    }

    override fun firstCandidate(bytes: ByteArray, valid: Int, from: Int, end: Int): Int {
        val chars = ByteChars(bytes)
        val whole = nextHead(chars, bytes, valid, from, end)
        if (whole < end) return whole
        for (at in maxOf(from, end - MAX_BEGINNING) until end) if (mayBegin(chars, bytes, valid, at, end)) return at
        return end
    }

    /** The first head in `bytes[from until end]` whose code has begun. */
    private fun nextHead(chars: ByteChars, bytes: ByteArray, valid: Int, from: Int, end: Int): Int {
        var code = CODE.find(bytes, from, end)
        while (end - code >= CODE.size) {
            val at = headAround(chars, from, code, end)
            if (mayBegin(chars, bytes, valid, at, end)) return at
            code = CODE.find(bytes, code + 1, end)
        }
        return end
    }

    /** Where the text begins whose code begins at [code]. */
    private fun headAround(chars: CharSequence, from: Int, code: Int, end: Int): Int {
        var at = code
        for (foreign in ErrorHead.FOREIGN) at = behind(chars, from, at, end, foreign)
        return if (plain) behind(chars, from, at, end, MARK) else at
    }

    private fun behind(chars: CharSequence, from: Int, at: Int, end: Int, text: String): Int {
        val start = at - text.length
        return if (start >= from && ErrorHead.literal(chars, start, end, text) >= 0) start else at
    }

    private fun mayBegin(chars: CharSequence, bytes: ByteArray, valid: Int, at: Int, end: Int): Boolean {
        val mark = if (plain) ErrorHead.literal(chars, at, end, MARK) else ErrorHead.NONE
        if (mark == ErrorHead.OPEN) return true
        if (mark >= 0) return ErrorHead.mayBegin(chars, mark, end)
        return isPlace(bytes, valid, at) && ErrorHead.mayBegin(chars, at, end)
    }

    private fun isPlace(bytes: ByteArray, valid: Int, at: Int): Boolean =
        (plain && isPlainPlace(bytes, valid, at)) || (documents && isInDocument(bytes, valid, at))

    private fun isPlainPlace(bytes: ByteArray, valid: Int, at: Int): Boolean = places.mayFollow(byteBefore(bytes, valid, at, 1))

    private fun isInDocument(bytes: ByteArray, valid: Int, at: Int): Boolean {
        if (ErrorDocument.OPENINGS.any { follows(bytes, valid, at, it) }) return true
        val opening = ErrorDocument.COMPACT_OPENING
        if (places != ErrorPlaces.COMPACT_ROWS || !follows(bytes, valid, at, opening)) return false
        return byteBefore(bytes, valid, at, opening.length + 1).let { it < 0 || it == '\n'.code }
    }

    private fun follows(bytes: ByteArray, valid: Int, at: Int, text: String): Boolean {
        for (i in 1..text.length) if (byteBefore(bytes, valid, at, i) != text[text.length - i].code) return false
        return true
    }

    /** The byte that stands [distance] before [at]; below 0 when the answer begins later. */
    private fun byteBefore(bytes: ByteArray, valid: Int, at: Int, distance: Int): Int {
        val index = at - distance
        if (index >= valid) return bytes[index].toInt() and 0xff
        val handedOut = beforeSize - (valid - index)
        return if (handedOut >= 0) before[handedOut].toInt() and 0xff else -1
    }

    override fun isWhole(bytes: ByteArray, start: Int, end: Int): Boolean = false

    override fun find(bytes: ByteArray, valid: Int, end: Int, isBroken: Boolean): Int {
        val chars = ByteChars(bytes)
        val last = Ending(chars, valid, end)
        var at = nextHead(chars, bytes, valid, valid, end)
        while (at < end) {
            if (isException(chars, bytes, valid, at, last, isBroken)) return at
            val mark = if (plain) ErrorHead.literal(chars, at, end, MARK) else ErrorHead.NONE
            at = nextHead(chars, bytes, valid, maxOf(mark, at) + 1, end)
        }
        return end
    }

    /** What is known of the end of an answer, found once for all candidates. */
    private class Ending(private val chars: CharSequence, valid: Int, val end: Int) {
        /** Without the line ends behind the message. */
        val wordsEnd: Int = (end downTo valid + 1).firstOrNull { chars[it - 1] !in BLANKS } ?: valid
        val isWhole: Boolean = ErrorEnd.isAt(chars, valid, wordsEnd)
        private var lineEnd = valid

        /**
         * The end of the line that [at] is in; [wordsEnd] when it is the last one. To be asked in
         * ascending order.
         */
        fun lineEnd(at: Int): Int {
            if (lineEnd < at) lineEnd = at
            while (lineEnd < wordsEnd && chars[lineEnd] != '\n') lineEnd++
            return lineEnd
        }
    }

    private fun isException(chars: CharSequence, bytes: ByteArray, valid: Int, at: Int, last: Ending, isBroken: Boolean): Boolean {
        val mark = if (plain) ErrorHead.literal(chars, at, last.end, MARK) else ErrorHead.NONE
        val head = if (mark >= 0) mark else at
        if (ErrorHead.end(chars, head, last.end) < 0) return false
        val lineEnd = last.lineEnd(head)
        val isLastLine = lineEnd == last.wordsEnd
        if (mark >= 0) return isBroken || last.isWhole || (isLastLine && isPlainPlace(bytes, valid, at))
        if (documents && isInDocument(bytes, valid, at)) {
            return isBroken || ErrorDocument.endsWith(chars, at, last.end, byteBefore(bytes, valid, at, 1) == '>'.code)
        }
        return when {
            !isLastLine -> last.isWhole && !ErrorEnd.isAt(chars, at, lineEnd)
            last.isWhole && places != ErrorPlaces.ANYWHERE -> true
            // The text of several columns, or one in quotes.
            places == ErrorPlaces.LINES -> chars[lineEnd - 1] != '"' && (at until lineEnd).none { chars[it] == '\t' }
            else -> places != ErrorPlaces.ANYWHERE || isLastWord(chars, bytes, valid, at, last, isBroken)
        }
    }

    /**
     * Among values that need no line ends: behind an error servers write one, and a string has its
     * length before it.
     */
    private fun isLastWord(chars: CharSequence, bytes: ByteArray, valid: Int, at: Int, last: Ending, isBroken: Boolean): Boolean {
        if (byteBefore(bytes, valid, at, 1) < 0) return true
        val isEnded = last.wordsEnd < last.end
        if (!isEnded && !last.isWhole && !isBroken) return false
        return (1..MAX_LENGTH_BYTES).none { count ->
            val length = lengthBefore(bytes, valid, at, count)
            val left = last.end - at
            (length == left && !isEnded) || (length in 1 until left && isWholeString(chars, at, at + length))
        }
    }

    /**
     * Whether a string of just an error ends at [end], and not an error of a server's in the middle
     * of it.
     */
    private fun isWholeString(chars: CharSequence, at: Int, end: Int): Boolean =
        ErrorEnd.versionAt(chars, at, end) >= 0 || (ErrorEnd.isAt(chars, at, end) && chars[end] !in ' '..'~')

    /** The variable-length number in the [count] bytes before [at]; below 0 when they are none. */
    private fun lengthBefore(bytes: ByteArray, valid: Int, at: Int, count: Int): Int {
        var length = 0
        for (i in 1..count) {
            val byte = byteBefore(bytes, valid, at, i)
            if (byte < 0 || (byte < 0x80) != (i == 1)) return -1
            length = (length shl 7) or (byte and 0x7f)
        }
        return length
    }

    override fun message(bytes: ByteArray, valid: Int, start: Int, end: Int): String {
        val text = String(bytes, start, end - start, Charsets.UTF_8)
        if (!documents || !isInDocument(bytes, valid, start)) return text.trim()
        // The character before it says which kind of document it is in.
        return ErrorDocument.around(byteBefore(bytes, valid, start, 1).toChar() + text, 1).toString().trim()
    }

    private companion object {
        private val CODE = Needle(ErrorHead.CODE)
        private const val BLANKS = "\r\n"
        private const val BEFORE = 16
        private const val MAX_LENGTH_BYTES = 4

        /** The longest text before the number of a code. */
        private val MAX_BEGINNING = MARK.length + ErrorHead.FOREIGN.maxOf { it.length } + ErrorHead.CODE.length
    }
}

/** Where in an answer an error may begin: where a row may, since servers write whole rows. */
internal enum class ErrorPlaces(private val closings: String) {
    /** Each row ends its line. */
    LINES("\n"),

    /** As [LINES], and an error may be the only value of a row in a document. */
    COMPACT_ROWS("\n]"),

    /** Rows end with a bracket, or their lines. */
    BRACKETS("\n}])"),

    /** Rows are bytes. */
    ANYWHERE(""),
    ;

    /**
     * Whether an error may stand behind [byte], which is below 0 at the beginning of the answer.
     */
    fun mayFollow(byte: Int): Boolean = this == ANYWHERE || byte < 0 || byte.toChar() in closings

    internal companion object {
        private val LINE_FORMATS = listOf("TabSeparated", "TSV", "TSKV", "CSV")
        private val BINARY_FORMATS = listOf(
            "RowBinary", "Native", "RawBLOB", "MsgPack", "Protobuf", "Avro", "Parquet", "Arrow", "ORC", "CapnProto", "BSON", "Npy",
            "Template", "CustomSeparated", "MySQLWire", "ODBCDriver", "PostgreSQLWire", "Hash",
        )

        /** Of an answer whose [format] and `Content-Type` are known as far as given. */
        fun of(format: String?, contentType: String?): ErrorPlaces = when {
            format == null -> of(contentType?.substringBefore(';')?.trim()?.lowercase())
            LINE_FORMATS.any { format.startsWith(it) } -> LINES
            format.startsWith("JSONCompact") && "EachRow" in format -> COMPACT_ROWS
            BINARY_FORMATS.any { format.startsWith(it) } -> ANYWHERE
            else -> BRACKETS
        }

        private fun of(contentType: String?): ErrorPlaces = when (contentType) {
            "text/tab-separated-values", "text/csv" -> LINES
            "application/octet-stream" -> ANYWHERE
            else -> BRACKETS
        }
    }
}
