package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.plainType

/** What does not fit, in words: what it is, then what to do about it. */
@InternalHouseflowApi
public object Mismatches {
    /** A column of [type] over a property that holds no such values. */
    @JvmStatic
    @JvmOverloads
    public fun ofType(type: ClickHouseType, path: BindingPath, advice: String? = null): String =
        "${path.column} is $type but ${path.property} does not hold that: ${advice ?: fixOf(type, path)}"

    private fun fixOf(type: ClickHouseType, path: BindingPath): String {
        val isKotlin = path.language == Language.KOTLIN
        val natural = path.language.typeOf(type)
        val plain = plainType(type)
        return when {
            plain is ClickHouseType.AggregateFunction && isKotlin ->
                "select finalizeAggregation(${path.sqlName}) for its value, or make it a `ByteArray` to keep the state"
            plain is ClickHouseType.AggregateFunction ->
                "a state is no value: select finalizeAggregation(${path.sqlName}), or make it `byte[]` to keep the state"
            natural != null -> "make it `$natural`"
            plain is ClickHouseType.Tuple && isKotlin -> "make it a class with a property for each element"
            plain is ClickHouseType.Tuple -> "make it a record with a component for each element"
            else -> "convert the column in the query"
        }
    }

    /** An [alternative] of a column that no subclass of [label] stands for. */
    internal fun noSubclass(alternative: ClickHouseType, label: String, path: BindingPath): String {
        val isKotlin = path.language == Language.KOTLIN
        val one = if (isKotlin) "one with a single property" else "a record with one component"
        val type = path.language.typeOf(alternative)?.let { " of type `$it`" }.orEmpty()
        val named = if (isKotlin) "one named" else "one with"
        return "${path.column} may hold $alternative, which fits no subclass of `$label`: add $one$type, or " +
            "$named ${path.language.named(alternative)}"
    }

    /** A [subclass] that no alternative of a column of [type] takes. */
    internal fun noAlternative(subclass: String, type: ClickHouseType, path: BindingPath): String = when (path.language) {
        Language.KOTLIN -> "subclass `$subclass` of ${path.property} fits no alternative of $type: change the column"
        Language.JAVA -> "`$subclass` of ${path.property} fits no alternative of ${path.column}"
    }

    /** A [subclass] that several alternatives take equally well. */
    internal fun equallyWell(subclass: String, types: List<ClickHouseType>, path: BindingPath): String {
        val all = types.joinToString(" and ")
        val name = path.language.named(types[0])
        return when (path.language) {
            Language.KOTLIN ->
                "subclass `$subclass` of ${path.property} fits $all equally well: give it the name of one of them, $name"
            Language.JAVA -> "`$subclass` of ${path.property} fits $all of ${path.column} equally well: name one of them, $name"
        }
    }

    /** A type of no sealed class that the [alternatives] of a column take equally well. */
    @JvmStatic
    public fun alternativesEquallyWell(alternatives: Collection<ClickHouseType>, path: BindingPath): String {
        val fits = "${path.property} fits ${alternatives.joinToString(" and ")} of ${path.column} equally well"
        return when (path.language) {
            Language.KOTLIN -> "$fits: $SEALED"
            Language.JAVA -> "$fits: make it a sealed interface with a record for each alternative"
        }
    }

    internal const val SEALED: String = "make it a sealed class with a subclass for each alternative, or a `JsonElement`"

    /** Throws one exception that lists all [problems] of the class [label], if there are any. */
    @JvmStatic
    public fun failIfAny(problems: List<String>, label: String, direction: Direction) {
        if (problems.isEmpty()) return
        val list = if (problems.size == 1) " ${problems[0]}" else problems.joinToString("") { "\n  - $it" }
        throw FormatException("`$label` does not match the columns of this ${direction.of}:$list")
    }
}
