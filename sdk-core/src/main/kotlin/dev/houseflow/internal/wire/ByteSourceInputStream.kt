package dev.houseflow.internal.wire

import dev.houseflow.InternalHouseflowApi
import java.io.InputStream

/** The bytes of a source that never suspends, for code that reads streams. */
@InternalHouseflowApi
public class ByteSourceInputStream(private val source: ByteSource) : InputStream() {
    override fun read(): Int = if (runBlockingSource { source.fill() }) source.array[source.position++].toInt() and 0xff else -1

    override fun read(b: ByteArray, off: Int, len: Int): Int {
        if (len == 0) return 0
        if (!runBlockingSource { source.fill() }) return -1
        val count = minOf(len, source.limit - source.position)
        System.arraycopy(source.array, source.position, b, off, count)
        source.position += count
        return count
    }

    override fun available(): Int = source.limit - source.position
}
