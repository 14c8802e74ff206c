package dev.houseflow.internal.sql

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.internal.codec.CodecOptions
import dev.houseflow.internal.codec.Codecs
import dev.houseflow.internal.codec.JvmTypes
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.rows.Members
import dev.houseflow.internal.type.DefaultZone
import dev.houseflow.internal.type.GeometryTypes
import dev.houseflow.internal.type.Identifiers
import dev.houseflow.internal.wire.ReadLimits
import dev.houseflow.internal.wire.Utf8
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import java.time.Period
import java.util.IdentityHashMap

/** A value that its placeholder would change. The message is for the caller who gave it. */
internal class RefusedParameter(override val message: String) : RuntimeException(message)

/**
 * The text of one value for one placeholder: just what a server reads as the value that an insert
 * into a column of that type would write. Servers change what does not fit without a word: they
 * take 300 for a `UInt8` as 44 and NULL for a `String` as the empty one, cut digits off from
 * decimals and times, and move dates into their type's range. So what does not fit is refused here.
 *
 * One instance for each value. Not thread-safe.
 */
internal class ParameterText(val name: String, private val placeholder: Placeholder, val declared: ClickHouseType) {
    /**
     * What stands for the placeholder in the statement that is sent; `null` when that is the
     * placeholder itself.
     */
    var replacement: String? = null
        private set

    /** The times that the server takes in its own zone. */
    val wallClocks: ArrayList<WallClock> = ArrayList(0)

    /**
     * Whether the server reads the value, prints it, and reads what it printed, because it has to
     * guess types in it.
     */
    var readsTwice: Boolean = false
        private set

    /** What the placeholder says in the statement that is sent. */
    private var carrier: ClickHouseType = declared
    private val carriers = ParameterCarrier()
    private val leaves = IdentityHashMap<ClickHouseType, ParameterLeaf>()

    fun encode(given: Any?): String {
        val value = EquivalentValues.of(given)
        if (ParameterCarrier.any(declared, ParameterCarrier::isOpen)) noteTypes(declared, value)
        readsTwice = carriers.isGuessed(declared)
        val expression = carriers.expression(name, declared)
        val isNull = value == null || value is JsonNull
        if (isNull && takesNull(declared)) {
            if (expression != null || readsTwice) replacement = "CAST(NULL, ${Identifiers.literal(declared.toString())})"
            return "\\N"
        }
        replacement = expression
        if (expression != null) carrier = carriers.carrier(declared)
        return top(carrier, declared, value)
    }

    /** The only value of a tuple goes by the rules of values inside of others. */
    fun sendInTuple() {
        val placeholder = "{$name:$carrier}"
        replacement = (replacement ?: placeholder).replace(placeholder, "tupleElement({$name:Tuple($carrier)}, 1)")
    }

    private fun takesNull(type: ClickHouseType): Boolean = plain(type).let { it is ClickHouseType.Nullable || ParameterCarrier.isOpen(it) }

    /** Finds out what the Variants and Dynamics in [type] hold. */
    private fun noteTypes(type: ClickHouseType, given: Any?) {
        val value = EquivalentValues.of(given)
        val plain = plain(type)
        when {
            plain is ClickHouseType.Nullable -> noteTypes(plain.inner, value)
            plain is ClickHouseType.Variant -> {
                val own = carriers.note(type, value?.let { VariantChoice.of(this, plain, it) })
                if (own != null && value != null) noteTypes(own, value)
            }
            plain is ClickHouseType.Dynamic -> {
                val own = carriers.note(type, value?.let { JvmTypes.typeOf(it) ?: throw wrong(it, plain) })
                if (own != null && value != null) noteTypes(own, value)
            }
            value == null || !ParameterCarrier.any(type, ParameterCarrier::isOpen) -> Unit
            plain is ClickHouseType.Array -> elements(plain, value).forEach { noteTypes(plain.element, it) }
            plain is ClickHouseType.Tuple -> parts(plain, value).forEachIndexed { i, part -> noteTypes(plain.elements[i].type, part) }
            plain is ClickHouseType.Map -> entries(plain, value).forEach { (key, inner) ->
                noteTypes(plain.key, key)
                noteTypes(plain.value, inner)
            }
        }
    }

