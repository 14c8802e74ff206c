package dev.houseflow.internal.sql

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.type.Identifiers
import java.util.IdentityHashMap

/**
 * How one value gets to a server whose placeholders do not take its type, or take it for another
 * value: as a [carrier] type, of which the statement makes the wanted type.
 *
 * - JSON travels as a String: as a parameter it would be read without the settings of the query.
 * - What goes into a Variant or a Dynamic travels as its own type, which the server would guess, as
 *   long as that is the same for all values at one place.
 * - A QBit inside of another type travels as an Array, and a Map beside any of these as an Array of
 *   pairs.
 */
internal class ParameterCarrier {
    /**
     * What a Variant or Dynamic at one place holds: values of [type], of several types ([isMixed]),
     * NULLs.
     */
    private class Held(val type: ClickHouseType?, val isMixed: Boolean, val nulls: Boolean)

    private val held = IdentityHashMap<ClickHouseType, Held>()

    /**
     * Notes that the Variant or Dynamic [type] holds a value of [own], or NULL; returns the one
     * that stands for all of that type.
     */
    fun note(type: ClickHouseType, own: ClickHouseType?): ClickHouseType? {
        val before = held[type]
        val first = before?.type ?: own
        val mixed = before?.isMixed == true || (own != null && first != own)
        held[type] = Held(first, mixed, before?.nulls == true || own == null)
        return if (mixed) null else first
    }

    /**
     * The type of all values of the Variant or Dynamic [type], with NULLs if there are any; `null`
     * where a server is left to guess.
     */
    fun ownType(type: ClickHouseType): ClickHouseType? {
        val held = held[type] ?: return NOTHING
        val own = held.type ?: return NOTHING
        return when {
            held.isMixed -> null
            !held.nulls || own is ClickHouseType.Nullable -> own
            isContainer(own) || own is ClickHouseType.Json || own is ClickHouseType.LowCardinality -> null
            else -> ClickHouseType.Nullable(own)
        }
    }

    /**
     * Whether servers are left to guess types, which they do by reading, printing and reading
     * again.
     */
    fun isGuessed(type: ClickHouseType): Boolean = any(type) { isOpen(it) && ownType(it) == null }

    /**
     * Whether the values of [map] travel as pairs, where servers are left to guess types or not.
     */
    fun isInPairs(map: ClickHouseType.Map, guessed: Boolean): Boolean = isTaken(map, guessed, true)

    private fun isTaken(type: ClickHouseType, guessed: Boolean, inside: Boolean): Boolean = when (val plain = ParameterText.plain(type)) {
        is ClickHouseType.QBit -> inside
        is ClickHouseType.Json -> true
        is ClickHouseType.Variant, is ClickHouseType.Dynamic -> ownType(type) != null
        is ClickHouseType.Map -> guessed || isTaken(plain.key, guessed, true) || isTaken(plain.value, guessed, true)
        is ClickHouseType.Array -> isTaken(plain.element, guessed, true)
        is ClickHouseType.Tuple -> plain.elements.any { isTaken(it.type, guessed, true) }
        is ClickHouseType.Nullable -> isTaken(plain.inner, guessed, true)
        else -> false
    }

    /** What the placeholder says in place of [type]. */
    fun carrier(type: ClickHouseType): ClickHouseType = isGuessed(type).let { if (isTaken(type, it, false)) carrier(type, it) else type }

    private fun carrier(type: ClickHouseType, guessed: Boolean): ClickHouseType {
        if (!isTaken(type, guessed, true)) return type
        fun element(name: String?, type: ClickHouseType) = ClickHouseType.Element(name, carrier(type, guessed))
        return when (val plain = ParameterText.plain(type)) {
            is ClickHouseType.QBit -> ClickHouseType.Array(plain.element)
            is ClickHouseType.Variant, is ClickHouseType.Dynamic -> carrier(ownType(type)!!, guessed)
            is ClickHouseType.Map ->
                ClickHouseType.Array(ClickHouseType.Tuple(listOf(element(null, plain.key), element(null, plain.value))))
            is ClickHouseType.Array -> ClickHouseType.Array(carrier(plain.element, guessed))
            is ClickHouseType.Tuple -> ClickHouseType.Tuple(plain.elements.map { element(it.name, it.type) })
            is ClickHouseType.Nullable ->
                carrier(plain.inner, guessed).let { if (it is ClickHouseType.Array) it else ClickHouseType.Nullable(it) }
            else -> STRING
        }
    }

    /**
     * What stands for the placeholder [name] of a [type]; `null` when that is the placeholder
     * itself.
     */
    fun expression(name: String, type: ClickHouseType): String? {
        val guessed = isGuessed(type)
        return if (isTaken(type, guessed, false)) make(type, "{$name:${carrier(type, guessed)}}", guessed, 1) else null
    }

    /** What makes a [type] of [value], an expression of its carrier. */
    private fun make(type: ClickHouseType, value: String, guessed: Boolean, depth: Int): String {
        if (!isTaken(type, guessed, true)) return value
        val plain = ParameterText.plain(type)
        val item = "v$depth"
        val made = when (plain) {
            // An array has the type that its elements were given.
            is ClickHouseType.Array -> return "arrayMap($item -> ${make(plain.element, item, guessed, depth + 1)}, $value)"
            is ClickHouseType.Tuple -> plain.elements.indices.joinToString(", ", "tuple(", ")") {
                make(plain.elements[it].type, "tupleElement($value, ${it + 1})", guessed, depth)
            }
            is ClickHouseType.Map -> {
                val key = make(plain.key, "tupleElement($item, 1)", guessed, depth + 1)
                "arrayMap($item -> tuple($key, ${make(plain.value, "tupleElement($item, 2)", guessed, depth + 1)}), $value)"
            }
            is ClickHouseType.Variant, is ClickHouseType.Dynamic -> own(ownType(type)!!, value, guessed, depth)
            else -> value
        }
        return "CAST($made, ${Identifiers.literal(type.toString())})"
    }

    /**
     * The value of an alternative. Functions of arrays take LowCardinality off, and an alternative
     * has it.
     */
    private fun own(type: ClickHouseType, value: String, guessed: Boolean, depth: Int): String {
        val made = make(type, value, guessed, depth)
        return if (any(type) { it is ClickHouseType.LowCardinality }) "CAST($made, ${Identifiers.literal(type.toString())})" else made
    }

    internal companion object {
        private val STRING = ClickHouseType.Named("String")

        /** For a place where all is NULL. */
        private val NOTHING = ClickHouseType.Nullable(STRING)

        fun isOpen(type: ClickHouseType): Boolean =
            ParameterText.plain(type).let { it is ClickHouseType.Variant || it is ClickHouseType.Dynamic }

        fun isContainer(type: ClickHouseType): Boolean = when (ParameterText.plain(type)) {
            is ClickHouseType.Array, is ClickHouseType.Map, is ClickHouseType.Tuple, is ClickHouseType.QBit -> true
            else -> false
        }

        /**
         * Whether [test] holds for [type] or for one inside of it, past the alternatives of a
         * Variant.
         */
        fun any(type: ClickHouseType, test: (ClickHouseType) -> Boolean): Boolean =
            test(type) || when (val plain = ParameterText.plain(type)) {
                is ClickHouseType.Nullable -> any(plain.inner, test)
                is ClickHouseType.Array -> any(plain.element, test)
                is ClickHouseType.Map -> any(plain.key, test) || any(plain.value, test)
                is ClickHouseType.Tuple -> plain.elements.any { any(it.type, test) }
                else -> false
            }
    }
}
