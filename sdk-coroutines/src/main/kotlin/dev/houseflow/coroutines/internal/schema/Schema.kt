package dev.houseflow.coroutines.internal.schema

import dev.houseflow.ClickHouseSql
import dev.houseflow.ClickHouseType
import dev.houseflow.ColumnInfo
import dev.houseflow.ConfigurationException
import dev.houseflow.DatabaseInfo
import dev.houseflow.DictionaryInfo
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.QueryRequest
import dev.houseflow.ResultColumn
import dev.houseflow.Row
import dev.houseflow.TableInfo
import dev.houseflow.internal.type.TableName

/**
 * What a server has: databases, tables, their columns, dictionaries. Names stand in the statements
 * as literals, since servers from before 2019 know no parameters.
 */
@InternalHouseflowApi
public class Schema internal constructor(private val system: SystemTables) {
    /** The columns of [table], with what the server says of each. */
    public suspend fun describe(table: String): List<ColumnInfo> {
        val name = TableName.parse(table)
        // The server says whether there is such a table, and which one is meant.
        val described = system.ask("DESCRIBE TABLE ${name.quoted}")
        val flags = flags(name)
        // A session or a profile may ask for the parts of columns, and for virtual ones.
        val columns = described.filter { it.flagOrNull("is_subcolumn") != true && it.flagOrNull("is_virtual") != true }
        return columns.map { row ->
            val column = row.getString("name")
            val flag = flags[column]
            ColumnInfo(
                name = column,
                type = ClickHouseType.parse(row.getString("type")),
                defaultKind = row.textOrNull("default_type"),
                defaultExpression = row.textOrNull("default_expression"),
                comment = row.textOrNull("comment") ?: row.textOrNull("comment_expression"),
                codec = codec(row.textOrNull("codec_expression")),
                ttl = row.textOrNull("ttl_expression"),
                inPrimaryKey = flag?.flagOrNull("is_in_primary_key"),
                inSortingKey = flag?.flagOrNull("is_in_sorting_key"),
                inPartitionKey = flag?.flagOrNull("is_in_partition_key"),
                inSamplingKey = flag?.flagOrNull("is_in_sampling_key"),
            )
        }
    }

    /** The columns of the result of [request], which is not run: names and types, and no key. */
    public suspend fun describe(request: QueryRequest): List<ColumnInfo> = system.columns(request).map {
        ColumnInfo(it.name, it.type, null, null, null, null, null, false, false, false, false)
    }

    /** The databases of the server. */
    public suspend fun databases(): List<DatabaseInfo> =
        system.select("databases", listOf("name", "engine", "comment"), "1", "name").map {
            DatabaseInfo(it.getString("name"), it.getString("engine"), it.textOrNull("comment"))
        }

    /** The tables of [database]; of the client's own one when it is `null`. */
    public suspend fun tables(database: String?): List<TableInfo> {
        if (database?.isEmpty() == true) {
            throw ConfigurationException("The name of the database is empty; give a name, or null for the client's database")
        }
        val found = system.select("tables", TABLE_COLUMNS, "database IN ${databases(database)}", "database, name").map(::table)
        // An empty database and none at all look the same; the server's own error tells them apart.
        if (found.isEmpty() && database != null) system.ask("SHOW TABLES FROM ${ClickHouseSql.quoteName(database)}")
        return found
    }

    /** What the server says of [table]. */
    public suspend fun tableInfo(table: String): TableInfo {
        val name = TableName.parse(table)
        val condition = "database IN ${databases(name.database)} AND name = ${ClickHouseSql.literal(name.table)}"
        // A temporary table hides another one of its name.
        val found = system.select("tables", TABLE_COLUMNS, condition, "database").firstOrNull()
        if (found != null) return table(found)
        system.ask("DESCRIBE TABLE ${name.quoted}")
        throw ConfigurationException(
            "The server knows the table ${name.quoted} and does not list it in system.tables: grant SHOW TABLES on it to this user, or " +
                "see the setting show_data_lake_catalogs_in_system_tables",
        )
    }

