package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.type.TypeParser
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.WireInput
import dev.houseflow.internal.wire.runBlockingSource

/*
 * A type as bytes: one byte for what it is, then its parts.
 *
 *     UInt8: 01   Nullable(String): 23 15   Array(Decimal(9, 2)): 1e 19 09 02
 */
internal object BinaryTypes {
    private val ONE_BYTE = arrayOfNulls<ClickHouseType>(0x40).also { types ->
        fun put(first: Int, vararg names: String) = names.forEachIndexed { i, name -> types[first + i] = ClickHouseType.Named(name) }
        put(0x00, "Nothing", "UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "UInt256")
        put(0x07, "Int8", "Int16", "Int32", "Int64", "Int128", "Int256", "Float32", "Float64", "Date", "Date32")
        types[0x11] = ClickHouseType.DateTime(null)
        put(0x15, "String")
        put(0x1d, "UUID")
        put(0x28, "IPv4", "IPv6")
        put(0x2d, "Bool")
        put(0x31, "BFloat16", "Time")
    }

    private val INTERVALS = arrayOf(
        "Nanosecond", "Microsecond", "Millisecond", "Second", "Minute", "Hour", "Day", "Week", "Month", "Quarter", "Year",
    )

    /** Whether the type with this first byte has no parts. */
    fun isOneByte(code: Int): Boolean = code < ONE_BYTE.size && ONE_BYTE[code] != null

    /** The type at the front of [input]. */
    fun read(input: RowBinaryInput): ClickHouseType {
        input.need(1)
        val code = input.bytes[input.position].toInt() and 0xff
        if (isOneByte(code)) {
            input.position++
            return ONE_BYTE[code]!!
        }
        val source = ByteArraySource(input.bytes, input.position, input.end)
        val wire = WireInput(source, input.limits, input.budget)
        wire.column = input.column
        val type = runBlockingSource { read(wire) }
        input.position += wire.offset.toInt()
        return type
    }

    /** The type at the front of [input]. */
    suspend fun read(input: WireInput): ClickHouseType = read(input, 1)

    private suspend fun read(input: WireInput, depth: Int): ClickHouseType {
        if (depth > input.limits.maxDepth) throw input.fail("A type nests deeper than ${input.limits.maxDepth} levels")
        input.take(TYPE_BYTES)
        val code = input.readByte()
        if (isOneByte(code)) return ONE_BYTE[code]!!
        return when (code) {
            0x12 -> ClickHouseType.DateTime(text(input))
            0x13 -> ClickHouseType.DateTime64(digits(input), null)
            0x14 -> ClickHouseType.DateTime64(digits(input), text(input))
            0x16 -> ClickHouseType.FixedString(positive(input, "Length of a FixedString", TypeParser.MAX_FIXED))
            0x17, 0x18 -> enumeration(input, if (code == 0x17) 8 else 16)
            0x19, 0x1a, 0x1b, 0x1c -> decimal(input)
            0x1e -> ClickHouseType.Array(read(input, depth + 1))
            0x1f -> ClickHouseType.Tuple(list(input) { ClickHouseType.Element(null, read(input, depth + 1)) })
            0x20 -> ClickHouseType.Tuple(list(input) { ClickHouseType.Element(text(input), read(input, depth + 1)) })
            0x22 -> interval(input)
            0x23 -> ClickHouseType.Nullable(read(input, depth + 1))
            0x25 -> aggregateFunction(input, depth)
            0x26 -> ClickHouseType.LowCardinality(read(input, depth + 1))
            0x27 -> ClickHouseType.Map(read(input, depth + 1), read(input, depth + 1))
            0x2a -> ClickHouseType.Variant(list(input) { read(input, depth + 1) })
            0x2b -> input.readByte().let { ClickHouseType.Dynamic(if (it == DEFAULT_TYPES) null else it) }
            0x2c -> input.parseType(text(input))
            0x2e -> simpleAggregateFunction(input, depth)
            0x2f -> ClickHouseType.Nested(list(input) { ClickHouseType.Element(text(input), read(input, depth + 1)) })
            0x30 -> BinaryJsonType.read(input) { read(input, depth + 1) }
            0x34 -> ClickHouseType.Time64(digits(input))
            0x36 -> ClickHouseType.QBit(read(input, depth + 1), positive(input, "Dimension of a QBit", input.limits.maxStringBytes), null)
            0x37 -> qbit(input, depth)
            else -> throw input.fail("No known type has the code 0x${Integer.toHexString(code)}")
        }
    }

    suspend fun text(input: WireInput): String = input.readText("Bytes of a name")

    suspend fun <T> list(input: WireInput, item: suspend () -> T): List<T> {
        val items = ArrayList<T>()
        repeat(input.readCount("Parts of a type", input.limits.maxColumns)) { items.add(item()) }
        return items
    }

    private suspend fun positive(input: WireInput, what: String, most: Int): Int {
        val value = input.readCount(what, most)
        if (value == 0) throw input.fail("$what is 0")
        return value
    }

    private suspend fun digits(input: WireInput): Int {
        val digits = input.readByte()
        if (digits > 9) throw input.fail("A precision of $digits digits, and at most 9 are possible")
        return digits
    }

    private suspend fun decimal(input: WireInput): ClickHouseType {
        val precision = input.readByte()
        val scale = input.readByte()
        if (precision !in 1..76 || scale > precision) throw input.fail("Decimal($precision, $scale) does not exist")
        return ClickHouseType.Decimal(precision, scale)
    }

    private suspend fun enumeration(input: WireInput, bits: Int): ClickHouseType {
        val values = LinkedHashMap<String, Int>()
        repeat(input.readCount("Names of an enum", 1 shl 16)) {
            val name = text(input)
            val low = input.readByte()
            values[name] = if (bits == 8) low.toByte().toInt() else (low or (input.readByte() shl 8)).toShort().toInt()
        }
        return ClickHouseType.Enum(bits, values)
    }

    private suspend fun interval(input: WireInput): ClickHouseType {
        val unit = input.readByte()
        if (unit >= INTERVALS.size) throw input.fail("Unit $unit of an interval, which is not known")
        return ClickHouseType.Named("Interval" + INTERVALS[unit])
    }

    private suspend fun qbit(input: WireInput, depth: Int): ClickHouseType {
        val element = read(input, depth + 1)
        val most = input.limits.maxStringBytes
        return ClickHouseType.QBit(element, positive(input, "Dimension of a QBit", most), positive(input, "Stride of a QBit", most))
    }

    private suspend fun aggregateFunction(input: WireInput, depth: Int): ClickHouseType {
        val version = input.readCount("Version of an aggregate state", Int.MAX_VALUE)
        val function = function(input)
        return ClickHouseType.AggregateFunction(version.takeIf { it > 0 }, function, list(input) { read(input, depth + 1) })
    }

    private suspend fun simpleAggregateFunction(input: WireInput, depth: Int): ClickHouseType {
        val function = function(input)
        val types = list(input) { read(input, depth + 1) }
        if (types.size != 1) throw input.fail("A SimpleAggregateFunction of ${types.size} arguments")
        return ClickHouseType.SimpleAggregateFunction(function, types[0])
    }

    /** A name and its parameters, as they stand in the text of a type. */
    private suspend fun function(input: WireInput): String {
        val name = text(input)
        val parameters = list(input) { parameter(input) }
        return if (parameters.isEmpty()) name else parameters.joinToString(", ", "$name(", ")")
    }

    private suspend fun parameter(input: WireInput): String = when (val code = input.readByte()) {
        0x01 -> input.readVarUInt().toString()

        0x07 -> Double.fromBits(input.readLong()).toString()

        0x0c -> dev.houseflow.quote(text(input))

        else -> throw input.fail("A parameter of an aggregate function with the code 0x${Integer.toHexString(code)}, which is not known")
    }

    private const val DEFAULT_TYPES = 32

    /** What a part of a type takes. */
    private const val TYPE_BYTES = 64L
}
