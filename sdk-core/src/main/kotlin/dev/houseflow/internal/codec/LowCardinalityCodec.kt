package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput
import java.util.concurrent.atomic.AtomicReferenceArray

/*
 * LowCardinality(T): a dictionary of T and an index into it per row. Prefix: u64 version 1. Data,
 * only when there are rows: u64 flags (low byte: width of the indexes, 0=u8 1=u16 2=u32 3=u64;
 * 0x200 keys follow; 0x400 they replace older ones), u64 number of keys, the keys, u64 number of
 * rows, the indexes. Key 0 is the default of T, or stands for NULL when T is Nullable (the keys
 * themselves are never Nullable).
 *
 *     LowCardinality(String)  'a', '', 'a':
 *     0100000000000000   0006000000000000 0200000000000000 00 0161   0300000000000000 01 00 01
 */
internal class LowCardinalityCodec(
    name: String,
    type: ClickHouseType,
    private val keys: Codec,
    private val nullable: Boolean,
) : Codec(name, type) {
    override suspend fun readPrefix(input: WireInput) {
        val version = input.readLong()
        if (version != 1L) throw input.fail("LowCardinality of version $version, and only 1 is known")
    }

    override suspend fun read(input: WireInput, rows: Int): Column {
        if (rows == 0) return LowCardinalityColumn(name, type, IntArray(0), keys.newBuilder().build(), nullable)
        val flags = input.readLong()
        val width = (flags and 0xff).toInt()
        if (flags and HAS_KEYS == 0L || flags and KNOWN_FLAGS.inv() != 0L || width > 3) {
            throw input.fail("LowCardinality with flags 0x${java.lang.Long.toHexString(flags)}, which this layout does not have")
        }
        val keyCount = input.checkCount(input.readLong(), "Keys of a dictionary", input.limits.maxRows)
        // The object that each key may become.
        input.take(keyCount * 16L)
        input.elementDepth++
        val dictionary = keys.read(input, keyCount)
        input.elementDepth--
        val count = input.readLong()
        if (count != rows.toLong()) throw input.fail("LowCardinality has $count indexes for $rows rows")
        return LowCardinalityColumn(name, type, readIndexes(input, width, rows, keyCount), dictionary, nullable)
    }

    override fun newBuilder(): NativeBuilder = LowCardinalityBuilder(name, type, keys.newBuilder(), nullable)

    private companion object {
        private const val HAS_KEYS = 0x200L
        private const val KNOWN_FLAGS = 0x6ffL
    }
}

/** [rows] indexes of 1 shl [width] bytes, all below [bound]. */
internal suspend fun readIndexes(input: WireInput, width: Int, rows: Int, bound: Int): IntArray {
    val indexes: IntArray
    input.take(rows * 4L)
    when (width) {
        0 -> {
            val bytes = input.readBytes(rows)
            indexes = IntArray(rows) { bytes[it].toInt() and 0xff }
        }

        1 -> {
            val shorts = input.readShorts(rows)
            indexes = IntArray(rows) { shorts[it].toInt() and 0xffff }
        }

        2 -> indexes = input.readInts(rows)

        else -> {
            val longs = input.readLongs(rows)
            indexes = IntArray(rows) { if (longs[it] in 0 until bound) longs[it].toInt() else -1 }
        }
    }
    for (row in 0 until rows) {
        if (indexes[row] < 0 || indexes[row] >= bound) throw input.fail("An index points outside of the $bound values it counts", row)
    }
    return indexes
}

/** Values by index into a [dictionary], of which each entry becomes an object at most once. */
@InternalHouseflowApi
public class LowCardinalityColumn internal constructor(
    name: String,
    type: ClickHouseType,
    private val indexes: IntArray,
    public val dictionary: Column,
    internal val nullable: Boolean,
) : DelegatingColumn(name, type, indexes.size) {
    private val strings by lazy(LazyThreadSafetyMode.PUBLICATION) { AtomicReferenceArray<String?>(dictionary.size) }
    private val objects by lazy(LazyThreadSafetyMode.PUBLICATION) { AtomicReferenceArray<Any?>(dictionary.size) }

    /** The entry of [dictionary] that [row] has; meaningless when it is NULL. */
    public fun index(row: Int): Int = indexes[row]

    override fun isNull(row: Int): Boolean = nullable && indexes[row] == 0

    override fun target(row: Int): Column? = if (nullable && indexes[row] == 0) null else dictionary

    override fun targetRow(row: Int): Int = indexes[row]

    override fun get(row: Int): Any? {
        if (isNull(row)) return null
        val index = indexes[row]
        return objects[index] ?: dictionary.get(index).also { objects[index] = it }
    }

    override fun getString(row: Int): String {
        if (isNull(row)) throw noConversion(row, "String")
        val index = indexes[row]
        return strings[index] ?: dictionary.getString(index).also { strings[index] = it }
    }
}
