package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType

/**
 * The ranks of the alternatives of one Variant, by value. Those that a class alone decides are
 * looked up once.
 */
internal class AlternativeChoice(private val types: List<ClickHouseType>) {
    private val known = arrayOfNulls<IntArray>(ValueKind.entries.size)
    private val ranks = IntArray(types.size)

    /**
     * The rank of each alternative for [value], [AlternativeRanks.NONE] for those that are not
     * [among] the ones to look at; `null` for a class that no type takes. Valid until the next
     * call.
     */
    fun ranks(value: Any, among: BooleanArray?): IntArray? {
        val kind = ValueKind.of(value) ?: return null
        val byClass = known[kind.ordinal] ?: look(kind).also { known[kind.ordinal] = it }
        if (among == null && kind !in BY_VALUE) return byClass
        val candidates = byClass.indices.count { isCandidate(byClass, it, among) }
        for (i in types.indices) {
            ranks[i] = when {
                !isCandidate(byClass, i, among) -> AlternativeRanks.NONE
                candidates > 1 && kind in BY_VALUE -> AlternativeRanks.of(value, types[i])
                else -> byClass[i]
            }
        }
        return ranks
    }

    private fun look(kind: ValueKind) = IntArray(types.size) { AlternativeRanks.of(kind, types[it]) }

    private fun isCandidate(byClass: IntArray, number: Int, among: BooleanArray?): Boolean =
        byClass[number] != AlternativeRanks.NONE && (among == null || among[number])

    companion object {
        /**
         * Kinds whose values do not all go the same way: those that may lose something, and those
         * that have parts.
         */
        private val BY_VALUE: Set<ValueKind> = java.util.EnumSet.of(
            ValueKind.TEXT, ValueKind.ENUM, ValueKind.BYTES, ValueKind.FLOAT, ValueKind.DOUBLE, ValueKind.BIG_DECIMAL, ValueKind.PERIOD,
            ValueKind.LIST, ValueKind.COLLECTION, ValueKind.PRODUCT, ValueKind.MAP, ValueKind.JSON_OBJECT,
        )

        /** The best rank in [ranks] that is worse than [rank]. */
        fun next(ranks: IntArray, rank: Int): Int {
            var best = AlternativeRanks.NONE
            for (other in ranks) if (other in rank + 1 until best) best = other
            return best
        }
    }
}
