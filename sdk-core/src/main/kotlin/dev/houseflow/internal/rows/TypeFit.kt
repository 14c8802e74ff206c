package dev.houseflow.internal.rows

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi

/** How well a property takes the values of a type. The order counts: a Variant's alternative goes to the class that fits best. */
@InternalHouseflowApi
public enum class Fit {
    /** Made for each other. */
    EXACT,

    /** Every value fits. */
    WIDER,

    /** Each value is checked; one that does not fit is an error. */
    CHECKED,

    /** Through ClickHouse's text of the value. */
    TEXT,
    NONE,
}

/** [type] without what a property does not see: Nullable, LowCardinality, SimpleAggregateFunction; geo types and Nested as what they are. */
@InternalHouseflowApi
public fun plainType(type: ClickHouseType): ClickHouseType = when (type) {
    is ClickHouseType.Nullable -> plainType(type.inner)
    is ClickHouseType.LowCardinality -> plainType(type.inner)
    is ClickHouseType.SimpleAggregateFunction -> plainType(type.inner)
    is ClickHouseType.Nested -> ClickHouseType.Array(ClickHouseType.Tuple(type.elements))
    is ClickHouseType.Named -> GEO[type.name] ?: type
    else -> type
}

/** Whether the type can hold NULL by its own declaration. Variant and Dynamic always can and are not meant here. */
@InternalHouseflowApi
public fun isNullable(type: ClickHouseType): Boolean = when (type) {
    is ClickHouseType.Nullable -> true
    is ClickHouseType.LowCardinality -> isNullable(type.inner)
    is ClickHouseType.SimpleAggregateFunction -> isNullable(type.inner)
    is ClickHouseType.Named -> type.name == "Nothing"
    else -> false
}

private val GEO: Map<String, ClickHouseType> = run {
    val float = ClickHouseType.Named("Float64")
    val point = ClickHouseType.Tuple(listOf(ClickHouseType.Element(null, float), ClickHouseType.Element(null, float)))
    val line = ClickHouseType.Array(point)
    val lines = ClickHouseType.Array(line)
    mapOf(
        "Point" to point,
        "Ring" to line,
        "LineString" to line,
        "Polygon" to lines,
        "MultiLineString" to lines,
        "MultiPolygon" to ClickHouseType.Array(lines),
        "Geometry" to ClickHouseType.Variant(
            listOf("LineString", "MultiLineString", "MultiPolygon", "Point", "Polygon", "Ring").map { ClickHouseType.Named(it) },
        ),
    )
}

/** Width and sign of a whole-number type. */
internal class Whole private constructor(val bits: Int, val signed: Boolean) {
    /** Whether every value of [other] is one of this. */
    fun covers(other: Whole): Boolean = when {
        signed == other.signed -> bits >= other.bits
        signed -> bits > other.bits
        else -> false
    }

    companion object {
        private val BY_TYPE = HashMap<String, Whole>().apply {
            for (bits in listOf(8, 16, 32, 64, 128, 256)) {
                put("Int$bits", Whole(bits, true))
                put("UInt$bits", Whole(bits, false))
            }
        }

        fun of(type: ClickHouseType): Whole? = if (type is ClickHouseType.Named) BY_TYPE[type.name] else null

        fun of(target: Target): Whole? = when (target) {
            Target.BYTE -> BY_TYPE["Int8"]
            Target.SHORT -> BY_TYPE["Int16"]
            Target.INT -> BY_TYPE["Int32"]
            Target.LONG -> BY_TYPE["Int64"]
            Target.UBYTE -> BY_TYPE["UInt8"]
            Target.USHORT -> BY_TYPE["UInt16"]
            Target.UINT -> BY_TYPE["UInt32"]
            Target.ULONG -> BY_TYPE["UInt64"]
            else -> null
        }
    }
}

