package dev.houseflow.internal.wire

/**
 * What one block may take in memory: its bytes, and what its columns take beyond them. A few bytes
 * could ask for any amount otherwise: packed well, millions of rows are some kilobytes, and a NULL,
 * an absent path or an empty state of one byte becomes a whole value where columns keep values of
 * one width.
 *
 * @param most the bytes that a block may take in all
 */
internal class BlockBudget(private val most: Long) {
    private var beyond = 0L
    private var defaultsLeft = MOST_DEFAULTS

    fun reset() {
        beyond = 0
        defaultsLeft = MOST_DEFAULTS
    }

    /** Takes [bytes] beyond those that are read; `false` when nothing is left for them. */
    fun take(bytes: Long): Boolean {
        beyond += bytes
        return beyond <= most
    }

    /**
     * Takes [bytes] for a value that has no bytes of its own; `false` when nothing is left for it.
     */
    fun takeDefault(bytes: Long): Boolean {
        if (bytes > SMALL) defaultsLeft -= bytes
        return take(bytes) && defaultsLeft >= 0
    }

    /** What is left of a block of which [read] bytes have been read. */
    fun left(read: Long): Long = most - beyond - read

    /** What to say when nothing is left. */
    fun message(): String = if (defaultsLeft < 0) {
        "Values that are left out of the bytes would take more than 64 MiB"
    } else {
        "The block takes more than the $most bytes of memory that maxBlockBytes allows: ask for smaller blocks (the setting " +
            "max_block_size), or raise maxBlockBytes"
    }

    private companion object {
        private const val MOST_DEFAULTS = 64L shl 20

        /** Values of so few bytes are few per byte that arrives. */
        private const val SMALL = 256L
    }
}
