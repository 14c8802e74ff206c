package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.internal.wire.WireInput

/*
 * Dynamic: values of any type. Prefix: u64 version, then the types of this block. 1, 2: (1 only:
 *   varuint number of types) varuint number of types, their names; then the prefix of a Variant of
 *   these types and
 *         `SharedVariant`, all in the bytewise order of their names. Data: that Variant. Values of SharedVariant are Strings that hold a
 *         binary type and a value in RowBinary form: the types that were too many to have a column.
 * 3: varuint number of types, their names, their prefixes. Data: one index per row (u8, u16 or u32
 * as the number of types needs; the
 *         number of types itself is NULL), then the values of each type.
 *
 *     Dynamic  42::UInt8, 'x', NULL, version 3:
 *     0300000000000000 02 0555496e7438 06537472696e67   00 01 02   2a   0178
 */
internal class DynamicCodec(
    name: String,
    type: ClickHouseType,
    private val options: CodecOptions,
    private val depth: Int,
) : Codec(name, type) {
    private var version = 0L

    /** One per alternative; `null` is SharedVariant. */
    private var alternatives: List<Codec?> = emptyList()

    override suspend fun readPrefix(input: WireInput) {
        version = input.readLong()
        if (version !in 1L..3L) throw input.fail("Dynamic of version $version, and only 1 to 3 are known")
        if (version == 1L) input.readVarUInt()
        val count = input.readCount("Types of a Dynamic", if (version == FLATTENED) input.limits.maxColumns else MAX_TYPES)
        val types = ArrayList<TypeWithText>()
        repeat(count) { types.add(readType(input)) }
        if (version != FLATTENED) {
            types.add(TypeWithText(SHARED, null))
            types.sortWith { a, b -> compareAsBytes(a.text, b.text) }
            VariantCodec.readMode(input)
        }
        alternatives = types.map { it.type?.let { type -> Codecs(name, options, depth).of(type) } }
        for (alternative in alternatives) alternative?.readPrefix(input)
    }

    private class TypeWithText(val text: String, val type: ClickHouseType?)

    private suspend fun readType(input: WireInput): TypeWithText {
        if (input.binaryTypes) {
            val type = BinaryTypes.read(input)
            return TypeWithText(type.toString(), type)
        }
        val text = input.readText("Bytes of a type name")
        return TypeWithText(text, input.parseType(text))
    }

    override suspend fun read(input: WireInput, rows: Int): Column {
        if (version != FLATTENED) return readUnflattened(input, rows)
        return read(input, readIndexes(input, rows))
    }

    private suspend fun readUnflattened(input: WireInput, rows: Int): Column {
        val bytes = input.readBytes(rows)
        val only = onlyAlternative(bytes)
        // What a path of JSON mostly is: values of one type, and nothing that tells rows apart.
        if (only < 0 || only >= alternatives.size || alternatives[only] == null) {
            return read(input, IntArray(rows) { if (bytes[it].toInt() == VariantCodec.NULL) -1 else bytes[it].toInt() and 0xff })
        }
        val columns = ArrayList<Column>(alternatives.size)
        input.elementDepth++
        for ((i, alternative) in alternatives.withIndex()) {
            val count = if (i == only) rows else 0
            columns.add(if (alternative == null) NothingColumn(name, SHARED_TYPE, 0) else alternative.read(input, count))
        }
        input.elementDepth--
        return VariantColumn(name, type, columns, only)
    }

    private suspend fun read(input: WireInput, numbers: IntArray): Column {
        val places = placesOf(input, numbers, alternatives.size)
        val columns = ArrayList<Column>(alternatives.size)
        var shared = -1
        input.elementDepth++
        for ((i, alternative) in alternatives.withIndex()) {
            if (alternative == null) shared = i
            columns.add((alternative ?: StringCodec(name, SHARED_TYPE)).read(input, places.counts[i]))
        }
        input.elementDepth--
        if (shared >= 0) unpackShared(input, columns, shared, numbers, places.rows)
        return VariantColumn(name, type, columns, numbers, places.rows)
    }

    private suspend fun readIndexes(input: WireInput, rows: Int): IntArray {
        val count = alternatives.size
        val width = if (count <= 0xff) {
            0
        } else if (count <= 0xffff) {
            1
        } else {
            2
        }
        val indexes = readIndexes(input, width, rows, count + 1)
        for (row in indexes.indices) if (indexes[row] == count) indexes[row] = -1
        return indexes
    }

    /** Replaces the column of packed values by one column per type that they hold. */
    private fun unpackShared(input: WireInput, columns: ArrayList<Column>, shared: Int, numbers: IntArray, rows: IntArray) {
        val packed = columns[shared] as StringColumn
        input.take(packed.runs.byteCount.toLong())
        val pool = DynamicValues(name, options.forValues(), depth, input.limits, input.budget)
        for (row in numbers.indices) {
            if (numbers[row] != shared) continue
            val at = rows[row]
            if (!pool.append(packed.runs.bytes, packed.runs.start(at), packed.runs.ends[at])) {
                numbers[row] = -1
            } else {
                // Numbers behind the real alternatives; the packed column itself stays where it is,
                // without rows.
                numbers[row] = columns.size + pool.lastNumber
                rows[row] = pool.lastRow
            }
        }
        columns[shared] = NothingColumn(name, SHARED_TYPE, 0)
        columns.addAll(pool.build())
    }

    override fun newBuilder(): NativeBuilder = DynamicBuilder(name, type, options, depth)

    internal companion object {
        const val FLATTENED: Long = 3
        private const val SHARED = "SharedVariant"
        private val SHARED_TYPE = ClickHouseType.Named("String")

        /** ClickHouse's own limit of max_types, and one for the shared variant. */
        private const val MAX_TYPES = 255
    }
}
