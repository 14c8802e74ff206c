package dev.houseflow.coroutines.internal.response

/**
 * What the text looks like that a server puts into an answer whose status it can no longer change.
 * One object belongs to one answer.
 *
 * Everywhere, `bytes[valid until end]` are bytes of the answer in a row.
 */
internal abstract class ExceptionSignature {
    /**
     * How many bytes may be held back while it is open whether they are data: what begins before
     * that is data.
     */
    abstract val holdBytes: Int

    /**
     * The first index in `bytes[from until end]` where such a text begins, or may begin as far as
     * can be seen up to [end]; [end] when there is none.
     */
    abstract fun firstCandidate(bytes: ByteArray, valid: Int, from: Int, end: Int): Int

    /** Whether nothing more is needed of the text that begins at [start]. */
    abstract fun isWhole(bytes: ByteArray, start: Int, end: Int): Boolean

    /**
     * Where in `bytes[valid until end]` the text begins, where [end] is the end of the answer;
     * [end] when all of it is data.
     */
    abstract fun find(bytes: ByteArray, valid: Int, end: Int, isBroken: Boolean): Int

    /** The server's message in `bytes[start until end]`, where it begins according to [find]. */
    abstract fun message(bytes: ByteArray, valid: Int, start: Int, end: Int): String

    /** To be called with all data in order, before it is handed out. */
    open fun passed(bytes: ByteArray, start: Int, end: Int) {}

    internal companion object {
        /**
         * More than any server is known to write, and than is kept of an error before the answer.
         */
        const val MAX_HELD = (1 shl 20) + (64 shl 10)
    }
}

/**
 * The form with the [tag] that servers since 25.11 announce in the answer's headers. Nothing else
 * can be taken for it.
 *
 *     \r\n__exception__\r\n<TAG>\r\n<message>\n<length of the message and its \n>
 *     <TAG>\r\n__exception__\r\n
 */
internal class TaggedException(tag: String) : ExceptionSignature() {
    private val head = Needle("\r\n__exception__\r\n$tag\r\n")
    private val tailText = " $tag\r\n__exception__\r\n"
    private val tail = Needle(tailText)

    // Once the tag is seen it is no longer open what this is: a message that is too long is cut,
    // not delivered as data.
    override val holdBytes: Int get() = Int.MAX_VALUE

    override fun firstCandidate(bytes: ByteArray, valid: Int, from: Int, end: Int): Int = head.find(bytes, from, end)

    /** Whether the text begins at [start], as far as can be seen up to [end]. */
    fun mayBegin(bytes: ByteArray, start: Int, end: Int): Boolean = head.startsAt(bytes, start, end)

    /** Whether the tag is seen. */
    private fun isCertain(start: Int, end: Int): Boolean = end - start >= head.size

    override fun isWhole(bytes: ByteArray, start: Int, end: Int): Boolean =
        isCertain(start, end) && (endsWithTail(bytes, start, end) || end - start > MAX_HELD)

    private fun endsWithTail(bytes: ByteArray, start: Int, end: Int): Boolean =
        end - start >= head.size + tail.size && tail.matches(bytes, end - tail.size)

    override fun find(bytes: ByteArray, valid: Int, end: Int, isBroken: Boolean): Int {
        val start = head.find(bytes, valid, end)
        return if (isCertain(start, end)) start else end
    }

    override fun message(bytes: ByteArray, valid: Int, start: Int, end: Int): String {
        val text = String(bytes, start + head.size, end - start - head.size, Charsets.UTF_8)
        // The end may be missing from any byte on: the connection was closed, or the message was
        // longer than what is kept.
        for (length in tailText.length downTo 0) {
            if (!text.endsWith(tailText.substring(0, length))) continue
            val message = text.dropLast(length).trimEnd { it in '0'..'9' }
            if (message.endsWith('\n')) return message.trim()
        }
        return text.trim()
    }
}
