package dev.houseflow.coroutines.internal.response

/**
 * What the text looks like that a server puts into an answer whose status it can no longer change.
 *
 * Servers since 25.11 announce a tag of their own making in `X-ClickHouse-Exception-Tag`, and write
 *
 *     \r\n__exception__\r\n<TAG>\r\n<message>\n<length of the message and its \n> <TAG>\r\n__exception__\r\n
 *
 * Before that it was `__exception__\r\n<message>\n`, and before 25.x the message alone, as the last thing in the body.
 */
internal sealed class ExceptionSignature {
    /** How many bytes may be held back while it is open whether they are data: what begins before that is data. */
    abstract val holdBytes: Int

    /**
     * The first index in `bytes[from until end]` where such a text begins, or may begin as far as can be seen up to [end]; [end] when
     * there is none.
     */
    abstract fun firstCandidate(bytes: ByteArray, from: Int, end: Int): Int

    /** Whether such a text may begin at [start], as far as can be seen up to [end]. */
    abstract fun mayBegin(bytes: ByteArray, start: Int, end: Int): Boolean

    /** Whether nothing more is needed of the text that begins at [start]. */
    abstract fun isWhole(bytes: ByteArray, start: Int, end: Int): Boolean

    /** The server's words in `bytes[start until end]`, where [end] is the end of the answer; `null` when this is data after all. */
    abstract fun message(bytes: ByteArray, start: Int, end: Int): String?

    /** The form with the [tag] that the answer's headers announced. Nothing else can be taken for it. */
    class Tagged(tag: String) : ExceptionSignature() {
        private val head = Needle("\r\n__exception__\r\n$tag\r\n")
        private val tailText = " $tag\r\n__exception__\r\n"
        private val tail = Needle(tailText)

        // Once the tag is seen it is no longer open what this is: a message that is too long is cut, not delivered as data.
        override val holdBytes: Int get() = Int.MAX_VALUE

        override fun firstCandidate(bytes: ByteArray, from: Int, end: Int): Int = head.find(bytes, from, end)

        override fun mayBegin(bytes: ByteArray, start: Int, end: Int): Boolean = head.startsAt(bytes, start, end)

        /** Whether the tag is seen. */
        private fun isCertain(start: Int, end: Int): Boolean = end - start >= head.size

        override fun isWhole(bytes: ByteArray, start: Int, end: Int): Boolean =
            isCertain(start, end) && (endsWithTail(bytes, start, end) || end - start > MAX_MESSAGE)

        private fun endsWithTail(bytes: ByteArray, start: Int, end: Int): Boolean =
            end - start >= head.size + tail.size && tail.matches(bytes, end - tail.size)

        override fun message(bytes: ByteArray, start: Int, end: Int): String? {
            if (!isCertain(start, end)) return null
            val from = start + head.size
            val text = String(bytes, from, end - from, Charsets.UTF_8)
            // The end may be missing from any byte on: the connection was closed, or the message was longer than what is kept.
            for (length in tailText.length downTo 0) {
                if (!text.endsWith(tailText.substring(0, length))) continue
                val message = text.dropLast(length).trimEnd { it in '0'..'9' }
                if (message.endsWith('\n')) return message.trim()
            }
            return text.trim()
        }
    }

    /** `__exception__\r\nCode: ...`, as servers from 25.x before 25.11 write it. */
    object Marked : ExceptionSignature() {
        private val head = Needle("__exception__\r\nCode: ")

        override val holdBytes: Int get() = MAX_HELD

        override fun firstCandidate(bytes: ByteArray, from: Int, end: Int): Int = head.find(bytes, from, end)

        override fun mayBegin(bytes: ByteArray, start: Int, end: Int): Boolean = head.startsAt(bytes, start, end)

        override fun isWhole(bytes: ByteArray, start: Int, end: Int): Boolean = false

        override fun message(bytes: ByteArray, start: Int, end: Int): String? {
            if (end - start < head.size) return null
            return text(bytes, start + head.size - "Code: ".length, end)
        }
    }

    /** The message alone: `Code: 395. DB::Exception: ...` or, older still, `Code: 395, e.displayText() = DB::Exception: ...`. */
    object Bare : ExceptionSignature() {
        private val head = Needle("Code: ")
        private val continuations = listOf(". DB::Exception: ", ", e.displayText() = DB::Exception: ").map { it.toByteArray() }

        /** How all of them end. */
        private val common = Needle(" DB::Exception: ")

