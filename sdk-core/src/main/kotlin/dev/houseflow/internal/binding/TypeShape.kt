package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi

/**
 * What the rules of binding know of a class. Kotlin's classes are described by their serializers,
 * Java's by reflection; the rules see no difference but for the words of messages.
 *
 * @property label how messages name the class.
 */
@InternalHouseflowApi
public sealed class TypeShape(public val label: String) {
    /**
     * A class whose [properties] go over columns, or over the elements of a tuple; by order alone
     * where their names are not chosen.
     */
    public class Struct(
        label: String,
        public val kind: StructKind,
        public val properties: List<Property>,
        public val isByOrder: Boolean = false,
    ) : TypeShape(label)

    /** A class all of whose objects are ones of its [subclasses]. */
    public class Sealed(label: String, public val subclasses: List<Subclass>) : TypeShape(label)

    /**
     * One property.
     *
     * @property name its name in the class.
     * @property type how messages name its type.
     * @property columnName its name on ClickHouse's side where the class says one, which is then
     * matched as it is.
     * @property isReadable whether its value can be got from an object.
     */
    public class Property(
        public val name: String,
        public val type: String,
        public val absence: Absence,
        public val columnName: String? = null,
        public val isReadable: Boolean = true,
    ) {
        /** The name that an insert uses for the property's column. */
        public val columnOrName: String get() = columnName ?: name
    }

    /** What it means that a result has nothing for a property. */
    public enum class Absence {
        /** The class cannot be made without it. */
        NEEDED,

        /** The property has its default value. */
        DEFAULT,

        /**
         * The property keeps what the constructor made. Most likely it is misspelt where a column
         * without a property is named alike.
         */
        KEPT,
    }

    /**
     * One subclass of a sealed class.
     *
     * @property label how messages name it.
     * @property typeName the type that it stands for, if it is named after one.
     * @property isOnlyNamed whether it stands for no other type than that.
     */
    public class Subclass(public val label: String, public val typeName: String?, public val isOnlyNamed: Boolean = false)
}

/** The language of a class: its words in messages. */
@InternalHouseflowApi
public enum class Language {
    KOTLIN,
    JAVA,
    ;

    /** The elements, keys, values or entries of [whole]. */
    internal fun parts(part: String, whole: String): String = if (this == KOTLIN) "each $part of $whole" else "the ${part}s of $whole"

    /** The type that a property of [type] has by default; `null` where there is none to suggest. */
    internal fun typeOf(type: ClickHouseType): String? = if (this == KOTLIN) JvmTypeNames.kotlin(type) else JvmTypeNames.java(type)

    /** How a class is named after [type]. */
    internal fun named(type: ClickHouseType): String = if (this == KOTLIN) "@SerialName(\"$type\")" else "@ClickHouseName(\"$type\")"
}

/**
 * What kind of class it is that goes over columns.
 *
 * @property parts what it calls its properties.
 * @property leaveOut how a property is left out.
 * @property takesOrder whether its properties have an order.
 */
@InternalHouseflowApi
public enum class StructKind(
    internal val language: Language,
    internal val parts: String,
    internal val leaveOut: String,
    internal val takesOrder: Boolean = true,
) {
    KOTLIN_CLASS(Language.KOTLIN, "properties", "mark it @Transient"),
    RECORD(Language.JAVA, "components", "leave the property out"),
    BEAN(Language.JAVA, "properties", "mark its field transient", takesOrder = false),

    /** A constructor takes all values. */
    IMMUTABLE(Language.JAVA, "properties", "leave the property out"),

    /** A builder has a method for each. */
    BUILDER(Language.JAVA, "properties", "leave the builder's method out", takesOrder = false),

    /** It can be taken apart, and not be made. */
    GETTERS(Language.JAVA, "properties", "leave the getter out", takesOrder = false),
    ;

    /** What to do about a property without a column, after [select]. */
    internal fun orElse(select: String): String = when (this) {
        KOTLIN_CLASS -> "give it a default value or $select"
        else -> "$select, name its column with @ClickHouseName, or $leaveOut"
    }
}
