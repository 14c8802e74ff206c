package dev.houseflow

/**
 * A table, view or dictionary, as its server lists it in `system.tables`. Immutable.
 *
 * Texts are `null` where there is nothing to say, such as a key of a table without one, and where
 * the server does not say it: old ones know fewer of them.
 *
 * @property database the database; empty for a temporary table, which is in none.
 * @property name the name, without quotes.
 * @property engine the engine's name: `MergeTree`, `View`, `Distributed`.
 * @property engineFull the engine with its arguments, keys and settings, as in the statement.
 * @property createStatement the statement that makes the table.
 * @property partitionKey the expression of `PARTITION BY`.
 * @property sortingKey the expressions of `ORDER BY`, without brackets.
 * @property primaryKey the expressions of `PRIMARY KEY`, without brackets; those of [sortingKey]
 * when the statement names none.
 * @property samplingKey the expression of `SAMPLE BY`.
 * @property rows how many rows the table has, when its engine knows that without reading it.
 * @property bytes how many bytes it takes, on the disk or in memory, when its engine knows that.
 * @property comment the comment of the table.
 * @property isTemporary whether it ends with its session.
 */
public class TableInfo @InternalHouseflowApi constructor(
    @get:JvmName("database") public val database: String,
    @get:JvmName("name") public val name: String,
    @get:JvmName("engine") public val engine: String,
    @get:JvmName("engineFull") public val engineFull: String?,
    @get:JvmName("createStatement") public val createStatement: String?,
    @get:JvmName("partitionKey") public val partitionKey: String?,
    @get:JvmName("sortingKey") public val sortingKey: String?,
    @get:JvmName("primaryKey") public val primaryKey: String?,
    @get:JvmName("samplingKey") public val samplingKey: String?,
    @get:JvmName("rows") public val rows: Long?,
    @get:JvmName("bytes") public val bytes: Long?,
    @get:JvmName("comment") public val comment: String?,
    @get:JvmName("isTemporary") public val isTemporary: Boolean,
) {
    /** The name in quotes, as other calls of the client take it: `` `database`.`table` ``. */
    @get:JvmName("quotedName")
    public val quotedName: String get() =
        if (database.isEmpty()) ClickHouseSql.quoteName(name) else ClickHouseSql.quoteName(database, name)

    override fun toString(): String = "TableInfo($quotedName, $engine)"
}
