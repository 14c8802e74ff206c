@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.binding

import dev.houseflow.InstantSerializer
import dev.houseflow.LocalDateSerializer
import dev.houseflow.LocalDateTimeSerializer
import dev.houseflow.UuidSerializer
import dev.houseflow.ZonedDateTimeSerializer
import kotlinx.serialization.ContextualSerializer
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.descriptors.capturedKClass
import kotlinx.serialization.modules.SerializersModule

/**
 * What stands behind `@Contextual` at one place of a class: looked up once, where the serializer
 * itself would look it up for every value. Serializers of generic classes are left to themselves,
 * because only they know the types of their parts.
 */
internal class Contextual(private val module: SerializersModule) {
    private var asked: Any? = null
    private var found: Any? = null

    @Suppress("UNCHECKED_CAST")
    fun <T> of(strategy: DeserializationStrategy<T>): DeserializationStrategy<T> =
        (if (strategy === asked) found else look(strategy)) as DeserializationStrategy<T>

    @Suppress("UNCHECKED_CAST")
    fun <T> of(strategy: SerializationStrategy<T>): SerializationStrategy<T> =
        (if (strategy === asked) found else look(strategy)) as SerializationStrategy<T>

    /**
     * The strategy that was asked for last if what stands behind it only hands values on as they
     * are, otherwise `null`.
     */
    var handsOn: Any? = null
        private set

    private fun look(strategy: Any): Any {
        val real = (strategy as? ContextualSerializer<*>)?.let(::behind) ?: strategy
        found = real
        asked = strategy
        handsOn = if (HANDING_ON.any { it === real }) strategy else null
        return real
    }

    private fun behind(serializer: ContextualSerializer<*>): KSerializer<*>? {
        val type = serializer.descriptor.capturedKClass ?: return null
        return if (type.java.typeParameters.isEmpty()) module.getContextual(type) else null
    }

    private companion object {
        private val HANDING_ON: List<Any> =
            listOf(InstantSerializer, LocalDateTimeSerializer, ZonedDateTimeSerializer, LocalDateSerializer, UuidSerializer)
    }
}
