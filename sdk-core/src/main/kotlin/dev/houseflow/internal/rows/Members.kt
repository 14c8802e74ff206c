@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.ConfigurationException
import dev.houseflow.HouseflowSerializersModule
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.serializerOrNull
import java.lang.reflect.AccessibleObject
import java.lang.reflect.AnnotatedElement
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import java.lang.reflect.Modifier

/**
 * The values that an object of a class is made of, for a Tuple or an object of JSON.
 *
 * @property names what they are called; `null` where the class does not tell.
 * @property ordered whether they are in the order in which the class declares them, which beans do
 * not tell.
 */
internal class Members(val names: List<String>?, val values: List<Any?>, val ordered: Boolean = true) {
    companion object {
        private val COMPONENT = Regex("component([1-9][0-9]*)")

        /** The annotation of the Java client, which this module does not know. */
        private const val OWN_NAME = "dev.houseflow.javaapi.ClickHouseName"

        /**
         * The [Members] of [value], of a `@Serializable` class, a record, a data class or a bean,
         * or the one value that its serializer makes of it; `null` for anything else.
         */
        fun takeApart(value: Any): Any? {
            if (isOfLibrary(value)) return null
            return try {
                val serializer = serializerOf(value.javaClass)
                if (serializer != null) {
                    MemberEncoder.takeApart(serializer, value)
                } else {
                    recordOf(value) ?: dataClassOf(value) ?: beanOf(value)
                }
            } catch (e: SerializationException) {
                throw closed(value, e)
            } catch (e: ReflectiveOperationException) {
                throw closed(value, e)
            }
        }

        /**
         * The one value that the serializer of [value] makes of it; [value] itself when it makes
         * several or there is none.
         */
        fun singleOf(value: Any): Any = if (isOfLibrary(value)) value else takeApart(value).takeIf { it !is Members } ?: value

        /** The serializer of the class of [value], if that is a class of the caller's. */
        fun ownSerializer(value: Any): KSerializer<Any>? = if (isOfLibrary(value)) null else serializerOf(value.javaClass)

        private fun isOfLibrary(value: Any): Boolean =
            value is CharSequence || value is Map<*, *> || value is Iterable<*> || value is JsonElement || value.javaClass.name.let {
                it.startsWith("java.") || it.startsWith("kotlin.") || it.startsWith("[")
            }

        private fun closed(value: Any, cause: Exception) =
            ConfigurationException(
                "The members of ${value.javaClass.name} cannot be read (${cause.message}): give their values in a list",
                cause,
            )

        /**
         * The name of [value] in the type that it is a value of: that of its serializer or of its
         * annotation, else its own.
         */
        fun nameOf(value: Enum<*>): String {
            val type = value.declaringJavaClass
            ownName(type.getField(value.name))?.let { return it }
            val descriptor = serializerOf(type)?.descriptor ?: return value.name
            return if (value.ordinal < descriptor.elementsCount) descriptor.getElementName(value.ordinal) else value.name
        }

        private fun serializerOf(type: Class<*>): KSerializer<Any>? =
            if (type.typeParameters.isEmpty()) HouseflowSerializersModule.serializerOrNull(type) else null

        /** Records are asked by reflection: on Java 8 and on Android there are none. */
        private fun recordOf(value: Any): Members? {
            val type = value.javaClass
            if (type.superclass?.name != "java.lang.Record") return null
            val components = call(type.javaClass.getMethod("getRecordComponents"), type) as Array<*>
            val names = components.map { ask(it!!, "getName") as String }
            val accessors = components.map { ask(it!!, "getAccessor") as Method }
            val shown = names.indices.map { ownName(accessors[it]) ?: ownName(type.getDeclaredField(names[it])) ?: names[it] }
            return Members(shown, accessors.map { read(it, value) })
        }

        private fun dataClassOf(value: Any): Members? {
            val type = value.javaClass
            val components = type.declaredMethods.filter { it.parameterTypes.isEmpty() && COMPONENT.matches(it.name) }
                .sortedBy { COMPONENT.matchEntire(it.name)!!.groupValues[1].toInt() }
            if (components.isEmpty() || type.declaredMethods.none { it.name == "copy" || it.name.startsWith("copy-") }) return null
            // Components of value classes have other names, and give what is inside of them.
            if (components.indices.any { components[it].name != "component${it + 1}" } ||
                type.declaredMethods.any(::isOfValueClass)
            ) {
                return null
            }
            val values = components.map { read(it, value) }
            return Members(namesOf(type, value, values), values)
        }

        private fun isOfValueClass(method: Method) = method.name.startsWith("component") && '-' in method.name

        /**
         * Fields come in any order, and beside those of the components there may be others: only
         * what is certain counts.
         */
        private fun namesOf(type: Class<*>, value: Any, values: List<Any?>): List<String>? {
            val fields = type.declaredFields.filter { !Modifier.isStatic(it.modifiers) && !it.isSynthetic }
            if (fields.size != values.size) return null
            val left = fields.mapTo(ArrayList()) { it.name to open(it).get(value) }
            return values.map { wanted ->
                val field = left.firstOrNull { it.second == wanted } ?: return null
                left.remove(field)
                field.first
            }
        }

        /**
         * A class with a constructor without parameters, and properties that can be read and set.
         */
        private fun beanOf(value: Any): Members? {
            val type = value.javaClass
            if (type.constructors.none { it.parameterTypes.isEmpty() }) return null
            val names = ArrayList<String>()
            val values = ArrayList<Any?>()
            for (getter in type.methods) {
                val setter = setterOf(type, getter) ?: continue
                val name = setter.name.substring(3).let {
                    if (it.length > 1 &&
                        it[1].isUpperCase()
                    ) {
                        it
                    } else {
                        it.replaceFirstChar(Char::lowercaseChar)
                    }
                }
                val field = type.declaredFields.firstOrNull { it.name == name }
                names.add(ownName(getter) ?: ownName(setter) ?: field?.let(::ownName) ?: name)
                values.add(read(getter, value))
            }
            for (field in type.fields) {
                if (Modifier.isStatic(field.modifiers) || Modifier.isFinal(field.modifiers) ||
                    Modifier.isTransient(field.modifiers)
                ) {
                    continue
                }
                names.add(ownName(field) ?: field.name)
                values.add(open(field).get(value))
            }
            return if (names.isEmpty()) null else Members(names, values, ordered = false)
        }

        private fun setterOf(type: Class<*>, getter: Method): Method? {
            val prefix = if (getter.name.startsWith("get")) "get" else "is"
            val isGetter = getter.name.startsWith(prefix) && getter.name.length > prefix.length && getter.parameterTypes.isEmpty()
            if (!isGetter || Modifier.isStatic(getter.modifiers)) return null
            return type.methods.firstOrNull {
                it.name == "set" + getter.name.substring(prefix.length) && it.parameterTypes.contentEquals(arrayOf(getter.returnType))
            }
        }

        private fun ownName(element: AnnotatedElement): String? =
            element.annotations.firstOrNull { it.annotationClass.java.name == OWN_NAME }?.let { ask(it, "value") as String }

        private fun read(method: Method, value: Any): Any? = call(open(method), value)

        private fun ask(target: Any, question: String): Any? {
            val type = if (target is Annotation) target.annotationClass.java else target.javaClass
            return call(type.getMethod(question), target)
        }

        private fun call(method: Method, target: Any): Any? = try {
            method.invoke(target)
        } catch (e: InvocationTargetException) {
            throw e.targetException
        }

        private fun <T : AccessibleObject> open(member: T): T = member.apply { isAccessible = true }
    }
}
