package dev.houseflow

import dev.houseflow.internal.untyped.UntypedRows
import kotlinx.serialization.KSerializer
import kotlinx.serialization.serializer
import kotlin.reflect.KType
import kotlin.reflect.typeOf

/**
 * The serializer by which the clients read and write rows of [T]: that of a `@Serializable` class
 * or of a type that has one, and one for rows without a class, which is what `query`, `stream` and
 * `insert` take when they are called with a type alone:
 *
 * - [Row]: a view of a row that was read; inserted, each of its values keeps its type
 * - `Map<String, Any?>`: values by column name
 * - `List<Any?>` and `Array<Any?>`: values in the order of the columns, which an insert has to name
 * - [Block]: many rows as columns, for inserts only
 *
 * Values are of the classes that docs/types.md lists. The serializers of rows without a class are
 * for the clients, and for no other format.
 *
 * Throws `SerializationException` when [T] has no serializer.
 */
@JvmSynthetic
@Suppress("UNCHECKED_CAST")
public inline fun <reified T> rowSerializer(): KSerializer<T> = untypedSerializer(typeOf<T>()) as KSerializer<T>? ?: serializer<T>()

@PublishedApi
@JvmSynthetic
internal fun untypedSerializer(type: KType): KSerializer<*>? = UntypedRows.serializerOf(type)
