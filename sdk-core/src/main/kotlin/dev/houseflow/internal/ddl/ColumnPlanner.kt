package dev.houseflow.internal.ddl

import dev.houseflow.ClickHouseType
import dev.houseflow.ColumnDefinition
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.internal.binding.TypeShape
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.codec.sortedAlternatives
import dev.houseflow.internal.ddl.ColumnShape.Nulls
import dev.houseflow.internal.ddl.ColumnShape.Part
import dev.houseflow.internal.type.nullableOf

/**
 * The columns that a class calls for. Goes on after a property that says too little, so that one
 * error names them all.
 */
internal class ColumnPlanner(private val options: TableOptions) {
    private val problems = ArrayList<String>()

    /**
     * Where a type is asked for.
     *
     * @property path the property, through those around it.
     * @property text how messages name the place.
     */
    private class Place(val path: String, val text: String) {
        fun inside(property: TypeShape.Property): Place = of("$path.${property.name}", property)

        fun each(part: String): Place = Place(path, "each $part of $text")

        companion object {
            fun of(path: String, property: TypeShape.Property): Place = Place(path, "property `$path: ${property.type}`")
        }
    }

    /** The columns of [classColumns], which objects of the class fit. */
    fun columns(classColumns: ClassColumns): List<ColumnDefinition> {
        val struct = classColumns.struct
        val columns = struct.shape.properties.mapIndexedNotNull { i, property -> column(property, struct.parts[i]) }
        fail(struct.label)
        if (columns.isEmpty()) {
            throw ConfigurationException("`${struct.label}` has no properties, and a table has at least one column: add a property")
        }
        val twice = columns.groupingBy { it.name }.eachCount().filterValues { it > 1 }.keys
        if (twice.isNotEmpty()) {
            throw ConfigurationException("Several properties of `${struct.label}` are the column `${twice.first()}`: name them apart")
        }
        checkFit(classColumns, columns)
        return columns
    }

    private fun fail(label: String) {
        if (problems.isEmpty()) return
        val list = if (problems.size == 1) " ${problems[0]}" else problems.joinToString("") { "\n  - $it" }
        throw ConfigurationException("`$label` does not say all types of its columns:$list")
    }

    /** A type that the caller gives may be none that takes the property. */
    private fun checkFit(classColumns: ClassColumns, columns: List<ColumnDefinition>) {
        try {
            classColumns.adapter.writer(columns.map { ColumnHeader(it.name, it.type) })
        } catch (e: FormatException) {
            throw ConfigurationException("The columns would not take what `${classColumns.struct.label}` holds. ${e.message}", e)
        }
    }

    private fun column(property: TypeShape.Property, part: Part): ColumnDefinition? {
        val own = options.of(property.name)
        val marks = part.marks
        val type = type(part, own, Place.of(property.name, property), isKey = property.name in options.keys) ?: return null
        val default = own?.defaultExpression ?: marks?.defaultExpression.orNull()
        return ColumnDefinition(
            name = options.columnOf(property),
            type = type,
            defaultKind = if (default == null) null else own?.defaultKind ?: "DEFAULT",
            defaultExpression = default,
            comment = own?.comment ?: marks?.comment.orNull(),
            codec = (own?.codec ?: marks?.codec.orNull())?.let(TableText::codec),
            ttl = own?.ttl ?: marks?.ttl.orNull(),
            property = property,
        )
    }

    private fun String?.orNull(): String? = if (isNullOrEmpty()) null else this

    private fun type(part: Part, own: PropertyOptions?, place: Place, isKey: Boolean = false): ClickHouseType? {
        val text = own?.type ?: part.marks?.type.orNull()
        if (text != null) return given(text, place)
        val isNested = own?.isNested == true || part.marks?.nested == true
        val type = (if (isNested) nested(part.shape, place) else natural(part.shape, place)) ?: return null
        val takesNull = part.nulls == Nulls.ALLOWED || (part.nulls == Nulls.UNLESS_KEY && !isKey)
        return if (takesNull) withNull(type, place) else type
    }

    private fun given(text: String, place: Place): ClickHouseType? = try {
        ClickHouseType.parse(text)
    } catch (e: FormatException) {
        problem(place, "has a type that is none. ${e.message}")
    }

    private fun withNull(type: ClickHouseType, place: Place): ClickHouseType? {
        // These have room for NULL as they are.
        if (type is ClickHouseType.Variant || type is ClickHouseType.Dynamic || type is ClickHouseType.Nullable) return type
        val nullable = nullableOf(type)
        if (nullable != type) return nullable
        return problem(
            place,
            "may be null, and ClickHouse has no NULL beside the values of $type: let it never be null, or give it a type",
        )
    }

    private fun natural(shape: ColumnShape, place: Place): ClickHouseType? = when (shape) {
        is ColumnShape.Scalar -> scalar(shape, place)
        is ColumnShape.Constants -> constants(shape, place)
        is ColumnShape.Json -> ClickHouseType.parse("JSON")
        is ColumnShape.Sequence -> element(shape.element, place.each("element"))?.let { ClickHouseType.Array(it) }
        is ColumnShape.Mapping -> mapping(shape, place)
        is ColumnShape.Struct -> elements(shape, place)?.let { ClickHouseType.Tuple(it) }
        is ColumnShape.Choice -> variant(shape, place)
        is ColumnShape.Unknown -> problem(place, "${shape.reason}: give it a type")
    }

