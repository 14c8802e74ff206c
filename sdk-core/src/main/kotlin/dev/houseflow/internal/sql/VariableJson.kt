package dev.houseflow.internal.sql

import dev.houseflow.ConfigurationException
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.math.BigDecimal
import java.math.BigInteger

/**
 * Values of query variables as JSON. Numbers that a reader of JSON with 64-bit floating point, as
 * those in JavaScript are, would round go as texts: a server reads both alike, and a rounded id is
 * the id of another row.
 */
internal object VariableJson {
    private val MAX_EXACT = BigInteger.ONE.shiftLeft(53) - BigInteger.ONE

    /** Whether [given] has values inside. */
    fun isNested(given: Any?): Boolean = when (val value = EquivalentValues.of(given)) {
        null, is CharSequence, is Number, is Boolean, is ByteArray -> false
        is JsonPrimitive -> false
        is JsonElement, is Map<*, *>, is Map.Entry<*, *>, is Pair<*, *>, is Triple<*, *, *> -> true
        else -> Parameters.isList(value) || Parameters.elementsOf(value) != null
    }

    fun of(name: String, given: Any?): JsonElement = when (val value = EquivalentValues.of(given)) {
        null -> JsonNull
        is JsonElement -> value
        is Boolean -> JsonPrimitive(value)
        is ByteArray -> JsonPrimitive(text(name, value))
        is Pair<*, *> -> array(name, sequenceOf(value.first, value.second))
        is Triple<*, *, *> -> array(name, sequenceOf(value.first, value.second, value.third))
        is Map.Entry<*, *> -> array(name, sequenceOf(value.key, value.value))
        is Map<*, *> -> JsonObject(map(name, value))
        is Iterable<*> -> if (Parameters.isList(value)) array(name, value.asSequence()) else scalar(name, value)
        else -> Parameters.elementsOf(value)?.let { array(name, it) } ?: scalar(name, value)
    }

    private fun array(name: String, values: Sequence<Any?>) = JsonArray(values.map { of(name, it) }.toList())

    private fun map(name: String, values: Map<*, *>): Map<String, JsonElement> {
        val members = LinkedHashMap<String, JsonElement>()
        for ((key, value) in values) {
            val text = key(name, key)
            if (members.put(text, of(name, value)) != null) {
                throw ConfigurationException("Two keys of the variable \"$name\" are both \"$text\" in JSON; give one of them another text")
            }
        }
        return members
    }

    private fun key(name: String, key: Any?): String {
        if (key == null) throw ConfigurationException("A key of the variable \"$name\" is null, which JSON has not; give a text")
        return Parameters.plain(name, key)
    }

    private fun text(name: String, bytes: ByteArray): String {
        val text = String(bytes, Charsets.UTF_8)
        if (text.toByteArray(Charsets.UTF_8).contentEquals(bytes)) return text
        throw ConfigurationException(
            "The variable \"$name\" is bytes that are no UTF-8, which JSON cannot carry; encode them, as with Base64",
        )
    }

    private fun scalar(name: String, value: Any): JsonElement {
        val text = Parameters.plain(name, value)
        val number: Number? = when (value) {
            is Byte, is Short, is Int -> value as Number
            is Long, is BigInteger, is UByte, is UShort, is UInt, is ULong -> BigInteger(text).takeIf { it.abs() <= MAX_EXACT }
            is Float, is Double, is BigDecimal -> exact(text)
            else -> null
        }
        return if (number == null) JsonPrimitive(text) else JsonPrimitive(number)
    }

    /**
     * What a 64-bit floating point number gives back as it is. NaN and the infinities are no JSON.
     */
    private fun exact(text: String): Number? {
        val number = text.toBigDecimalOrNull() ?: return null
        val read = number.toDouble()
        return number.takeIf { !read.isInfinite() && BigDecimal(read.toString()).compareTo(number) == 0 }
    }
}
