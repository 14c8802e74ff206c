package dev.houseflow.coroutines.internal.insert

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.ResultColumn
import dev.houseflow.internal.binding.NameMatching
import dev.houseflow.internal.binding.NestedGroups
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.type.DefaultZone
import dev.houseflow.internal.type.Identifiers
import dev.houseflow.internal.type.nullableOf
import java.util.concurrent.ConcurrentHashMap

/**
 * One column of a table as `DESCRIBE TABLE` has it. [kind] is empty, or says where the value comes
 * from when none is given: `DEFAULT`, say.
 */
internal class TableColumn(val name: String, val type: ClickHouseType, val kind: String) {
    val isComputed: Boolean get() = kind == "MATERIALIZED" || kind == "ALIAS"

    fun isSameAs(other: TableColumn): Boolean = name == other.name && type == other.type && kind == other.kind
}

/** What a table takes, as `DESCRIBE TABLE` said it. */
internal class TableSchema(
    val table: String,
    private val all: List<TableColumn>,
    /** What wall clocks are taken in where a type names no zone. */
    val zone: DefaultZone,
    /** Whether its server compares the types of columns when asked to. */
    val checksTypes: Boolean,
) {
    /** All columns but those that the server computes, in the table's order. */
    val columns: List<ColumnHeader> = all.filter { !it.isComputed }.map { ColumnHeader(it.name, it.type) }
    private val computed: Map<String, String> = all.filter { it.isComputed }.associate { it.name to it.kind }
    private val withDefault: Set<String> = all.filter { it.kind == "DEFAULT" }.mapTo(HashSet()) { it.name }

    init {
        if (columns.isEmpty()) throw ConfigurationException("Table $table has no column that an insert could fill")
    }

    fun isSameAs(other: TableSchema): Boolean =
        all.size == other.all.size && all.indices.all { all[it].isSameAs(other.all[it]) } && zone.id == other.zone.id

    /**
     * The columns that an insert of [request] with the rows of [adapter] fills; of rows of any
     * class without one.
     */
    fun columnsFor(request: InsertRequest, adapter: RowAdapter<*>? = null): List<ColumnHeader> {
        val chosen = request.columnTypes?.map { ColumnHeader(it.name, it.type) }
            ?: request.columns?.map { named(Identifiers.plain(it)) }
            ?: adapter?.exactColumns?.map { named(it) }
            ?: adapter?.let(::columnsOf)
            ?: columns
        if (!request.nullAsDefault || request.columnTypes != null) return chosen
        return chosen.map { if (it.name in withDefault) ColumnHeader(it.name, nullableOf(it.type)) else it }
    }

    /** Throws when one of [given] is none of the table's columns, or has another type. */
    fun compare(given: List<ResultColumn>) {
        for (column in given) {
            val type = named(column.name).type
            if (plainest(type) != plainest(column.type)) {
                throw FormatException(
                    "Column `${column.name}` of $table is $type, and not ${column.type} as the request says; give that type, since this " +
                        "server would convert the values without a word",
                    column.name,
                    column.type.toString(),
                )
            }
        }
    }

    /** Without the zone of a moment, which changes no byte. */
    private fun plainest(type: ClickHouseType): String = type.toString().replace(ZONE, "").replace(ZONE_64, "$1)")

    private fun named(name: String): ColumnHeader = columns.firstOrNull { it.name == name } ?: throw unknown(name)

    private fun unknown(name: String): FormatException {
        val kind = computed[name]
        if (kind != null) return FormatException("Column `$name` of $table is $kind: the server computes it; leave it out of the insert")
        val hint = NameMatching.nearest(name, columns.map { it.name })?.let { "; did you mean `$it`?" } ?: "."
        return FormatException("Table $table has no column `$name`$hint It has ${columns.joinToString(", ") { "`${it.name}`" }}")
    }

    /**
     * The columns that the class has properties for. A property whose value would go nowhere is an
     * error.
     */
    private fun columnsOf(adapter: RowAdapter<*>): List<ColumnHeader> {
        if (adapter.columnNames.isEmpty()) return columns
        val names = columns.map { it.name }
        val homeless = adapter.columnNames.filter { NestedGroups.candidates(it, names).isEmpty() }
        val chosen = adapter.columnNames.flatMap { NestedGroups.candidates(it, names) }.toSortedSet().map { columns[it] }
        if (homeless.isNotEmpty()) throw homeless(homeless, names, chosen.map { it.name })
        return chosen
    }

    private fun homeless(properties: List<String>, names: List<String>, chosen: List<String>): FormatException {
        val ofComputed = properties.associateWith { property ->
            NameMatching.candidates(property, computed.keys.toList()).map { computed.keys.elementAt(it) }.firstOrNull()
        }
        val unknown = properties.filter { ofComputed[it] == null }
        val reasons = ArrayList<String>()
        for ((property, column) in ofComputed) {
            if (column != null) {
                reasons += "column `$column` of $table is ${computed[column]}: the server computes it, and the value of the property " +
                    "`$property` would be lost; name the columns of the insert, as with columns(${literals(
                        chosen,
                    )}), or leave the property out"
            }
        }
        if (unknown.isNotEmpty()) {
            val all = unknown.joinToString(", ") { property ->
                "`$property`" + NameMatching.nearest(property, names)?.let { " (did you mean `$it`?)" }.orEmpty()
            }
            reasons +=
                "table $table has no column for ${if (unknown.size == 1) "the property" else "the properties"} $all: add the column, " +
                "leave the property out of the class (in Kotlin with @Transient), or name the columns of the insert"
        }
        return FormatException(reasons.joinToString("; and ").replaceFirstChar { it.uppercase() })
    }

    private fun literals(names: List<String>): String =
        names.ifEmpty { columns.map { it.name } }.joinToString(", ") { "\"" + it.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" }
}

private val ZONE = Regex("""(?<=\bDateTime)\('[^']*'\)""")
private val ZONE_64 = Regex("""(\bDateTime64\(\d+), '[^']*'\)""")

/** The schemas of the tables that this client has inserted into. */
internal class TableSchemas {
    private val known = ConcurrentHashMap<String, TableSchema>()

    /** Which settings for inserts the server has; `null` until the first typed insert. */
    @Volatile
    var serverSettings: ServerSettings? = null

    operator fun get(key: String): TableSchema? = known[key]

    operator fun set(key: String, schema: TableSchema) {
        // A client that makes up table names must not grow without end.
        if (known.size >= MAX_TABLES) known.clear()
        known[key] = schema
    }

    fun forget(key: String) {
        known.remove(key)
    }

    /** A statement may have changed any of the tables. */
    fun forgetAll(): Unit = known.clear()

    private companion object {
        private const val MAX_TABLES = 10_000
    }
}
