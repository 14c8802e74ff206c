package dev.houseflow.internal.sql

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.rows.Members
import dev.houseflow.internal.wire.Utf8
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonPrimitive
import java.math.BigInteger

/**
 * Writes single values of [type] as a server reads them, by the rules by which an insert takes
 * them: [builder] is that of the insert. Not thread-safe.
 */
internal open class ParameterLeaf(protected val context: ParameterText, protected val type: ClickHouseType) {
    protected val builder: NativeBuilder by lazy(LazyThreadSafetyMode.NONE) { context.newBuilder(type) }
    private val name: String = (type as? ClickHouseType.Named)?.name.orEmpty()
    private val integer = INTEGER.matchEntire(name)?.let { Range(it.groupValues[1].isEmpty(), it.groupValues[2].toInt()) }

    /**
     * Appends [value] to [out]; [nested] inside of an array, a tuple or a map, otherwise as the
     * whole parameter.
     */
    fun write(out: StringBuilder, value: Any, nested: Boolean) {
        try {
            writeChecked(out, value, nested)
        } catch (e: NoSuchValue) {
            throw context.refused(value, type, e.message.orEmpty())
        }
    }

    protected open fun writeChecked(out: StringBuilder, value: Any, nested: Boolean) {
        when {
            integer != null -> bare(out, value, nested, wholeNumber(value, integer))
            name == "Float32" || name == "Float64" || name == "BFloat16" -> bare(out, value, nested, floating(value))
            name == "Bool" -> bare(out, value, nested, boolean(value))
            name.startsWith("Interval") -> bare(out, value, nested, interval(value))
            type is ClickHouseType.Decimal -> bare(out, value, nested, decimal(value))
            name == "String" -> quoted(out, bytes(value), nested)
            type is ClickHouseType.FixedString -> quoted(out, converted(value) { it.appendBytes(bytes(value)) }.getBytes(0), nested)
            type is ClickHouseType.AggregateFunction -> quoted(out, value as? ByteArray ?: throw state(value), nested)
            type is ClickHouseType.Json -> quoted(out, converted(value) { it.append(context.jsonOf(value)) }.getString(0), nested)
            else -> quoted(out, text(value), nested)
        }
    }

    /** A text that stands without quotes; `null` leaves a given text to the server. */
    private fun bare(out: StringBuilder, value: Any, nested: Boolean, text: String?) {
        when {
            text != null -> out.append(text)
            // Quotes around it would be refused, and without them it could end the value that it
            // stands in.
            nested -> throw context.refused(value, type, "it is no $type")
            else -> quoted(out, textOf(value)!!, false)
        }
    }

    protected fun quoted(out: StringBuilder, text: String, nested: Boolean) {
        quoted(out, Utf8.encode(text, "The value of \"${context.name}\""), nested)
    }

    private fun quoted(out: StringBuilder, bytes: ByteArray, nested: Boolean) {
        if (nested) out.append('\'')
        out.append(Parameters.escape(bytes))
        if (nested) out.append('\'')
    }

    /**
     * The text that [value] is, for which this type may have a form of its own; `null` when it is
     * none.
     */
    protected fun textOf(value: Any): String? = when (value) {
        is CharSequence -> value.toString()
        is NestedText.Bare -> value.text
        is JsonPrimitive -> value.content
        is Char -> value.toString()
        else -> null
    }

    private fun wholeNumber(value: Any, range: Range): String? {
        val text = textOf(value)
        val number = if (text == null) EquivalentValues.wholeNumber(value) else TextValues.wholeNumber(text)
        if (number == null) return if (text == null) throw wrong(value) else null
        if (!range.holds(number)) throw context.refused(value, type, "it is outside of $range")
        return number.toString()
    }

