package dev.houseflow.coroutines.internal.insert

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.rows.NameMatching
import dev.houseflow.internal.sql.Identifiers
import java.time.ZoneId
import java.util.concurrent.ConcurrentHashMap

/** What a table takes, as `DESCRIBE TABLE` said it: all columns but those that the server computes, in the table's order. */
internal class TableSchema(
    val table: String,
    val columns: List<ColumnHeader>,
    private val computed: Map<String, String>,
    val zone: ZoneId,
    /** Whether its server compares the types of columns when asked to. */
    val checksTypes: Boolean,
) {
    /** The columns that an insert of [request] with the rows of [adapter] fills. */
    fun columnsFor(request: InsertRequest, adapter: RowAdapter<*>): List<ColumnHeader> {
        val named = request.columns?.map { named(unquoted(it)) }
        return named ?: columnsOf(adapter)
    }

    private fun named(name: String): ColumnHeader = columns.firstOrNull { it.name == name } ?: throw unknown(name)

    private fun unknown(name: String): FormatException {
        val kind = computed[name]
        if (kind != null) return FormatException("Column `$name` of $table is $kind: the server computes it; leave it out of the insert")
        val hint = NameMatching.nearest(name, columns.map { it.name })?.let { "; did you mean `$it`?" } ?: "."
        return FormatException("Table $table has no column `$name`$hint It has ${columns.joinToString(", ") { "`${it.name}`" }}")
    }

    /** The columns that the class has properties for. A property whose value would go nowhere is an error, unless the server computes it. */
    private fun columnsOf(adapter: RowAdapter<*>): List<ColumnHeader> {
        if (adapter.columnNames.isEmpty()) return columns
        val names = columns.map { it.name }
        val known = names + computed.keys
        val homeless = adapter.columnNames.filter { NameMatching.candidates(it, known).isEmpty() }
        if (homeless.isNotEmpty()) throw homeless(homeless, names)
        return adapter.columnNames.flatMap { NameMatching.candidates(it, names) }.toSortedSet().map { columns[it] }
    }

    private fun homeless(properties: List<String>, names: List<String>): FormatException {
        val all = properties.joinToString(", ") { property ->
            "`$property`" + NameMatching.nearest(property, names)?.let { " (did you mean `$it`?)" }.orEmpty()
        }
        return FormatException(
            "Table $table has no column for ${if (properties.size == 1) "the property" else "the properties"} $all: add the column, " +
                "leave the property out of the class (in Kotlin with @Transient), or name the columns of the insert",
        )
    }

    private fun unquoted(name: String): String =
        if (Identifiers.quote(name) == name) name.substring(1, name.length - 1).replace("\\`", "`").replace("\\\\", "\\") else name
}

/** The schemas of the tables that this client has inserted into. */
internal class TableSchemas {
    /** Whether the server compares the types of inserted columns when asked to; `null` until the first insert. */
    @Volatile
    var serverChecksTypes: Boolean? = null

    private val known = ConcurrentHashMap<String, TableSchema>()

    operator fun get(key: String): TableSchema? = known[key]

    operator fun set(key: String, schema: TableSchema) {
        // A client that makes up table names must not grow without end.
        if (known.size >= MAX_TABLES) known.clear()
        known[key] = schema
    }

    fun forget(key: String) {
        known.remove(key)
    }

    internal companion object {
        private const val MAX_TABLES = 10_000
        private val COMPUTED = setOf("MATERIALIZED", "ALIAS")

        /** From the columns `name`, `type` and `default_type` of `DESCRIBE TABLE`. */
        fun of(table: String, described: List<Triple<String, String, String>>, zone: ZoneId, checksTypes: Boolean): TableSchema {
            val columns = described.filter { it.third !in COMPUTED }.map { ColumnHeader(it.first, ClickHouseType.parse(it.second)) }
            if (columns.isEmpty()) throw ConfigurationException("Table $table has no column that an insert could fill")
            val computed = described.filter { it.third in COMPUTED }.associate { it.first to it.third }
            return TableSchema(table, columns, computed, zone, checksTypes)
        }
    }
}
