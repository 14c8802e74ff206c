package dev.houseflow.coroutines.internal.response

/** [bytes] as characters of one byte each, without a copy. */
internal class ByteChars(private val bytes: ByteArray, private val start: Int = 0, private val end: Int = bytes.size) : CharSequence {
    override val length: Int get() = end - start

    override fun get(index: Int): Char = (bytes[start + index].toInt() and 0xff).toChar()

    override fun subSequence(startIndex: Int, endIndex: Int): CharSequence = ByteChars(bytes, start + startIndex, start + endIndex)

    override fun toString(): String = String(bytes, start, length, Charsets.ISO_8859_1)
}
