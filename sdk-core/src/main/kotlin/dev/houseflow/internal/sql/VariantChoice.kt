package dev.houseflow.internal.sql

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.internal.codec.VariantColumn

/**
 * Which alternative of a Variant a value is, and whether a server that reads its text inside of
 * other values finds the same one.
 */
internal object VariantChoice {
    /** The alternative that an insert of [value] would choose. */
    fun of(context: ParameterText, variant: ClickHouseType.Variant, value: Any): ClickHouseType {
        val builder = context.newBuilder(variant)
        try {
            builder.append(if (value is NestedText) throw context.refused(value, variant, "give it as a value, not as a text") else value)
        } catch (e: FormatException) {
            throw if (context.hasText(
                    value,
                )
            ) {
                context.refused(value, variant, context.reasonOf(e))
            } else {
                Parameters.noText(context.name, value)
            }
        }
        val column = builder.build() as VariantColumn
        return column.alternatives[column.alternative(0)].type
    }

    /** Whether no other alternative could be read from the text of [value] as [chosen]. */
    fun isCertain(variant: ClickHouseType.Variant, chosen: ClickHouseType, value: Any): Boolean {
        val rivals = variant.alternatives.filter { it != chosen && Form.of(it) == Form.of(chosen) }
        return when {
            rivals.isEmpty() -> true
            isString(chosen) -> rivals.none { mayBe(it, value.toString()) }
            // Servers try the types in quotes before String.
            else -> rivals.all(::isString) && comesBeforeString(ParameterText.plain(chosen))
        }
    }

    private fun isString(type: ClickHouseType): Boolean = (ParameterText.plain(type) as? ClickHouseType.Named)?.name == "String"

    private fun comesBeforeString(type: ClickHouseType): Boolean = when (type) {
        is ClickHouseType.DateTime, is ClickHouseType.DateTime64, is ClickHouseType.Enum -> true
        is ClickHouseType.Named -> type.name in BEFORE_STRING
        else -> false
    }

    /** Dates, times, UUIDs and addresses all consist of hexadecimal digits and signs. */
    private fun mayBe(type: ClickHouseType, text: String): Boolean = when (val plain = ParameterText.plain(type)) {
        is ClickHouseType.Enum -> text in plain.values || TextValues.wholeNumber(text) != null
        is ClickHouseType.FixedString -> text.toByteArray(Charsets.UTF_8).size <= plain.length
        is ClickHouseType.Json -> text.trimStart().startsWith("{")
        else -> text.all { it in HEX_AND_SIGNS }
    }

    /** How values of a type begin inside of others. */
    private enum class Form {
        PLAIN,
        QUOTED,
        LIST,
        TUPLE,
        MAP,
        ;

        companion object {
            fun of(type: ClickHouseType): Form = when (val plain = ParameterText.plain(type)) {
                is ClickHouseType.Array, is ClickHouseType.QBit -> LIST
                is ClickHouseType.Tuple -> TUPLE
                is ClickHouseType.Map -> MAP
                is ClickHouseType.Decimal -> PLAIN
                is ClickHouseType.Named -> if (isNumber(plain.name)) PLAIN else QUOTED
                else -> QUOTED
            }

            private fun isNumber(name: String) = name == "Bool" || name.contains("Int") || name.contains("Float")
        }
    }

    private val BEFORE_STRING = setOf("Date", "Date32", "UUID", "IPv4", "IPv6")
    private const val HEX_AND_SIGNS = "0123456789abcdefABCDEFTZ-+:./ "
}
