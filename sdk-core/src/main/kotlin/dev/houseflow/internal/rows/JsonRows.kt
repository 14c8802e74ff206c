@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.FormatException
import dev.houseflow.internal.binding.fit
import dev.houseflow.internal.codec.JsonElements
import dev.houseflow.internal.codec.JsonPathsColumn
import dev.houseflow.internal.codec.JsonTextColumn
import dev.houseflow.internal.codec.plainType
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerializationException
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.modules.SerializersModule
import java.math.BigDecimal
import java.math.BigInteger

/**
 * JSON between classes and columns: unknown keys are ignored as unknown columns are, and default
 * values are written as all others.
 */
internal fun jsonOf(module: SerializersModule): Json = Json {
    serializersModule = module
    ignoreUnknownKeys = true
    encodeDefaults = true
}

/**
 * Any value as `JsonElement`, in the spelling of ClickHouse's JSON formats, and any class made from
 * that.
 */
internal class JsonReader(private val json: Json) : ValueReader(json.serializersModule) {
    /** The column past its Nullable. */
    private lateinit var plain: Column

    /** The last class that was asked for, and what reads it without elements in between. */
    private var asked: DeserializationStrategy<*>? = null
    private var objects: JsonObjectReader? = null

    override fun bind(column: Column) {
        super.bind(column)
        plain = CompositeParts.plain(column)
        objects?.bind(plain)
    }

    override fun <T> read(row: Int, deserializer: DeserializationStrategy<T>): T {
        this.row = row
        return if (deserializer.descriptor.isNullable) deserializer.deserialize(this) else decodeSerializableValue(deserializer)
    }

    override fun <T> decodeSerializableValue(deserializer: DeserializationStrategy<T>): T = try {
        decode(deserializer)
    } catch (e: SerializationException) {
        throw mismatch(e, column, row)
    }

    private fun <T> decode(deserializer: DeserializationStrategy<T>): T {
        val plain = this.plain
        if (plain is JsonTextColumn && !column.isNull(row)) return json.decodeFromString(deserializer, plain.getString(row))
        if (plain is JsonPathsColumn && !column.isNull(row)) {
            val plan = plain.planOf(row)
            val reader = if (plan == null) null else readerOf(deserializer)
            if (reader != null) return reader.read(plan!!, row, deserializer)
        }
        return json.decodeFromJsonElement(deserializer, JsonElements.of(column, row))
    }

    private fun readerOf(deserializer: DeserializationStrategy<*>): JsonObjectReader? {
        if (asked !== deserializer) {
            asked = deserializer
            objects = JsonObjectReader.of(deserializer, json)?.also { it.bind(plain) }
        }
        return objects
    }

    private fun mismatch(e: SerializationException, column: Column, row: Int) =
        FormatException("The JSON value does not fit the property: ${e.message}", column.name, column.type.toString(), row, cause = e)
}

/**
 * A class as JSON, into a JSON column as it is and into any other column as the values it consists
 * of.
 */
internal class JsonWriter(private val json: Json) : ValueWriter(json.serializersModule) {
    override fun <T> write(serializer: SerializationStrategy<T>, value: T) {
        if (serializer.descriptor.isNullable) serializer.serialize(this, value) else encodeSerializableValue(serializer, value)
    }

    override fun <T> encodeSerializableValue(serializer: SerializationStrategy<T>, value: T) {
        // An element that is there already would lose digits on going through its serializer, which
        // makes numbers of them.
        val element = value as? JsonElement ?: json.encodeToJsonElement(serializer, value)
        when {
            element is JsonNull -> builder.appendNull()
            isJsonColumn(builder) -> builder.append(element)
            else -> builder.append(tree(element))
        }
    }

    private fun isJsonColumn(builder: ColumnBuilder): Boolean = plainType(builder.type) is dev.houseflow.ClickHouseType.Json

    private fun tree(element: JsonElement): Any? = when (element) {
        is JsonNull -> null
        is JsonObject -> element.mapValues { tree(it.value) }
        is JsonArray -> element.map { tree(it) }
        is JsonPrimitive -> if (element.isString) element.content else scalar(element.content)
    }

    private fun scalar(text: String): Any = when (text) {
        "true" -> true
        "false" -> false
        else -> text.toLongOrNull() ?: if (text.all { it in '0'..'9' || it == '-' }) BigInteger(text) else fraction(text)
    }

    /** A Double where that is the same number, as it mostly is; otherwise all digits. */
    private fun fraction(text: String): Any {
        val double = text.toDouble()
        val exact = BigDecimal(text)
        return if (double.isFinite() && BigDecimal.valueOf(double).compareTo(exact) == 0) double else exact
    }
}
