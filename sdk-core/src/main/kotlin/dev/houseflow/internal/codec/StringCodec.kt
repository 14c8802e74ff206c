package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.internal.wire.ByteRuns
import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CharacterCodingException
import java.nio.charset.CodingErrorAction

/*
 * String: a varuint length and that many bytes, of any kind.
 * FixedString(N): exactly N bytes, shorter text filled up with zero bytes on the right.
 *
 *     String          'a', '', 'xyz':   01 61   00   03 78 79 7a
 *     FixedString(2)  'ab', 'c', '':    61 62   63 00   00 00
 */
internal fun stringCodec(name: String, type: ClickHouseType): Codec =
    PlainCodec(name, type, { input, n -> StringColumn(name, type, input.readStrings(n)) }) { TextBuilder(name, type) }

internal fun fixedStringCodec(name: String, type: ClickHouseType, length: Int): Codec =
    PlainCodec(
        name,
        type,
        { input, n -> FixedStringColumn(name, type, input.readBytes(input.wideSize(n, length)), n, length) },
    ) { FixedStringBuilder(name, type, length) }

/** Text of `bytes[start until end]`; fails on what is no UTF-8, because a replacement character would hide the real bytes. */
internal fun Column.utf8(bytes: ByteArray, start: Int, end: Int, row: Int): String {
    var ascii = true
    for (i in start until end) {
        if (bytes[i] < 0) {
            ascii = false
            break
        }
    }
    // ISO-8859-1 is copied as it is on every JVM: the quickest way to text that is ASCII, as most is.
    if (ascii) return String(bytes, start, end - start, Charsets.ISO_8859_1)
    val decoder = Charsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
    val text: CharBuffer = try {
        decoder.decode(ByteBuffer.wrap(bytes, start, end - start))
    } catch (e: CharacterCodingException) {
        throw FormatException("The bytes of this value are no UTF-8 text: read them with getBytes(row)", name, type.toString(), row, -1, e)
    }
    return text.toString()
}

/** Without a way out in the middle, so that the JVM can look at many bytes at a time. */
private fun isAscii(bytes: ByteArray, count: Int): Boolean {
    var all = 0
    for (i in 0 until count) all = all or bytes[i].toInt()
    return all >= 0
}

/** Strings as one array of bytes; text is made when it is asked for. */
internal class StringColumn(name: String, type: ClickHouseType, @JvmField val runs: ByteRuns) : Column(name, type, runs.count) {
    /**
     * Whether every string is ASCII, once somebody has asked: looking at all bytes at once is much quicker than at each string. Two threads
     * may both look; they see the same.
     */
    private var ascii: Byte = UNKNOWN

    private fun isAscii(): Boolean {
        if (ascii == UNKNOWN) ascii = if (isAscii(runs.bytes, runs.byteCount)) ASCII else OTHER
        return ascii == ASCII
    }

    override fun get(row: Int): Any = getString(row)

    override fun getString(row: Int): String {
        val start = runs.start(row)
        val end = runs.ends[row]
        return if (isAscii()) String(runs.bytes, start, end - start, Charsets.ISO_8859_1) else utf8(runs.bytes, start, end, row)
    }

    override fun getBytes(row: Int): ByteArray = runs.bytes.copyOfRange(runs.start(row), runs.ends[row])

    private companion object {
        private const val UNKNOWN: Byte = 0
        private const val ASCII: Byte = 1
        private const val OTHER: Byte = 2
    }
}

internal class FixedStringColumn(
    name: String,
    type: ClickHouseType,
    @JvmField val bytes: ByteArray,
    rows: Int,
    private val width: Int,
) : Column(name, type, rows) {
    override fun get(row: Int): Any = getString(row)

    override fun getString(row: Int): String = utf8(bytes, row * width, (row + 1) * width, row)

    override fun getBytes(row: Int): ByteArray = bytes.copyOfRange(row * width, (row + 1) * width)
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

/** [text] as UTF-8; fails on half a surrogate pair, for which the JVM writes '?'. */
internal fun NativeBuilder.encode(text: String): ByteArray {
    val bytes = text.toByteArray(Charsets.UTF_8)
    if (QUESTION_MARK in bytes) checkPairs(text)
    return bytes
}

private fun NativeBuilder.checkPairs(text: String) {
    var at = 0
    while (at < text.length) {
        val c = text[at++]
        if (!c.isSurrogate()) continue
        if (c.isLowSurrogate() || at == text.length || !text[at++].isLowSurrogate()) {
            throw outOfRange("A text with half a surrogate pair", "UTF-8")
        }
    }
}

private const val QUESTION_MARK = '?'.code.toByte()

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
