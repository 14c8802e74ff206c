package dev.houseflow.coroutines.internal.response

import dev.houseflow.ClickHouseException
import dev.houseflow.internal.wire.ByteSource
import java.io.ByteArrayOutputStream

/**
 * Looks for the text of an exception where the next block of Native, or the next compressed frame,
 * would begin: servers write whole ones before they give up. Since it looks only there, data is
 * never taken for an exception.
 *
 * @param tagged the form that the answer's headers announced, or `null` for the forms without a tag
 */
internal class BlockBoundary(
    private val source: ByteSource,
    private val tagged: TaggedException?,
    private val fail: (String) -> Throwable,
) : ByteSource() {
    private var pushedBack: ByteArray? = null
    private var failure: ClickHouseException? = null

    override suspend fun refill(): Boolean {
        val again = pushedBack
        if (again != null) {
            pushedBack = null
            window(again, 0, again.size)
            return true
        }
        failure?.let { throw it }
        if (!source.fill()) return false
        window(source.array, source.position, source.limit)
        source.position = source.limit
        return true
    }

    /** To be called before each block or frame: throws when an exception stands in its place. */
    suspend fun check() {
        if (!fill() || !mayBegin(array, position, limit)) return
        val rest = ByteArrayOutputStream()
        try {
            do {
                rest.write(array, position, limit - position)
                position = limit
            } while (rest.size() <= ExceptionSignature.MAX_HELD && (rest.size() > MAX_HEAD || mayBegin(rest.toByteArray())) && fill())
        } catch (e: ClickHouseException) {
            // Servers break the connection off behind their message, and the message counts.
            failure = e
        }
        val bytes = rest.toByteArray()
        message(bytes)?.let { text -> throw fail(text).also { thrown -> failure?.let(thrown::addSuppressed) } }
        pushedBack = bytes
    }

    private fun mayBegin(bytes: ByteArray): Boolean = mayBegin(bytes, 0, bytes.size)

    /**
     * Whether the text begins here, as far as can be seen: a block that begins so would have 67
     * columns or more, of strange names.
     */
    private fun mayBegin(bytes: ByteArray, start: Int, end: Int): Boolean {
        if (tagged != null) return tagged.mayBegin(bytes, start, end)
        val chars = ByteChars(bytes)
        val mark = ErrorHead.literal(chars, start, end, ErrorHead.MARK)
        return mark == ErrorHead.OPEN || ErrorHead.mayBegin(chars, maxOf(mark, start), end)
    }

    private fun message(bytes: ByteArray): String? {
        if (tagged != null) return if (tagged.find(bytes, 0, bytes.size, true) == 0) tagged.message(bytes, 0, 0, bytes.size) else null
        val chars = ByteChars(bytes)
        val mark = ErrorHead.literal(chars, 0, bytes.size, ErrorHead.MARK)
        return if (ErrorHead.end(chars, maxOf(mark, 0), bytes.size) < 0) null else String(bytes, Charsets.UTF_8)
    }

    private companion object {
        /** Longer than all that tells an exception from a block. */
        private const val MAX_HEAD = 512
    }
}
