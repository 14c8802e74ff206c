package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.type.GeometryTypes

/**
 * [type] without what its values do not show: Nullable, LowCardinality, SimpleAggregateFunction;
 * geo types and Nested as what they are.
 */
@InternalHouseflowApi
public fun plainType(type: ClickHouseType): ClickHouseType = when (type) {
    is ClickHouseType.Nullable -> plainType(type.inner)
    is ClickHouseType.LowCardinality -> plainType(type.inner)
    is ClickHouseType.SimpleAggregateFunction -> plainType(type.inner)
    is ClickHouseType.Nested -> ClickHouseType.Array(ClickHouseType.Tuple(type.elements))
    is ClickHouseType.Named -> GeometryTypes.of(type.name) ?: type
    else -> type
}

/**
 * [type] with all geo types inside of it as what they are: types that lay their values out alike
 * become equal.
 */
@InternalHouseflowApi
public fun expandedType(type: ClickHouseType): ClickHouseType = when (type) {
    is ClickHouseType.Named -> GeometryTypes.of(type.name)?.let(::expandedType) ?: type
    is ClickHouseType.Array -> ClickHouseType.Array(expandedType(type.element))
    is ClickHouseType.Tuple -> ClickHouseType.Tuple(type.elements.map { ClickHouseType.Element(it.name, expandedType(it.type)) })
    else -> type
}

/** Whether values of both types are the same bytes. */
@InternalHouseflowApi
public fun areLaidOutAlike(one: ClickHouseType, other: ClickHouseType): Boolean = expandedType(one) == expandedType(other)

/**
 * Whether the type can hold NULL by its own declaration. Variant and Dynamic always can and are not
 * meant here.
 */
@InternalHouseflowApi
public fun isNullable(type: ClickHouseType): Boolean = when (type) {
    is ClickHouseType.Nullable -> true
    is ClickHouseType.LowCardinality -> isNullable(type.inner)
    is ClickHouseType.SimpleAggregateFunction -> isNullable(type.inner)
    else -> false
}

/**
 * The alternatives of a Variant in the order of the server, which is that of their builders and
 * columns: by the bytes of their text.
 */
@InternalHouseflowApi
public fun sortedAlternatives(type: ClickHouseType.Variant): List<ClickHouseType> =
    type.alternatives.sortedWith { a, b -> compareAsBytes(a.toString(), b.toString()) }

/** Width and sign of a whole-number type. */
internal class IntegerKind private constructor(@JvmField val bits: Int, @JvmField val signed: Boolean) {
    val typeName: String get() = if (signed) "Int$bits" else "UInt$bits"

    /** Whether every value of [other] is one of this. */
    fun covers(other: IntegerKind): Boolean = when {
        signed == other.signed -> bits >= other.bits
        signed -> bits > other.bits
        else -> false
    }

    companion object {
        val ALL: List<IntegerKind> =
            listOf(8, 16, 32, 64, 128, 256).flatMap { listOf(IntegerKind(it, signed = true), IntegerKind(it, signed = false)) }

        private val BY_TYPE = ALL.associateBy { it.typeName }

        fun named(name: String): IntegerKind? = BY_TYPE[name]

        fun of(type: ClickHouseType): IntegerKind? = if (type is ClickHouseType.Named) named(type.name) else null
    }
}
