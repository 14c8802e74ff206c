package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteRuns

/** JSON objects: `get` gives a tree of Maps and Lists, `getString` the JSON text. */
@InternalHouseflowApi
public abstract class JsonColumn internal constructor(name: String, type: ClickHouseType, size: Int) : Column(name, type, size) {
    override fun get(row: Int): Any = getMap(row)

    abstract override fun getString(row: Int): String
}

/** As the server wrote it with `output_format_native_write_json_as_string`. */
internal class JsonTextColumn(name: String, type: ClickHouseType, private val runs: ByteRuns) : JsonColumn(name, type, runs.count) {
    override fun getString(row: Int): String = utf8(runs.bytes, runs.start(row), runs.ends[row], row)

    override fun getMap(row: Int): Map<Any?, Any?> {
        val parsed = try {
            JsonText.parse(getString(row))
        } catch (e: IllegalArgumentException) {
            throw FormatException("This is no JSON object: ${e.message}", name, type.toString(), row, -1, e)
        }
        @Suppress("UNCHECKED_CAST")
        return parsed as Map<Any?, Any?>
    }
}

/**
 * A column per path. The first [typedCount] are there in every row; the others only where they are
 * not NULL.
 */
internal class JsonPathsColumn(
    name: String,
    type: ClickHouseType,
    size: Int,
    private val typedCount: Int,
    private val paths: List<String>,
    private val columns: List<Column>,
    private val shared: SharedPaths?,
    private val escapedDots: Boolean,
) : JsonColumn(name, type, size) {
    private val segments: List<List<String>> by lazy(LazyThreadSafetyMode.PUBLICATION) { paths.map { segmentsOf(it) } }

    /** The plan of all rows that have nothing shared; `null` when they have none in common. */
    val plan: JsonPlan? by lazy(LazyThreadSafetyMode.PUBLICATION) { JsonPlan.of(segments, columns, typedCount) }

    /** The plan that [row] follows; `null` when only its [tree] tells what it looks like. */
    fun planOf(row: Int): JsonPlan? = if (shared != null && shared.start(row) < shared.end(row)) null else plan

    /** The object of [row] with a column and a row in it at every leaf. */
    fun tree(row: Int): LinkedHashMap<String, Any> {
        val root = LinkedHashMap<String, Any>()
        for (i in columns.indices) {
            if (i < typedCount || !columns[i].isNull(row)) put(root, segments[i], Leaf(columns[i], row))
        }
        if (shared != null) {
            for (entry in shared.start(row) until shared.end(row)) {
                val number = shared.numbers[entry]
                if (number >= 0) put(root, segmentsOf(shared.names[entry]), Leaf(shared.alternatives[number], shared.rows[entry]))
            }
        }
        return root
    }

    /**
     * Where a value and an object claim the same name, the deeper one keeps its dotted path as a
     * name, so that neither is lost.
     */
    private fun put(root: LinkedHashMap<String, Any>, path: List<String>, leaf: Leaf) {
        var node = root
        for (i in 0 until path.size - 1) {
            val next = node.getOrPut(path[i]) { LinkedHashMap<String, Any>() }
            if (next is Leaf) {
                node[path.subList(i, path.size).joinToString(".")] = leaf
                return
            }
            @Suppress("UNCHECKED_CAST")
            node = next as LinkedHashMap<String, Any>
        }
        val occupant = node.put(path.last(), leaf)
        if (occupant is LinkedHashMap<*, *>) {
            for ((key, value) in occupant) node["${path.last()}.$key"] = value
        }
    }

    override fun getMap(row: Int): Map<Any?, Any?> {
        val plan = planOf(row) ?: return values(tree(row))
        return plan.values(row) ?: emptyMap()
    }

    private fun values(tree: Map<*, *>): Map<Any?, Any?> {
        val result = LinkedHashMap<Any?, Any?>()
        for ((key, node) in tree) result[key] = if (node is Leaf) node.column.get(node.row) else values(node as Map<*, *>)
        return result
    }

    override fun getString(row: Int): String = buildString { appendTo(this, row) }

    /** The JSON text of [row]. */
    fun appendTo(out: StringBuilder, row: Int) {
        val plan = planOf(row)
        if (plan == null) out.appendTree(tree(row)) else out.appendPlanned(plan, row)
    }

    private fun StringBuilder.appendPlanned(plan: JsonPlan, row: Int) {
        append('{')
        var first = true
        for (i in plan.names.indices) {
            if (!plan.has(i, row)) continue
            if (!first) append(',')
            first = false
            JsonText.appendQuoted(this, plan.names[i])
            append(':')
            val column = plan.columns[i]
            if (column != null) JsonText.appendValue(this, column, row) else appendPlanned(plan.objects[i]!!, row)
        }
        append('}')
    }

    private fun StringBuilder.appendTree(tree: Map<*, *>) {
        append('{')
        var first = true
        for ((key, node) in tree) {
            if (!first) append(',')
            first = false
            JsonText.appendQuoted(this, key as String)
            append(':')
            if (node is Leaf) JsonText.appendValue(this, node.column, node.row) else appendTree(node as Map<*, *>)
        }
        append('}')
    }

    /** A value in the tree of a row: a row of a column. */
    class Leaf(@JvmField val column: Column, @JvmField val row: Int)

    /**
     * A dot ends a name; a dot inside of a name is kept as %2E by servers that were told to
     * (`json_type_escape_dots_in_keys`).
     */
    private fun segmentsOf(path: String): List<String> {
        val names = path.split('.')
        return if (escapedDots) names.map { it.replace("%2E", ".") } else names
    }
}
