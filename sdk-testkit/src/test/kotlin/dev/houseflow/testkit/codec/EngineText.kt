package dev.houseflow.testkit.codec

import dev.houseflow.ClickHouseType
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.math.BigDecimal
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.Period
import java.time.ZoneId
import java.time.temporal.ChronoUnit

/**
 * Compares the values that were written with what the engine prints for them under [SETTINGS]: by the JVM's own idea of each value, with none of the
 * SDK's code in between. [serverZone] is that of moments whose type names none.
 */
internal class EngineText(private val serverZone: ZoneId) {
    /** What differs; `null` when nothing does. */
    fun difference(type: ClickHouseType, value: Any?, printed: JsonElement): String? = when {
        value == null || printed is JsonNull -> if (value == null && printed is JsonNull) null else mismatch(type, value, printed)

        type is ClickHouseType.Nullable -> difference(type.inner, value, printed)

        type is ClickHouseType.LowCardinality -> difference(type.inner, value, printed)

        type is ClickHouseType.SimpleAggregateFunction -> difference(type.inner, value, printed)

        type is ClickHouseType.Variant -> (value as Choice).let { difference(type.alternatives[it.index], it.value, printed) }

        value is Choice -> difference(ClickHouseType.parse(RandomValues.GEOMETRIES[value.index]), value.value, printed)

        value is Typed -> difference(value.type, value.value, printed)

        type is ClickHouseType.Array -> items(value, printed) { item, text, _ -> difference(type.element, item, text) }

        type is ClickHouseType.QBit -> items(value, printed) { item, text, _ -> difference(type.element, item, text) }

        type is ClickHouseType.Tuple -> items(value, printed) { item, text, i -> difference(type.elements[i].type, item, text) }

        type is ClickHouseType.Nested -> items(value, printed) { item, text, _ ->
            items(item!!, text) { part, partText, i -> difference(type.elements[i].type, part, partText) }
        }

        type is ClickHouseType.Map -> items(value, printed) { item, text, _ ->
            val (key, inner) = item as Pair<*, *>
            difference(type.key, key, (text as JsonArray)[0]) ?: difference(type.value, inner, text[1])
        }

        type is ClickHouseType.Json -> if (sameTree(value, printed)) null else mismatch(type, value, printed)

        value is List<*> -> items(value, printed) { item, text, _ ->
            difference(if (item is List<*>) type else RandomValues.FLOAT64, item, text)
        }

        else -> if (printed is JsonPrimitive && sameLeaf(type, value, printed.content)) null else mismatch(type, value, printed)
    }

    private fun mismatch(type: ClickHouseType, value: Any?, printed: JsonElement) = "$type: written $value, the engine prints $printed"

    private inline fun items(value: Any, printed: JsonElement, item: (Any?, JsonElement, Int) -> String?): String? {
        value as List<*>
        if (printed !is JsonArray || printed.size != value.size) return "written $value, the engine prints $printed"
        for (i in value.indices) item(value[i], printed[i], i)?.let { return "[$i]: $it" }
        return null
    }

    private fun sameLeaf(type: ClickHouseType, value: Any, printed: String): Boolean = when (value) {
        is Float -> if (type.toString() == "BFloat16") {
            sameBFloat16(value, number(printed).toFloat())
        } else {
            same(value, number(printed).toFloat())
        }
        is Double -> same(value, number(printed).toDouble())
        is InetAddress -> if (type.toString() == "IPv4") {
            value == InetAddress.getByName(printed)
        } else {
            value.address.contentEquals(address(printed))
        }
        is BigDecimal -> printed == value.toPlainString()
        is Instant -> printed == moment(type, value)
        is Duration -> printed == if (type.toString().startsWith("Interval")) count(type, value) else clock(type, value)
        is Period -> printed == count(type, value)
        else -> printed == value.toString()
    }

    /** Equal as objects are: NaN is NaN, and -0 is not 0. */
    private fun same(a: Any, b: Any) = a == b

    private fun number(text: String): String = when (text) {
        "nan", "-nan" -> "NaN"
        "inf" -> "Infinity"
        "-inf" -> "-Infinity"
        else -> text
    }

    /** Printed with as many digits as the Float32 nearest to it needs. */
    private fun sameBFloat16(value: Float, printed: Float): Boolean =
        value == printed || value.toRawBits() == (printed.toRawBits() + 0x8000) and 0xffff0000.toInt() || (value.isNaN() && printed.isNaN())

    /** `::ffff:1.2.3.4` is not an IPv4 address here. */
    private fun address(text: String): ByteArray = InetAddress.getByName(text).address.let {
        if (it.size == 16) it else ByteArray(10) + byteArrayOf(-1, -1) + it
    }

    private fun moment(type: ClickHouseType, value: Instant): String {
        val zone = (type as? ClickHouseType.DateTime)?.zone ?: (type as? ClickHouseType.DateTime64)?.zone
        val time = value.atZone(zone?.let { ZoneId.of(it) } ?: serverZone)
        val digits = (type as? ClickHouseType.DateTime64)?.precision ?: 0
        return "${time.toLocalDate()} %02d:%02d:%02d".format(time.hour, time.minute, time.second) + fraction(time.nano, digits)
    }

    private fun clock(type: ClickHouseType, value: Duration): String {
        val size = value.abs()
        val sign = if (value.isNegative) "-" else ""
        val seconds = size.seconds
        return sign + "%02d:%02d:%02d".format(seconds / 3600, seconds / 60 % 60, seconds % 60) +
            fraction(size.nano, (type as? ClickHouseType.Time64)?.precision ?: 0)
    }

    private fun fraction(nanos: Int, digits: Int) = if (digits == 0) "" else "." + "%09d".format(nanos).take(digits)

    private fun count(type: ClickHouseType, value: Any): String = when (val unit = RandomValues.CLOCK[type.toString()]) {
        null -> {
            value as Period
            when (type.toString()) {
                "IntervalDay" -> value.days
                "IntervalWeek" -> value.days / 7
                "IntervalMonth" -> value.months
                "IntervalQuarter" -> value.months / 3
                else -> value.years
            }.toString()
        }

        else -> {
            value as Duration
            val nanos = value.seconds.toBigInteger() * NANOS + value.nano.toBigInteger()
            (nanos / unit.duration.let { it.seconds.toBigInteger() * NANOS + it.nano.toBigInteger() }).toString()
        }
    }

    private fun sameTree(value: Any?, printed: JsonElement): Boolean = when (value) {
        is Map<*, *> ->
            printed is JsonObject && printed.keys == value.keys &&
                value.all { sameTree(it.value, printed.getValue(it.key as String)) }
        is List<*> -> printed is JsonArray && printed.size == value.size && value.indices.all { sameTree(value[it], printed[it]) }
        is Number -> printed is JsonPrimitive && BigDecimal(printed.content).compareTo(BigDecimal(value.toString())) == 0
        else -> printed is JsonPrimitive && printed.content == value.toString()
    }

    internal companion object {
        private val NANOS = 1_000_000_000L.toBigInteger()

        /** Everything quoted that JSON could bend, and nothing that has an order as an object. */
        val SETTINGS: Map<String, String> = mapOf(
            "output_format_json_quote_64bit_integers" to "1",
            "output_format_json_quote_denormals" to "1",
            "output_format_json_quote_decimals" to "1",
            "output_format_decimal_trailing_zeros" to "1",
            "output_format_json_named_tuples_as_objects" to "0",
            "output_format_json_map_as_array_of_tuples" to "1",
            "output_format_json_escape_forward_slashes" to "0",
            "output_format_json_validate_utf8" to "0",
        )
    }
}
