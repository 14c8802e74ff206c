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
internal class SealedChoice(private val planner: Planner, descriptor: SerialDescriptor, private val place: Place) {
    class Choice(val name: String, val plan: Plan)

    private val subclasses: List<SerialDescriptor>

    init {
        val holder = descriptor.getElementDescriptor(1)
        subclasses = List(holder.elementsCount) { holder.getElementDescriptor(it) }
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