        /** What may stand before that: the head, the digits of the code, and the longer of the continuations. */
        private const val MAX_BEFORE_COMMON = 6 + 6 + 19

        override val holdBytes: Int get() = MAX_HELD

        override fun firstCandidate(bytes: ByteArray, from: Int, end: Int): Int {
            // Longer than their beginning, so looked for in larger steps.
            var at = common.find(bytes, from, end)
            while (end - at >= common.size) {
                for (start in maxOf(from, at - MAX_BEFORE_COMMON) until at) if (mayBegin(bytes, start, end)) return start
                at = common.find(bytes, at + 1, end)
            }
            // What is cut off before that.
            for (start in maxOf(from, end - MAX_BEFORE_COMMON - common.size) until end) if (mayBegin(bytes, start, end)) return start
            return end
        }

        override fun mayBegin(bytes: ByteArray, start: Int, end: Int): Boolean = head.startsAt(bytes, start, end) && fits(bytes, start, end)

        /** Whether `bytes[start until end]` agrees with the beginning of a message, as far as it goes. */
        private fun fits(bytes: ByteArray, start: Int, end: Int): Boolean {
            var at = start + head.size
            if (at >= end) return true
            val digits = at
            while (at < end && at - digits < 6 && bytes[at] in DIGITS) at++
            if (at == end) return true
            if (at == digits) return false
            return continuations.any { agrees(bytes, at, end, it) }
        }

        private fun agrees(bytes: ByteArray, at: Int, end: Int, text: ByteArray): Boolean {
            for (i in 0 until minOf(text.size, end - at)) if (bytes[at + i] != text[i]) return false
            return true
        }

        override fun isWhole(bytes: ByteArray, start: Int, end: Int): Boolean = false

        override fun message(bytes: ByteArray, start: Int, end: Int): String? {
            val text = text(bytes, start, end)
            // Whole only with all of its beginning; servers end it with a newline, or with `DB::Exception` in the oldest form.
            return text.takeIf { ServerErrors.HEAD.containsMatchIn(it) }
        }
    }

    internal companion object {
        /** The block is at most 16 KiB by the server's own rule. */
        const val MAX_HELD = 32 * 1024
        private const val MAX_MESSAGE = 1024 * 1024
        private val DIGITS = '0'.code.toByte()..'9'.code.toByte()

        private fun text(bytes: ByteArray, from: Int, to: Int): String = String(bytes, from, to - from, Charsets.UTF_8).trim()
    }
}

/**
 * A text to look for in large data, of which it looks at two bytes in as many as the text is long: where these two stand nowhere in the text,
 * the text does not stand around them. That the next place to look at does not depend on what stood at the last one makes it quick.
 */
internal class Needle(text: String) {
    private val bytes = text.toByteArray(Charsets.UTF_8)

    /** By [hash], whether two bytes may follow each other in the text. Made when there is much to look through: most answers are small. */
    @Volatile
    private var pairs: BooleanArray? = null

    val size: Int get() = bytes.size

    /** The first index of the whole text in `haystack[from until end]`, or of a beginning of it that ends at [end], or else [end]. */
    fun find(haystack: ByteArray, from: Int, end: Int): Int {
        var at = from
        if (end - from >= MUCH) {
            val pairs = pairs ?: BooleanArray(HASHES).also { made ->
                for (i in 0 until bytes.size - 1) made[hash(bytes[i], bytes[i + 1])] = true
                pairs = made
            }
            val step = bytes.size - 1
            // Here the pair that is looked at is the last one of a text that begins at `at`.
            var pair = from + step - 1
            while (pair < end - step) {
                if (pairs[hash(haystack[pair], haystack[pair + 1])]) {
                    for (start in pair - step + 1..pair) if (matches(haystack, start)) return start
                }
                pair += step
            }
            at = pair - step + 1
        }
        while (at < end) {
            if (startsAt(haystack, at, end)) return at
            at++
        }
        return end
    }

    fun matches(haystack: ByteArray, at: Int): Boolean = startsAt(haystack, at, at + bytes.size)

    /** Whether the whole text stands at [at], or a beginning of it that ends at [end]. */
    fun startsAt(haystack: ByteArray, at: Int, end: Int): Boolean {
        for (i in 0 until minOf(bytes.size, end - at)) if (haystack[at + i] != bytes[i]) return false
        return true
    }

    private companion object {
        private const val MUCH = 1024
        private const val HASHES = 1 shl 12

        private fun hash(first: Byte, second: Byte): Int = (first.toInt() shl 4 xor (second.toInt() and 0xff)) and HASHES - 1
    }
}
