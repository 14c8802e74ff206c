package dev.houseflow.internal.ddl

import dev.houseflow.ClickHouseColumn
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.binding.Target
import dev.houseflow.internal.binding.TypeShape
import dev.houseflow.internal.block.RowAdapter

/**
 * What a class of Kotlin or Java is as far as the types of columns go: [TypeShape] with the types
 * of its properties.
 *
 * @property label how messages name it.
 */
@InternalHouseflowApi
public sealed class ColumnShape(public val label: String) {
    /** One value. [className] tells classes apart that [target] takes for the same. */
    public class Scalar(label: String, public val target: Target, public val className: String) : ColumnShape(label)

    /** A constant of an enum, whose [names] are in order. */
    public class Constants(label: String, public val names: List<String>) : ColumnShape(label)

    /** An object of JSON whose names are known only by their values. */
    public class Json(label: String) : ColumnShape(label)

    /** A list, set or array. */
    public class Sequence(label: String, public val element: Part) : ColumnShape(label)

    /** A map. */
    public class Mapping(label: String, public val key: Part, public val value: Part) : ColumnShape(label)

    /** A class with properties, of which [parts] has one each. */
    public class Struct(public val shape: TypeShape.Struct, public val parts: List<Part>) : ColumnShape(shape.label)

    /** A sealed class; [subclasses] are in the order of those of [shape]. */
    public class Choice(public val shape: TypeShape.Sealed, public val subclasses: List<ColumnShape>) : ColumnShape(shape.label)

    /** What no type can be told of, and the [reason]. */
    public class Unknown(label: String, public val reason: String) : ColumnShape(label)

    /** The type of a property, element, key or value, and what stands beside it. */
    @InternalHouseflowApi
    public class Part(public val shape: ColumnShape, public val nulls: Nulls, public val marks: ClickHouseColumn?)

    /** Whether there is a NULL among the values. */
    @InternalHouseflowApi
    public enum class Nulls {
        NEVER,
        ALLOWED,

        /** A boxed number, which may be `null`, and mostly is none where it is a key. */
        UNLESS_KEY,
    }

    @InternalHouseflowApi
    public companion object {
        /** What holds an object of its own class. */
        @JvmStatic
        public fun circular(label: String): Unknown = Unknown(label, "holds objects of its own class, and types do not nest without end")
    }
}

/** A class that tables are made from. */
@InternalHouseflowApi
public class ClassColumns(public val struct: ColumnShape.Struct, public val adapter: RowAdapter<*>)
