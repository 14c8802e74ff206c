package com.example

import org.jetbrains.exposed.v1.core.DatabaseApi
import org.jetbrains.exposed.v1.core.vendors.DataTypeProvider
import org.jetbrains.exposed.v1.core.vendors.FunctionProvider
import org.jetbrains.exposed.v1.core.vendors.VendorDialect
import org.jetbrains.exposed.v1.jdbc.Database
import org.jetbrains.exposed.v1.jdbc.vendors.DatabaseDialectMetadata

/** As much of a dialect as queries, inserts and deletes need. */
class ClickHouseDialect : VendorDialect("clickhouse", Types, Functions) {
    private object Types : DataTypeProvider() {
        override fun byteType(): String = "Int8"

        override fun ubyteType(): String = "UInt8"

        override fun shortType(): String = "Int16"

        override fun ushortType(): String = "UInt16"

        override fun integerType(): String = "Int32"

        override fun uintegerType(): String = "UInt32"

        override fun longType(): String = "Int64"

        override fun ulongType(): String = "UInt64"

        override fun floatType(): String = "Float32"

        override fun doubleType(): String = "Float64"

        override fun booleanType(): String = "Bool"

        override fun varcharType(colLength: Int): String = "String"

        override fun textType(): String = "String"

        override fun binaryType(): String = "String"

        override fun uuidType(): String = "UUID"

        override fun dateType(): String = "Date"

        override fun dateTimeType(): String = "DateTime64(6)"

        override fun hexToDb(hexString: String): String = "unhex('$hexString')"
    }

    private object Functions : FunctionProvider()

    companion object {
        private class Metadata : DatabaseDialectMetadata()

        /** To be called once, before the first connection. */
        fun register() {
            Database.registerJdbcDriver("jdbc:houseflow", "dev.houseflow.jdbc.HouseflowDriver", "clickhouse")
            DatabaseApi.registerDialect("clickhouse") { ClickHouseDialect() }
            Database.registerDialectMetadata("clickhouse") { Metadata() }
        }
    }
}
