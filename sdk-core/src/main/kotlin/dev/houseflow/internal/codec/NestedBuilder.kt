package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink

/*
 * A flattened Nested: the columns n.a and n.b are arrays of the same lengths, on the wire as in the
 * table. For a class that holds a list of objects they are one column n, an array of tuples:
 *
 *     n.a  [1, 2], [], [3]          n  [(1, 'x'), (2, 'y')], [], [(3, 'z')]
 *     n.b  ['x', 'y'], [], ['z']
 */
internal object NestedColumns {
    /** The column [name] of [type], whose parts are [columns]. */
    fun of(name: String, type: ClickHouseType, names: List<String>, columns: List<Column>): Column {
        val arrays = columns.map { it as ArrayColumn }
        val first = arrays[0]
        for (other in arrays) {
            val row = first.firstDifference(other)
            if (row >= 0) {
                throw FormatException(
                    "The arrays of `${first.name}` and `${other.name}` differ in length, so they are no list of objects: read them apart",
                    other.name,
                    other.type.toString(),
                    row,
                )
            }
        }
        val elements = TupleColumn(name, elementType(type), first.elements.size, arrays.map { it.elements }, names)
        return first.withElements(name, type, elements)
    }

    fun elementType(type: ClickHouseType): ClickHouseType = (type as ClickHouseType.Array).element
}

/** Writes a list of objects into the [parts] of a flattened Nested. */
@InternalHouseflowApi
public class NestedBuilder internal constructor(
    name: String,
    type: ClickHouseType,
    names: List<String>,
    private val parts: List<ArrayBuilder>,
) : ArrayBuilder(name, type, Elements(name, NestedColumns.elementType(type), parts.map { it.elements }, names)) {
    override fun endRow() {
        for (part in parts) part.endRow()
    }

    override fun countRows(): Int = parts[0].size

    override fun writePrefix(sink: ByteSink): Unit = throw apart()

    override fun writeData(sink: ByteSink): Unit = throw apart()

    override fun build(): Column = throw apart()

    override fun truncate(rows: Int) {
        for (part in parts) part.truncate(rows)
    }

    private fun apart() = IllegalStateException("The parts of `$name` are columns of their own")

    /** The parts have the elements, so nothing is counted here. */
    private class Elements(name: String, type: ClickHouseType, elements: List<NativeBuilder>, names: List<String>) :
        TupleBuilder(name, type, elements, names) {
        override fun endRow() = Unit

        override fun countRows(): Int = elements[0].size
    }
}
