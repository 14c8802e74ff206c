package dev.houseflow.notebook.internal.table

import java.lang.reflect.Method
import java.lang.reflect.Modifier

/** A property of the class of rows. */
internal class Property(val name: String, val read: (Any) -> Any?) {
    companion object {
        /**
         * The properties of [type] in the order in which it declares them; `null` when it has none,
         * or keeps one to itself, and for classes of the platform, which are values.
         */
        fun of(type: Class<*>): List<Property>? {
            if (type.isArray || type.isEnum || VALUES.any { type.name.startsWith(it) }) return null
            val classes = generateSequence<Class<*>>(type) { it.superclass }.takeWhile { it != Any::class.java }.toList().asReversed()
            val fields = classes.flatMap { it.declaredFields.asList() }.filter { !Modifier.isStatic(it.modifiers) && !it.isSynthetic }
            return fields.map { field ->
                val getter = getter(type, field.name, field.type) ?: return null
                Property(field.name) { getter.invoke(it) }
            }.ifEmpty { null }
        }

        /** A getter of Kotlin's or a bean's, or the accessor of a record. */
        private fun getter(type: Class<*>, field: String, of: Class<*>): Method? {
            val capital = field.replaceFirstChar { it.uppercaseChar() }
            return listOf("get$capital", "is$capital", field)
                .firstNotNullOfOrNull { name ->
                    type.methods.firstOrNull { it.name == name && it.parameterCount == 0 && it.returnType == of }
                }
                // The class itself may be private.
                ?.takeIf { runCatching { it.isAccessible = true }.isSuccess }
        }

        private val VALUES = listOf("java.", "javax.", "kotlin.", "kotlinx.")
    }
}
