package dev.houseflow.internal.binding

import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder

/**
 * A decoder that stands on one value of one column: how the serializers of JVM types get past the
 * text that other formats need.
 */
internal interface ColumnValue : Decoder {
    val column: Column
    val row: Int
}

/** An encoder that appends to one column, likewise. */
internal interface ColumnSink : Encoder {
    val builder: ColumnBuilder

    /** Appends a value of an immutable class, in the type's own form. */
    fun appendImmutable(value: Any): Unit = builder.append(value)
}

/** One getter of a column. A function type would make an object of every row number. */
internal fun interface Getter<out T> {
    fun get(column: Column, row: Int): T
}
