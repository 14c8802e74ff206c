package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.type.DefaultZone
import dev.houseflow.internal.type.GeometryTypes
import dev.houseflow.internal.type.Identifiers
import dev.houseflow.internal.wire.BlockBudget

/**
 * What codecs have to know besides their type.
 *
 * @property zone the zone of a `DateTime` that names none.
 * @property maxDepth how deep types may nest, those inside of Dynamic and JSON values included.
 * @property escapedDots whether `%2E` in a path of JSON is a dot inside of a name.
 * @property budget what the block may take that is being read; `null` for what is written.
 * @property values whether builders take values in RowBinary form only: those of a reader, never
 * those of an insert.
 */
internal class CodecOptions(
    @JvmField val zone: DefaultZone,
    @JvmField val maxDepth: Int,
    @JvmField val escapedDots: Boolean = false,
    @JvmField val values: Boolean = false,
    @JvmField val budget: BlockBudget? = null,
) {
    /** The same for builders that are filled with values in RowBinary form. */
    fun forValues(): CodecOptions = if (values) this else CodecOptions(zone, maxDepth, escapedDots, values = true, budget)
}

/**
 * Makes the codec of one column, with those of all its inner types. [depth] is how deep the
 * column's values are nested already.
 */
internal class Codecs(
    private val name: String,
    private val options: CodecOptions,
    private var depth: Int = 0,
) {
    fun of(type: ClickHouseType): Codec {
        if (++depth > options.maxDepth) throw FormatException("The type nests deeper than ${options.maxDepth} levels", name)
        options.budget?.let { if (!it.take(CODEC_BYTES)) throw FormatException(it.message(), name, type.toString()) }
        val codec = make(type, type)
        depth--
        return codec
    }

    /**
     * The codec for the bytes of [type], whose columns say that they are [declared]: another name
     * for the same layout.
     */
    private fun make(type: ClickHouseType, declared: ClickHouseType): Codec = when (type) {
        is ClickHouseType.Named -> named(type, declared)

        is ClickHouseType.FixedString -> fixedStringCodec(name, declared, type.length)

        is ClickHouseType.Decimal -> decimalCodec(name, declared, type)

        is ClickHouseType.DateTime -> dateTimeCodec(name, declared, Zone(type.zone, options.zone))

        is ClickHouseType.DateTime64 -> dateTime64Codec(name, declared, type.precision, Zone(type.zone, options.zone))

        is ClickHouseType.Time64 -> time64Codec(name, declared, type.precision)

        is ClickHouseType.Enum -> enumCodec(name, declared, type)

        is ClickHouseType.Nullable -> NullableCodec(name, declared, of(type.inner))

        is ClickHouseType.LowCardinality -> lowCardinality(type, declared)

        is ClickHouseType.Array -> ArrayCodec(name, declared, of(type.element))

        is ClickHouseType.Map -> MapCodec(name, declared, of(type.key), of(type.value))

        is ClickHouseType.Tuple -> tuple(type.elements, declared)

        // One column of tuples per row (flatten_nested = 0) is laid out as Array(Tuple(...)).
        is ClickHouseType.Nested -> ArrayCodec(name, declared, of(ClickHouseType.Tuple(type.elements)))

        is ClickHouseType.SimpleAggregateFunction -> make(type.inner, declared)

        is ClickHouseType.Variant -> VariantCodec(name, declared, sortedAlternatives(type).map { of(it) })

        is ClickHouseType.Dynamic -> DynamicCodec(name, declared, options, depth)

        is ClickHouseType.Json -> json(type, declared)

        is ClickHouseType.QBit -> qbitCodec(name, declared, type, this)

        is ClickHouseType.AggregateFunction -> StateCodec(name, declared, StateLayout.of(type, this))

        is ClickHouseType.Unknown -> throw unsupported(type)
    }

    private fun named(type: ClickHouseType.Named, declared: ClickHouseType): Codec {
        val text = type.name
        return integerCodec(name, declared, text)
            ?: bigIntegerCodec(name, declared, text)
            ?: floatCodec(name, declared, text)
            ?: dateCodec(name, declared, text)
            ?: ipCodec(name, declared, text)
            ?: intervalCodec(name, declared, text)
            ?: when (text) {
                "String" -> StringCodec(name, declared)
                "UUID" -> uuidCodec(name, declared)
                "Time" -> timeCodec(name, declared)
                "Nothing" -> nothingCodec(name, declared)
                else -> make(GeometryTypes.of(text) ?: throw unsupported(type), declared)
            }
    }

    private fun tuple(elements: List<ClickHouseType.Element>, declared: ClickHouseType): Codec =
        TupleCodec(name, declared, elements.map { of(it.type) }, elements.map { it.name })

    private fun lowCardinality(type: ClickHouseType.LowCardinality, declared: ClickHouseType): Codec {
        val inner = type.inner
        val key = if (inner is ClickHouseType.Nullable) inner.inner else inner
        val codec = of(key)
        // A dictionary of containers does not exist, and a builder could not look its keys up.
        if (codec !is PlainCodec && codec !is StringCodec) throw unsupported(type)
        return LowCardinalityCodec(name, declared, codec, nullable = inner is ClickHouseType.Nullable)
    }

    private fun json(type: ClickHouseType.Json, declared: ClickHouseType): Codec {
        val typed = type.typedPaths.entries.sortedWith { a, b -> compareAsBytes(a.key, b.key) }
        return JsonCodec(name, declared, typed.map { it.key }, typed.map { of(it.value) }, options, depth)
    }

    fun unsupported(type: ClickHouseType): UnsupportedTypeException = UnsupportedTypeException(
        "Column `$name` has the type $type, which this version of Houseflow cannot read or write: select it as text with toString(...), " +
            "or leave it out, as with ${Identifiers.selectWithout(name)}",
        type.toString(),
        name,
    )

    internal companion object {
        /** What a codec takes with its column. */
        private const val CODEC_BYTES = 512L
    }
}

/** The order of the server: by UTF-8 bytes. Kotlin's own order differs beyond the basic plane. */
internal fun compareAsBytes(a: String, b: String): Int {
    val left = a.toByteArray(Charsets.UTF_8)
    val right = b.toByteArray(Charsets.UTF_8)
    for (i in 0 until minOf(left.size, right.size)) {
        val difference = (left[i].toInt() and 0xff) - (right[i].toInt() and 0xff)
        if (difference != 0) return difference
    }
    return left.size - right.size
}