    private fun scalar(shape: ColumnShape.Scalar, place: Place): ClickHouseType? = when (val found = ScalarTypes.of(shape)) {
        ScalarTypes.DECIMAL -> options.decimals ?: problem(
            place,
            "needs a precision and a scale, which its class does not say: give it a type, as in Decimal(18, 4), or decimals(18, 4) for all",
        )

        ScalarTypes.PERIOD -> problem(
            place,
            "needs a unit, which its class does not say: give it a type, as in IntervalDay or IntervalMonth",
        )

        else -> ClickHouseType.parse(found)
    }

    private fun constants(shape: ColumnShape.Constants, place: Place): ClickHouseType? {
        if (options.areEnumsTexts) return ClickHouseType.parse("LowCardinality(String)")
        val count = shape.names.size
        if (count == 0) return problem(place, "has an enum without constants: give it a type")
        if (count > Short.MAX_VALUE) {
            return problem(place, "has $count constants, and an Enum16 takes ${Short.MAX_VALUE}: give it the type String")
        }
        val codes = shape.names.withIndex().associateTo(LinkedHashMap()) { (i, name) -> name to i + 1 }
        return ClickHouseType.Enum(if (count <= Byte.MAX_VALUE) 8 else 16, codes)
    }

    /** The type of an element, a key or a value, which no builder's option is for. */
    private fun element(part: Part, place: Place): ClickHouseType? = type(part, null, place)

    private fun mapping(shape: ColumnShape.Mapping, place: Place): ClickHouseType? {
        val key = element(shape.key, place.each("key"))
        val value = element(shape.value, place.each("value"))
        if (key == null || value == null) return null
        if (shape.key.nulls == Nulls.ALLOWED) {
            return problem(place.each("key"), "may be null, and keys of a Map never are: give the property another type")
        }
        return ClickHouseType.Map(key, value)
    }

    private fun elements(shape: ColumnShape.Struct, place: Place): List<ClickHouseType.Element>? {
        val properties = shape.shape.properties
        if (properties.isEmpty()) return problem(place, "holds a `${shape.label}`, which has no properties: give it a type")
        val types = properties.mapIndexed { i, property ->
            val around = if (shape.shape.isByOrder) place.each("`${property.name}`") else place.inside(property)
            element(shape.parts[i], around)
        }
        if (null in types) return null
        return properties.mapIndexed { i, property ->
            ClickHouseType.Element(if (shape.shape.isByOrder) null else options.columnOf(property), types[i]!!)
        }
    }

    private fun nested(shape: ColumnShape, place: Place): ClickHouseType? {
        val element = (shape as? ColumnShape.Sequence)?.element?.shape as? ColumnShape.Struct
        if (element == null || element.shape.isByOrder) {
            return problem(place, "cannot be a Nested, which holds lists of objects: leave nested out, or make it a list of a class")
        }
        return elements(element, place)?.let { ClickHouseType.Nested(it) }
    }

    private fun variant(shape: ColumnShape.Choice, place: Place): ClickHouseType? {
        val types = shape.subclasses.mapIndexed { i, subclass ->
            val known = shape.shape.subclasses[i]
            typeNamed(known.typeName) ?: alternative(subclass, Place(place.path, "subclass `${known.label}` of ${place.text}"))
        }
        if (types.isEmpty()) return problem(place, "has a sealed class without subclasses: give it a type")
        if (null in types) return null
        for (i in types.indices) {
            val first = types.indexOf(types[i])
            if (first == i) continue
            val names = shape.shape.subclasses
            return problem(
                place,
                "has the subclasses `${names[first].label}` and `${names[i].label}`, which are both ${types[i]}: name one after " +
                    "another type, or give the property a type",
            )
        }
        // In the order of the server, whatever that of the subclasses.
        return ClickHouseType.Variant(sortedAlternatives(ClickHouseType.Variant(types.filterNotNull())))
    }

    /** The type that a subclass is named after. */
    private fun typeNamed(name: String?): ClickHouseType? {
        val type = try {
            ClickHouseType.parse(name ?: return null)
        } catch (_: FormatException) {
            return null
        }
        return type.takeIf { it !is ClickHouseType.Unknown && it.toString() == name }
    }

    /** A subclass with one property is the value of that, any other one a tuple. */
    private fun alternative(subclass: ColumnShape, place: Place): ClickHouseType? {
        val part = (subclass as? ColumnShape.Struct)?.parts?.singleOrNull() ?: return natural(subclass, place)
        if (part.nulls == Nulls.ALLOWED) {
            return problem(place, "has a property that may be null, and an alternative of a Variant never is: let it not be")
        }
        return element(Part(part.shape, Nulls.NEVER, part.marks), place)
    }

    private fun problem(place: Place, text: String): Nothing? {
        problems += "${place.text} $text"
        return null
    }
}
