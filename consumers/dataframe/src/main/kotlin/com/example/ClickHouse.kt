package com.example

import org.jetbrains.kotlinx.dataframe.io.TableColumnMetadata
import org.jetbrains.kotlinx.dataframe.io.TableMetadata
import org.jetbrains.kotlinx.dataframe.io.db.DbType
import org.jetbrains.kotlinx.dataframe.schema.ColumnSchema
import java.sql.ResultSet
import kotlin.reflect.KType
import kotlin.reflect.full.starProjectedType
import kotlin.reflect.full.withNullability

/** What DataFrame has to know of ClickHouse: a column's values are of the class that the driver says. */
object ClickHouse : DbType("houseflow") {
    override val driverClassName: String get() = "dev.houseflow.jdbc.HouseflowDriver"

    override fun convertSqlTypeToColumnSchemaValue(tableColumnMetadata: TableColumnMetadata): ColumnSchema =
        ColumnSchema.Value(convertSqlTypeToKType(tableColumnMetadata))

    override fun convertSqlTypeToKType(tableColumnMetadata: TableColumnMetadata): KType =
        Class.forName(tableColumnMetadata.javaClassName).kotlin.starProjectedType.withNullability(tableColumnMetadata.isNullable)

    override fun isSystemTable(tableMetadata: TableMetadata): Boolean =
        tableMetadata.catalogue.equals("system") || tableMetadata.catalogue.equals("information_schema", ignoreCase = true)

    override fun buildTableMetadata(tables: ResultSet): TableMetadata =
        TableMetadata(tables.getString("TABLE_NAME"), tables.getString("TABLE_SCHEM"), tables.getString("TABLE_CAT"))
}
