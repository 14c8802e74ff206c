package dev.houseflow.internal.sql

import dev.houseflow.HouseflowSerializersModule
import dev.houseflow.internal.rows.Members
import dev.houseflow.internal.rows.jsonOf
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement

/**
 * Values as the builder of a JSON column takes them: objects of classes by the names of their
 * members.
 */
internal object JsonParts {
    private val json: Json by lazy { jsonOf(HouseflowSerializersModule) }

    /** [value]; of an object of a `@Serializable` class its JSON text. */
    fun of(value: Any): Any = Members.ownSerializer(value)?.let { json.encodeToString(it, value) } ?: part(value) ?: value

    private fun part(given: Any?): Any? = when (val value = EquivalentValues.of(given)) {
        null, is JsonElement, is CharSequence -> value
        is Map<*, *> -> value.entries.associateTo(LinkedHashMap()) { it.key to part(it.value) }
        is Iterable<*> -> if (Parameters.isList(value)) value.map(::part) else value
        else -> members(value)
    }

    private fun members(value: Any): Any = when (val members = Members.takeApart(value)) {
        null -> value
        !is Members -> members
        else -> members.names?.let { names ->
            names.indices.associateTo(LinkedHashMap()) { names[it] to part(members.values[it]) }
        } ?: value
    }
}
