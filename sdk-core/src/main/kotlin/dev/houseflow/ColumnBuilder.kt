package dev.houseflow

import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.codec.ValuesCopier

/**
 * Collects the values of one column of a [BlockBuilder], in arrays. Not thread-safe.
 *
 * Every `append` adds one row. A value that does not fit the [type] throws a [FormatException] that
 * names column, type and row, and adds nothing: nothing is narrowed, rounded or replaced. The one
 * exception is a `Float` or `Double` for a narrower float type, which is rounded to the nearest
 * number. `append` of a primitive never boxes where the type is primitive.
 */
public abstract class ColumnBuilder @InternalHouseflowApi constructor(
    @get:JvmName("name") public val name: String,
    @get:JvmName("type") public val type: ClickHouseType,
) {
    /** How many rows have been appended since the last [clear]. */
    @get:JvmName("size")
    public val size: Int get() = countRows() + waitingRows

    /** Rows that the builder has taken but not yet looked at. */
    internal open val waitingRows: Int get() = 0

    /** What [size] answers, without [waitingRows]. */
    @InternalHouseflowApi
    protected abstract fun countRows(): Int

    /**
     * Appends the type's default value: 0, the empty string, the empty array, NULL for Nullable.
     */
    public abstract fun appendDefault()

    /** Appends NULL; fails when the type is not nullable. */
    public open fun appendNull(): Unit = throw refused("NULL")

    /**
     * Appends a value of any JVM type that `docs/types.md` lists for this type; `null` means NULL.
     */
    public abstract fun append(value: Any?)

    public open fun appendBoolean(value: Boolean): Unit = throw refused("a Boolean")

    public open fun appendByte(value: Byte): Unit = appendLong(value.toLong())

    public open fun appendShort(value: Short): Unit = appendLong(value.toLong())

    public open fun appendInt(value: Int): Unit = appendLong(value.toLong())

    public open fun appendLong(value: Long): Unit = throw refused("a whole number")

    public open fun appendFloat(value: Float): Unit = appendDouble(value.toDouble())

    public open fun appendDouble(value: Double): Unit = throw refused("a floating-point number")

    public open fun appendString(value: String): Unit = throw refused("a String")

    public open fun appendBytes(value: ByteArray): Unit = throw refused("a ByteArray")

    /**
     * Appends every value of [values], an array of primitives or objects, or a `List`, as [append]
     * does; an array of primitives goes as it is into a type of the same layout. When a value does
     * not fit, none is appended.
     *
     * Throws [ConfigurationException] for anything else.
     */
    public fun appendAll(values: Any) {
        ValuesCopier.appendAll(values, this as NativeBuilder)
    }

    /** Forgets all rows and keeps the arrays for the next block. */
    public abstract fun clear()

    /** The error for a kind of value that this type cannot take. */
    @InternalHouseflowApi
    public fun refused(what: String): FormatException =
        FormatException("This type does not take $what; docs/types.md lists what it takes", name, type.toString(), size)

    override fun toString(): String = "ColumnBuilder($name $type, $size rows)"
}
