@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.ClickHouseType
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor

/**
 * Which subclass of a sealed class stands for an alternative of a Variant or Dynamic:
 * 1. the one whose serial name is the type (`@SerialName("UInt64")`),
 * 2. or else the one that fits best: a class with one property of that type, or, for a Tuple, one whose properties are its elements.
 *    A property made for the type wins over one that is merely wide enough, and that over one whose values have to be checked; among
 *    equals the first subclass wins. The text of a value is never chosen this way.
 */
internal class SealedChoice(private val planner: Planner, descriptor: SerialDescriptor, private val place: BindingPath) {
    class Choice(val name: String, val plan: Plan)

    private val subclasses: List<SerialDescriptor>

    init {
        val holder = descriptor.getElementDescriptor(1)
        subclasses = List(holder.elementsCount) { holder.getElementDescriptor(it) }
    }

    val names: List<String> get() = subclasses.map { it.serialName }

    /** Where a subclass is written to. */
    class Home(val name: String, val alternative: Int, val plan: Plan)

    /**
     * The alternative of each subclass that has one: that of which the subclass would be read back, if there is any, the best fitting one
     * of several.
     */
    fun homes(alternatives: List<ClickHouseType>): List<Home> {
        val readBack = alternatives.map { choose(it)?.name }
        return subclasses.mapNotNull { subclass ->
            val homes = alternatives.mapIndexedNotNull { i, type ->
                val choice = if (isMeant(subclass, type)) lay(subclass, type) else null
                choice?.let { Home(it.name, i, it.plan) }
            }
            homes.minWithOrNull(compareBy({ readBack[it.alternative] != it.name }, { it.plan.fit }))
        }
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
