package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink

/** What every builder of this SDK can do beyond [ColumnBuilder]: give its bytes, take rows back, become a column. */
@InternalHouseflowApi
public abstract class NativeBuilder internal constructor(name: String, type: ClickHouseType) : ColumnBuilder(name, type) {
    /** Writes what stands before all data of the column. */
    internal open fun writePrefix(sink: ByteSink) {}

    /** Writes the data of all rows. */
    internal abstract fun writeData(sink: ByteSink)

    /** Appends the value at the front of [input], which is in RowBinary form. */
    internal abstract fun appendRowBinary(input: ValueInput)

    /** The last row as a key of a dictionary; only types that LowCardinality takes have one. */
    internal open fun lastKey(): KeyBytes = throw refused("LowCardinality around it")

    /** Whether a value has at least one byte in RowBinary form. */
    internal open val takesBytes: Boolean get() = true

    /** The rows as a column of their own. */
    public abstract fun build(): Column

    /** Takes back all rows from [rows] on, complete or not: how a caller undoes a row that failed half-way. */
    public abstract fun truncate(rows: Int)

    override fun clear() {
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
}
