package dev.houseflow.coroutines.internal.response

/**
 * Finds a text in large data, of which it looks at two bytes in as many as the text is long:
 * where these two stand nowhere in the text, the text does not stand around them. That the next
 * place to look at does not depend on what stood at the last one makes it quick.
 */
internal class Needle(text: String) {
    private val bytes = text.toByteArray(Charsets.UTF_8)

    /**
     * By [hash], 1 where two bytes may follow each other in the text. Made when there is much to
     * look through: most answers are small.
     */
    @Volatile
    private var pairs: ByteArray? = null

    val size: Int get() = bytes.size

    /**
     * The first index of the whole text in `haystack[from until end]`, or of a beginning of it that
     * ends at [end], or else [end].
     */
    fun find(haystack: ByteArray, from: Int, end: Int): Int {
        var at = from
        if (end - from >= MUCH) {
            val pairs = pairs ?: ByteArray(HASHES).also { made ->
                for (i in 0 until bytes.size - 1) made[hash(bytes[i], bytes[i + 1])] = 1
                pairs = made
            }
            val step = bytes.size - 1
            // Here the pair that is looked at is the last one of a text that begins at `at`.
            var pair = from + step - 1
            while (pair < end - step) {
                // One branch for four pairs, most of which are none of the text's.
                while (pair < end - LOOKS * step) {
                    val second = pair + step
                    val third = second + step
                    val fourth = third + step
                    val found = pairs[hash(haystack[pair], haystack[pair + 1])].toInt() or
                        pairs[hash(haystack[second], haystack[second + 1])].toInt() or
                        pairs[hash(haystack[third], haystack[third + 1])].toInt() or
                        pairs[hash(haystack[fourth], haystack[fourth + 1])].toInt()
                    if (found != 0) break
                    pair = fourth + step
                }
                var looks = LOOKS
                while (looks-- > 0 && pair < end - step) {
                    if (pairs[hash(haystack[pair], haystack[pair + 1])].toInt() != 0) {
                        for (start in pair - step + 1..pair) if (matches(haystack, start)) return start
                    }
                    pair += step
                }
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
        private const val LOOKS = 4

        private fun hash(first: Byte, second: Byte): Int = (first.toInt() shl 4 xor (second.toInt() and 0xff)) and HASHES - 1
    }
}
