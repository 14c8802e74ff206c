@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.InstantSerializer
import dev.houseflow.internal.codec.DateTime64Column
import dev.houseflow.internal.codec.DateTimeColumn
import dev.houseflow.internal.codec.Float64Column
import dev.houseflow.internal.codec.Int32Column
import dev.houseflow.internal.codec.Int64Column
import dev.houseflow.internal.codec.NullableColumn
import dev.houseflow.internal.codec.StringColumn
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.builtins.serializer

/**
 * One property that is an object, read from one of the most frequent types. There is a class for
 * each, so that a value is one call into code that the JVM compiled for just this, whatever other
 * properties are read in between. Made for one block.
 *
 * @property serializer the one that the property is asked for with; any other takes the long way.
 * `null` in [NONE].
 * @property nulls where the column is NULL; `null` where it cannot be.
 */
internal abstract class FrequentTypeReader private constructor(
    @JvmField val serializer: DeserializationStrategy<*>?,
    @JvmField protected val nulls: ByteArray?,
) {
    /** The value; `null` for NULL. */
    abstract fun read(row: Int): Any?

    private class Longs(serializer: DeserializationStrategy<*>, nulls: ByteArray?, private val values: LongArray) :
        FrequentTypeReader(serializer, nulls) {
        override fun read(row: Int): Any? = if (nulls != null && nulls[row].toInt() != 0) null else values[row]
    }

    private class Ints(serializer: DeserializationStrategy<*>, nulls: ByteArray?, private val values: IntArray) :
        FrequentTypeReader(serializer, nulls) {
        override fun read(row: Int): Any? = if (nulls != null && nulls[row].toInt() != 0) null else values[row]
    }

    private class Doubles(serializer: DeserializationStrategy<*>, nulls: ByteArray?, private val values: DoubleArray) :
        FrequentTypeReader(serializer, nulls) {
        override fun read(row: Int): Any? = if (nulls != null && nulls[row].toInt() != 0) null else values[row]
    }

    private class Texts(serializer: DeserializationStrategy<*>, nulls: ByteArray?, private val column: StringColumn) :
        FrequentTypeReader(serializer, nulls) {
        override fun read(row: Int): Any? = if (nulls != null && nulls[row].toInt() != 0) null else column.getString(row)
    }

    private class Seconds(serializer: DeserializationStrategy<*>, nulls: ByteArray?, private val column: DateTimeColumn) :
        FrequentTypeReader(serializer, nulls) {
        override fun read(row: Int): Any? = if (nulls != null && nulls[row].toInt() != 0) null else column.getInstant(row)
    }

    private class Ticks(serializer: DeserializationStrategy<*>, nulls: ByteArray?, private val column: DateTime64Column) :
        FrequentTypeReader(serializer, nulls) {
        override fun read(row: Int): Any? = if (nulls != null && nulls[row].toInt() != 0) null else column.getInstant(row)
    }

    private object None : FrequentTypeReader(null, null) {
        override fun read(row: Int): Any? = null
    }

    companion object {
        /** No way, for any serializer. */
        val NONE: FrequentTypeReader = None
        private val LONG = Long.serializer()
        private val INT = Int.serializer()
        private val DOUBLE = Double.serializer()
        private val TEXT = String.serializer()

        /**
         * The way to the values of [column] for a property that is [asked] for, when [real] is what
         * stands for; [NONE] where there is none.
         */
        fun of(column: Column, asked: DeserializationStrategy<*>, real: DeserializationStrategy<*>): FrequentTypeReader {
            val nulls = (column as? NullableColumn)?.nulls
            val values = CompositeParts.plain(column)
            return when {
                real === TEXT && values is StringColumn -> Texts(asked, nulls, values)
                real === LONG && values is Int64Column -> Longs(asked, nulls, values.values)
                real === INT && values is Int32Column -> Ints(asked, nulls, values.values)
                real === DOUBLE && values is Float64Column -> Doubles(asked, nulls, values.values)
                real === InstantSerializer && values is DateTimeColumn -> Seconds(asked, nulls, values)
                real === InstantSerializer && values is DateTime64Column -> Ticks(asked, nulls, values)
                else -> NONE
            }
        }
    }
}
