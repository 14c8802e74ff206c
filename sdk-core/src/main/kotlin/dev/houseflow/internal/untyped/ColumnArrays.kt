package dev.houseflow.internal.untyped

import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.ColumnCopier
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.codec.ValuesCopier

/** Columns as arrays and lists, by name, all of the same length. */
@InternalHouseflowApi
public class ColumnArrays private constructor(private val values: Map<String, Any>, public val rowCount: Int) {
    public val names: List<String> = values.keys.toList()

    internal fun copier(name: String, builder: NativeBuilder): ColumnCopier = ValuesCopier.of(values.getValue(name), builder)

    public companion object {
        /**
         * Throws a [ConfigurationException] for what is no array and no list, and a
         * [FormatException] when lengths differ.
         */
        @JvmStatic
        public fun of(columns: Map<String, Any>): ColumnArrays {
            var first: Map.Entry<String, Any>? = null
            var rows = 0
            for (column in columns) {
                val size = ValuesCopier.sizeOf(column.value) ?: throw ConfigurationException(
                    "The column `${column.key}` is a ${className(column.value)}: give an array or a List",
                )
                if (first == null) {
                    first = column
                    rows = size
                }
                if (size != rows) {
                    throw FormatException(
                        "The columns differ in length: `${first.key}` has $rows rows, `${column.key}` has $size",
                        column.key,
                    )
                }
            }
            if (first == null) throw ConfigurationException("There are no columns: give at least one, by name")
            return ColumnArrays(LinkedHashMap(columns), rows)
        }

        @Suppress("USELESS_ELVIS", "UNNECESSARY_SAFE_CALL") // Java's maps may hold null.
        private fun className(value: Any): String = value?.javaClass?.name ?: "null"
    }
}
