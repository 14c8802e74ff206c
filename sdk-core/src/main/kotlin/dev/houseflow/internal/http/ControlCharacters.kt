package dev.houseflow.internal.http

import dev.houseflow.InternalHouseflowApi

/**
 * [text] with its control characters as `\xNN`, all but line breaks and tabs: what a server says
 * must not move the cursor of a terminal, or end a line of a log early.
 */
@InternalHouseflowApi
public fun escapeControls(text: String): String {
    if (text.none(::isEscaped)) return text
    return buildString(text.length + ROOM) {
        for (c in text) if (isEscaped(c)) append("\\x").append(c.code.toString(HEX).padStart(2, '0')) else append(c)
    }
}

private fun isEscaped(c: Char): Boolean = Character.isISOControl(c) && c != '\n' && c != '\t'

private const val ROOM = 32
private const val HEX = 16
