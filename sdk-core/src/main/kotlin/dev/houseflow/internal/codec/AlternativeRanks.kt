package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import java.math.BigDecimal
import java.time.Period

/**
 * How well values of some class and a type go together. The order counts: a value goes to the
 * alternative of a Variant that fits best.
 */
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

    /** As a number that stands for something else: days for a date, a code for a name. */
    CODE,
    NONE,
}

/**
 * Which alternative of a Variant takes a value: the one table that every way into a Variant asks,
 * whether the value comes alone, in a list or in a property of a class.
 *
 * The types of a row stand in the order in which they are chosen. Those with `=` between them are
 * equally good: where more than one of them takes a value and their bytes differ, or the value is a
 * mere code to them, nothing says which one is meant.
 */
private class Row(exact: String, wider: String = "", checked: String = "", text: String = "", code: String = "") {
    private val ranks = HashMap<String, Int>()

    init {
        var order = 0
        for ((fit, types) in listOf(Fit.EXACT to exact, Fit.WIDER to wider, Fit.CHECKED to checked, Fit.TEXT to text, Fit.CODE to code)) {
            for (equals in types.split(' ')) {
                for (type in equals.split('=')) ranks.putIfAbsent(type, AlternativeRanks.rank(fit, order))
                order++
            }
        }
    }

    fun rank(family: String): Int = ranks[family] ?: AlternativeRanks.NONE
}

private const val CLOCK_INTERVALS =
    "IntervalNanosecond=IntervalMicrosecond=IntervalMillisecond=IntervalSecond=IntervalMinute=IntervalHour"
private const val CALENDAR_INTERVALS = "IntervalDay=IntervalWeek=IntervalMonth=IntervalQuarter=IntervalYear"
private const val FRACTIONS = "Decimal Float64 Float32 BFloat16"
private const val COUNTED =
    "Bool=Enum=Date=Date32=DateTime=DateTime64=Time=Time64=IPv4=$CLOCK_INTERVALS=$CALENDAR_INTERVALS"

/**
 * A whole number: the types that read as its class, those that hold all of its class, those of its
 * sign, all others, widest first.
 */
private fun whole(exact: String): Row {
    val own = IntegerKind.named(exact.substringBefore(' '))!!
    val (covering, others) = IntegerKind.ALL.partition { it.covers(own) }
    val wider = covering.sortedWith(compareBy({ it.signed != own.signed }, { it.bits })).joinToString(" ") { it.typeName }
    val narrower = others.sortedWith(compareBy({ it.signed != own.signed }, { -it.bits })).joinToString(" ") { it.typeName }
    return Row(exact, wider, "$narrower $FRACTIONS", code = COUNTED)
}

private val TABLE: Map<ValueKind, Row> = mapOf(
    ValueKind.BOOLEAN to Row("Bool", code = "UInt8 Int8"),
    ValueKind.BYTE to whole("Int8"),
    ValueKind.SHORT to whole("Int16 UInt8"),
    ValueKind.INT to whole("Int32 UInt16"),
    ValueKind.LONG to whole("Int64 UInt32"),
    ValueKind.UBYTE to whole("UInt8"),
    ValueKind.USHORT to whole("UInt16"),
    ValueKind.UINT to whole("UInt32"),
    ValueKind.ULONG to whole("UInt64"),
    ValueKind.BIG_INTEGER to Row(
        "Int128 Int256 UInt128 UInt256 UInt64",
        "Int64 UInt32 Int32 UInt16 Int16 UInt8 Int8",
        FRACTIONS,
        code = COUNTED,
    ),
    ValueKind.FLOAT to Row("Float32 BFloat16", "Float64", "Decimal"),
    ValueKind.DOUBLE to Row("Float64", checked = "Float32 BFloat16 Decimal"),
    ValueKind.BIG_DECIMAL to Row("Decimal", checked = "Float64 Float32 BFloat16"),
    ValueKind.TEXT to Row("String", "Enum FixedString", text = "UUID IPv4 IPv6 Date32 Date DateTime64 DateTime Time64 Time JSON"),
    ValueKind.ENUM to Row("Enum", "String", "FixedString"),
    ValueKind.BYTES to Row("String", "FixedString", "Array", code = "IPv4 IPv6"),
    ValueKind.UUID_VALUE to Row("UUID"),
    ValueKind.IPV4 to Row("IPv4", "IPv6"),
    ValueKind.IPV6 to Row("IPv6", checked = "IPv4"),
    ValueKind.ADDRESS to Row("IPv6 IPv4"),
    ValueKind.DATE to Row("Date32 Date"),
    ValueKind.WALL_CLOCK to Row("DateTime64 DateTime"),
    ValueKind.MOMENT to Row("DateTime64 DateTime"),
    ValueKind.DURATION to Row("Time64 Time", CLOCK_INTERVALS),
    ValueKind.LOCAL_TIME to Row("Time64 Time"),
    ValueKind.PERIOD to Row(CALENDAR_INTERVALS),
    ValueKind.LIST to Row("Array=Tuple=QBit", checked = "Map"),
    ValueKind.COLLECTION to Row("Array=QBit", checked = "Map"),
    ValueKind.PRODUCT to Row("Tuple"),
    ValueKind.MAP to Row("Map", "Tuple", "JSON"),
    ValueKind.JSON_OBJECT to Row("JSON", "Map", "Tuple"),
)

