package dev.houseflow.internal.ddl

import dev.houseflow.internal.binding.Target

/**
 * The type of a column for each class of single values: one that holds all of its values, as far as
 * ClickHouse has such a type.
 */
internal object ScalarTypes {
    /** The classes that leave open what a column has to know. */
    const val DECIMAL: String = "Decimal"
    const val PERIOD: String = "Interval"

    fun of(shape: ColumnShape.Scalar): String = when (shape.target) {
        Target.BOOLEAN -> "Bool"
        Target.BYTE -> "Int8"
        Target.SHORT -> "Int16"
        Target.INT -> "Int32"
        Target.LONG -> "Int64"
        Target.UBYTE -> "UInt8"
        Target.USHORT -> "UInt16"
        Target.UINT -> "UInt32"
        Target.ULONG -> "UInt64"
        Target.FLOAT -> "Float32"
        Target.DOUBLE -> "Float64"
        Target.CHAR, Target.STRING, Target.BYTES, Target.ENUM -> "String"
        Target.BIG_INTEGER -> "Int256"
        Target.BIG_DECIMAL -> DECIMAL
        Target.UUID_VALUE -> "UUID"
        // An IPv6 column holds addresses of either kind.
        Target.ADDRESS -> if (shape.className == "java.net.Inet4Address") "IPv4" else "IPv6"
        Target.DATE -> "Date32"
        // The zone makes wall clocks stay what they are when that of the server changes, and skips
        // none.
        Target.DATE_TIME, Target.INSTANT, Target.ZONED, Target.OFFSET -> "DateTime64(${digits(shape)}, 'UTC')"
        Target.DURATION, Target.LOCAL_TIME -> "Time64(${digits(shape)})"
        Target.PERIOD -> PERIOD
    }

    private fun digits(shape: ColumnShape.Scalar): Int = if (shape.className in OF_MILLISECONDS) 3 else 9

    private val OF_MILLISECONDS = setOf("java.util.Date", "java.util.Calendar", "java.util.GregorianCalendar", "java.sql.Time")
}
