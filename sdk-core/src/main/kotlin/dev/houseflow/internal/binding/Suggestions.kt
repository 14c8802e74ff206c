package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.codec.IntegerKind
import dev.houseflow.internal.codec.plainType

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

/** The type that a Kotlin property of [type] has by default, for suggestions; `null` where there is none to suggest. */
internal fun kotlinTypeOf(type: ClickHouseType): String? = when (type) {
    is ClickHouseType.Nullable -> kotlinTypeOf(type.inner)?.let { "$it?" }
    is ClickHouseType.LowCardinality -> kotlinTypeOf(type.inner)
    is ClickHouseType.SimpleAggregateFunction -> kotlinTypeOf(type.inner)
    is ClickHouseType.FixedString -> "String"
    is ClickHouseType.Enum -> "String"
    is ClickHouseType.Decimal -> "@Contextual BigDecimal"
    is ClickHouseType.DateTime, is ClickHouseType.DateTime64 -> "kotlin.time.Instant"
    is ClickHouseType.Time64 -> "kotlin.time.Duration"
    is ClickHouseType.Array -> kotlinTypeOf(type.element)?.let { "List<$it>" }
    is ClickHouseType.Map -> kotlinTypeOf(type.key)?.let { key -> kotlinTypeOf(type.value)?.let { "Map<$key, $it>" } }
    is ClickHouseType.Json, is ClickHouseType.Dynamic -> "JsonElement"
    is ClickHouseType.Named -> SIMPLE[type.name]
    else -> null
}

private val SIMPLE = mapOf(
    "Int8" to "Byte",
    "Int16" to "Short",
    "Int32" to "Int",
    "Int64" to "Long",
    "UInt8" to "UByte",
    "UInt16" to "UShort",
    "UInt32" to "UInt",
    "UInt64" to "ULong",
    "Int128" to "@Contextual BigInteger",
    "Int256" to "@Contextual BigInteger",
    "UInt128" to "@Contextual BigInteger",
    "UInt256" to "@Contextual BigInteger",
    "Float32" to "Float",
    "BFloat16" to "Float",
    "Float64" to "Double",
    "Bool" to "Boolean",
    "String" to "String",
    "UUID" to "kotlin.uuid.Uuid",
    "IPv4" to "@Contextual InetAddress",
    "IPv6" to "@Contextual InetAddress",
    "Date" to "@Contextual LocalDate",
    "Date32" to "@Contextual LocalDate",
    "Time" to "kotlin.time.Duration",
    "IntervalDay" to "@Contextual Period",
    "IntervalWeek" to "@Contextual Period",
    "IntervalMonth" to "@Contextual Period",
    "IntervalQuarter" to "@Contextual Period",
    "IntervalYear" to "@Contextual Period",
)
