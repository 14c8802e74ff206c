package dev.houseflow.coroutines.internal.http

/**
 * The header lines of the last answer on a connection, by their place. A server says nearly the
 * same each time, so most lines of an answer need only be compared, and not be taken apart again.
 * Not thread-safe.
 */
internal class HeaderLineCache {
    private val lines = arrayOfNulls<ByteArray>(PLACES)
    private val fields = arrayOfNulls<Pair<String, String>>(PLACES)

    /**
     * The length of the line at [place], with its end, if `bytes[from until from + available]`
     * begins with it; otherwise 0.
     */
    fun match(place: Int, bytes: ByteArray, from: Int, available: Int): Int {
        val line = (if (place < PLACES) lines[place] else null) ?: return 0
        if (line.size > available) return 0
        for (i in line.indices) if (line[i] != bytes[from + i]) return 0
        return line.size
    }

    /** What the line at [place] says. */
    fun field(place: Int): Pair<String, String>? = fields[place]

    /** Takes note of the line `bytes[from until to]`, its end included, which says [field]. */
    fun keep(place: Int, bytes: ByteArray, from: Int, to: Int, field: Pair<String, String>) {
        if (place >= PLACES || to - from > MAX_LINE) return
        lines[place] = bytes.copyOfRange(from, to)
        fields[place] = field
    }

    private companion object {
        private const val PLACES = 24
        private const val MAX_LINE = 256
    }
}
