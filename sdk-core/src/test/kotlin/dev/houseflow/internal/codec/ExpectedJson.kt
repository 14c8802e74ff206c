package dev.houseflow.internal.codec

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * The engine's rendering of one row. Where a JSON value has both `a` and `a.b`, the engine writes the name `a` twice, which other parsers
 * take for one: here the values of the second stay under `a.b`, as in the columns.
 */
internal object ExpectedJson {
    fun parse(line: String): JsonArray = Parser(line).value() as JsonArray

    private class Parser(private val text: String) {
        private var at = 0

        fun value(): JsonElement = when (text[at]) {
            '{' -> JsonObject(LinkedHashMap<String, JsonElement>().also { known -> each('}') { field(known) } })
            '[' -> JsonArray(ArrayList<JsonElement>().also { items -> each(']') { items.add(value()) } })
            else -> Json.parseToJsonElement(token())
        }

        private fun field(known: MutableMap<String, JsonElement>) {
            val name = Json.decodeFromString<String>(token())
            check(text[at++] == ':') { "No colon at ${at - 1} of $text" }
            val value = value()
            if (name in known && value is JsonObject) fold(known, name, value) else known[name] = value
        }

        private fun fold(known: MutableMap<String, JsonElement>, path: String, value: JsonObject) {
            for ((name, inner) in value) {
                val longer = "$path.$name"
                if (inner is JsonObject && inner.isNotEmpty()) fold(known, longer, inner) else known[longer] = inner
            }
        }

        private inline fun each(end: Char, item: () -> Unit) {
            at++
            while (text[at] != end) {
                item()
                skip { it == ',' || it == ' ' }
            }
            at++
        }

        /** A string, or what else ends at a comma or a bracket. */
        private fun token(): String {
            val start = at
            if (text[at] == '"') {
                at++
                while (text[at] != '"') at += if (text[at] == '\\') 2 else 1
                at++
            } else {
                skip { it !in ",]}" }
            }
            return text.substring(start, at)
        }

        private inline fun skip(more: (Char) -> Boolean) {
            while (at < text.length && more(text[at])) at++
        }
    }
}
