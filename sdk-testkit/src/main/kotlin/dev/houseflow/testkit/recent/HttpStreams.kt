package dev.houseflow.testkit.recent

import java.io.EOFException
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream

/** The lines of a request's or a response's head; the first one says what it is. */
internal class Head(val lines: List<String>) {
    val first: String get() = lines.first()

    fun field(name: String): String? =
        lines.drop(1).firstOrNull { it.substringBefore(':').equals(name, ignoreCase = true) }?.substringAfter(':')?.trim()

    val isChunked: Boolean get() = field("Transfer-Encoding").equals("chunked", ignoreCase = true)

    /** This head without the fields called [names], and with [more] at its end. */
    fun with(more: List<String>, vararg names: String): Head =
        Head(lines.filterIndexed { i, line -> i == 0 || names.none { line.substringBefore(':').equals(it, ignoreCase = true) } } + more)

    fun bytes(): ByteArray = lines.joinToString("\r\n", postfix = "\r\n\r\n").toByteArray(Charsets.ISO_8859_1)

    /** The body that follows this head on [input]. */
    fun body(input: InputStream, untilEnd: Boolean): InputStream {
        val length = field("Content-Length")?.toLong()
        return when {
            isChunked -> ChunkedInput(input)
            length != null -> LimitedInput(input, length)
            untilEnd -> input
            else -> LimitedInput(input, 0)
        }
    }

    companion object {
        /** The head that begins with [firstByte]; `null` at the end of [input]. */
        fun read(input: InputStream, firstByte: Int? = null): Head? {
            val lines = ArrayList<String>()
            var first = firstByte
            while (true) {
                val line = readLine(input, first) ?: return null
                first = null
                if (line.isEmpty()) return Head(lines)
                lines += line
            }
        }

        fun readLine(input: InputStream, firstByte: Int? = null): String? {
            val line = StringBuilder()
            var c = firstByte ?: input.read()
            while (c != '\n'.code) {
                if (c < 0) return null
                line.append(c.toChar())
                c = input.read()
            }
            return line.removeSuffix("\r").toString()
        }
    }
}

/**
 * The data of a body in chunks. It ends with the last chunk; a body that ends before is an error.
 */
internal class ChunkedInput(private val input: InputStream) : InputStream() {
    private var left = 0L
    private var ended = false

    override fun read(): Int {
        val one = ByteArray(1)
        return if (read(one, 0, 1) < 0) -1 else one[0].toInt() and 0xff
    }

    override fun read(target: ByteArray, offset: Int, length: Int): Int {
        if (!ended && left == 0L) nextChunk()
        if (ended) return -1
        val count = input.read(target, offset, minOf(left, length.toLong()).toInt())
        if (count < 0) throw EOFException("the body ended inside a chunk")
        left -= count
        if (left == 0L) Head.readLine(input)
        return count
    }

    private fun nextChunk() {
        val line = Head.readLine(input) ?: throw EOFException("the body ended without its last chunk")
        left = line.substringBefore(';').trim().toLong(radix = 16)
        if (left > 0) return
        ended = true
        // What may follow the last chunk ends with an empty line.
        while (!Head.readLine(input).isNullOrEmpty()) continue
    }
}

/** The next [left] bytes of [input]; fewer are an error. */
internal class LimitedInput(private val input: InputStream, private var left: Long) : InputStream() {
    override fun read(): Int {
        val one = ByteArray(1)
        return if (read(one, 0, 1) < 0) -1 else one[0].toInt() and 0xff
    }

    override fun read(target: ByteArray, offset: Int, length: Int): Int {
        if (left == 0L) return -1
        val count = input.read(target, offset, minOf(left, length.toLong()).toInt())
        if (count < 0) throw EOFException("the body ended early")
        left -= count
        return count
    }
}

/**
 * Sends each write as a chunk. [finish] sends the last one; without it, the receiver knows that
 * something is missing.
 */
internal class ChunkedOutput(private val target: OutputStream) : OutputStream() {
    override fun write(b: Int) = write(byteArrayOf(b.toByte()), 0, 1)

    override fun write(bytes: ByteArray, offset: Int, length: Int) {
        if (length == 0) return
        target.write((Integer.toHexString(length) + "\r\n").toByteArray())
        target.write(bytes, offset, length)
        target.write("\r\n".toByteArray())
        target.flush()
    }

    fun finish() {
        target.write("0\r\n\r\n".toByteArray())
        target.flush()
    }
}

/** Copies whatever comes, as soon as it comes. */
internal fun InputStream.copyPromptly(target: OutputStream) {
    val buffer = ByteArray(64 * 1024)
    while (true) {
        val count = read(buffer)
        if (count < 0) return
        target.write(buffer, 0, count)
        target.flush()
    }
}

/** Runs [block], whose failure to read or write is the end of a connection and nothing more. */
internal inline fun untilHungUp(block: () -> Unit) {
    try {
        block()
    } catch (_: IOException) {
        // The other side left.
    }
}
