package dev.houseflow.internal.wire

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * Reads numbers and runs of numbers out of a [ByteSource]. Runs are copied out of the window at
 * once; only a value that straddles two windows is put together byte by byte, and only the end of a
 * window can suspend.
 *
 * Knows what is being read ([column], [type]), so that every error can say it.
 */
internal class WireInput(
    private val source: ByteSource,
    @JvmField val limits: ReadLimits,
    /** What the block may take that is being read. */
    @JvmField val budget: BlockBudget = BlockBudget(limits.maxBlockBytes),
) {
    @JvmField
    var column: String? = null

    @JvmField
    var type: String? = null

    /** Above 0 inside arrays and the like, where a value's count is not a row of the block. */
    @JvmField
    var elementDepth: Int = 0

    /** Whether types come in binary form (`output_format_native_encode_types_in_binary_format`). */
    @JvmField
    var binaryTypes: Boolean = false

    @JvmField
    val textUse: TextUse = TextUse()

    private var viewed: ByteArray = EMPTY
    private var view: ByteBuffer = ByteBuffer.wrap(EMPTY)
    private val straddling = ByteArray(8)
    private val straddlingView = ByteBuffer.wrap(straddling).order(ByteOrder.LITTLE_ENDIAN)

    private var blockStart = 0L

    val offset: Long get() = source.offset

    /** To be called before each block. */
    fun beginBlock() {
        budget.reset()
        blockStart = source.offset
    }

    /** Fails unless [bytes] more may be read in this block. Called before they are allocated. */
    fun expect(bytes: Long) {
        if (bytes > left()) throw tooLarge()
    }

    /** Takes [bytes] of memory beyond the bytes that are read. */
    fun take(bytes: Long) {
        if (!budget.take(bytes) || left() < 0) throw tooLarge()
    }

    /** Takes [bytes] for a value that has no bytes of its own. */
    fun takeDefault(bytes: Long) {
        if (!budget.takeDefault(bytes)) throw tooLarge()
    }

    private fun left(): Long = budget.left(source.offset - blockStart)

    private fun tooLarge(row: Int = -1): FormatException = fail(budget.message(), row)

    fun fail(message: String, row: Int = -1): FormatException =
        FormatException(message, column, type, if (elementDepth == 0) row else -1, source.offset)

    fun truncated(row: Int = -1): FormatException =
        fail("The answer ends before the block is complete: it was cut off on the way, or the server failed", row)

    suspend fun atEnd(): Boolean = !source.fill()

    suspend fun readByte(): Int {
        if (source.position >= source.limit && !source.fill()) throw truncated()
        return source.array[source.position++].toInt() and 0xff
    }

    suspend fun readInt(): Int {
        readSmall(4)
        return straddlingView.getInt(0)
    }

    suspend fun readLong(): Long {
        readSmall(8)
        return straddlingView.getLong(0)
    }

    private suspend fun readSmall(count: Int) {
        for (i in 0 until count) straddling[i] = readByte().toByte()
    }

    /** Unsigned LEB128 of at most 63 bits: no length, count or index can need more. */
    suspend fun readVarUInt(): Long {
        var result = 0L
        var shift = 0
        while (true) {
            val byte = readByte()
            result = result or ((byte and 0x7f).toLong() shl shift)
            if (byte < 0x80) break
            shift += 7
            if (shift > 56) throw fail("A variable-length number runs over 63 bits")
        }
        return result
    }

    /** A varuint that counts something; fails above [limit] before anything is allocated for it. */
    suspend fun readCount(what: String, limit: Int): Int = checkCount(readVarUInt(), what, limit)

    fun checkCount(count: Long, what: String, limit: Int): Int {
        if (count < 0 || count > limit) {
            throw fail("$what: ${java.lang.Long.toUnsignedString(count)}, and at most $limit are accepted")
        }
        return count.toInt()
    }

    /** The size of [rows] values of [width] bytes; fails when one array cannot hold it. */
    fun wideSize(rows: Int, width: Int): Int {
        val size = rows.toLong() * width
        if (size > limits.maxColumnBytes) {
            throw fail(
                "$rows values of $width bytes come to more than ${limits.maxColumnBytes} bytes; ask for smaller blocks (max_block_size)",
            )
        }
        return size.toInt()
    }

    /** Exactly [count] bytes; the array grows with what arrives. */
    suspend fun readBytes(count: Int): ByteArray {
        expect(count.toLong())
        var result = ByteArray(minOf(count, FIRST_BYTES))
        var at = 0
        while (at < count) {
            if (!source.fill()) throw truncated(at)
            val n = minOf(count - at, source.limit - source.position)
            if (at + n > result.size) result = result.copyOf(grown(result.size, at + n, count))
            System.arraycopy(source.array, source.position, result, at, n)
            source.position += n
            at += n
        }
        return result
    }

    /** Passes over [count] bytes. */
    suspend fun skip(count: Int) {
        expect(count.toLong())
        var left = count
        while (left > 0) {
            if (!source.fill()) throw truncated(count - left)
            val n = minOf(left, source.limit - source.position)
            source.position += n
            left -= n
        }
    }

    /** A `String` that names something: a column, a type, a path. */
    suspend fun readText(what: String): String {
        val bytes = readBytes(readCount(what, minOf(limits.maxStringBytes, MAX_NAME)))
        take(NAME_BYTES)
        return String(bytes, Charsets.UTF_8)
    }

    /** [text] as a type; what is none is damage of the stream. */
    fun parseType(text: String): ClickHouseType = try {
        take(TYPE_BYTES + text.length * TYPE_BYTES_PER_CHAR)
        ClickHouseType.parse(text)
    } catch (e: FormatException) {
        throw fail(e.message ?: "No type")
    }

    suspend fun readShorts(count: Int): ShortArray = readRun(
        count,
        2,
        { ShortArray(it) },
        { array, size -> array.copyOf(size) },
        { array, at, n -> window().asShortBuffer().get(array, at, n) },
        { array, at -> array[at] = straddlingView.getShort(0) },
    )

    suspend fun readInts(count: Int): IntArray = readRun(
        count,
        4,
        { IntArray(it) },
        { array, size -> array.copyOf(size) },
        { array, at, n -> window().asIntBuffer().get(array, at, n) },
        { array, at -> array[at] = straddlingView.getInt(0) },
    )

    suspend fun readLongs(count: Int): LongArray = readRun(
        count,
        8,
        { LongArray(it) },
        { array, size -> array.copyOf(size) },
        { array, at, n -> window().asLongBuffer().get(array, at, n) },
        { array, at -> array[at] = straddlingView.getLong(0) },
    )

    suspend fun readFloats(count: Int): FloatArray = readRun(
        count,
        4,
        { FloatArray(it) },
        { array, size -> array.copyOf(size) },
        { array, at, n -> window().asFloatBuffer().get(array, at, n) },
        { array, at -> array[at] = straddlingView.getFloat(0) },
    )

    suspend fun readDoubles(count: Int): DoubleArray = readRun(
        count,
        8,
        { DoubleArray(it) },
        { array, size -> array.copyOf(size) },
        { array, at, n -> window().asDoubleBuffer().get(array, at, n) },
        { array, at -> array[at] = straddlingView.getDouble(0) },
    )

    /**
     * Reads [count] values of [width] bytes; the array grows with what arrives. [copy] takes as
     * many values as the window holds, [set] the one in [straddling]. Inlined, so that each kind of
     * array has a loop of its own.
     */
    private suspend inline fun <A> readRun(
        count: Int,
        width: Int,
        create: (size: Int) -> A,
        resize: (A, size: Int) -> A,
        copy: (A, at: Int, count: Int) -> Unit,
        set: (A, at: Int) -> Unit,
    ): A {
        expect(count.toLong() * width)
        var size = minOf(count, FIRST_BYTES / width)
        var result = create(size)
        var at = 0
        while (at < count) {
            val n = available(width, count - at, at)
            val needed = at + maxOf(n, 1)
            if (needed > size) {
                size = grown(size, needed, count)
                result = resize(result, size)
            }
            if (n == 0) {
                straddle(width, at)
                set(result, at++)
            } else {
                copy(result, at, n)
                source.position += n * width
                at += n
            }
        }
        return result
    }

    /**
     * [count] `String`s as they came, with their lengths. [expectedBytes] is a guess of the size.
     */
    suspend fun readStrings(count: Int, expectedBytes: Int = ByteRuns.firstBytes(count)): ByteRuns {
        // Where each of them ends.
        take(count * 4L)
        val most = minOf(limits.maxColumnBytes.toLong(), left()).toInt()
        val runs = ByteRuns(count, minOf(expectedBytes, most), prefixed = true, most)
        while (runs.count < count) {
            if (source.position >= source.limit && !source.fill()) throw truncated(runs.count)
            source.position = runs.takeWhole(source.array, source.position, source.limit, count, limits.maxStringBytes)
            if (runs.count < count) readStraddlingString(runs)
        }
        return runs.trimmed()
    }

    private suspend fun readStraddlingString(runs: ByteRuns) {
        val row = runs.count
        if (atEnd()) throw truncated(row)
        val length = readVarUInt()
        if (length > limits.maxStringBytes) {
            throw fail("A string of $length bytes, and at most ${limits.maxStringBytes} are accepted", row)
        }
        if (runs.byteCount + length + ByteRuns.MAX_PREFIX > limits.maxColumnBytes) {
            throw fail(
                "The strings of one block come to more than ${limits.maxColumnBytes} bytes; ask for smaller blocks (max_block_size)",
                row,
            )
        }
        if (length > left()) throw tooLarge(row)
        var left = length.toInt()
        runs.addPrefix(left)
        while (left > 0) {
            if (!source.fill()) throw truncated(row)
            val n = minOf(left, source.limit - source.position)
            runs.add(source.array, source.position, n)
            source.position += n
            left -= n
        }
        runs.endRun()
    }

    /** How many whole values of [width] the window holds, up to [wanted]; 0 when one straddles. */
    private suspend fun available(width: Int, wanted: Int, row: Int): Int {
        if (source.position >= source.limit && !source.fill()) throw truncated(row)
        return minOf(wanted, (source.limit - source.position) / width)
    }

    private suspend fun straddle(width: Int, row: Int) {
        for (i in 0 until width) {
            if (source.position >= source.limit && !source.fill()) throw truncated(row)
            straddling[i] = source.array[source.position++]
        }
    }

    private fun window(): ByteBuffer {
        if (source.array !== viewed) {
            viewed = source.array
            view = ByteBuffer.wrap(viewed).order(ByteOrder.LITTLE_ENDIAN)
        }
        // Through the supertype: ByteBuffer.position returns ByteBuffer only since Java 9.
        (view as java.nio.Buffer).position(source.position)
        return view
    }

    companion object {
        /**
         * What an array may take before its bytes have arrived: a block of default size fits, a lie
         * about the size costs little.
         */
        const val FIRST_BYTES: Int = 1 shl 20

        /** Types with long Enums and JSON hints are the longest names there are. */
        private const val MAX_NAME = 64 shl 20

        private val EMPTY = ByteArray(0)

        /** What a character of a type's text may become: part of a type, its codec, their names. */
        private const val TYPE_BYTES_PER_CHAR = 16L
        private const val TYPE_BYTES = 128L

        /** What a text takes beside its bytes. */
        private const val NAME_BYTES = 128L

        fun grown(size: Int, needed: Int, max: Int): Int =
            minOf(max.toLong(), maxOf(needed.toLong(), size * 2L)).toInt()
    }
}
