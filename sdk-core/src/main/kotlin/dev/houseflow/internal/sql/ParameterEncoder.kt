package dev.houseflow.internal.sql

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException

/** One parameter as it is sent. */
internal class EncodedParameter(
    val text: String,
    /**
     * What stands in the statement for its placeholders, by their types, where that is not the
     * placeholders themselves.
     */
    val replacements: Map<String, String> = emptyMap(),
    val wallClocks: List<WallClock> = emptyList(),
)

/** Writes the parameters of one statement, each for the types that its placeholders have there. */
internal class ParameterEncoder(private val sql: String) {
    private val placeholders by lazy(LazyThreadSafetyMode.NONE) { Placeholder.of(sql) }

    /** The names of the placeholders, in the order in which they first stand there. */
    val names: List<String> get() = placeholders.map { it.name }.distinct()

    /**
     * Refuses [given] where one of them has no placeholder while a placeholder has no value: one of
     * the names is wrong.
     */
    fun checkNames(given: Set<String>) {
        val missing = names.filter { it !in given }
        val surplus = given.filter { it !in names }
        if (missing.isEmpty() || surplus.isEmpty()) return
        throw ConfigurationException(
            "The statement has no placeholder for ${surplus.joinToString { "\"$it\"" }}, and no value is given for " +
                "${missing.joinToString { "\"$it\"" }}: give the parameter the placeholder's name",
        )
    }

    /**
     * Refuses [given] unless each placeholder has a value that it does not change, and no value is
     * left.
     */
    fun checkAll(given: Map<String, Any?>) {
        checkNames(given.keys)
        names.firstOrNull {
            it !in given
        }?.let { throw ConfigurationException("No value is given for the placeholder \"$it\": give it one") }
        given.keys.firstOrNull { it !in names }?.let {
            throw ConfigurationException("The statement has no placeholder for \"$it\": leave it out, or see how the placeholder is called")
        }
        try {
            given.forEach { (name, value) -> encode(name, value) }
        } catch (e: RefusedParameter) {
            throw ConfigurationException(e.message)
        }
    }

    /**
     * [value] for the placeholders called [name]. Throws [RefusedParameter] when they would change
     * it.
     */
    fun encode(name: String, value: Any?): EncodedParameter {
        var result: EncodedParameter? = null
        var first: Placeholder? = null
        for (placeholder in placeholders.filter { it.name == name }.distinctBy { it.type }) {
            val next = encode(placeholder, value)
            if (result != null && first != null && result.text != next.text) {
                throw RefusedParameter(
                    "The parameter \"$name\" stands as $first and as $placeholder, which want it in different texts: give each a name of its own",
                )
            }
            first = first ?: placeholder
            result = if (result == null) {
                next
            } else {
                EncodedParameter(next.text, result.replacements + next.replacements, result.wallClocks + next.wallClocks)
            }
        }
        return result ?: EncodedParameter(Parameters.encode(name, value))
    }

    private fun encode(placeholder: Placeholder, value: Any?): EncodedParameter {
        val name = placeholder.name
        val type = try {
            ClickHouseType.parse(placeholder.type)
        } catch (_: FormatException) {
            // The server has a better message for what is no type.
            return EncodedParameter(Parameters.encode(name, value))
        }
        if (type is ClickHouseType.Unknown) {
            return EncodedParameter(if (type.text == "Identifier") identifier(name, value) else Parameters.encode(name, value))
        }
        val writer = ParameterText(name, placeholder, type)
        val text = writer.encode(value)
        val replacement = writer.replacement
        return EncodedParameter(
            text,
            if (replacement == null) emptyMap() else mapOf(placeholder.type to replacement),
            writer.wallClocks,
        )
    }

    /** Servers take what is sent for an identifier as the name itself: nothing in it is escaped. */
    private fun identifier(name: String, value: Any?): String {
        if (value !is CharSequence && value !is Char && value !is Enum<*>) {
            throw RefusedParameter("The parameter \"$name\" is an Identifier: give its name as a text")
        }
        val text = Parameters.plain(name, value)
        if (text.isEmpty()) throw RefusedParameter("The parameter \"$name\" is an Identifier, and its name is empty: give a name")
        return text
    }

    /**
     * The names that those of [names] are sent by which servers from 26.4 on find too long
     * (`http_max_field_name_size`).
     */
    fun shortNames(names: Collection<String>): Map<String, String> {
        if (names.none { it.length > LONGEST_NAME }) return emptyMap()
        val taken = names + placeholders.map { it.name }
        val free = generateSequence(1) { it + 1 }.map { "houseflow_$it" }.filter { it !in taken }.iterator()
        return names.filter { it.length > LONGEST_NAME }.associateWith { free.next() }
    }

    /** The statement as it is sent with [parameters], of which some have [shortNames]. */
    fun statement(parameters: Map<String, EncodedParameter>, shortNames: Map<String, String>): String {
        if (shortNames.isEmpty() && parameters.values.all { it.replacements.isEmpty() }) return sql
        val out = StringBuilder(sql.length + 64)
        var at = 0
        for (placeholder in placeholders) {
            val replacement = parameters[placeholder.name]?.replacements?.get(placeholder.type)
            val short = shortNames[placeholder.name]
            if (replacement == null && short == null) continue
            val text = replacement ?: sql.substring(placeholder.start, placeholder.end)
            out.append(sql, at, placeholder.start).append(if (short == null) text else text.replace(placeholder.name, short))
            at = placeholder.end
        }
        return out.append(sql, at, sql.length).toString()
    }

    private companion object {
        /** What is left of 4 KiB behind `param_`. A name has one byte for each letter. */
        private const val LONGEST_NAME = 4096 - 6
    }
}
