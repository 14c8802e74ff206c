package dev.houseflow.internal.text

import dev.houseflow.InternalHouseflowApi

/** The first value of the header field [name], whatever its case, or `null`. An answer has few fields: walking them costs less than a map of them. */
@InternalHouseflowApi
public fun List<Pair<String, String>>.firstValue(name: String): String? {
    for (i in indices) if (this[i].first.equals(name, ignoreCase = true)) return this[i].second
    return null
}