    /** Whether there is [table]. */
    public suspend fun tableExists(table: String): Boolean {
        val name = TableName.parse(table)
        if (exists("TABLE", name)) return true
        return name.database == null && exists("TEMPORARY TABLE", name)
    }

    /** The dictionaries of the server. */
    public suspend fun dictionaries(): List<DictionaryInfo> = system.select(
        "dictionaries",
        DICTIONARY_COLUMNS,
        "1",
        "name",
    ).map(::dictionary)

    private suspend fun exists(kind: String, name: TableName): Boolean =
        system.ask("EXISTS $kind ${name.quoted}").single().getLong(0) != 0L

    /**
     * What the server says of keys, by column; empty where it does not list the table's columns.
     */
    private suspend fun flags(name: TableName): Map<String, Row> {
        val condition = "database IN ${databases(name.database)} AND table = ${ClickHouseSql.literal(name.table)}"
        val rows = system.select("columns", COLUMN_COLUMNS, condition, "database")
        val first = rows.firstOrNull()?.getString("database")
        return rows.filter { it.getString("database") == first }.associateBy { it.getString("name") }
    }

    private fun table(row: Row) = TableInfo(
        database = row.getString("database"),
        name = row.getString("name"),
        engine = row.getString("engine"),
        engineFull = row.textOrNull("engine_full"),
        createStatement = row.textOrNull("create_table_query"),
        partitionKey = row.textOrNull("partition_key"),
        sortingKey = row.textOrNull("sorting_key"),
        primaryKey = row.textOrNull("primary_key"),
        samplingKey = row.textOrNull("sampling_key"),
        rows = row.longOrNull("total_rows"),
        bytes = row.longOrNull("total_bytes"),
        comment = row.textOrNull("comment"),
        isTemporary = row.flagOrNull("is_temporary") == true,
    )

    private fun dictionary(row: Row) = DictionaryInfo(
        database = row.textOrNull("database"),
        name = row.getString("name"),
        status = row.textOrNull("status"),
        layout = row.textOrNull("type"),
        source = row.textOrNull("source"),
        keys = pairs(row.textsOrNull("key.names"), row.textsOrNull("key.types")),
        attributes = pairs(row.textsOrNull("attribute.names"), row.textsOrNull("attribute.types")),
        rows = row.longOrNull("element_count"),
        bytes = row.longOrNull("bytes_allocated"),
        // It is 1970 for one that was never loaded.
        lastSuccessfulUpdate = if ("last_successful_update_time" in row.columnNames) {
            row.getInstant("last_successful_update_time").takeIf { it.epochSecond != 0L }
        } else {
            null
        },
        lastException = row.textOrNull("last_exception"),
        comment = row.textOrNull("comment"),
    )

    private fun pairs(names: List<String>?, types: List<String>?): List<ResultColumn>? {
        if (names == null || types == null || names.size != types.size) return null
        return names.indices.map { ResultColumn(names[it], ClickHouseType.parse(types[it])) }
    }

    /** Temporary tables of a session are in the database without a name, which comes first. */
    private fun databases(database: String?): String =
        if (database == null) "('', currentDatabase())" else "(${ClickHouseSql.literal(database)})"

    /** Servers say it with and without the word. */
    private fun codec(text: String?): String? = if (text == null || text.startsWith("CODEC(")) text else "CODEC($text)"

    private companion object {
        private val TABLE_COLUMNS = listOf(
            "database",
            "name",
            "engine",
            "engine_full",
            "create_table_query",
            "partition_key",
            "sorting_key",
            "primary_key",
            "sampling_key",
            "total_rows",
            "total_bytes",
            "comment",
            "is_temporary",
        )

        private val COLUMN_COLUMNS = listOf(
            "database",
            "name",
            "is_in_primary_key",
            "is_in_sorting_key",
            "is_in_partition_key",
            "is_in_sampling_key",
        )

        private val DICTIONARY_COLUMNS = listOf(
            "database",
            "name",
            "status",
            "type",
            "source",
            "key.names",
            "key.types",
            "attribute.names",
            "attribute.types",
            "element_count",
            "bytes_allocated",
            "last_successful_update_time",
            "last_exception",
            "comment",
        )
    }
}
