package dev.houseflow.internal.binding

import dev.houseflow.InternalHouseflowApi
import java.util.Locale

/**
 * How the names of columns and of properties find each other, the same for Kotlin classes, Java
 * records and beans: first the exact name, then the column's name turned from `snake_case` (or
 * `SNAKE_CASE`) into `camelCase`.
 */
@InternalHouseflowApi
public object NameMatching {
    /**
     * [column] in camel case: `created_at` and `CREATED_AT` give `createdAt`; leading underscores
     * stay.
     */
    public fun camelCase(column: String): String {
        val name = if (column.none { it.isLowerCase() }) column.lowercase(Locale.ROOT) else column
        val start = name.indexOfFirst { it != '_' }
        if (start < 0) return name
        val out = StringBuilder(name.length).append(name, 0, start)
        var upper = false
        for (i in start until name.length) {
            val c = name[i]
            when {
                c == '_' -> upper = true
                upper -> {
                    out.append(c.uppercaseChar())
                    upper = false
                }
                else -> out.append(c)
            }
        }
        return out.toString()
    }

    /**
     * The indexes in [columns] of those that [property] may mean, best kind of match only: all that
     * have its exact name, or else all that have it in camel case. More than one index is an
     * ambiguity that the caller has to report.
     */
    public fun candidates(property: String, columns: List<String>): List<Int> {
        val exact = columns.indices.filter { columns[it] == property }
        return exact.ifEmpty { columns.indices.filter { camelCase(columns[it]) == property } }
    }

    /**
     * The one of [names] that is most likely meant by [name], or `null` when none is
     * near.
     */
    public fun nearest(name: String, names: Collection<String>): String? {
        val wanted = normal(name)
        if (wanted.isEmpty()) return null
        return names.map { it to distance(wanted, normal(it)) }.filter { it.second < FAR }.minByOrNull { it.second }?.first
    }

    private const val FAR = 1000

    private fun normal(name: String): String = name.filter { it != '_' }.lowercase(Locale.ROOT)

    /**
     * Edits from one to the other; an abbreviation (`qty` of `quantity`) counts as near, everything
     * beyond a third of the name as far.
     */
    private fun distance(a: String, b: String): Int {
        if (b.isEmpty()) return FAR
        val edits = edits(a, b)
        return when {
            edits <= maxOf(1, maxOf(a.length, b.length) / 3) -> edits
            isAbbreviation(a, b) || isAbbreviation(b, a) -> edits
            else -> FAR
        }
    }

    private fun isAbbreviation(short: String, long: String): Boolean {
        if (short.length < 2 || short[0] != long[0]) return false
        var at = 0
        for (c in long) if (at < short.length && short[at] == c) at++
        return at == short.length
    }

    private fun edits(a: String, b: String): Int {
        var previous = IntArray(b.length + 1) { it }
        for (i in a.indices) {
            val current = IntArray(b.length + 1)
            current[0] = i + 1
            for (j in b.indices) {
                val replace = previous[j] + if (a[i] == b[j]) 0 else 1
                current[j + 1] = minOf(replace, previous[j + 1] + 1, current[j] + 1)
            }
            previous = current
        }
        return previous[b.length]
    }
}
