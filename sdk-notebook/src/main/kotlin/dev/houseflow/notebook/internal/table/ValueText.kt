package dev.houseflow.notebook.internal.table

/** The text of a value, as far as [limit] characters go. */
internal class ValueText(private val limit: Int) {
    private val text = StringBuilder()

    /** Whether something was left out. */
    var isShortened: Boolean = false
        private set

    /** The text of [value], and all of it unless [isShortened]. */
    fun of(value: Any?): String {
        if (value is CharSequence) add(value) else element(value)
        return text.toString()
    }

    private fun element(value: Any?) {
        when (value) {
            null -> add("NULL")
            is CharSequence -> quoted(value)
            is ByteArray -> bytes(value)
            is Map<*, *> -> map(value)
            is Iterable<*> -> all(value.iterator())
            is Array<*> -> all(value.iterator())
            is IntArray -> all(value.iterator())
            is LongArray -> all(value.iterator())
            is ShortArray -> all(value.iterator())
            is FloatArray -> all(value.iterator())
            is DoubleArray -> all(value.iterator())
            is BooleanArray -> all(value.iterator())
            else -> add(value.toString())
        }
    }

    private fun quoted(value: CharSequence) {
        add("'")
        add(value)
        add("'")
    }

    private fun all(values: Iterator<*>) {
        add("[")
        var isFirst = true
        while (values.hasNext() && !isShortened) {
            if (!isFirst) add(", ")
            isFirst = false
            element(values.next())
        }
        add("]")
    }

    private fun map(values: Map<*, *>) {
        add("{")
        var isFirst = true
        for ((key, value) in values) {
            if (isShortened) break
            if (!isFirst) add(", ")
            isFirst = false
            element(key)
            add(": ")
            element(value)
        }
        add("}")
    }

    private fun bytes(value: ByteArray) {
        add("0x")
        for (byte in value) {
            if (isShortened) return
            add((byte.toInt() and 0xff).toString(16).padStart(2, '0'))
        }
    }

    private fun add(piece: CharSequence) {
        if (isShortened) return
        val room = limit - text.length
        if (piece.length <= room) {
            text.append(piece)
            return
        }
        // No half of a pair of surrogates.
        val end = if (room > 0 && Character.isHighSurrogate(piece[room - 1])) room - 1 else room
        text.append(piece, 0, maxOf(0, end))
        isShortened = true
    }
}
