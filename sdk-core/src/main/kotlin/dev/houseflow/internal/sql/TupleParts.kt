package dev.houseflow.internal.sql

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.binding.NameMatching
import dev.houseflow.internal.rows.Members

/** The values of the elements of a tuple, or the [problem] that a value has with them. */
internal class TupleParts private constructor(val values: List<Any?>, val problem: String?) {
    companion object {
        /** The parts of [value]; `null` when its class has none. */
        fun of(tuple: ClickHouseType.Tuple, value: Any): TupleParts? = when (value) {
            is NestedText -> if (value.open == '(') inOrder(tuple, value.items) else TupleParts(emptyList(), "a tuple stands in ( )")
            is CharSequence -> NestedText.parse(value.toString())?.let { of(tuple, it) }
            is Pair<*, *> -> inOrder(tuple, listOf(value.first, value.second))
            is Triple<*, *, *> -> inOrder(tuple, listOf(value.first, value.second, value.third))
            is Map.Entry<*, *> -> inOrder(tuple, listOf(value.key, value.value))
            is List<*> -> inOrder(tuple, value)
            is Map<*, *> -> byName(tuple, value.keys.map { it?.toString() }, value.values.toList(), exact = true)
            else -> Parameters.elementsOf(value)?.let { inOrder(tuple, it.toList()) } ?: ofMembers(tuple, Members.takeApart(value))
        }

        private fun ofMembers(tuple: ClickHouseType.Tuple, members: Any?): TupleParts? = when {
            members !is Members -> members?.let { of(tuple, it) }
            tuple.elements.any { it.name == null } ->
                if (members.ordered) {
                    inOrder(
                        tuple,
                        members.values,
                    )
                } else {
                    TupleParts(emptyList(), "its class does not tell the order of its members")
                }
            members.names == null -> TupleParts(emptyList(), "its class does not tell the names of its members; mark it @Serializable")
            else -> byName(tuple, members.names, members.values, exact = false)
        }

        private fun inOrder(tuple: ClickHouseType.Tuple, values: List<Any?>): TupleParts {
            val fits = values.size == tuple.elements.size
            return TupleParts(values, if (fits) null else "it has ${values.size} values for ${tuple.elements.size} elements")
        }

        /**
         * Members of a class find their elements as its properties find their columns; keys of a
         * map have to be [exact].
         */
        private fun byName(tuple: ClickHouseType.Tuple, names: List<String?>, values: List<Any?>, exact: Boolean): TupleParts {
            val elements = tuple.elements.map { it.name ?: return TupleParts(emptyList(), "its elements have no names; give a list") }
            val parts = arrayOfNulls<Any?>(elements.size)
            val found = BooleanArray(elements.size)
            for (i in names.indices) {
                val places = when {
                    exact -> elements.indices.filter { elements[it] == names[i] }
                    else -> NameMatching.candidates(names[i].orEmpty(), elements)
                }
                if (places.size != 1) return TupleParts(emptyList(), "it has ${places.size} elements for `${names[i]}`")
                parts[places[0]] = values[i]
                found[places[0]] = true
            }
            val missing = found.indexOf(false)
            return TupleParts(parts.asList(), if (missing < 0) null else "there is no value for its element `${elements[missing]}`")
        }
    }
}
