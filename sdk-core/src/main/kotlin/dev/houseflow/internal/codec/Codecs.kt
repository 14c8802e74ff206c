package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.UnsupportedTypeException
import java.time.ZoneId

/** What codecs have to know besides their type: the zone of a `DateTime` that names none, and how deep types may nest. */
internal class CodecOptions(@JvmField val zone: ZoneId, @JvmField val maxDepth: Int)

/** The codec of one column of [type], with those of all its inner types. */
internal class Codecs(private val name: String, private val options: CodecOptions) {
    private var depth = 0

    fun of(type: ClickHouseType): Codec {
        if (++depth > options.maxDepth) {
            throw FormatException("The type nests deeper than ${options.maxDepth} levels", name)
        }
        val codec = make(type)
        depth--
        return codec
    }

    private fun make(type: ClickHouseType): Codec = when (type) {
        is ClickHouseType.Named -> named(type)
        is ClickHouseType.FixedString -> fixedStringCodec(name, type)
        is ClickHouseType.Nullable -> NullableCodec(name, type, of(type.inner))
        is ClickHouseType.Array -> ArrayCodec(name, type, of(type.element))
        is ClickHouseType.Map -> MapCodec(name, type, of(type.key), of(type.value))
        is ClickHouseType.Tuple -> TupleCodec(name, type, type.elements.map { of(it.type) }, type.elements.map { it.name })
        is ClickHouseType.LowCardinality -> lowCardinality(type)
        else -> throw unsupported(type)
    }

    private fun named(type: ClickHouseType.Named): Codec = integerCodec(name, type, type.name)
        ?: when (type.name) {
            "String" -> stringCodec(name, type)
            else -> throw unsupported(type)
        }

    private fun lowCardinality(type: ClickHouseType.LowCardinality): Codec {
        val inner = type.inner
        val key = if (inner is ClickHouseType.Nullable) inner.inner else inner
        return LowCardinalityCodec(name, type, of(key), nullable = inner is ClickHouseType.Nullable)
    }

    private fun unsupported(type: ClickHouseType) = UnsupportedTypeException(
        "Column `$name` has the type $type, which this version of Houseflow cannot read or write: select it as text with toString(...), " +
            "or leave it out",
        type.toString(),
        name,
    )
}
