package dev.houseflow.internal.codec

/** A column that is one array of primitives, some of which make each row. */
internal interface ArrayBacked {
    /** What [ArrayFilled.appendArray] of a builder of the same layout takes. */
    val array: Any
}

/** A builder that takes the [ArrayBacked.array] of a column of the same layout as it is. */
internal interface ArrayFilled {
    /** Appends the rows [from] until [to] of [array]. */
    fun appendArray(array: Any, from: Int, to: Int)
}

internal fun ByteArray.withRoom(used: Int, more: Int): ByteArray = if (size - used >= more) this else copyOf(grown(used, more))

internal fun ShortArray.withRoom(used: Int, more: Int): ShortArray = if (size - used >= more) this else copyOf(grown(used, more))

internal fun IntArray.withRoom(used: Int, more: Int): IntArray = if (size - used >= more) this else copyOf(grown(used, more))

internal fun LongArray.withRoom(used: Int, more: Int): LongArray = if (size - used >= more) this else copyOf(grown(used, more))

private fun grown(used: Int, more: Int): Int = Math.addExact(used, maxOf(used, more))
