package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.internal.wire.ByteRuns
import dev.houseflow.internal.wire.WireInput

/*
 * JSON. Prefix: u64 version, then 1: nothing more. Data: the JSON text of each row as a String. 0:
 *   varuint number of paths (0 only: twice), the paths; then the prefixes of the typed paths (those
 *   of the type, in the bytewise order 2, 3: of their names) and a Dynamic prefix per path. Data:
 *   the typed columns, the Dynamic columns, and (not in 3) the paths that were
 *         too many to have a column, as Array(Tuple(path String, value String)), a value being a binary type and RowBinary.
 *
 *     JSON  {"a":1}, {}, {"a":2}, version 1:   0100000000000000   07 7b2261223a317d 02 7b7d 07 7b2261223a327d
 */
internal class JsonCodec(
    name: String,
    type: ClickHouseType,
    private val typedPaths: List<String>,
    private val typed: List<Codec>,
    private val options: CodecOptions,
    private val depth: Int,
) : Codec(name, type) {
    private var version = 0L
    private var paths: List<String> = emptyList()
    private var dynamic: List<Codec> = emptyList()

    override suspend fun readPrefix(input: WireInput) {
        version = input.readLong()
        if (version !in 0L..3L) throw input.fail("JSON of version $version, and only 0 to 3 are known")
        if (version == TEXT) return
        if (version == 0L) input.readVarUInt()
        val count = input.readCount("Paths of a JSON column", input.limits.maxColumns)
        val names = ArrayList<String>()
        repeat(count) { names.add(input.readText("Bytes of a path")) }
        paths = names
        for (codec in typed) codec.readPrefix(input)
        val codecs = Codecs(name, options, depth)
        dynamic = names.map { codecs.of(DYNAMIC) }
        for (codec in dynamic) codec.readPrefix(input)
    }

    override suspend fun read(input: WireInput, rows: Int): Column {
        if (version == TEXT) return JsonTextColumn(name, type, input.readStrings(rows))
        val count = typed.size + dynamic.size
        if (version == FLATTENED && count == 0) input.checkCount(rows.toLong(), "Objects without a path", MAX_EMPTY)
        input.take(rows.toLong())
        val columns = ArrayList<Column>(count)
        for (codec in typed) columns.add(codec.read(input, rows))
        for (codec in dynamic) columns.add(codec.read(input, rows))
        val shared = if (version == FLATTENED) null else readShared(input, rows)
        return JsonPathsColumn(name, type, rows, typedPaths.size, typedPaths + paths, columns, shared, options.escapedDots)
    }

    private suspend fun readShared(input: WireInput, rows: Int): SharedPaths? {
        val ends = readEnds(input, rows)
        val total = if (rows == 0) 0 else ends[rows - 1]
        input.elementDepth++
        val names = input.readStrings(total)
        val values = input.readStrings(total)
        input.elementDepth--
        if (total == 0) return null
        val pool = DynamicValues(name, options.forValues(), depth, input.limits, input.budget)
        input.take(total * SharedPaths.BYTES_PER_ENTRY + values.byteCount)
        return SharedPaths.unpack(ends, names, values, pool, input)
    }

    override fun newBuilder(): NativeBuilder =
        if (options.values) JsonValuesBuilder(name, type, typedPaths, typed, options, depth) else JsonBuilder(name, type)

    internal companion object {
        const val TEXT: Long = 1
        private const val FLATTENED = 3L

        /** Objects that take no bytes: nothing bounds a lie about their number but this. */
        private const val MAX_EMPTY = 1 shl 22
        private val DYNAMIC = ClickHouseType.Dynamic(null)
    }
}

/**
 * The paths without a column: those of a row are number `ends[row - 1] until ends[row]`, each with
 * its value in a column of its type.
 */
internal class SharedPaths(
    private val ends: IntArray,
    @JvmField val names: Array<String>,
    @JvmField val numbers: IntArray,
    @JvmField val rows: IntArray,
    @JvmField val alternatives: List<Column>,
) {
    fun start(row: Int): Int = if (row == 0) 0 else ends[row - 1]

    fun end(row: Int): Int = ends[row]

    companion object {
        /** Its name, its type and its place there. */
        const val BYTES_PER_ENTRY: Long = 16
        private const val BYTES_PER_NAME = 160L

        fun unpack(ends: IntArray, names: ByteRuns, values: ByteRuns, pool: DynamicValues, input: WireInput): SharedPaths {
            val known = HashMap<KeyBytes, String>()
            val numbers = IntArray(values.count)
            val rows = IntArray(values.count)
            val paths = Array(values.count) { entry ->
                if (pool.append(values.bytes, values.start(entry), values.ends[entry])) {
                    numbers[entry] = pool.lastNumber
                    rows[entry] = pool.lastRow
                } else {
                    numbers[entry] = -1
                }
                val bytes = names.bytes.copyOfRange(names.start(entry), names.ends[entry])
                known.getOrPut(KeyBytes(bytes)) {
                    input.take(BYTES_PER_NAME + 2L * bytes.size)
                    String(bytes, Charsets.UTF_8)
                }
            }
            return SharedPaths(ends, paths, numbers, rows, pool.build())
        }
    }
}
