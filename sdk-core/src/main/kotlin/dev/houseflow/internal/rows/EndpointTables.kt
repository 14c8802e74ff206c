package dev.houseflow.internal.rows

import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.QueryEndpointColumn
import dev.houseflow.QueryEndpointTable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.util.Collections

/** Reads `{"data":{"columns":[{"name":"a","type":"String"}],"rows":[["x"]]}}`. */
@InternalHouseflowApi
public object EndpointTables {
    /** Throws a [FormatException] when [text] is anything else. */
    public fun read(text: String): QueryEndpointTable {
        val data = (parse(text) as? JsonObject)?.get("data") as? JsonObject ?: throw wrong("there is no object \"data\"")
        val columns = array(data, "columns").map { column ->
            val fields = column as? JsonObject ?: throw wrong("a column is no object")
            QueryEndpointColumn(string(fields, "name"), string(fields, "type"))
        }
        val rows = array(data, "rows").mapIndexed { i, row ->
            val values = row as? JsonArray ?: throw wrong("row $i is no array")
            if (values.size != columns.size) throw wrong("row $i has ${values.size} values for ${columns.size} columns")
            Collections.unmodifiableList(values.map(::plain))
        }
        return QueryEndpointTable(Collections.unmodifiableList(columns), Collections.unmodifiableList(rows))
    }

    private fun parse(text: String): JsonElement = try {
        Json.parseToJsonElement(text)
    } catch (e: SerializationException) {
        throw FormatException("The answer is no JSON: ${e.message}; read it with call()", cause = e)
    }

    private fun array(data: JsonObject, name: String): JsonArray =
        data[name] as? JsonArray ?: throw wrong("there is no array \"$name\" in \"data\"")

    private fun string(fields: JsonObject, name: String): String =
        (fields[name] as? JsonPrimitive)?.takeIf { it.isString }?.content ?: throw wrong("a column has no \"$name\"")

    private fun plain(value: JsonElement): Any? = when (value) {
        is JsonNull -> null
        is JsonArray -> Collections.unmodifiableList(value.map(::plain))
        is JsonObject -> Collections.unmodifiableMap(value.mapValuesTo(LinkedHashMap()) { (_, inner) -> plain(inner) })
        is JsonPrimitive -> if (value.isString) value.content else literal(value.content)
    }

    private fun literal(text: String): Any = when (text) {
        "true" -> true
        "false" -> false
        else ->
            text.toLongOrNull() ?: text.toBigIntegerOrNull() ?: text.toBigDecimalOrNull() ?: throw wrong("\"${text.take(40)}\" is no value")
    }

    private fun wrong(what: String) =
        FormatException("The answer is no table of a query endpoint of version 1: $what; read it with call(), or use version 2")
}
