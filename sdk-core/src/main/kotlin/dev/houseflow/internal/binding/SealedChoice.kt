@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.codec.Fit
import dev.houseflow.internal.codec.expandedType
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor

/**
 * Which subclass of a sealed class stands for an alternative of a Variant or Dynamic:
 * 1. the one whose serial name is the type (`@SerialName("UInt64")`),
 * 2. or else the one that fits best: a class with one property of that type, or, for a Tuple, one whose properties are its elements.
 *    A property made for the type wins over one that is merely wide enough, and that over one whose values have to be checked; among
 *    equals the first subclass wins. The text of a value is never chosen this way.
 */
internal class SealedChoice(private val planner: Planner, private val holder: SerialDescriptor, private val place: BindingPath) {
    class Choice(val name: String, val plan: Plan)

    private val subclasses: List<SerialDescriptor>

    init {
        val all = holder.getElementDescriptor(1)
        subclasses = List(all.elementsCount) { all.getElementDescriptor(it) }
    }

    val names: List<String> get() = subclasses.map { it.serialName }

    /**
     * Where a subclass is written to. Of several [alternatives] each value goes to the one that is
     * chosen for such a value anywhere: the plan is then one for the Variant as a whole.
     */
    class Home(val name: String, val alternatives: IntArray, val plan: Plan)

    /**
     * The home of each subclass that has one: the alternatives that are read as it, if there are
     * any, or else the best fitting one. Where several fit equally well and lay values out
     * differently, a problem says so.
     */
    fun homes(alternatives: List<ClickHouseType>): List<Home> {
        val reading = SealedChoice(Planner(planner.module, Direction.READ), holder, place)
        val readAs = alternatives.map { reading.choose(it)?.name }
        return subclasses.mapNotNull { subclass ->
            val choices = alternatives.map { type -> if (isMeant(subclass, type)) lay(subclass, type) else null }
            val own = choices.indices.filter { choices[it] != null && readAs[it] == subclass.serialName }
            val open = choices.indices.filter { i -> choices[i]?.let { it.plan.fit < Fit.CODE } == true }
            homeOf(subclass, alternatives, choices, own.ifEmpty { open })
        }
    }

    private fun homeOf(
        subclass: SerialDescriptor,
        alternatives: List<ClickHouseType>,
        choices: List<Choice?>,
        candidates: List<Int>,
    ): Home? {
        val best = candidates.minByOrNull { choices[it]!!.plan.rank } ?: return null
        val plan = choices[best]!!.plan
        if (candidates.size > 1 && isOneValue(plan)) return Home(subclass.serialName, candidates.toIntArray(), plan)
        val equals = candidates.filter { choices[it]!!.plan.rank == plan.rank }.distinctBy { expandedType(alternatives[it]) }
        if (equals.size > 1) {
            planner.problem(
                "subclass `${subclass.serialName.substringAfterLast('.')}` of ${place.property} fits " +
                    equals.joinToString(" and ") { alternatives[it].toString() } +
                    " equally well: give it the name of one of them, @SerialName(\"${alternatives[best]}\")",
            )
        }
        return Home(subclass.serialName, intArrayOf(best), plan)
    }

    private fun isOneValue(plan: Plan): Boolean = when (plan) {
        is Plan.Wrapper -> isOneValue(plan.child)
        else -> plan is Plan.Scalar || plan is Plan.Enum
    }

    private fun isMeant(subclass: SerialDescriptor, type: ClickHouseType): Boolean {
        val byName = subclasses.firstOrNull { it.serialName == type.toString() }
        return byName == null || byName === subclass
    }

    fun choose(alternative: ClickHouseType): Choice? {
        val text = alternative.toString()
        val byName = subclasses.firstOrNull { it.serialName == text }
        if (byName != null) return lay(byName, alternative)
        return subclasses.mapNotNull { lay(it, alternative) }.filter { it.plan.fit < Fit.TEXT }.minByOrNull { it.plan.fit }
    }

    private fun lay(subclass: SerialDescriptor, alternative: ClickHouseType): Choice? {
        val name = subclass.serialName
        planner.attempt(subclass, alternative, place)?.let { return Choice(name, it) }
        if (!isStruct(subclass) || subclass.elementsCount != 1) return null
        val child = planner.attempt(subclass.getElementDescriptor(0), alternative, place) ?: return null
        return Choice(name, Plan.Wrapper(subclass, child))
    }
}
