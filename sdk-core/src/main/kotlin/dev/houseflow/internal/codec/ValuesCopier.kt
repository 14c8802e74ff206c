package dev.houseflow.internal.codec

import dev.houseflow.ConfigurationException

/**
 * Appends values that are in arrays and lists of the caller's, by the rules of
 * `ColumnBuilder.append`.
 */
internal object ValuesCopier {
    /** How many rows [values] are; `null` when they are neither an array nor a list. */
    fun sizeOf(values: Any?): Int? = when (values) {
        is List<*> -> values.size
        is LongArray -> values.size
        is IntArray -> values.size
        is ShortArray -> values.size
        is ByteArray -> values.size
        is DoubleArray -> values.size
        is FloatArray -> values.size
        is BooleanArray -> values.size
        is Array<*> -> values.size
        else -> null
    }

    /** Appends all of [values], or none when one is refused. */
    fun appendAll(values: Any, builder: NativeBuilder) {
        val size = sizeOf(values)
            ?: throw ConfigurationException("A ${values.javaClass.name} is no column of values: give an array or a List")
        builder.flushDeferred()
        val before = builder.size
        var done = false
        try {
            of(values, builder).copy(0, size)
            done = true
        } finally {
            if (!done) builder.truncate(before)
        }
    }

    /** [values] have a [sizeOf]. */
    fun of(values: Any, builder: NativeBuilder): ColumnCopier = when (values) {
        is List<*> -> each { builder.append(values[it]) }
        is LongArray -> if (builder is Int64Builder) raw(values, builder) else nullable(values, builder) { builder.appendLong(values[it]) }
        is IntArray -> if (builder is Int32Builder) raw(values, builder) else nullable(values, builder) { builder.appendInt(values[it]) }
        is ShortArray -> if (builder is Int16Builder) raw(values, builder) else each { builder.appendShort(values[it]) }
        is ByteArray -> if (builder is Int8Builder) raw(values, builder) else each { builder.appendByte(values[it]) }
        is DoubleArray -> if (builder is Float64Builder) {
            raw(values, builder)
        } else {
            nullable(values, builder) {
                builder.appendDouble(values[it])
            }
        }
        is FloatArray -> if (builder is Float32Builder) raw(values, builder) else each { builder.appendFloat(values[it]) }
        is BooleanArray -> each { builder.appendBoolean(values[it]) }
        is Array<*> -> objects(values, builder)
        else -> throw IllegalArgumentException("no array and no list")
    }

    private fun objects(values: Array<*>, builder: NativeBuilder): ColumnCopier =
        if (builder is TextBuilder) {
            each { i -> values[i].let { if (it is String) builder.appendString(it) else builder.append(it) } }
        } else {
            each { builder.append(values[it]) }
        }

    /** Primitives into a Nullable, none of which is NULL. */
    private inline fun nullable(values: Any, builder: NativeBuilder, crossinline append: (Int) -> Unit): ColumnCopier {
        if (builder is NullableBuilder) {
            val inner = of(values, builder.inner)
            return object : ColumnCopier() {
                override fun copy(from: Int, to: Int) {
                    inner.copy(from, to)
                    builder.appendMarks(ByteArray(to - from), 0, to - from)
                }
            }
        }
        return each(append)
    }

    private fun raw(values: Any, builder: ArrayFilled): ColumnCopier = object : ColumnCopier() {
        override fun copy(from: Int, to: Int): Unit = builder.appendArray(values, from, to)
    }

    private inline fun each(crossinline append: (Int) -> Unit): ColumnCopier = object : ColumnCopier() {
        override fun copy(from: Int, to: Int) {
            for (i in from until to) append(i)
        }
    }
}
