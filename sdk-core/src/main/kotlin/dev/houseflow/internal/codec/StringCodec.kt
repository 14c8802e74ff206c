package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.internal.wire.ByteRuns
import dev.houseflow.internal.wire.TextUse
import dev.houseflow.internal.wire.Utf8
import dev.houseflow.internal.wire.WireInput
import java.nio.Buffer
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import java.nio.charset.CodingErrorAction

/*
 * String: a varuint length and that many bytes, of any kind.
 * FixedString(N): exactly N bytes, shorter text filled up with zero bytes on the right.
 *
 *     String          'a', '', 'xyz':   01 61   00   03 78 79 7a
 *     FixedString(2)  'ab', 'c', '':    61 62   63 00   00 00
 */
internal class StringCodec(name: String, type: ClickHouseType) : Codec(name, type) {
    /** How many bytes a string took in the last block, and how many all of them did. */
    private var bytesEach = 0.0
    private var bytesBefore = 0

    override suspend fun read(input: WireInput, rows: Int): Column {
        val expected = if (bytesBefore == 0) ByteRuns.firstBytes(rows) else minOf(bytesEach * rows * 1.02 + 16, bytesBefore * 1.02).toInt()
        val runs = input.readStrings(rows, expected)
        bytesBefore = runs.byteCount
        bytesEach = runs.byteCount.toDouble() / rows
        val use = input.textUse
        // For a reader of texts the decoder does this on its own thread; other readers do not need
        // it.
        val letters = if (use.begun) StringColumn.lettersOf(runs) else StringColumn.UNKNOWN
        return StringColumn(name, type, runs, letters, use)
    }

    override fun newBuilder(): NativeBuilder = TextBuilder(name, type)
}

internal fun fixedStringCodec(name: String, type: ClickHouseType, length: Int): Codec =
    PlainCodec(
        name,
        type,
        { input, n -> FixedStringColumn(name, type, input.readBytes(input.wideSize(n, length)), n, length) },
    ) { FixedStringBuilder(name, type, length) }

/**
 * Text of `bytes[start until end]`; fails on what is no UTF-8, because a replacement character
 * would hide the real bytes.
 */
internal fun Column.utf8(bytes: ByteArray, start: Int, end: Int, row: Int): String {
    val text = String(bytes, start, end - start, Charsets.UTF_8)
    // The JVM's own way is by far the quickest, but only without a replacement character is it
    // certain that it replaced nothing.
    if (text.indexOf(REPLACEMENT) < 0) return text
    val decoder = Charsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
    return try {
        decoder.decode(ByteBuffer.wrap(bytes, start, end - start)).toString()
    } catch (e: CharacterCodingException) {
        throw FormatException("The bytes of this value are no UTF-8 text: read them with getBytes(row)", name, type.toString(), row, -1, e)
    }
}

private const val REPLACEMENT = '\uFFFD'

/**
 * Text of bytes that are known to be ASCII. This constructor does nothing but copy, and is short
 * enough to be compiled into its caller, which the one with a Charset is not; what it is deprecated
 * for, upper halves of characters that are guessed, is just right for ASCII.
 */
@Suppress("DEPRECATION", "PLATFORM_CLASS_MAPPED_TO_KOTLIN", "CAST_NEVER_SUCCEEDS")
private fun ascii(bytes: ByteArray, start: Int, end: Int): String = java.lang.String(bytes, 0, start, end - start) as String

/** The bytes from [start] until [end] as a view of their own. */
private fun ByteBuffer.part(start: Int, end: Int): ByteBuffer {
    val part = duplicate()
    // Through the supertype: these return ByteBuffer only since Java 9.
    (part as Buffer).limit(end)
    (part as Buffer).position(start)
    return part.slice()
}

/**
 * Strings as one array of bytes; text is made when it is asked for.
 *
 * @param letters whether every one of them is [ASCII], or [UNKNOWN] until text is asked for:
 * several threads that ask first find the same.
 * @param use is told when text is asked for
 */
internal class StringColumn(
    name: String,
    type: ClickHouseType,
    @JvmField val runs: ByteRuns,
    private var letters: Int = lettersOf(runs),
    private val use: TextUse? = null,
) : Column(name, type, runs.count) {
    private val view = ByteBuffer.wrap(runs.bytes).asReadOnlyBuffer()

    override fun get(row: Int): Any = getString(row)

    override fun getString(row: Int): String {
        if (letters == UNKNOWN) look()
        val runs = this.runs
        val start = runs.start(row)
        val end = runs.ends[row]
        // No text of another origin comes out of here: the JVM may then do without the object of a
        // text that is used at once.
        return if (letters == ASCII) ascii(runs.bytes, start, end) else utf8(runs.bytes, start, end, row)
    }

    private fun look() {
        letters = lettersOf(runs)
        use?.begun = true
    }

    override fun getBytes(row: Int): ByteArray = runs.bytes.copyOfRange(runs.start(row), runs.ends[row])

    override fun getByteBuffer(row: Int): ByteBuffer = view.part(runs.start(row), runs.ends[row])

    companion object {
        const val UNKNOWN: Int = 0
        private const val ASCII = 1
        private const val OTHER = 2

        fun lettersOf(runs: ByteRuns): Int = if (runs.isAscii()) ASCII else OTHER
    }
}

internal class FixedStringColumn(
    name: String,
    type: ClickHouseType,
    @JvmField val bytes: ByteArray,
    rows: Int,
    private val width: Int,
) : Column(name, type, rows), ArrayBacked {
    override val array: Any get() = bytes

    private val view = ByteBuffer.wrap(bytes).asReadOnlyBuffer()

    override fun get(row: Int): Any = getString(row)

    override fun getString(row: Int): String = utf8(bytes, row * width, (row + 1) * width, row)

    override fun getBytes(row: Int): ByteArray = bytes.copyOfRange(row * width, (row + 1) * width)

    override fun getByteBuffer(row: Int): ByteBuffer = view.part(row * width, (row + 1) * width)
}

/** The bytes of a value that goes into a String or FixedString. */
internal fun NativeBuilder.textBytes(value: Any?): ByteArray = when (value) {
    null -> throw refused("NULL")
    is ByteArray -> value
    is CharSequence -> encode(value.toString())
    is Char -> encode(value.toString())
    is Enum<*> -> encode(value.name)
    else -> throw wrongClass(value)
}

/** [text] as UTF-8; fails on half a surrogate pair. */
internal fun NativeBuilder.encode(text: String): ByteArray =
    Utf8.encodeOrNull(text) ?: throw outOfRange("A text with half a surrogate pair", "UTF-8")

internal class FixedStringBuilder(name: String, type: ClickHouseType, length: Int) : WideValuesBuilder(name, type, length) {
    override fun append(value: Any?): Unit = appendBytes(textBytes(value))

    override fun appendString(value: String): Unit = appendBytes(textBytes(value))

    override fun appendBytes(value: ByteArray) {
        if (value.size > width) throw outOfRange("A value of ${value.size} bytes", "the $width bytes of this type")
        val at = addRow()
        System.arraycopy(value, 0, bytes, at, value.size)
    }

    override fun build(): Column = FixedStringColumn(name, type, toArray(), size, width)
}