/** Ranks of types for classes of values: the smaller, the better. */
@InternalHouseflowApi
public object AlternativeRanks {
    private const val FIT_SHIFT = 24
    private const val ORDER_SHIFT = 16

    /** The rank of a type that takes no such value. */
    public const val NONE: Int = 5 shl FIT_SHIFT

    internal fun rank(fit: Fit, order: Int): Int = (fit.ordinal shl FIT_SHIFT) + (order shl ORDER_SHIFT)

    /** How well a type of this rank fits. */
    public fun fitOf(rank: Int): Fit = Fit.entries[rank ushr FIT_SHIFT]

    /** The best rank of a fit. */
    public fun rankOf(fit: Fit): Int = rank(fit, 0)

    /** The rank of [type] for values of [kind] of which no more is known. */
    @JvmStatic
    public fun of(kind: ValueKind, type: ClickHouseType): Int {
        val plain = plainType(type)
        val rank = TABLE.getValue(kind).rank(familyOf(plain))
        return if (rank < CODE) rank + finer(plain) else rank
    }

    /**
     * The rank of [type] for [value]: the worst of its own and those of its parts. A value that
     * does not come back as it is ranks lower.
     */
    internal fun of(value: Any, type: ClickHouseType): Int {
        val kind = ValueKind.of(value) ?: return NONE
        val plain = plainType(type)
        val rank = TABLE.getValue(kind).rank(familyOf(plain))
        return when {
            rank >= CODE -> rank
            isLossy(value, plain) -> LOSSY + (rank and ORDERS)
            value is BigDecimal && plain is ClickHouseType.Decimal -> rank + nearness(value, plain)
            value is Period -> if (isOwnUnit(value, plain)) rank else rank + 1
            else -> maxOf(rank + finer(plain), ofParts(value, plain))
        }
    }

    /** The rank from which on a type takes a value as a number that stands for something else. */
    internal val CODE: Int = rankOf(Fit.CODE)

    /** Where the ranks begin of types that a value would not come back from as it is. */
    private val LOSSY = rank(Fit.CHECKED, 64)
    private const val ORDERS = (1 shl FIT_SHIFT) - 1

    /**
     * Of types of one name: the finest clock first; of decimals the one with the fewest digits
     * behind the point, then the smallest.
     */
    private fun finer(plain: ClickHouseType): Int = when (plain) {
        is ClickHouseType.DateTime64 -> MOST_DIGITS - plain.precision
        is ClickHouseType.Time64 -> MOST_DIGITS - plain.precision
        is ClickHouseType.Decimal -> plain.scale * DECIMAL_STEP + plain.precision
        else -> 0
    }

    private fun isLossy(value: Any, plain: ClickHouseType): Boolean = when {
        plain is ClickHouseType.FixedString -> bytesOf(value) != plain.length
        value is Float -> isNamed(plain, "BFloat16") && BFloat16.toFloat(BFloat16.of(value.toDouble())) != value && !value.isNaN()
        value is Double -> when {
            value.isNaN() -> false
            isNamed(plain, "Float32") -> value.toFloat().toDouble() != value
            isNamed(plain, "BFloat16") -> BFloat16.toFloat(BFloat16.of(value)).toDouble() != value
            else -> false
        }
        else -> false
    }