    private fun floating(value: Any): String? {
        val text = textOf(value)
        if (text != null) {
            val number = TextValues.decimal(text) ?: return null
            if (if (name == "Float64") number.toDouble().isInfinite() else number.toFloat().isInfinite()) {
                throw context.refused(value, type, "it is outside of what a $type holds")
            }
            return if (name == "BFloat16") floating(number.toFloat()) else number.toString()
        }
        val number = when {
            value is Boolean -> EquivalentValues.wholeNumber(value)
            value is Double && name == "Float32" -> value.toFloat()
            else -> value
        }
        val column = converted(value) { it.append(number) }
        val found = column.getDouble(0)
        if (found.isInfinite() && !(value is Double && value.isInfinite()) && !(value is Float && value.isInfinite())) {
            throw context.refused(value, type, "it is outside of what a $type holds; write Float64")
        }
        return if (name == "Float64" || !found.isFinite()) Parameters.floating(found) else column.getFloat(0).toString()
    }

    private fun boolean(value: Any): String? {
        val text = textOf(value)
        val flag = if (text == null) converted(value) { it.append(value) }.getBoolean(0) else TextValues.boolean(text) ?: return null
        return flag.toString()
    }

    private fun interval(value: Any): String? {
        val text = textOf(value)
        val count = if (text == null) value else TextValues.wholeNumber(text) ?: return null
        return converted(value) { it.append(count) }.getString(0)
    }

    private fun decimal(value: Any): String? {
        val text = textOf(value)
        val number = when {
            text != null -> TextValues.decimal(text) ?: return null
            value is Boolean -> EquivalentValues.wholeNumber(value)
            else -> value
        }
        return converted(value) { it.append(number) }.getString(0)
    }

    private fun bytes(value: Any): ByteArray = when (value) {
        is Enum<*> -> Parameters.scalar(context.name, Members.nameOf(value))
        // Only in quotes is it a text.
        is NestedText.Bare -> throw context.refused(value.text, type, "a text stands in quotes")
        is JsonElement -> Parameters.scalar(context.name, value)
        else -> if (context.isComposite(value)) throw wrong(value) else Parameters.scalar(context.name, value)
    }

    /**
     * Of the types whose text is that of their column. A text that is none of theirs is left to the
     * server.
     */
    private fun text(value: Any): String {
        val text = textOf(value)
        val given: Any = when {
            value is Enum<*> -> Members.nameOf(value)
            text == null -> value
            else -> ofText(text)
        }
        try {
            return converted(value) { it.append(given) }.getString(0)
        } catch (e: RefusedParameter) {
            if (given is String && type !is ClickHouseType.Enum && given == text) return given
            throw e
        }
    }

    private fun ofText(text: String): Any = when {
        name == "Date" || name == "Date32" -> TextValues.day(text)
        name == "Time" -> TextValues.time(text, fractions = false)
        type is ClickHouseType.Time64 -> TextValues.time(text, fractions = true)
        type is ClickHouseType.Enum && text !in type.values -> TextValues.wholeNumber(text)
        else -> null
    } ?: text

    /** A column of the one value that [append] appends. */
    protected inline fun converted(value: Any, append: (NativeBuilder) -> Unit): Column {
        builder.clear()
        try {
            append(builder)
        } catch (e: FormatException) {
            if (!context.hasText(value)) throw Parameters.noText(context.name, value)
            throw context.refused(value, type, context.reasonOf(e))
        }
        return builder.build()
    }

    private fun wrong(value: Any): RuntimeException = context.wrong(value, type)

    private fun state(value: Any) = context.refused(value, type, "a state is given as its bytes, in a ByteArray")

    /** What an integer type holds. */
    private class Range(private val signed: Boolean, private val bits: Int) {
        fun holds(number: BigInteger): Boolean =
            if (signed) number.bitLength() < bits else number.signum() >= 0 && number.bitLength() <= bits

        override fun toString(): String =
            if (signed) "-2^${bits - 1}..2^${bits - 1}-1" else "0..2^$bits-1"
    }

    private companion object {
        private val INTEGER = Regex("(U?)Int(\\d+)")
    }
}
