package dev.houseflow.javaapi.internal.async

import dev.houseflow.FormatException
import dev.houseflow.javaapi.internal.binding.JsonRows
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import java.math.BigDecimal
import java.math.BigInteger

/** The lines of one answer as objects, in order. */
internal class JsonLineRows<T>(private val rows: JsonRows<T>) {
    private var number = 0

    fun of(line: String): T {
        val element = try {
            Json.parseToJsonElement(line)
        } catch (e: SerializationException) {
            throw FormatException("The line is no JSON: ${e.message}", row = number, cause = e)
        }
        return rows.read(element.value(), number++)
    }
}

/**
 * What an element holds, in Java's own classes: whole numbers are `Long` or `BigInteger`, others
 * `BigDecimal`, so that no digit is lost.
 */
internal fun JsonElement.value(): Any? = when (this) {
    is JsonObject -> mapValuesTo(LinkedHashMap<String, Any?>()) { it.value.value() }
    is JsonArray -> mapTo(ArrayList<Any?>(size)) { it.value() }
    is JsonNull -> null
    is JsonPrimitive -> if (isString) content else booleanOrNull ?: numberOf(content)
}

private fun numberOf(text: String): Number {
    text.toLongOrNull()?.let { return it }
    return try {
        if (text.all { it == '-' || it in '0'..'9' }) BigInteger(text) else BigDecimal(text)
    } catch (e: NumberFormatException) {
        throw FormatException("\"$text\" is no value of JSON", cause = e)
    }
}
