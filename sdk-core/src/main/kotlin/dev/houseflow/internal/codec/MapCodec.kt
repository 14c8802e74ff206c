package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput
import java.util.AbstractMap

/*
 * Map(K, V): like Array(Tuple(K, V)): where the map of each row ends, as u64, then all keys, then all values. Keys may repeat.
 *
 *     Map(String, UInt8)  {'a':1}, {}, {'b':2,'b':3}:
 *     0100000000000000 0100000000000000 0300000000000000   0161 0162 0162   01 02 03
 */
internal class MapCodec(name: String, type: ClickHouseType, private val key: Codec, private val value: Codec) :
    Codec(name, type) {
    override suspend fun readPrefix(input: WireInput) {
        key.readPrefix(input)
        value.readPrefix(input)
    }

    override suspend fun read(input: WireInput, rows: Int): Column {
        val ends = readEnds(input, rows)
        val entries = if (rows == 0) 0 else ends[rows - 1]
        input.elementDepth++
        val keys = key.read(input, entries)
        val values = value.read(input, entries)
        input.elementDepth--
        return MapColumn(name, type, ends, keys, values)
    }

    override fun newBuilder(): NativeBuilder = MapBuilder(name, type, key.newBuilder(), value.newBuilder())
}

/**
 * Maps as one column of all keys and one of all values: those of a row are rows
 * `start(row) until end(row)` of both.
 */
@InternalHouseflowApi
public class MapColumn internal constructor(
    name: String,
    type: ClickHouseType,
    private val ends: IntArray,
    public val keys: Column,
    public val values: Column,
) : Column(name, type, ends.size) {
    /**
     * Made when it is first asked for; should several threads do that at once, each gets one that
     * works.
     */
    private var madeTexts: KeyTexts? = null
    private val keyTexts: KeyTexts? get() = madeTexts ?: makeTexts()

    private fun makeTexts(): KeyTexts? = (keys as? StringColumn)?.let(::KeyTexts).also { madeTexts = it }

    /** The first entry of [row]. */
    public fun start(row: Int): Int = if (row == 0) 0 else ends[row - 1]

    /** One past the last entry of [row]. */
    public fun end(row: Int): Int = ends[row]

    override fun get(row: Int): Any = getMap(row)

    /**
     * The key of [entry] as `keys.get(entry)` gives it; texts that repeat are mostly the same
     * object.
     */
    public fun key(entry: Int): Any? {
        val texts = keyTexts
        return if (texts != null) texts.get(entry) else keys.get(entry)
    }

    /** The key of [entry] as `keys.getString(entry)` gives it, likewise. */
    public fun keyText(entry: Int): String {
        val texts = keyTexts
        return if (texts != null) texts.get(entry) else keys.getString(entry)
    }

    override fun getMap(row: Int): Map<Any?, Any?> {
        val start = start(row)
        val end = ends[row]
        val map = LinkedHashMap<Any?, Any?>(hashCapacity(end - start))
        val texts = keyTexts
        if (texts != null) {
            for (entry in start until end) map[texts.get(entry)] = values.get(entry)
        } else {
            for (entry in start until end) map[keys.get(entry)] = values.get(entry)
        }
        if (map.size < end - start) throw repeated(row)
        return map
    }

    private fun repeated(row: Int): FormatException {
        val seen = HashSet<Any?>()
        val key = keys.get((start(row) until ends[row]).first { !seen.add(keys.get(it)) })
        return FormatException(
            "The map holds the key $key more than once, so a java.util.Map would lose entries: read it with getList(row), " +
                "which gives all of them",
            name,
            type.toString(),
            row,
        )
    }

    /** The entries as `Map.Entry` objects, in the order of the server, repeated keys included. */
    override fun getList(row: Int): List<Any?> {
        val list = ArrayList<Any?>(ends[row] - start(row))
        for (entry in start(row) until ends[row]) list.add(AbstractMap.SimpleImmutableEntry(key(entry), values.get(entry)))
        return list
    }

    override fun getString(row: Int): String = textOf(this, row)
}

/**
 * What to ask a hash map to hold, so that [count] entries fit without a larger table than they
 * need.
 */
@InternalHouseflowApi
public fun hashCapacity(count: Int): Int = ((count * 4L + 2) / 3).coerceAtMost(Int.MAX_VALUE.toLong()).toInt()

/**
 * Collects maps: append the entries of a row to [keys] and [values], then [endRow]; or append a
 * whole map, or a list of entries.
 */
@InternalHouseflowApi
public class MapBuilder internal constructor(
    name: String,
    type: ClickHouseType,
    public val keys: NativeBuilder,
    public val values: NativeBuilder,
) : NativeBuilder(name, type) {
    private val ends = Ends()

    /** Ends the row: its entries are what [keys] and [values] got since the last row. */
    public fun endRow() {
        if (keys.size != values.size) {
            throw FormatException("The map got ${keys.size} keys and ${values.size} values", name, type.toString(), ends.count)
        }
        ends.add(keys.size)
    }

    /** Ends the row at the entry [end], which is there already. */
    internal fun endRowAt(end: Int): Unit = ends.add(end)

    override fun countRows(): Int = ends.count

    override fun appendDefault(): Unit = endRow()

    override fun append(value: Any?) {
        wholeRow {
            when (value) {
                null -> throw refused("NULL")
                is Map<*, *> -> for ((k, v) in value) entry(k, v)
                is Iterable<*> -> for (item in value) appendEntry(item)
                else -> throw wrongClass(value)
            }
            endRow()
        }
    }

    private fun appendEntry(item: Any?) {
        when (item) {
            is Map.Entry<*, *> -> entry(item.key, item.value)
            is Pair<*, *> -> entry(item.first, item.second)
            is List<*> -> if (item.size == 2) entry(item[0], item[1]) else throw notEntries()
            else -> throw notEntries()
        }
    }

    private fun notEntries() = refused("a list of other things than entries")

    private fun entry(key: Any?, value: Any?) {
        keys.append(key)
        values.append(value)
    }

    override fun appendRowBinary(input: RowBinaryInput) {
        wholeRow {
            input.nested {
                val count = input.readCount(if (keys.takesBytes || values.takesBytes) 1 else 0)
                input.take(count * 2 * RowBinaryInput.BYTES_PER_ELEMENT)
                repeat(count) {
                    keys.appendRowBinary(input)
                    values.appendRowBinary(input)
                }
            }
            endRow()
        }
    }

    override fun writePrefix(sink: ByteSink) {
        keys.writePrefix(sink)
        values.writePrefix(sink)
    }

    override fun writeData(sink: ByteSink) {
        ends.write(sink)
        keys.writeData(sink)
        values.writeData(sink)
    }

    override val dataBytes: Long get() = 8L * ends.count + keys.dataBytes + values.dataBytes

    override fun build(): Column = MapColumn(name, type, ends.toArray(), keys.build(), values.build())

    override fun truncate(rows: Int) {
        ends.truncate(rows)
        keys.truncate(ends.last)
        values.truncate(ends.last)
    }
}
