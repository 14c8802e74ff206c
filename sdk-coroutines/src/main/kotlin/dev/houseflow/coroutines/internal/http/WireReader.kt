package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.Deadline
import dev.houseflow.coroutines.internal.net.Wire
import dev.houseflow.coroutines.internal.net.withDeadline
import java.nio.charset.StandardCharsets

/**
 * The buffered reading side of one connection. [array] from [position] to [limit] holds bytes that
 * have arrived and are not used yet; body readers hand parts of it on without copying.
 *
 * The buffer begins small, and doubles up to [maxBytes] whenever [READS_TO_GROW] reads have filled
 * half of it: large answers are read in few steps, and connections that carry small ones, or whose
 * reader waits, cost little. It stays as it is where [growth] has no room left.
 */
internal class WireReader(private val wire: Wire, private val maxBytes: Int, private val growth: GrowthBudget) {
    var array: ByteArray = ByteArray(minOf(maxBytes, FIRST_BYTES))
        private set
    var position: Int = 0
        private set
    var limit: Int = 0
        private set

    val available: Int get() = limit - position

    /** How many reads have filled half of the buffer. */
    private var fullReads = 0

    /** What was taken of [growth]. */
    private var grownBytes = 0

    /**
     * For how long the server may be silent before [fill] gives up; `null` (the default) for ever.
     */
    var silenceMillis: Long? = null

    /**
     * Waits for bytes when none are there. Returns `false` at the end of the stream. What [array]
     * held before is gone.
     */
    suspend fun fill(): Boolean {
        if (position < limit) return true
        // Half of it, since TLS leaves off where a whole record might not fit.
        if (limit >= array.size / 2 && array.size < maxBytes && ++fullReads == READS_TO_GROW) grow()
        position = 0
        limit = 0
        val count = withDeadline(silenceMillis, Deadline.SILENCE) { wire.read(array, 0, array.size) }
        if (count <= 0) return false
        limit = count
        return true
    }

    private fun grow() {
        fullReads = 0
        val size = minOf(maxBytes, 2 * array.size)
        val more = size - array.size
        if (!growth.take(more)) return
        grownBytes += more
        array = ByteArray(size)
    }

    fun skip(count: Int) {
        check(count <= available) { "skipping $count of $available bytes" }
        position += count
    }

    /**
     * The next line, without its line end (CRLF, or a bare LF), decoded byte by byte; `null` when
     * the stream ends before the line does. Linear in the length of the line.
     */
    suspend fun readLine(
        maxBytes: Int,
        tooLong: () -> String = { "The server sent a line of more than $maxBytes bytes where a header or chunk size belongs" },
    ): String? {
        var head: java.io.ByteArrayOutputStream? = null
        while (fill()) {
            var end = position
            while (end < limit && array[end] != LF) end++
            val soFar = (head?.size() ?: 0) + (end - position)
            if (soFar > maxBytes) throw HttpSyntaxException(tooLong())
            if (end < limit) {
                val line = if (head == null) {
                    String(array, position, end - position, StandardCharsets.ISO_8859_1)
                } else {
                    head.write(array, position, end - position)
                    String(head.toByteArray(), StandardCharsets.ISO_8859_1)
                }
                position = end + 1
                return line.removeSuffix("\r")
            }
            if (head == null) head = java.io.ByteArrayOutputStream(256)
            head.write(array, position, limit - position)
            position = limit
        }
        return null
    }

    /**
     * Between two answers: goes back to a small buffer, unless [growth] is roomy: the next answer
     * then need not grow one again. Bytes that have arrived already stay.
     */
    fun rest() {
        fullReads = 0
        if (grownBytes == 0 || available > FIRST_BYTES || growth.isRoomy) return
        val small = ByteArray(FIRST_BYTES)
        System.arraycopy(array, position, small, 0, available)
        limit = available
        position = 0
        array = small
        giveBack()
    }

    /** At the end of the connection. */
    fun close() {
        giveBack()
    }

    private fun giveBack() {
        growth.giveBack(grownBytes)
        grownBytes = 0
    }

    private companion object {
        private const val FIRST_BYTES = 32 * 1024
        private const val READS_TO_GROW = 3
        private const val LF = '\n'.code.toByte()
    }
}
