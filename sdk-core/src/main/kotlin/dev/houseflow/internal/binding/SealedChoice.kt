package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.AlternativeRanks
import dev.houseflow.internal.codec.Fit
import dev.houseflow.internal.codec.expandedType

/**
 * Which subclass of a sealed class stands for an alternative of a Variant or Dynamic:
 * 1. the one that is named after the type,
 * 2. or else the one that fits best: a class with one property of that type, or, for a Tuple, one
 *    whose properties are its elements. A property made for the type wins over one that is merely
 *    wide enough, and that over one whose values have to be checked; among equals the first
 *    subclass wins. The text of a value is never chosen this way.
 *
 * Subclasses go by their numbers in [shape]; [layer] lays them over alternatives.
 */
@InternalHouseflowApi
public class SealedChoice<L : SealedChoice.Laid>(private val shape: TypeShape.Sealed, private val layer: Layer<L>) {
    private val subclasses = shape.subclasses

    /** One subclass over one alternative. */
    @InternalHouseflowApi
    public interface Laid {
        /** How well it fits. */
        public val rank: Int

        /** Whether the whole is one value, which can choose its alternative itself. */
        public val isOneValue: Boolean
    }

    /** Lays a subclass over an alternative; `null` when it does not fit. */
    @InternalHouseflowApi
    public fun interface Layer<out L> {
        public fun lay(subclass: Int, alternative: ClickHouseType): L?
    }

    /** The [subclass] that an alternative is read as. */
    @InternalHouseflowApi
    public class Choice<out L>(public val subclass: Int, public val laid: L)

    /**
     * Where a [subclass] is written to. Of several [alternatives] each value goes to the one that
     * is chosen for such a value anywhere: [laid] is then over the column as a whole.
     */
    @InternalHouseflowApi
    public class Home<out L>(public val subclass: Int, public val alternatives: IntArray, public val laid: L)

    /** The subclass that [alternative] is read as, or `null`. */
    public fun choose(alternative: ClickHouseType): Choice<L>? {
        val named = named(alternative)
        if (named >= 0) return layer.lay(named, alternative)?.let { Choice(named, it) }
        return subclasses.indices.filter { !subclasses[it].isOnlyNamed }
            .mapNotNull { i -> layer.lay(i, alternative)?.let { Choice(i, it) } }
            .filter { fit(it.laid) < Fit.TEXT }
            .minByOrNull { fit(it.laid) }
    }

    /** The choice for each of the [alternatives] of a Variant; what has none goes to [problems]. */
    public fun chooseAll(alternatives: List<ClickHouseType>, path: BindingPath, problems: MutableList<String>): List<Choice<L>?> =
        alternatives.map { alternative ->
            choose(alternative).also { if (it == null) problems += Mismatches.noSubclass(alternative, shape.label, path) }
        }

    /**
     * The home of each subclass in a column of [type], which is a Variant of these [alternatives]:
     * those that [reading] reads as it, if there are any, or else the best fitting one. A subclass
     * without a home, or one that several fit equally well that lay values out differently, goes to
     * [problems].
     */
    public fun homes(
        alternatives: List<ClickHouseType>,
        type: ClickHouseType,
        reading: SealedChoice<*>,
        path: BindingPath,
        problems: MutableList<String>,
    ): List<Home<L>> {
        val readAs = alternatives.map { reading.choose(it)?.subclass }
        return subclasses.indices.mapNotNull { i ->
            val laid = alternatives.map { if (isMeant(i, it)) layer.lay(i, it) else null }
            val own = laid.indices.filter { laid[it] != null && readAs[it] == i }
            val open = laid.indices.filter { at -> laid[at]?.let { fit(it) < Fit.CODE } == true }
            val home = homeOf(i, alternatives, laid, own.ifEmpty { open }, path, problems)
            if (home == null) problems += Mismatches.noAlternative(subclasses[i].label, type, path)
            home
        }
    }

    private fun homeOf(
        subclass: Int,
        alternatives: List<ClickHouseType>,
        laid: List<L?>,
        candidates: List<Int>,
        path: BindingPath,
        problems: MutableList<String>,
    ): Home<L>? {
        val best = candidates.minByOrNull { laid[it]!!.rank } ?: return null
        val chosen = laid[best]!!
        if (candidates.size > 1 && chosen.isOneValue) return Home(subclass, candidates.toIntArray(), chosen)
        val equals = candidates.filter { laid[it]!!.rank == chosen.rank }.map { alternatives[it] }.distinctBy { expandedType(it) }
        if (equals.size > 1) problems += Mismatches.equallyWell(subclasses[subclass].label, equals, path)
        return Home(subclass, intArrayOf(best), chosen)
    }

    private fun named(type: ClickHouseType): Int {
        val text = type.toString()
        return subclasses.indexOfFirst { it.typeName == text }
    }

    /** Whether [subclass] may stand for [type], after which another one may be named. */
    private fun isMeant(subclass: Int, type: ClickHouseType): Boolean {
        val named = named(type)
        return named == subclass || (named < 0 && !subclasses[subclass].isOnlyNamed)
    }

    private fun fit(laid: L): Fit = AlternativeRanks.fitOf(laid.rank)
}
