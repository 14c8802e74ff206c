package dev.houseflow.internal.codec

import dev.houseflow.Column

/**
 * The objects that the paths of a JSON column make, found once per block: [names] in the order in
 * which a row has them, each either a value out of [columns] or another object, in [objects].
 *
 * @property always whether a value is there in every row, even as NULL: that of a typed path, or of
 * a path that is never NULL in this block.
 */
internal class JsonPlan(
    @JvmField val names: Array<String>,
    @JvmField val columns: Array<Column?>,
    @JvmField val objects: Array<JsonPlan?>,
    @JvmField val always: BooleanArray,
) {
    @JvmField
    val keys: JsonKeys = JsonKeys(names)

    /** Whether [row] has something at number [i]. */
    fun has(i: Int, row: Int): Boolean {
        if (always[i]) return true
        val column = columns[i]
        return if (column != null) !column.isNull(row) else objects[i]!!.hasAny(row)
    }

    private fun hasAny(row: Int): Boolean {
        for (i in columns.indices) if (has(i, row)) return true
        return false
    }

    /** The object of [row] as a map; `null` when nothing is in it. */
    fun values(row: Int): Map<Any?, Any?>? = read(row, { it.values(row) }, { valueOf(it, row) })

    /**
     * The object of [row], inner objects by [inner] and values by [value], for which `null` is one;
     * `null` when nothing is in it.
     */
    inline fun read(row: Int, inner: (JsonPlan) -> Any?, value: (Column) -> Any?): JsonMap? {
        val values = arrayOfNulls<Any?>(columns.size)
        var count = 0
        for (i in columns.indices) {
            val column = columns[i]
            val found = when {
                column == null -> inner(objects[i]!!) ?: JsonKeys.ABSENT
                always[i] || !column.isNull(row) -> value(column)
                else -> JsonKeys.ABSENT
            }
            values[i] = found
            if (found !== JsonKeys.ABSENT) count++
        }
        return if (count == 0) null else keys.map(values, count)
    }

    companion object {
        /**
         * The plan of these paths, or `null` when there is none for all rows: a value and an object
         * of one name, or an object whose place among the others depends on the row. The first
         * [typed] paths are there in every row.
         */
        fun of(paths: List<List<String>>, columns: List<Column>, typed: Int): JsonPlan? {
            val root = Draft()
            for (i in paths.indices) {
                val column = columns[i]
                if (!root.add(paths[i], if (i < typed) column else solid(column), i < typed)) return null
            }
            return root.plan()
        }

        /** The column itself that holds all rows of [column], when one does. */
        private fun solid(column: Column): Column {
            if (column !is VariantColumn) return column
            return column.alternatives.find { it.size == column.size } ?: column
        }
    }

    /** An object of which more and more paths become known. */
    private class Draft {
        private val names = ArrayList<String>()
        private val children = ArrayList<Any>()
        private val always = ArrayList<Boolean>()
        private val numbers = HashMap<String, Int>()

        fun add(path: List<String>, column: Column, isTyped: Boolean): Boolean {
            val isAlways = isTyped || isNeverNull(column)
            var node = this
            for (i in 0 until path.size - 1) {
                val known = node.numbers[path[i]]
                if (known == null) {
                    val child = Draft()
                    node.put(path[i], child, isAlways)
                    node = child
                } else {
                    // Where another name came in between, the first path may be absent and this one
                    // come behind that name.
                    if (!node.always[known] && known != node.names.size - 1) return false
                    node = node.children[known] as? Draft ?: return false
                }
            }
            if (path.last() in node.numbers) return false
            node.put(path.last(), column, isAlways)
            return true
        }

        private fun put(name: String, child: Any, isAlways: Boolean) {
            numbers[name] = names.size
            names.add(name)
            children.add(child)
            always.add(isAlways)
        }

        private fun isNeverNull(column: Column): Boolean = column !is DelegatingColumn && column !is NothingColumn

        fun plan(): JsonPlan = JsonPlan(
            names.toTypedArray(),
            Array(names.size) { children[it] as? Column },
            Array(names.size) { (children[it] as? Draft)?.plan() },
            always.toBooleanArray(),
        )
    }
}

/**
 * [Column.get], with short ways to the values that JSON mostly has: of one column after the other,
 * a call would have to look for its target.
 */
internal fun valueOf(column: Column, row: Int): Any? = when (column) {
    is StringColumn -> column.getString(row)
    is Int64Column -> column.values[row]
    is Float64Column -> column.values[row]
    else -> column.get(row)
}
