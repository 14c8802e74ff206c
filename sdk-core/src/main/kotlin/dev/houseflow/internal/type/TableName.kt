package dev.houseflow.internal.type

import dev.houseflow.ClickHouseSql
import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi

/**
 * A table as its caller names it.
 *
 * @property database `null` where the caller leaves it to the client.
 */
@InternalHouseflowApi
public class TableName private constructor(public val database: String?, public val table: String) {
    /** The name with quotes around its parts. */
    public val quoted: String =
        if (database == null) ClickHouseSql.quoteName(table) else ClickHouseSql.quoteName(database, table)

    @InternalHouseflowApi
    public companion object {
        /** The parts of [name], as [Identifiers.quoteTable] takes it. */
        public fun parse(name: String): TableName {
            val parts = Identifiers.parts(name)
            if (parts.any { it.isEmpty() }) throw ConfigurationException("The name of the table is empty in `$name`; give a name")
            return when (parts.size) {
                1 -> TableName(null, parts[0])

                2 -> TableName(parts[0], parts[1])

                else -> throw ConfigurationException(
                    "`$name` has ${parts.size} parts, and a table has two at most, its database and its name: put a name that holds a " +
                        "dot in backquotes (ClickHouseSql.quoteName)",
                )
            }
        }
    }
}
