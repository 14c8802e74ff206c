package dev.houseflow.internal.codec

/**
 * Addresses as text. The JDK's parser asks the name service for what is no address, and prints IPv6
 * in another form.
 */
internal object IpText {
    fun parse4(text: String): ByteArray? {
        val parts = text.split('.')
        if (parts.size != 4) return null
        return ByteArray(4) {
            val part = parts[it]
            if (part.isEmpty() || part.length > 3 || !part.all { c -> c in '0'..'9' }) return null
            val number = part.toInt()
            if (number > 255) return null
            number.toByte()
        }
    }

    /** The 4 or 16 bytes of the address that [text] writes in digits; `null` for any other text. */
    fun parse(text: String): ByteArray? = if (':' in text) parse6(text) else parse4(text)

    /** `::ffff:1.2.3.4` of the 4 bytes of an IPv4 address. */
    fun mapped(v4: ByteArray): ByteArray = ByteArray(10) + byteArrayOf(-1, -1) + v4

    /**
     * The 4 bytes of an IPv4 address that 16 bytes stand for as `::ffff:1.2.3.4`; `null` for what
     * is none.
     */
    fun unmapped(v6: ByteArray): ByteArray? {
        val isMapped = v6.size == 16 && (0 until 10).all { v6[it].toInt() == 0 } && v6[10].toInt() == -1 && v6[11].toInt() == -1
        return if (isMapped) v6.copyOfRange(12, 16) else null
    }

    /**
     * RFC 4291: groups of hex digits, at most one `::`, and optionally an IPv4 address at the end.
     */
    fun parse6(text: String): ByteArray? {
        val gap = text.indexOf("::")
        if (gap < 0) return groups(text)?.takeIf { it.size == 16 }
        if (text.indexOf("::", gap + 1) >= 0) return null
        val head = groups(text.substring(0, gap)) ?: return null
        val tail = groups(text.substring(gap + 2)) ?: return null
        if (head.size + tail.size > 14) return null
        return head + ByteArray(16 - head.size - tail.size) + tail
    }

    private fun groups(text: String): ByteArray? {
        if (text.isEmpty()) return ByteArray(0)
        val parts = text.split(':')
        var bytes = ByteArray(0)
        for ((i, part) in parts.withIndex()) {
            bytes += when {
                i == parts.size - 1 && '.' in part -> parse4(part) ?: return null

                part.isEmpty() || part.length > 4 || !part.all { it in '0'..'9' || it in 'a'..'f' || it in 'A'..'F' } -> return null

                else -> {
                    val number = part.toInt(16)
                    byteArrayOf((number shr 8).toByte(), number.toByte())
                }
            }
            if (bytes.size > 16) return null
        }
        return bytes
    }

    /**
     * As ClickHouse prints it: the longest run of zero groups as `::`, IPv4 in dots after
     * `::ffff:`.
     */
    fun format6(bytes: ByteArray, at: Int): String {
        val groups = IntArray(8) { (bytes[at + it * 2].toInt() and 0xff shl 8) or (bytes[at + it * 2 + 1].toInt() and 0xff) }
        var bestStart = -1
        var bestLength = 1
        var start = 0
        while (start < 8) {
            var end = start
            while (end < 8 && groups[end] == 0) end++
            if (end - start > bestLength) {
                bestStart = start
                bestLength = end - start
            }
            start = end + 1
        }
        val dotted = bestStart == 0 && (bestLength == 6 || (bestLength == 5 && groups[5] == 0xffff))
        return buildString {
            var i = 0
            while (i < 8) {
                if (i == bestStart) {
                    append("::")
                    i += bestLength
                    continue
                }
                if (i > 0 && !endsWith("::")) append(':')
                if (i == 6 && dotted) {
                    for (k in 12 until 16) {
                        if (k > 12) append('.')
                        append(bytes[at + k].toInt() and 0xff)
                    }
                    break
                }
                append(Integer.toHexString(groups[i++]))
            }
        }
    }
}
