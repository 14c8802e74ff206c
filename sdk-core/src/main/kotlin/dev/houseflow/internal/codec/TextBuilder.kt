package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.internal.wire.ByteRuns
import dev.houseflow.internal.wire.ByteSink

/** Collects texts just as they go to the wire, so that a block of them is written as one piece. */
internal class TextBuilder(name: String, type: ClickHouseType) : NativeBuilder(name, type) {
    /** A length and that many bytes for each row. */
    private var bytes = ByteArray(64)

    /** Where each row ends in [bytes]. */
    private var ends = IntArray(16)
    private var count = 0
    private var used = 0

    override fun countRows(): Int = count

    override fun appendDefault() {
        reserve(1L)
        bytes[used] = 0
        endRow(used + 1)
    }

    override fun append(value: Any?): Unit = if (value is String) appendString(value) else appendBytes(textBytes(value))

    override fun appendString(value: String) {
        val length = value.length
        if (length > SHORT) return appendBytes(encode(value))
        reserve(length + 1L)
        // ASCII, as most short texts are, goes straight to its place. Nothing but a row's end makes
        // the bytes count.
        val start = used + 1
        val bytes = bytes
        var all = 0
        if (length <= TINY) {
            for (i in 0 until length) {
                val letter = value[i].code
                bytes[start + i] = letter.toByte()
                all = all or letter
            }
        } else {
            copyLowBytes(value, length, bytes, start)
            for (i in 0 until length) all = all or value[i].code
        }
        if (all > MAX_ASCII) return appendBytes(encode(value))
        bytes[used] = length.toByte()
        endRow(start + length)
    }

    override val takesLater: Boolean get() = true

    override fun appendBytes(value: ByteArray): Unit = add(value, 0, value.size)

    override fun appendRowBinary(input: RowBinaryInput) {
        val length = input.readLength()
        add(input.bytes, input.position, length)
        input.position += length
    }

    private fun add(from: ByteArray, start: Int, length: Int) {
        reserve(length.toLong() + MAX_LENGTH_BYTES)
        var at = used
        var rest = length
        while (rest > MAX_ASCII) {
            bytes[at++] = (rest and MAX_ASCII or MORE).toByte()
            rest = rest ushr 7
        }
        bytes[at++] = rest.toByte()
        System.arraycopy(from, start, bytes, at, length)
        endRow(at + length)
    }

    /** Appends the texts [from] until [to] of [runs]. */
    fun appendRuns(runs: ByteRuns, from: Int, to: Int) {
        for (row in from until to) {
            val start = runs.start(row)
            add(runs.bytes, start, runs.ends[row] - start)
        }
    }

    private fun reserve(more: Long) {
        val needed = used.toLong() + more
        if (needed <= bytes.size) return
        if (needed > MAX_BYTES) throw refused("more than 2 GiB of text in one block")
        bytes = bytes.copyOf(minOf(maxOf(needed, bytes.size * 2L), MAX_BYTES).toInt())
    }

    private fun endRow(end: Int) {
        if (count == ends.size) ends = ends.copyOf(count * 2)
        ends[count++] = end
        used = end
    }

    override fun writeData(sink: ByteSink): Unit = sink.writeBytes(bytes, 0, used)

    override val dataBytes: Long get() = used.toLong()

    override fun lastKey(): KeyBytes = keyAt(count - 1)

    /** The text of [row] as a key of a dictionary. */
    fun keyAt(row: Int): KeyBytes = KeyBytes(bytes.copyOfRange(textStart(row), ends[row]))

    override fun build(): Column {
        val runs = ByteRuns(count)
        for (row in 0 until count) {
            val start = textStart(row)
            runs.add(bytes, start, ends[row] - start)
            runs.endRun()
        }
        return StringColumn(name, type, runs.trimmed())
    }

    /** Where the text of [row] begins, behind its length. */
    private fun textStart(row: Int): Int {
        var at = if (row == 0) 0 else ends[row - 1]
        while (bytes[at++] < 0) continue
        return at
    }

    override fun truncate(rows: Int) {
        count = rows
        used = if (rows == 0) 0 else ends[rows - 1]
    }

    private companion object {
        /**
         * What this method is deprecated for, characters cut down to bytes, is found out
         * afterwards. It copies ASCII in one go.
         */
        @Suppress("DEPRECATION", "PLATFORM_CLASS_MAPPED_TO_KOTLIN")
        private fun copyLowBytes(from: String, length: Int, to: ByteArray, start: Int): Unit =
            (from as java.lang.String).getBytes(0, length, to, start)

        /**
         * One byte tells the length of texts up to here; longer ones are quicker to encode as a
         * whole.
         */
        private const val SHORT = 127

        /** Texts up to here are quicker to copy letter by letter. */
        private const val TINY = 4
        private const val MAX_ASCII = 0x7f
        private const val MORE = 0x80
        private const val MAX_LENGTH_BYTES = 5
        private const val MAX_BYTES = Int.MAX_VALUE - 16L
    }
}