    private fun isNamed(plain: ClickHouseType, name: String): Boolean = plain is ClickHouseType.Named && plain.name == name

    private fun bytesOf(value: Any): Int = when (value) {
        is ByteArray -> value.size
        is Enum<*> -> value.name.toByteArray(Charsets.UTF_8).size
        else -> value.toString().toByteArray(Charsets.UTF_8).size
    }

    /**
     * The scale of the value itself first, then the next larger ones, which hold it too, then the
     * next smaller ones.
     */
    private fun nearness(value: BigDecimal, plain: ClickHouseType.Decimal): Int {
        val more = plain.scale.toLong() - value.scale()
        val distance = if (more >= 0) more else MOST_SCALE - more
        return minOf(distance, MOST_SCALE * 2L).toInt() * DECIMAL_STEP + plain.precision
    }

    /** Whether `get` of the interval gives a Period that looks like this one. */
    private fun isOwnUnit(value: Period, plain: ClickHouseType): Boolean = when {
        value.years != 0 -> isNamed(plain, "IntervalYear")
        value.months != 0 -> isNamed(plain, "IntervalMonth")
        value.days != 0 -> isNamed(plain, "IntervalDay")
        else -> true
    }

    /**
     * The worst rank among the elements, keys and values of a container; 0 for what has no parts.
     */
    private fun ofParts(value: Any, plain: ClickHouseType): Int = when (plain) {
        is ClickHouseType.Array -> ofElements(value, plain.element)
        is ClickHouseType.QBit -> ofElements(value, plain.element)
        is ClickHouseType.Tuple -> ofTuple(value, plain)
        is ClickHouseType.Map -> if (value is Map<*, *>) {
            maxOf(
                ofElements(value.keys, plain.key),
                ofElements(value.values, plain.value),
            )
        } else {
            0
        }
        else -> 0
    }

    private fun ofElements(value: Any, type: ClickHouseType): Int {
        val elements = value as? Iterable<*> ?: listOfArray(value) ?: return 0
        var worst = 0
        for (element in elements) {
            worst = maxOf(worst, ofPart(element, type))
            if (worst == NONE) break
        }
        return worst
    }

    private fun ofTuple(value: Any, plain: ClickHouseType.Tuple): Int {
        val elements = plain.elements
        val parts = if (value is Map<*, *>) elements.map { value[it.name] } else productParts(value) ?: listOfArray(value) ?: return NONE
        if (parts.size != elements.size) return NONE
        return elements.indices.maxOfOrNull { ofPart(parts[it], elements[it].type) } ?: 0
    }

    private fun ofPart(value: Any?, type: ClickHouseType): Int {
        val plain = plainType(type)
        return when {
            value == null -> if (isNullable(type) || plain is ClickHouseType.Variant || plain is ClickHouseType.Dynamic) 0 else NONE
            plain is ClickHouseType.Variant -> plain.alternatives.minOfOrNull { of(value, it) } ?: NONE
            plain is ClickHouseType.Dynamic -> OPEN
            else -> of(value, plain)
        }
    }

    private val OPEN = rank(Fit.CHECKED, 255)
    private const val DECIMAL_STEP = 128
    private const val MOST_DIGITS = 9
    private const val MOST_SCALE = 76

    private fun familyOf(plain: ClickHouseType): String = when (plain) {
        is ClickHouseType.Named -> plain.name
        is ClickHouseType.FixedString -> "FixedString"
        is ClickHouseType.Decimal -> "Decimal"
        is ClickHouseType.DateTime -> "DateTime"
        is ClickHouseType.DateTime64 -> "DateTime64"
        is ClickHouseType.Time64 -> "Time64"
        is ClickHouseType.Enum -> "Enum"
        is ClickHouseType.Array -> "Array"
        is ClickHouseType.Tuple -> "Tuple"
        is ClickHouseType.Map -> "Map"
        is ClickHouseType.Json -> "JSON"
        is ClickHouseType.QBit -> "QBit"
        else -> "other"
    }
}
