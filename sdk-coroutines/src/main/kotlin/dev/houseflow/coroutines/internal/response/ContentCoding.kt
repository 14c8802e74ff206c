package dev.houseflow.coroutines.internal.response

import dev.houseflow.TransportException
import dev.houseflow.internal.compress.Lz4FrameDecoder
import dev.houseflow.internal.compress.ZstdLibrary
import dev.houseflow.internal.wire.ByteSource
import java.util.Locale
import java.util.zip.CRC32
import java.util.zip.DataFormatException
import java.util.zip.Inflater

/**
 * `Content-Encoding` of answers. ClickHouse's own frames have checksums, so the client asks for a
 * coding only when a request says so; but a proxy may pack what passes through it, and its packing
 * is not the data.
 */
internal object ContentCoding {
    /** Gives [source] to [read], unpacked as [coding] says, the value of the header. */
    suspend inline fun <R> unpack(source: ByteSource, coding: String?, read: (ByteSource) -> R): R {
        val unpacked = open(source, coding)
        try {
            return read(unpacked)
        } finally {
            if (unpacked is AutoCloseable) unpacked.close()
        }
    }

    fun open(source: ByteSource, coding: String?): ByteSource = when (coding?.trim()?.lowercase(Locale.ROOT)) {
        null, "", "identity" -> source

        "gzip", "x-gzip" -> GzipSource(source)

        "deflate" -> DeflateSource(source)

        "zstd" -> ZstdLibrary.decoder(source, ::broken)

        "lz4" -> Lz4FrameDecoder(source) { broken(it, null) }

        else -> throw TransportException(
            "The answer came with Content-Encoding: $coding, which was not asked for and cannot be read here; make the proxy before the " +
                "server leave it as it is",
            true,
        )
    }

    fun broken(what: String, cause: Throwable?): TransportException =
        TransportException("The packing of the answer (Content-Encoding) $what; send the request again if it only reads", true, cause)
}

/**
 * Unpacks as bytes come. An answer that is cut off, or damaged, or goes on behind its end, is an
 * error.
 */
internal abstract class InflatingSource(private val source: ByteSource, private val nowrap: Boolean) : ByteSource() {
    private var inflater: Inflater? = null
    private val out = ByteArray(WINDOW)
    private var over = false

    /** Reads what stands before the packed data; `false` when there is no more of them. */
    protected abstract suspend fun begin(first: Boolean): Boolean

    /** Told about all unpacked bytes, in order. */
    protected abstract fun unpacked(bytes: ByteArray, count: Int)

    /** Reads what stands behind the packed data. */
    protected abstract suspend fun end()

    override suspend fun refill(): Boolean {
        if (over) return false
        while (true) {
            val current = inflater ?: next() ?: return false
            val count = inflate(current)
            if (count > 0) {
                unpacked(out, count)
                window(out, 0, count)
                return true
            }
            if (current.finished()) {
                source.position = source.limit - current.remaining
                current.end()
                inflater = null
                end()
            } else if (current.needsDictionary()) {
                throw broken("needs a dictionary", null)
            } else {
                need()
                // The inflater gets the whole window; what it does not need is given back below.
                current.setInput(source.array, source.position, source.limit - source.position)
                source.position = source.limit
            }
        }
    }

    private var first = true

    private suspend fun next(): Inflater? {
        if (!begin(first)) {
            over = true
            return null
        }
        first = false
        return Inflater(nowrap).also { inflater = it }
    }

    private fun inflate(current: Inflater): Int = try {
        current.inflate(out)
    } catch (e: DataFormatException) {
        throw broken("is damaged", e)
    }

    protected suspend fun need() {
        if (!source.fill()) throw broken("ends before it is complete", null)
    }

    protected suspend fun readByte(): Int {
        need()
        return source.array[source.position++].toInt() and 0xFF
    }

    protected suspend fun isAtEnd(): Boolean = !source.fill()

    protected fun broken(what: String, cause: Throwable?): TransportException = ContentCoding.broken(what, cause)

    private companion object {
        private const val WINDOW = 64 * 1024
    }
}

/** zlib, as the standard says; its checksum is the inflater's to look at. */
internal class DeflateSource(source: ByteSource) : InflatingSource(source, nowrap = false) {
    override suspend fun begin(first: Boolean): Boolean {
        if (first) return true
        if (!isAtEnd()) throw broken("goes on behind its end", null)
        return false
    }

    override fun unpacked(bytes: ByteArray, count: Int) = Unit

    override suspend fun end() = Unit
}

/** One gzip member after the other. */
internal class GzipSource(source: ByteSource) : InflatingSource(source, nowrap = true) {
    private val crc = CRC32()
    private var length = 0L

    override suspend fun begin(first: Boolean): Boolean {
        if (!first && isAtEnd()) return false
        if (readByte() != MAGIC_1 || readByte() != MAGIC_2 ||
            readByte() != DEFLATED
        ) {
            throw broken("is not what it is said to be, gzip", null)
        }
        val flags = readByte()
        repeat(UNUSED_BYTES) { readByte() }
        if (flags and EXTRA != 0) repeat(readByte() or (readByte() shl 8)) { readByte() }
        for (text in listOf(NAME, COMMENT)) {
            if (flags and text != 0) while (readByte() != 0) continue
        }
        if (flags and HEADER_CRC != 0) repeat(2) { readByte() }
        crc.reset()
        length = 0
        return true
    }

    override fun unpacked(bytes: ByteArray, count: Int) {
        crc.update(bytes, 0, count)
        length += count
    }

    override suspend fun end() {
        if (readNumber() != crc.value || readNumber() != (length and 0xFFFFFFFFL)) throw broken("is damaged", null)
    }

    private suspend fun readNumber(): Long {
        var number = 0L
        for (shift in 0..24 step 8) number = number or (readByte().toLong() shl shift)
        return number
    }

    private companion object {
        private const val MAGIC_1 = 0x1F
        private const val MAGIC_2 = 0x8B
        private const val DEFLATED = 8
        private const val UNUSED_BYTES = 6
        private const val HEADER_CRC = 2
        private const val EXTRA = 4
        private const val NAME = 8
        private const val COMMENT = 16
    }
}
