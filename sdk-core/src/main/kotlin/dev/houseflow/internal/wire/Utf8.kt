package dev.houseflow.internal.wire

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi

/** Text on its way to a server, of which nothing may become something else. */
@InternalHouseflowApi
public object Utf8 {
    private const val QUESTION_MARK = '?'.code.toByte()

    /**
     * [text] as UTF-8. Throws a [ConfigurationException] that calls it [name] when it has no UTF-8.
     */
    public fun encode(text: String, name: String): ByteArray {
        return encodeOrNull(text) ?: throw ConfigurationException(
            "$name holds half a surrogate pair, which no UTF-8 text can: send bytes instead, or repair the text",
        )
    }

    /**
     * [text] as UTF-8, or `null` when it holds half a surrogate pair, for which the JVM writes a
     * question mark.
     */
    internal fun encodeOrNull(text: String): ByteArray? {
        val bytes = text.toByteArray(Charsets.UTF_8)
        return if (QUESTION_MARK in bytes && hasHalfPair(text)) null else bytes
    }

    private fun hasHalfPair(text: String): Boolean {
        var at = 0
        while (at < text.length) {
            val c = text[at++]
            if (!c.isSurrogate()) continue
            if (c.isLowSurrogate() || at == text.length || !text[at++].isLowSurrogate()) return true
        }
        return false
    }
}
