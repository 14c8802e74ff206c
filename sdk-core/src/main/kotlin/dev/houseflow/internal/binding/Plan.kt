@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.binding

import dev.houseflow.internal.codec.AlternativeRanks
import dev.houseflow.internal.codec.Fit
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor

/**
 * How one property is laid over one column: made once per result, by matching the class's
 * descriptor with the types of the columns. Readers and writers are made from it.
 *
 * @property rank how well, for the choice between the alternatives of a Variant and between the
 * classes of one.
 */
internal sealed class Plan(override val rank: Int) : SealedChoice.Laid {
    override val isOneValue: Boolean get() = false

    /** One value. [twin] is set when the property is Kotlin's own version of a JVM type. */
    class Scalar(val target: Target, val twin: KotlinTwin?, rank: Int) : Plan(rank) {
        override val isOneValue: Boolean get() = true
    }

    /** One value by name; [values] are the names and codes of an Enum type, empty for String. */
    class Enum(val descriptor: SerialDescriptor, val values: Map<String, Int>, rank: Int) : Plan(rank) {
        override val isOneValue: Boolean get() = true
    }

    /** An Array. One of plain values is handed over as it is, where each value chooses its type. */
    class Sequence(val element: Plan, private val isPlain: Boolean) : Plan(element.rank) {
        override val isOneValue: Boolean get() = isPlain
    }

    /** A Map as a map. */
    class Entries(val key: Plan, val value: Plan) : Plan(maxOf(key.rank, value.rank))

    /** A Map as a list of pairs, which keeps repeated keys. */
    class EntryList(val entry: Struct) : Plan(entry.rank)

    /**
     * A class over a Tuple, or over the columns of a result: element i of the class is [children]
     * i, read from source element [positions] i; -1 where the class has its default.
     */
    class Struct(val descriptor: SerialDescriptor, val children: List<Plan?>, val positions: IntArray, rank: Int) : Plan(rank)

    /** A Tuple as a list or an array. */
    class TupleList(val elements: List<Plan>) : Plan(worstOf(elements))

    /** A Tuple as a map of the [names] of its elements. */
    class TupleMap(val names: List<String>, val elements: List<Plan>) : Plan(worstOf(elements))

    /**
     * A class of one property over a whole column that is no Tuple: what a Variant's alternative
     * usually is.
     */
    class Wrapper(val descriptor: SerialDescriptor, val child: Plan) : Plan(child.rank) {
        override val isOneValue: Boolean get() = child.isOneValue
    }

    /**
     * A sealed class from a Variant: [names] are the subclasses of its alternatives, and [children]
     * how each is read.
     */
    class Sealed(val label: String, val names: List<String>, val children: List<Plan>) : Plan(CHECKED)

    /** A sealed class into a Variant: [names] are the subclasses, and [homes] where each goes. */
    class SealedWrite(val names: List<String>, val homes: List<SealedChoice.Home<Plan>>) : Plan(CHECKED)

    /** What is no sealed class into one [alternative] of a Variant. */
    class Alternative(val alternative: Int, val child: Plan) : Plan(CHECKED)

    /**
     * A sealed class, or one value, from a Dynamic or Variant, whose alternatives are looked at
     * when a block holds them.
     */
    class Dynamic(val descriptor: SerialDescriptor, val planner: Planner, val place: BindingPath) : Plan(CHECKED)

    /** No value: every row is NULL, or there are no rows. */
    data object Nothing : Plan(EXACT)

    /** A value handed to the builder as it is. */
    class Unchanged(rank: Int) : Plan(rank)

    /**
     * Anything at all over JSON, Dynamic or a type without a class of its own, by way of
     * `JsonElement`.
     */
    data object Json : Plan(CHECKED)

    companion object {
        val EXACT: Int = AlternativeRanks.rankOf(Fit.EXACT)
        val CHECKED: Int = AlternativeRanks.rankOf(Fit.CHECKED)

        private fun worstOf(plans: List<Plan>): Int = plans.maxOfOrNull { it.rank } ?: EXACT
    }
}
