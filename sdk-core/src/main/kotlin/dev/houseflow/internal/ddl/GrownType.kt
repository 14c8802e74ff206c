package dev.houseflow.internal.ddl

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.binding.NameMatching
import dev.houseflow.internal.codec.plainType

/**
 * What a type of a table has to become for a class that got more: names of an enum, alternatives of
 * a Variant, elements of a named Tuple, at any depth. What is there stays as it is, codes and order
 * included.
 */
internal object GrownType {
    /** [there] with what [wanted] has beyond it; `null` where nothing is missing. */
    fun of(there: ClickHouseType, wanted: ClickHouseType): ClickHouseType? {
        val plain = plainType(wanted)
        return when (there) {
            is ClickHouseType.Nullable -> of(there.inner, plain)?.let { ClickHouseType.Nullable(it) }
            is ClickHouseType.LowCardinality -> of(there.inner, plain)?.let { ClickHouseType.LowCardinality(it) }
            is ClickHouseType.Enum -> (plain as? ClickHouseType.Enum)?.let { names(there, it) }
            is ClickHouseType.Variant -> (plain as? ClickHouseType.Variant)?.let { alternatives(there, it) }
            is ClickHouseType.Tuple -> (plain as? ClickHouseType.Tuple)?.let {
                elements(there.elements, it.elements)
            }?.let { ClickHouseType.Tuple(it) }
            is ClickHouseType.Nested ->
                ((plain as? ClickHouseType.Array)?.element as? ClickHouseType.Tuple)
                    ?.let { elements(there.elements, it.elements) }?.let { ClickHouseType.Nested(it) }
            is ClickHouseType.Array -> (plain as? ClickHouseType.Array)?.let {
                of(there.element, it.element)
            }?.let { ClickHouseType.Array(it) }
            is ClickHouseType.Map ->
                (plain as? ClickHouseType.Map)?.let { of(there.value, it.value) }?.let { ClickHouseType.Map(there.key, it) }
            else -> null
        }
    }

    private fun names(there: ClickHouseType.Enum, wanted: ClickHouseType.Enum): ClickHouseType? {
        val values = LinkedHashMap(there.values)
        var code = values.values.max()
        for (name in wanted.values.keys) if (name !in values) values[name] = ++code
        if (values.size == there.values.size) return null
        return ClickHouseType.Enum(if (code <= Byte.MAX_VALUE) there.bits else Short.SIZE_BITS, values)
    }

    private fun alternatives(there: ClickHouseType.Variant, wanted: ClickHouseType.Variant): ClickHouseType? {
        val known = there.alternatives.mapTo(HashSet()) { it.toString() }
        val more = wanted.alternatives.filter { it.toString() !in known }
        return if (more.isEmpty()) null else ClickHouseType.Variant(there.alternatives + more)
    }

    /** Elements without names cannot be told apart, so nothing is missing among them. */
    private fun elements(
        there: List<ClickHouseType.Element>,
        wanted: List<ClickHouseType.Element>,
    ): List<ClickHouseType.Element>? {
        if (there.any { it.name == null } || wanted.any { it.name == null }) return null
        val names = there.map { it.name!! }
        val grown = there.toMutableList()
        for (element in wanted) {
            val name = element.name!!
            val at = NameMatching.candidates(name, names).singleOrNull() ?: names.indexOf(name)
            if (at < 0) {
                grown += element
            } else {
                of(there[at].type, element.type)?.let { grown[at] = ClickHouseType.Element(there[at].name, it) }
            }
        }
        return if (grown == there) null else grown
    }
}