    /** [value] of a [type], which is sent as a [carrier]. */
    private fun top(carrier: ClickHouseType, type: ClickHouseType, value: Any?): String {
        val plain = plain(carrier)
        return when {
            plain is ClickHouseType.Nullable -> if (value == null || value is JsonNull) "\\N" else top(plain.inner, type, value)
            value == null -> throw refusedNull(plain(type))
            ParameterCarrier.isContainer(plain) && value is CharSequence -> containerText(type, value.toString())
            ParameterCarrier.isContainer(plain) -> buildString { writeNested(this, type, value) }
            else -> buildString { writeSingle(this, type, value, nested = false) }
        }
    }

    /** A server has a better message for what is no text of a [type] at all. */
    private fun containerText(type: ClickHouseType, text: String): String {
        val parts = NestedText.parse(text)
        if (parts != null) return buildString { writeNested(this, type, parts) }
        Utf8.encode(text, "The value of \"$name\"")
        return text
    }

    /** A single value of [type], or of what a Variant or Dynamic holds. */
    private fun writeSingle(out: StringBuilder, type: ClickHouseType, value: Any, nested: Boolean) {
        val plain = plain(type)
        when {
            ParameterCarrier.isOpen(type) -> writeSingle(out, carriers.ownType(type) ?: throw refusedOpen(value, plain), value, nested)
            plain is ClickHouseType.Nullable -> writeSingle(out, plain.inner, value, nested)
            else -> leaf(plain).write(out, single(value), nested)
        }
    }

    /** [given] as it stands inside of an array, a tuple or a map, or as one of these itself. */
    private fun writeNested(out: StringBuilder, type: ClickHouseType, given: Any?) {
        val value = EquivalentValues.of(given)
        val plain = plain(type)
        when {
            plain is ClickHouseType.Nullable ->
                if (value == null || value is JsonNull) out.append(nestedNull(plain)) else writeNested(out, plain.inner, value)
            ParameterCarrier.isOpen(plain) -> writeOpen(out, type, value)
            value == null -> throw refusedNull(plain)
            plain is ClickHouseType.Array -> list(out, '[', ']', elements(plain, value)) { writeNested(out, plain.element, it) }
            plain is ClickHouseType.QBit -> writeVector(out, plain, value)
            plain is ClickHouseType.Tuple -> {
                var at = 0
                list(out, '(', ')', parts(plain, value)) { writeNested(out, plain.elements[at++].type, it) }
            }
            plain is ClickHouseType.Map -> writeMap(out, plain, value)
            else -> leaf(plain).write(out, single(value), nested = true)
        }
    }

    private fun writeMap(out: StringBuilder, map: ClickHouseType.Map, value: Any) {
        val pairs = carriers.isInPairs(map, readsTwice)
        list(out, if (pairs) '[' else '{', if (pairs) ']' else '}', entries(map, value)) { (key, inner) ->
            if (pairs) out.append('(')
            writeNested(out, map.key, key)
            out.append(if (pairs) ',' else ':')
            writeNested(out, map.value, inner)
            if (pairs) out.append(')')
        }
    }

    /**
     * In a type of its own if all values here share one, otherwise so that a server guesses right.
     */
    private fun writeOpen(out: StringBuilder, type: ClickHouseType, value: Any?) {
        val own = carriers.ownType(type)
        val plain = plain(type)
        when {
            own != null -> writeNested(out, own, value)
            value == null -> out.append("NULL")
            plain is ClickHouseType.Variant -> {
                val chosen = VariantChoice.of(this, plain, value)
                if (!VariantChoice.isCertain(plain, chosen, value)) throw refusedOpen(value, plain)
                writeNested(out, chosen, value)
            }
            else -> throw refusedOpen(value, plain)
        }
    }

    private fun nestedNull(type: ClickHouseType.Nullable): String =
        if (plain(type.inner) is ClickHouseType.QBit) throw refusedOpen(null, type) else "NULL"

    private fun writeVector(out: StringBuilder, vector: ClickHouseType.QBit, value: Any) {
        val elements = elements(vector, value).toList()
        if (elements.size != vector.dimension) throw refused(value, vector, "it has ${elements.size} elements")
        list(out, '[', ']', elements) { writeNested(out, vector.element, it) }
    }

    private fun parts(tuple: ClickHouseType.Tuple, value: Any): List<Any?> {
        val parts = TupleParts.of(tuple, value) ?: throw wrong(value, tuple)
        if (parts.problem != null) throw refused(value, tuple, parts.problem)
        return parts.values
    }

    private inline fun <T> list(out: StringBuilder, open: Char, close: Char, items: Iterable<T>, item: (T) -> Unit) {
        out.append(open)
        var first = true
        for (each in items) {
            if (!first) out.append(',')
            first = false
            item(each)
        }
        out.append(close)
    }

