package dev.houseflow.testkit.recent

import dev.houseflow.Block
import dev.houseflow.FormatException
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.runBlockingSource
import dev.houseflow.testkit.copyOf
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream

/** Writes the blocks of a Native stream again as servers do for a client of [revision]. */
internal class BlocksOfRevision(private val revision: Int, private val target: OutputStream) {
    /**
     * Copies the blocks of [input], whose types are in binary form. What is no block, as an
     * exception behind them, passes as it is.
     */
    fun copy(input: InputStream) {
        val source = Recording(input)
        val reader = NativeReader(source, binaryTypes = revision >= WITH_ZONES)
        while (true) {
            source.mark()
            val block = try {
                runBlockingSource { reader.readBlock() } ?: return
            } catch (_: FormatException) {
                target.write(source.sinceMark())
                target.flush()
                source.rest().copyPromptly(target)
                return
            } catch (e: IOException) {
                // Behind an exception the connection ends, and what came before that still counts.
                target.write(source.sinceMark())
                target.flush()
                throw e
            }
            target.write(bytes(block))
            target.flush()
        }
    }

    private fun bytes(block: Block): ByteArray {
        val sink = ByteSink()
        sink.writeBytes(if (revision >= WITH_BUCKETS) INFO_WITH_BUCKETS else INFO)
        val builder = copyOf(block)
        NativeWriter.writeHead(builder, sink)
        for (index in builder.columns.indices) {
            val column = ByteSink().also { NativeWriter.writeColumn(builder, index, it) }.toByteArray()
            val dataAt = afterText(column, afterText(column, 0))
            sink.writeBytes(column, 0, dataAt)
            // No column comes in a form of its own.
            if (revision >= WITH_KINDS) sink.writeByte(0)
            sink.writeBytes(column, dataAt, column.size)
        }
        return sink.toByteArray()
    }

    private fun afterText(bytes: ByteArray, start: Int): Int {
        var at = start
        var length = 0
        var shift = 0
        do {
            length = length or ((bytes[at].toInt() and 0x7f) shl shift)
            shift += 7
        } while (bytes[at++] < 0)
        return at + length
    }

    /** Remembers what was read since [mark]. */
    private class Recording(private val input: InputStream) : ByteSource() {
        private val recorded = ByteArrayOutputStream()
        private var markedFrom = 0

        override suspend fun refill(): Boolean {
            recorded.write(array, markedFrom, limit - markedFrom)
            // The next bytes may never come.
            markedFrom = limit
            val bytes = ByteArray(BUFFER)
            val count = input.read(bytes)
            markedFrom = 0
            if (count < 0) {
                window(bytes, 0, 0)
                return false
            }
            window(bytes, 0, count)
            return true
        }

        fun mark() {
            recorded.reset()
            markedFrom = position
        }

        fun sinceMark(): ByteArray = recorded.toByteArray() + array.copyOfRange(markedFrom, limit)

        fun rest(): InputStream = input
    }

    companion object {
        /** From here on a type says the zone of a DateTime. */
        const val WITH_ZONES = 54337
        const val BINARY_TYPES = "output_format_native_encode_types_in_binary_format"
        private const val WITH_KINDS = 54454
        private const val WITH_BUCKETS = 54480
        private const val BUFFER = 64 * 1024
        private val INFO = byteArrayOf(1, 0, 2, -1, -1, -1, -1, 0)
        private val INFO_WITH_BUCKETS = byteArrayOf(1, 0, 2, -1, -1, -1, -1, 3, 0, 0)
    }
}
