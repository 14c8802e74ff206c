package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink

/**
 * What every builder of this SDK can do beyond [ColumnBuilder]: give its bytes, take rows back,
 * become a column.
 */
@InternalHouseflowApi
public abstract class NativeBuilder internal constructor(name: String, type: ClickHouseType) : ColumnBuilder(name, type) {
    /**
     * Texts that [appendDeferred] took. A new array each time: the JVM's collector makes storing
     * into old ones dear.
     */
    private var waiting = NOTHING
    private var waitingCount = 0

    final override val waitingRows: Int get() = waitingCount

    /** Whether [appendDeferred] is worth the while here. */
    internal open val takesLater: Boolean get() = false

    /**
     * Appends [text], or NULL, together with those of other rows, up to some dozens later. So a
     * refused one is told of as late, but by its own row. Before any other `append` comes
     * [flushDeferred].
     *
     * Objects mostly lie in memory as they were made, row by row. A glance at each, for its length,
     * fetches them in that order, which the processor foresees, by code so short that it runs ahead
     * of the memory; code that turns all values of a row into bytes is too long for that, and waits
     * for each of them.
     */
    public fun appendDeferred(text: String?) {
        val glance = text?.length ?: 0
        // The odd comparison keeps the JVM from leaving the glance out; that one number in billions
        // is looked at at once does no harm.
        if (waitingCount == waiting.size || glance == Int.MAX_VALUE) makeRoom()
        waiting[waitingCount++] = text
    }

    private fun makeRoom() {
        flushDeferred()
        waiting = arrayOfNulls(BATCH)
    }

    /**
     * Appends what waits. When a value is refused, those after it are lost: the caller is not going
     * to send this block.
     */
    public fun flushDeferred() {
        val count = waitingCount
        if (count == 0) return
        val values = waiting
        waiting = NOTHING
        waitingCount = 0
        appendAll(values, count, nullIsDefault = false)
    }

    /**
     * Appends the first [count] of [values]; `null` as the default value where another builder
     * remembers that it is NULL.
     */
    internal open fun appendAll(values: Array<Any?>, count: Int, nullIsDefault: Boolean) {
        for (i in 0 until count) {
            val value = values[i]
            if (value == null && nullIsDefault) appendDefault() else append(value)
        }
    }

    /** Writes what stands before all data of the column. */
    internal open fun writePrefix(sink: ByteSink) {}

    /** Writes the data of all rows. */
    internal abstract fun writeData(sink: ByteSink)

    /**
     * How many bytes [writeData] is going to write, or nearly: known without a look at the values.
     */
    internal abstract val dataBytes: Long

    /** Appends the value at the front of [input], which is in RowBinary form. */
    internal abstract fun appendRowBinary(input: RowBinaryInput)

    /** The last row as a key of a dictionary; only types that LowCardinality takes have one. */
    internal open fun lastKey(): KeyBytes = throw refused("LowCardinality around it")

    /** Bytes that the next default value takes, of types where they can be many. */
    internal open val defaultBytes: Long get() = 0

    /** Whether a value has at least one byte in RowBinary form. */
    internal open val takesBytes: Boolean get() = true

    /** The rows as a column of their own. */
    public abstract fun build(): Column

    /**
     * Takes back all rows from [rows] on, complete or not: how a caller undoes a row that failed
     * half-way.
     */
    public abstract fun truncate(rows: Int)

    override fun clear() {
        waitingCount = 0
        truncate(0)
    }

    /** The error for a value outside of the type's range. */
    internal fun outOfRange(value: Any?, range: String): FormatException =
        FormatException("$value is outside of $range", name, type.toString(), size)

    /** The error for a value of a class that this type does not take. */
    internal fun wrongClass(value: Any): FormatException = refused("a ${value.javaClass.name}")

    /** Runs [body], which appends one row; when it fails, that row leaves no trace. */
    internal inline fun wholeRow(body: () -> Unit) {
        val before = size
        try {
            body()
        } catch (e: Throwable) {
            truncate(before)
            throw e
        }
    }

    public companion object {
        /**
         * How many texts a row has to have for [appendDeferred] to be worth the while: what is done
         * with a few of them is little enough for the processor to run ahead into the next row by
         * itself.
         */
        public const val TEXTS_TO_WAIT: Int = 6
        private const val BATCH = 64
        private val NOTHING = arrayOfNulls<Any?>(0)
    }
}