    private fun elements(type: ClickHouseType, value: Any): Iterable<Any?> = when {
        value is NestedText -> if (value.open == '[') value.items else throw refused("$value", type, "an array stands in [ ]")
        value is CharSequence -> NestedText.parse(value.toString())?.let { elements(type, it) } ?: throw wrong(value, type)
        value is JsonArray || Parameters.isList(value) -> value as Iterable<*>
        value is ByteArray -> value.asIterable()
        else -> Parameters.elementsOf(value)?.asIterable() ?: throw wrong(value, type)
    }

    private fun entries(type: ClickHouseType, value: Any): List<Pair<Any?, Any?>> = when {
        value is Map<*, *> -> value.entries.map { it.key to it.value }
        value is NestedText && value.open == '{' -> value.items.map { it as Pair<*, *> }
        value is CharSequence -> NestedText.parse(value.toString())?.let { entries(type, it) } ?: throw wrong(value, type)
        value is Iterable<*> && value !is JsonElement -> value.map { entry(it) ?: throw wrong(value, type) }
        else -> throw wrong(value, type)
    }

    private fun entry(item: Any?): Pair<Any?, Any?>? = when (item) {
        is Map.Entry<*, *> -> item.key to item.value
        is Pair<*, *> -> item
        is List<*> -> if (item.size == 2) item[0] to item[1] else null
        else -> null
    }

    /**
     * The one value that the object of a class is, if its serializer says so; otherwise [value]
     * itself.
     */
    private fun single(value: Any): Any =
        if (value is Enum<*> || value is CharSequence || value is JsonElement) value else Members.singleOf(value)

    fun leaf(type: ClickHouseType): ParameterLeaf = leaves.getOrPut(type) {
        if (type is ClickHouseType.DateTime || type is ClickHouseType.DateTime64) MomentLeaf(this, type) else ParameterLeaf(this, type)
    }

    fun newBuilder(type: ClickHouseType): NativeBuilder =
        Codecs(name, CodecOptions(DefaultZone.UTC, ReadLimits.DEFAULT.maxDepth)).of(type).newBuilder()

    /** What the builder of a JSON column takes for [value]. */
    fun jsonOf(value: Any): Any = JsonParts.of(value)

    fun isComposite(value: Any): Boolean = Parameters.isComposite(value) || value is NestedText || Members.takeApart(value) != null

    /** Whether values of the class of [value] can be sent for some type. */
    fun hasText(value: Any): Boolean = value is Period || value is NestedText.Bare || isComposite(value) || Parameters.hasText(value)

    /** What [e] says, without the place in a column that it names. */
    fun reasonOf(e: FormatException): String = e.message.orEmpty().substringBefore(" (column `")

    fun wrong(value: Any, type: ClickHouseType): RuntimeException =
        if (hasText(value)) refused(value, type, "it is a ${value.javaClass.name}") else Parameters.noText(name, value)

    private fun refusedNull(type: ClickHouseType) = RefusedParameter(
        "The parameter \"$name\" is or holds NULL, which $type${inside(type)} does not: the server would change it without a word; " +
            "write Nullable($type) in the placeholder, or give a value",
    )

    private fun refusedOpen(value: Any?, type: ClickHouseType) = refused(
        value,
        type,
        "here stand values of several types, and the server guesses which is which; give the placeholder a type without $type, and " +
            "cast what it gives",
    )

    fun refused(value: Any?, type: ClickHouseType, reason: String): RefusedParameter {
        val shown = value.toString().take(SHOWN_CHARS)
        return RefusedParameter(
            "The parameter \"$name\" is or holds $shown, which $type${inside(type)} does not hold as it is: $reason",
        )
    }

    private fun inside(type: ClickHouseType): String = if (type.toString() == placeholder.type) "" else " of its placeholder $placeholder"

    internal companion object {
        private const val SHOWN_CHARS = 100

        /** [type] without what values do not show. */
        fun plain(type: ClickHouseType): ClickHouseType = when (type) {
            is ClickHouseType.LowCardinality -> plain(type.inner)
            is ClickHouseType.SimpleAggregateFunction -> plain(type.inner)
            is ClickHouseType.Nested -> ClickHouseType.Array(ClickHouseType.Tuple(type.elements))
            is ClickHouseType.Named -> GeometryTypes.of(type.name)?.let(::plain) ?: type
            else -> type
        }
    }
}
