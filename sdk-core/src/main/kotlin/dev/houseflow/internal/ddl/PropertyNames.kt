package dev.houseflow.internal.ddl

import kotlinx.serialization.SerialName
import kotlin.jvm.internal.CallableReference
import kotlin.reflect.KClass
import kotlin.reflect.KProperty1

/** The names that serializers have for Kotlin's properties. */
internal object PropertyNames {
    /** The name of [property] as `@SerialName` says it, or else its own. */
    fun of(property: KProperty1<*, *>): String = annotated(property) ?: property.name

    @Suppress("NO_REFLECTION_IN_CLASS_PATH")
    private fun annotated(property: KProperty1<*, *>): String? {
        val reference = property as? CallableReference
        // With the library kotlin-reflect, it is no mere reference, and knows its annotations.
        if (reference == null) return property.annotations.filterIsInstance<SerialName>().firstOrNull()?.value
        var type: Class<*>? = (reference.owner as? KClass<*>)?.java
        while (type != null) {
            val holder = type.declaredMethods.firstOrNull { isHolder(it.name, property.name) }
            if (holder != null) return holder.getAnnotation(SerialName::class.java)?.value
            type = type.superclass
        }
        return null
    }

    /**
     * Whether [method] is the one on which Kotlin's compiler puts the annotations of [property]: it
     * is called after the getter, whose name has a hash where its type is a value class.
     */
    private fun isHolder(method: String, property: String): Boolean {
        if (!method.endsWith(SUFFIX)) return false
        val getter = method.removeSuffix(SUFFIX).substringBefore('-')
        return getter == property || getter == "get" + property.replaceFirstChar { it.uppercaseChar() }
    }

    private const val SUFFIX = "\$annotations"
}
