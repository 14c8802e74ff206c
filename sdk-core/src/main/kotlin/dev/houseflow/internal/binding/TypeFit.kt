package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.AlternativeRanks
import dev.houseflow.internal.codec.Fit
import dev.houseflow.internal.codec.IntegerKind

/**
 * Whether there are no values of the type: what an empty array holds, and a bare NULL inside of
 * Nullable.
 */
internal fun isNothing(type: ClickHouseType): Boolean = type is ClickHouseType.Named && type.name == "Nothing"

/**
 * How a property of [target] takes values of [type], which is plain, or gives them. What is CHECKED
 * is checked by the column or its builder.
 */
@InternalHouseflowApi
public fun fit(target: Target, type: ClickHouseType, direction: Direction): Fit =
    if (direction == Direction.READ) readFit(target, type) else AlternativeRanks.fitOf(writeRank(target, type))

/**
 * The rank of [type], which is plain, among those that a property of [target] can be written to:
 * the smaller, the better.
 */
@InternalHouseflowApi
public fun writeRank(target: Target, type: ClickHouseType): Int = when {
    // A list of bytes is another property than one of bytes.
    target == Target.BYTES && type is ClickHouseType.Array -> AlternativeRanks.NONE
    target == Target.CHAR -> AlternativeRanks.of(target.kind, type).let { if (it < TEXTS) maxOf(it, CHECKED) else AlternativeRanks.NONE }
    else -> AlternativeRanks.of(target.kind, type)
}

private val CHECKED = AlternativeRanks.rankOf(Fit.CHECKED)
private val TEXTS = AlternativeRanks.rankOf(Fit.TEXT)

private fun readFit(target: Target, type: ClickHouseType): Fit = when (target) {
    Target.BOOLEAN -> readBoolean(type)
    Target.BYTE, Target.SHORT, Target.INT, Target.LONG -> readWhole(target, type)
    Target.UBYTE, Target.USHORT, Target.UINT, Target.ULONG -> readWhole(target, type)
    Target.FLOAT, Target.DOUBLE -> readFloating(target, type)
    Target.CHAR -> if (readString(type) <= Fit.WIDER) Fit.CHECKED else Fit.NONE
    Target.STRING -> readString(type)
    Target.ENUM -> when (type) {
        is ClickHouseType.Enum -> Fit.EXACT
        is ClickHouseType.FixedString -> Fit.CHECKED
        else -> named(type, checked = "String")
    }
    Target.BYTES -> if (type is ClickHouseType.FixedString) Fit.EXACT else named(type, exact = "String", wider = "IPv4 IPv6")
    Target.BIG_INTEGER -> readBigInteger(type)
    Target.BIG_DECIMAL -> if (type is ClickHouseType.Decimal) {
        Fit.EXACT
    } else if (IntegerKind.of(type) != null) {
        Fit.WIDER
    } else {
        Fit.NONE
    }
    Target.UUID_VALUE -> named(type, exact = "UUID")
    Target.ADDRESS -> named(type, exact = "IPv4 IPv6")
    Target.DATE -> named(type, exact = "Date Date32")
    Target.DATE_TIME -> if (isMoment(type)) Fit.EXACT else named(type, wider = "Date Date32")
    Target.INSTANT, Target.ZONED, Target.OFFSET -> if (isMoment(type)) Fit.EXACT else Fit.NONE
    Target.DURATION -> if (type is ClickHouseType.Time64) Fit.EXACT else named(type, exact = "Time", wider = CLOCK_INTERVALS)
    Target.LOCAL_TIME -> if (type is ClickHouseType.Time64) Fit.CHECKED else named(type, checked = "Time")
    Target.PERIOD -> named(type, exact = CALENDAR_INTERVALS)
}

/** A day need not have 24 hours: the intervals from days up are periods, not durations. */
private const val CLOCK_INTERVALS =
    "IntervalNanosecond IntervalMicrosecond IntervalMillisecond IntervalSecond IntervalMinute IntervalHour"
private const val CALENDAR_INTERVALS = "IntervalDay IntervalWeek IntervalMonth IntervalQuarter IntervalYear"

private fun named(type: ClickHouseType, exact: String = "", wider: String = "", checked: String = "", code: String = ""): Fit {
    val name = (type as? ClickHouseType.Named)?.name ?: return Fit.NONE
    return when (name) {
        in exact.split(' ') -> Fit.EXACT
        in wider.split(' ') -> Fit.WIDER
        in checked.split(' ') -> Fit.CHECKED
        in code.split(' ') -> Fit.CODE
        else -> Fit.NONE
    }
}

private fun isMoment(type: ClickHouseType): Boolean = type is ClickHouseType.DateTime || type is ClickHouseType.DateTime64

private fun readBoolean(type: ClickHouseType): Fit =
    named(type, exact = "Bool", checked = "UInt8 Int8", code = "Int16 Int32 Int64 UInt16 UInt32 UInt64")

private fun readWhole(target: Target, type: ClickHouseType): Fit {
    val property = target.integer ?: return Fit.NONE
    val column = IntegerKind.of(type)
    val isLong = target == Target.LONG
    return when {
        column == property -> Fit.EXACT
        column != null -> if (property.covers(column)) Fit.WIDER else Fit.CHECKED
        type is ClickHouseType.Decimal -> if (isLong || target == Target.INT) Fit.CHECKED else Fit.NONE
        type is ClickHouseType.Enum -> if (property.signed) Fit.CODE else Fit.NONE
        type is ClickHouseType.DateTime || type is ClickHouseType.DateTime64 || type is ClickHouseType.Time64 ->
            if (isLong) Fit.CODE else Fit.NONE
        type is ClickHouseType.Named && type.name.startsWith("Interval") -> if (isLong) Fit.CHECKED else Fit.NONE
        isLong -> named(type, code = "Bool Date Date32 Time IPv4")
        target == Target.INT -> named(type, code = "Bool Date Date32 Time")
        target == Target.UINT -> named(type, code = "Bool IPv4")
        else -> named(type, code = "Bool")
    }
}

private fun readFloating(target: Target, type: ClickHouseType): Fit {
    val double = target == Target.DOUBLE
    val whole = IntegerKind.of(type)
    return when {
        // A decimal becomes the nearest Double, which fails when its shortest text is another
        // number.
        type is ClickHouseType.Decimal -> if (double) Fit.CHECKED else Fit.NONE
        whole != null -> if (double || whole.bits <= LONG_BITS) Fit.CHECKED else Fit.NONE
        double -> named(type, exact = "Float64", wider = "Float32 BFloat16")
        else -> named(type, exact = "Float32", wider = "BFloat16", checked = "Float64")
    }
}

private const val LONG_BITS = 64

private fun readBigInteger(type: ClickHouseType): Fit {
    val whole = IntegerKind.of(type)
    return when {
        whole != null -> if (whole.bits > LONG_BITS || (whole.bits == LONG_BITS && !whole.signed)) Fit.EXACT else Fit.WIDER
        type is ClickHouseType.Decimal -> Fit.CHECKED
        else -> named(type, code = "Bool")
    }
}

private fun readString(type: ClickHouseType): Fit = when (type) {
    is ClickHouseType.FixedString, is ClickHouseType.Enum -> Fit.WIDER
    is ClickHouseType.Named -> when (type.name) {
        "String" -> Fit.EXACT
        "Nothing" -> Fit.NONE
        else -> Fit.TEXT
    }
    is ClickHouseType.AggregateFunction, is ClickHouseType.Unknown -> Fit.NONE
    else -> Fit.TEXT
}
