package dev.houseflow.internal.http

import dev.houseflow.InternalHouseflowApi
import java.util.Collections
import java.util.TreeMap

/**
 * The first value of the header field [name], whatever its case, or `null`. An answer has few
 * fields: walking them costs less than a map of them.
 */
@InternalHouseflowApi
public fun List<Pair<String, String>>.firstValue(name: String): String? {
    for (i in indices) if (this[i].first.equals(name, ignoreCase = true)) return this[i].second
    return null
}

/** [fields] by name, whatever its case, each with its values in their order. */
internal fun headerMap(fields: List<Pair<String, String>>): Map<String, List<String>> {
    val all = TreeMap<String, MutableList<String>>(String.CASE_INSENSITIVE_ORDER)
    for ((name, value) in fields) all.getOrPut(name) { ArrayList(1) }.add(value)
    return Collections.unmodifiableMap(all.mapValuesTo(TreeMap(String.CASE_INSENSITIVE_ORDER)) { Collections.unmodifiableList(it.value) })
}
