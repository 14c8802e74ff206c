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
    else -> false
}

/** Whether there are no values of the type: what an empty array holds, and a bare NULL inside of Nullable. */
internal fun isNothing(type: ClickHouseType): Boolean = type is ClickHouseType.Named && type.name == "Nothing"

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
internal class IntegerKind private constructor(val bits: Int, val signed: Boolean) {
    /** Whether every value of [other] is one of this. */
    fun covers(other: IntegerKind): Boolean = when {
        signed == other.signed -> bits >= other.bits
        signed -> bits > other.bits
        else -> false
    }

    companion object {
        private val BY_TYPE = HashMap<String, IntegerKind>().apply {
            for (bits in listOf(8, 16, 32, 64, 128, 256)) {
                put("Int$bits", IntegerKind(bits, true))
                put("UInt$bits", IntegerKind(bits, false))
            }
        }

        fun of(type: ClickHouseType): IntegerKind? = if (type is ClickHouseType.Named) BY_TYPE[type.name] else null

        fun of(target: Target): IntegerKind? = when (target) {
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

/** How a property of [target] takes values of [type], which is plain, or gives them. What is CHECKED is checked by the column or its builder. */
@InternalHouseflowApi
public fun fit(target: Target, type: ClickHouseType, direction: Direction): Fit = when (target) {
    Target.BOOLEAN -> named(type, exact = "Bool", checked = "UInt8 Int8")
    Target.BYTE, Target.SHORT, Target.INT, Target.LONG, Target.UBYTE, Target.USHORT, Target.UINT, Target.ULONG ->
        fitWhole(target, type, direction)
    Target.FLOAT, Target.DOUBLE -> fitFloating(target, type, direction)
    Target.CHAR -> if (fitString(type, direction) <= Fit.WIDER) Fit.CHECKED else Fit.NONE
    Target.STRING -> fitString(type, direction)
    Target.ENUM -> if (type is ClickHouseType.Enum) Fit.EXACT else named(type, checked = "String")
    Target.BYTES -> if (type is ClickHouseType.FixedString) Fit.EXACT else named(type, exact = "String", wider = "IPv4 IPv6")
    Target.BIG_INTEGER -> fitBigInteger(type)
    Target.BIG_DECIMAL -> when {
        type is ClickHouseType.Decimal -> Fit.EXACT
        direction == Direction.READ && IntegerKind.of(type) != null -> Fit.WIDER
        else -> Fit.NONE
    }
    Target.UUID_VALUE -> named(type, exact = "UUID")
    Target.ADDRESS -> named(type, exact = "IPv4 IPv6")
    Target.DATE -> named(type, exact = "Date Date32")
    Target.DATE_TIME, Target.INSTANT, Target.ZONED ->
        if (type is ClickHouseType.DateTime || type is ClickHouseType.DateTime64) Fit.EXACT else Fit.NONE
    Target.DURATION -> if (type is ClickHouseType.Time64) Fit.EXACT else named(type, exact = "Time", wider = CLOCK_INTERVALS)
}

/** A day need not have 24 hours: the intervals from days up are counts, not durations. */
private const val CLOCK_INTERVALS =
    "IntervalNanosecond IntervalMicrosecond IntervalMillisecond IntervalSecond IntervalMinute IntervalHour"

private fun named(type: ClickHouseType, exact: String = "", wider: String = "", checked: String = ""): Fit {
    val name = (type as? ClickHouseType.Named)?.name ?: return Fit.NONE
    return when (name) {
        in exact.split(' ') -> Fit.EXACT
        in wider.split(' ') -> Fit.WIDER
        in checked.split(' ') -> Fit.CHECKED
        else -> Fit.NONE
    }
}

private fun fitWhole(target: Target, type: ClickHouseType, direction: Direction): Fit {
    val property = IntegerKind.of(target) ?: return Fit.NONE
    val column = IntegerKind.of(type)
    return when {
        column != null -> when {
            column.bits == property.bits && column.signed == property.signed -> Fit.EXACT
            if (direction == Direction.READ) property.covers(column) else column.covers(property) -> Fit.WIDER
            else -> Fit.CHECKED
        }
        type is ClickHouseType.Decimal ->
            if (target == Target.INT || target == Target.LONG || direction == Direction.WRITE) Fit.CHECKED else Fit.NONE
        type is ClickHouseType.Named && type.name.startsWith("Interval") -> if (target == Target.LONG) Fit.WIDER else Fit.NONE
        direction == Direction.WRITE -> named(type, checked = "Float64 Float32")
        else -> Fit.NONE
    }
}

private fun fitFloating(target: Target, type: ClickHouseType, direction: Direction): Fit {
    val read = direction == Direction.READ
    val double = target == Target.DOUBLE
    val whole = IntegerKind.of(type)
    return when {
        // A decimal becomes the nearest Double, and a Double is the decimal that its shortest text names: both fail when that is another one.
        type is ClickHouseType.Decimal -> if (double || !read) Fit.CHECKED else Fit.NONE
        whole != null -> if (read && whole.bits <= 64) Fit.CHECKED else Fit.NONE
        double && read -> named(type, exact = "Float64", wider = "Float32 BFloat16")
        double -> named(type, exact = "Float64", checked = "Float32 BFloat16")
        read -> named(type, exact = "Float32", wider = "BFloat16", checked = "Float64")
        else -> named(type, exact = "Float32", wider = "Float64", checked = "BFloat16")
    }
}

private fun fitBigInteger(type: ClickHouseType): Fit {
    val whole = IntegerKind.of(type)
    return when {
        whole != null -> if (whole.bits > 64 || (whole.bits == 64 && !whole.signed)) Fit.EXACT else Fit.WIDER
        type is ClickHouseType.Decimal -> Fit.CHECKED
        else -> Fit.NONE
    }
}

private fun fitString(type: ClickHouseType, direction: Direction): Fit = when (type) {
    is ClickHouseType.FixedString, is ClickHouseType.Enum -> Fit.WIDER
    is ClickHouseType.Named -> when (type.name) {
        "String" -> Fit.EXACT
        "UUID", "IPv4", "IPv6" -> Fit.TEXT
        "Nothing" -> Fit.NONE
        else -> if (direction == Direction.READ) Fit.TEXT else Fit.NONE
    }
    is ClickHouseType.Json -> Fit.TEXT
    is ClickHouseType.Decimal, is ClickHouseType.DateTime, is ClickHouseType.DateTime64, is ClickHouseType.Time64 ->
        if (direction == Direction.READ) Fit.TEXT else Fit.NONE
    else -> Fit.NONE
}
