package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.codec.IntegerKind
import dev.houseflow.internal.codec.plainType

/**
 * The type that a property has by default for each type of ClickHouse, as Kotlin and as Java write
 * it, for suggestions.
 */
internal object JvmTypeNames {
    private class Names(val kotlin: String, val java: String, val javaObject: String = java)

    private val BY_NAME: Map<String, Names> = HashMap<String, Names>().apply {
        fun all(names: Names, vararg types: String) = types.forEach { put(it, names) }
        all(Names("Byte", "byte", "Byte"), "Int8")
        all(Names("Short", "short", "Short"), "Int16")
        all(Names("Int", "int", "Integer"), "Int32")
        all(Names("Long", "long", "Long"), "Int64")
        all(Names("UByte", "short", "Short"), "UInt8")
        all(Names("UShort", "int", "Integer"), "UInt16")
        all(Names("UInt", "long", "Long"), "UInt32")
        all(Names("ULong", "BigInteger"), "UInt64")
        all(Names("@Contextual BigInteger", "BigInteger"), "Int128", "Int256", "UInt128", "UInt256")
        all(Names("Float", "float", "Float"), "Float32", "BFloat16")
        all(Names("Double", "double", "Double"), "Float64")
        all(Names("Boolean", "boolean", "Boolean"), "Bool")
        all(Names("String", "String"), "String", "FixedString", "Enum")
        all(Names("kotlin.uuid.Uuid", "UUID"), "UUID")
        all(Names("@Contextual InetAddress", "InetAddress"), "IPv4", "IPv6")
        all(Names("@Contextual LocalDate", "LocalDate"), "Date", "Date32")
        all(Names("kotlin.time.Instant", "Instant"), "DateTime", "DateTime64")
        all(Names("kotlin.time.Duration", "Duration"), "Time", "Time64")
        all(
            Names("@Contextual Period", "Period"),
            "IntervalDay",
            "IntervalWeek",
            "IntervalMonth",
            "IntervalQuarter",
            "IntervalYear",
        )
        all(Names("@Contextual BigDecimal", "BigDecimal"), "Decimal")
        all(Names("JsonElement", "String"), "JSON")
        all(Names("JsonElement", "Object"), "Dynamic")
    }

    private fun names(type: ClickHouseType): Names? = when (type) {
        is ClickHouseType.Named -> BY_NAME[type.name]
        is ClickHouseType.FixedString -> BY_NAME["FixedString"]
        is ClickHouseType.Enum -> BY_NAME["Enum"]
        is ClickHouseType.Decimal -> BY_NAME["Decimal"]
        is ClickHouseType.DateTime -> BY_NAME["DateTime"]
        is ClickHouseType.DateTime64 -> BY_NAME["DateTime64"]
        is ClickHouseType.Time64 -> BY_NAME["Time64"]
        is ClickHouseType.Json -> BY_NAME["JSON"]
        is ClickHouseType.Dynamic -> BY_NAME["Dynamic"]
        else -> null
    }

    /** `null` where there is no type to suggest. */
    fun kotlin(type: ClickHouseType): String? = when (type) {
        is ClickHouseType.Nullable -> kotlin(type.inner)?.let { "$it?" }
        is ClickHouseType.LowCardinality -> kotlin(type.inner)
        is ClickHouseType.SimpleAggregateFunction -> kotlin(type.inner)
        is ClickHouseType.Array -> kotlin(type.element)?.let { "List<$it>" }
        is ClickHouseType.Map -> kotlin(type.key)?.let { key -> kotlin(type.value)?.let { "Map<$key, $it>" } }
        else -> names(type)?.kotlin
    }

    /** `null` where there is no type to suggest; [isObject] where only objects may stand. */
    fun java(type: ClickHouseType, isObject: Boolean = false): String? = when (type) {
        is ClickHouseType.Nullable -> java(type.inner, isObject = true)
        is ClickHouseType.LowCardinality -> java(type.inner, isObject)
        is ClickHouseType.SimpleAggregateFunction -> java(type.inner, isObject)
        is ClickHouseType.Array -> java(type.element, isObject = true)?.let { "List<$it>" }
        is ClickHouseType.Map -> java(type.key, isObject = true)?.let { key ->
            java(type.value, isObject = true)?.let { "Map<$key, $it>" }
        }
        is ClickHouseType.Variant -> "Object"
        else -> names(type)?.let { if (isObject) it.javaObject else it.java }
    }
}

/** Pieces of SQL for suggestions. */
internal object SqlHints {
    fun ifNull(column: String, type: ClickHouseType): String = when (val default = defaultOf(plainType(type))) {
        null -> "assumeNotNull($column)"
        else -> "ifNull($column, $default)"
    }

    private fun defaultOf(type: ClickHouseType): String? = when {
        type is ClickHouseType.Decimal || IntegerKind.of(type) != null -> "0"
        type !is ClickHouseType.Named -> null
        type.name == "String" -> "''"
        type.name == "Bool" -> "false"
        type.name == "Float32" || type.name == "Float64" || type.name == "BFloat16" -> "0"
        else -> null
    }
}
