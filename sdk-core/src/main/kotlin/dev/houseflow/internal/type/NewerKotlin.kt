package dev.houseflow.internal.type

import java.lang.invoke.MethodHandle
import java.lang.invoke.MethodHandles
import java.lang.invoke.MethodType
import java.time.Instant
import java.util.UUID

/**
 * `kotlin.time.Instant` and `kotlin.uuid.Uuid`, which only newer standard libraries have.
 *
 * Naming a class that is missing fails where a value of any class is compared with it. So the two
 * are told by their names, and their members are looked up when the first value of theirs is
 * converted. The handles are constants to the JIT compiler.
 */
internal object NewerKotlin {
    private const val INSTANT = "kotlin.time.Instant"
    private const val UUID_CLASS = "kotlin.uuid.Uuid"

    fun isUuid(value: Any): Boolean = value.javaClass.name == UUID_CLASS

    /** [value] as Java's class if it is a `kotlin.time.Instant`. */
    fun instantOrNull(value: Any): Instant? = if (value.javaClass.name == INSTANT) toJavaInstant(value) else null

    fun instantOf(value: Instant): Any = Instants.OF.invokeExact(value.epochSecond, value.nano) as Any

    fun toJavaInstant(value: Any): Instant =
        Instant.ofEpochSecond(Instants.SECONDS.invokeExact(value) as Long, (Instants.NANOS.invokeExact(value) as Int).toLong())

    fun uuidOf(value: UUID): Any = Uuids.OF.invokeExact(value.mostSignificantBits, value.leastSignificantBits) as Any

    fun toJavaUuid(value: Any): UUID = UUID(Uuids.HIGH.invokeExact(value) as Long, Uuids.LOW.invokeExact(value) as Long)

    private object Instants {
        private val members = Members(Class.forName(INSTANT))

        @JvmField
        val OF: MethodHandle = members.factory("fromEpochSeconds", Long::class.java, Int::class.java)

        @JvmField
        val SECONDS: MethodHandle = members.getter("getEpochSeconds", Long::class.java)

        @JvmField
        val NANOS: MethodHandle = members.getter("getNanosecondsOfSecond", Int::class.java)
    }

    private object Uuids {
        private val members = Members(Class.forName(UUID_CLASS))

        @JvmField
        val OF: MethodHandle = members.factory("fromLongs", Long::class.java, Long::class.java)

        @JvmField
        val HIGH: MethodHandle = members.getter("getMostSignificantBits", Long::class.java)

        @JvmField
        val LOW: MethodHandle = members.getter("getLeastSignificantBits", Long::class.java)
    }

    private class Members(private val owner: Class<*>) {
        private val lookup = MethodHandles.publicLookup()

        fun factory(name: String, first: Class<*>, second: Class<*>): MethodHandle {
            val companion = owner.getField("Companion").get(null)
            return lookup.findVirtual(companion.javaClass, name, MethodType.methodType(owner, first, second))
                .bindTo(companion)
                .asType(MethodType.methodType(Any::class.java, first, second))
        }

        fun getter(name: String, type: Class<*>): MethodHandle =
            lookup.findVirtual(owner, name, MethodType.methodType(type)).asType(MethodType.methodType(type, Any::class.java))
    }
}