/** How [target] takes [type], which is plain. */
@InternalHouseflowApi
public fun fit(target: Target, type: ClickHouseType): Fit = when (target) {
    Target.BOOLEAN -> fitBoolean(type)
    Target.BYTE, Target.SHORT, Target.INT, Target.LONG, Target.UBYTE, Target.USHORT, Target.UINT, Target.ULONG -> fitWhole(target, type)
    Target.FLOAT -> named(type, exact = "Float32", wider = "BFloat16", checked = "Float64")
    Target.DOUBLE -> fitDouble(type)
    Target.CHAR -> if (fitString(type) <= Fit.WIDER) Fit.CHECKED else Fit.NONE
    Target.STRING -> fitString(type)
    Target.ENUM -> if (type is ClickHouseType.Enum) Fit.EXACT else named(type, checked = "String")
    Target.BYTES -> when {
        type is ClickHouseType.FixedString -> Fit.EXACT
        else -> named(type, exact = "String", wider = "IPv4 IPv6")
    }
    Target.BIG_INTEGER -> Whole.of(type)?.let { if (it.bits > 64 || (it.bits == 64 && !it.signed)) Fit.EXACT else Fit.WIDER } ?: Fit.NONE
    Target.BIG_DECIMAL -> when {
        type is ClickHouseType.Decimal -> Fit.EXACT
        Whole.of(type) != null -> Fit.WIDER
        else -> Fit.NONE
    }
    Target.UUID_VALUE -> named(type, exact = "UUID")
    Target.ADDRESS -> named(type, exact = "IPv4 IPv6")
    Target.DATE -> named(type, exact = "Date Date32")
    Target.DATE_TIME, Target.INSTANT, Target.ZONED ->
        if (type is ClickHouseType.DateTime || type is ClickHouseType.DateTime64) Fit.EXACT else Fit.NONE
    Target.DURATION -> when {
        type is ClickHouseType.Time64 -> Fit.EXACT
        type is ClickHouseType.Named && type.name in FIXED_INTERVALS -> Fit.EXACT
        else -> named(type, exact = "Time")
    }
}

private val FIXED_INTERVALS =
    listOf("Nanosecond", "Microsecond", "Millisecond", "Second", "Minute", "Hour", "Day", "Week").map { "Interval$it" }.toSet()

private fun named(type: ClickHouseType, exact: String = "", wider: String = "", checked: String = ""): Fit {
    val name = (type as? ClickHouseType.Named)?.name ?: return Fit.NONE
    return when (name) {
        in exact.split(' ') -> Fit.EXACT
        in wider.split(' ') -> Fit.WIDER
        in checked.split(' ') -> Fit.CHECKED
        else -> Fit.NONE
    }
}

private fun fitBoolean(type: ClickHouseType): Fit = named(type, exact = "Bool", checked = "UInt8")

private fun fitWhole(target: Target, type: ClickHouseType): Fit {
    val wanted = Whole.of(target) ?: return Fit.NONE
    val given = Whole.of(type)
    return when {
        given != null -> when {
            given.bits == wanted.bits && given.signed == wanted.signed -> Fit.EXACT
            wanted.covers(given) -> Fit.WIDER
            else -> Fit.CHECKED
        }
        type is ClickHouseType.Named && type.name.startsWith("Interval") -> if (target == Target.LONG) Fit.WIDER else Fit.CHECKED
        else -> Fit.NONE
    }
}

private fun fitDouble(type: ClickHouseType): Fit {
    val whole = Whole.of(type)
    return when {
        whole != null -> if (whole.bits <= 32) Fit.WIDER else Fit.CHECKED
        else -> named(type, exact = "Float64", wider = "Float32 BFloat16")
    }
}

private fun fitString(type: ClickHouseType): Fit = when (type) {
    is ClickHouseType.FixedString, is ClickHouseType.Enum -> Fit.WIDER
    is ClickHouseType.Named -> when (type.name) {
        "String" -> Fit.EXACT
        "Nothing" -> Fit.NONE
        else -> Fit.TEXT
    }
    is ClickHouseType.Json, is ClickHouseType.Decimal, is ClickHouseType.DateTime, is ClickHouseType.DateTime64, is ClickHouseType.Time64 ->
        Fit.TEXT
    else -> Fit.NONE
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
)
