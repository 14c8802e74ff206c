package dev.houseflow.internal.wire

/**
 * What the values of one block may take that have no bytes of their own in it: NULL, an absent path or an empty state takes one byte, and
 * becomes a whole value where columns keep values of one width. Without this, a few bytes could ask for any amount of memory.
 */
internal class DefaultValueBudget {
    private var left = MOST

    fun reset() {
        left = MOST
    }

    /** Takes [bytes] for one such value; `false` when nothing is left for it. */
    fun take(bytes: Long): Boolean {
        if (bytes > SMALL) left -= bytes
        return left >= 0
    }

    companion object {
        const val MESSAGE: String = "values that are left out of the bytes would take more than 64 MiB"
        private const val MOST = 64L shl 20

        /** Values of so few bytes are few per byte that arrives. */
        private const val SMALL = 256L
    }
}
