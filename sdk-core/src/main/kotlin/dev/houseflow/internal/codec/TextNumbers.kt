package dev.houseflow.internal.codec

/**
 * The numbers of texts in a dictionary. The texts of one dictionary are still known in the next
 * one, without a number: the blocks of an insert mostly have the same ones. Open addressing, since
 * the nodes and boxes of a hash map lie all over memory.
 */
internal class TextNumbers {
    private var texts = arrayOfNulls<String>(FIRST_SLOTS)

    /** By slot: [base] and the number, or less when the text has none yet. */
    private var marks = IntArray(FIRST_SLOTS)
    private var shift = Int.SIZE_BITS - FIRST_SLOTS.countTrailingZeroBits()
    private var used = 0
    private var base = 1

    /** Where the text stands that was asked for last, or would stand. */
    private var slot = 0

    /** The number of [text]; negative when it has none. */
    fun of(text: String): Int {
        val texts = texts
        var at = firstSlot(text)
        while (true) {
            val known = texts[at]
            if (known == null || known === text || known == text) break
            at = at + 1 and texts.size - 1
        }
        slot = at
        return marks[at] - base
    }

    /** Gives [number] to [text], which [of] was just asked for. */
    fun add(text: String, number: Int) {
        marks[slot] = base + number
        if (texts[slot] != null) return
        texts[slot] = text
        if (++used * 2 > texts.size) grow()
    }

    /** Takes all numbers back; all of them were below [size]. */
    fun clear(size: Int) {
        if (used <= MAX_KEPT && base < MAX_BASE - size) {
            base += size
            return
        }
        texts = arrayOfNulls(FIRST_SLOTS)
        marks = IntArray(FIRST_SLOTS)
        shift = Int.SIZE_BITS - FIRST_SLOTS.countTrailingZeroBits()
        used = 0
        base = 1
    }

    private fun grow() {
        val oldTexts = texts
        val oldMarks = marks
        texts = arrayOfNulls(oldTexts.size * 2)
        marks = IntArray(oldTexts.size * 2)
        shift--
        for (i in oldTexts.indices) {
            val text = oldTexts[i] ?: continue
            of(text)
            texts[slot] = text
            marks[slot] = oldMarks[i]
        }
    }

    /**
     * The upper bits of a product, because those of texts that differ in their last digits are
     * alike.
     */
    private fun firstSlot(text: String): Int = text.hashCode() * SPREAD ushr shift

    private companion object {
        private const val FIRST_SLOTS = 64
        private const val MAX_KEPT = 10_000

        /** No text is so short that a dictionary could have as many: a sum of both fits. */
        private const val MAX_BASE = 1 shl 30

        /** 2^32 divided by the golden ratio. */
        private const val SPREAD = -0x61c88647
    }
}
