package dev.houseflow.internal.rows

import dev.houseflow.ColumnBuilder
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.DateTime64Builder
import dev.houseflow.internal.codec.DateTimeBuilder
import dev.houseflow.internal.codec.Float64Builder
import dev.houseflow.internal.codec.Int32Builder
import dev.houseflow.internal.codec.Int64Builder
import dev.houseflow.internal.codec.LowCardinalityBuilder
import dev.houseflow.internal.codec.NullableBuilder
import dev.houseflow.internal.codec.TextBuilder

/**
 * Short ways into the builders of the most frequent columns, for the writers of rows: a test of the
 * class and a direct call in place of a call whose target the processor has to guess, since a row's
 * columns are of many classes.
 */
@InternalHouseflowApi
public object FastAppend {
    /** [ColumnBuilder.appendLong]. */
    @JvmStatic
    public fun appendLong(builder: ColumnBuilder, value: Long): Unit =
        if (builder is Int64Builder) builder.appendLong(value) else builder.appendLong(value)

    /** [ColumnBuilder.appendInt]. */
    @JvmStatic
    public fun appendInt(builder: ColumnBuilder, value: Int): Unit =
        if (builder is Int32Builder) builder.appendInt(value) else builder.appendInt(value)

    /** [ColumnBuilder.appendDouble]. */
    @JvmStatic
    public fun appendDouble(builder: ColumnBuilder, value: Double): Unit =
        if (builder is Float64Builder) builder.appendDouble(value) else builder.appendDouble(value)

    /** [ColumnBuilder.append]. */
    @JvmStatic
    public fun append(builder: ColumnBuilder, value: Any?): Unit = when (builder) {
        is NullableBuilder -> builder.append(value)
        is DateTimeBuilder -> builder.append(value)
        is DateTime64Builder -> builder.append(value)
        else -> builder.append(value)
    }

    /** [ColumnBuilder.append] of a text or NULL. */
    @JvmStatic
    public fun appendText(builder: ColumnBuilder, value: String?): Unit = when {
        value == null -> builder.append(null)
        builder is TextBuilder -> builder.appendString(value)
        builder is LowCardinalityBuilder -> builder.appendString(value)
        builder is NullableBuilder -> builder.appendString(value)
        else -> builder.append(value)
    }
}
