package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink

/**
 * Collects rows into a dictionary and indexes. Each value is appended to the builder of the keys,
 * which checks it; a key that was there already is taken back and its first index used.
 */
@InternalHouseflowApi
public class LowCardinalityBuilder internal constructor(
    name: String,
    type: ClickHouseType,
    private val keys: NativeBuilder,
    private val nullable: Boolean,
) : NativeBuilder(name, type) {
    private var indexes = IntArray(16)
    private var count = 0

    /** What the keys are when they are just texts. */
    private val texts = keys as? TextBuilder

    /**
     * Number of a key by its bytes on the wire: exact for every type, also for NaN and -0.0. `null`
     * while [numbers] knows all of them.
     */
    private var known: HashMap<KeyBytes, Int>? = null

    /** Numbers of those keys that were given as String, which need not be encoded to be found. */
    private val numbers = TextNumbers()

    /**
     * Whether the first keys are there: long ones not before the first row, because a type alone
     * should take next to nothing.
     */
    private var started = false

    init {
        start()
    }

    private fun start() {
        started = false
        if (keys.defaultBytes <= SHORT_KEY) addFirstKeys()
    }

    private fun addFirstKeys() {
        started = true
        // Key 0 stands for NULL or is the default; with NULL the default comes next, as the server
        // itself lays it out.
        if (nullable) keys.appendDefault()
        keys.appendDefault()
        if (texts == null) {
            known = hashMapOf(keys.lastKey() to keys.size - 1)
        } else {
            known = null
            numbers.of("")
            numbers.add("", keys.size - 1)
        }
    }

    /** Whether keys are texts, which their bytes say. */
    internal val takesBytesOfText: Boolean get() = keys is TextBuilder || keys is FixedStringBuilder

    /** The number of the key of the last row. */
    internal val lastNumber: Int get() = indexes[count - 1]

    /** Appends the key [number], which is there already. */
    internal fun appendKnown(number: Int): Unit = add(number)

    override fun countRows(): Int = count

    override fun appendDefault(): Unit = add(0)

    override fun appendNull() {
        if (!nullable) throw refused("NULL")
        add(0)
    }

    override fun append(value: Any?) {
        when (value) {
            null -> appendNull()
            is String -> appendString(value)
            else -> key { keys.append(value) }
        }
    }

    override fun appendBoolean(value: Boolean): Unit = key { keys.appendBoolean(value) }

    override fun appendLong(value: Long): Unit = key { keys.appendLong(value) }

    override fun appendFloat(value: Float): Unit = key { keys.appendFloat(value) }

    override fun appendDouble(value: Double): Unit = key { keys.appendDouble(value) }

    override fun appendBytes(value: ByteArray): Unit = key { keys.appendBytes(value) }

    override fun appendString(value: String) {
        if (!started) addFirstKeys()
        val number = numbers.of(value)
        if (number >= 0) return add(number)
        if (known == null) {
            keys.appendString(value)
            add(keys.size - 1)
        } else {
            key { keys.appendString(value) }
        }
        numbers.add(value, indexes[count - 1])
    }

    override val defaultBytes: Long get() = if (started) 0 else keys.defaultBytes * FIRST_KEYS

    override fun appendRowBinary(input: RowBinaryInput) {
        input.takeDefault(this)
        if (nullable && input.readByte() != 0) add(0) else key { keys.appendRowBinary(input) }
    }

    private inline fun key(append: () -> Unit) {
        if (!started) addFirstKeys()
        val known = known ?: knowTexts()
        append()
        val key = keys.lastKey()
        val index = known[key]
        if (index == null) {
            known[key] = keys.size - 1
            add(keys.size - 1)
        } else {
            keys.truncate(keys.size - 1)
            add(index)
        }
    }

    /** From the first text on that comes as bytes. */
    private fun knowTexts(): HashMap<KeyBytes, Int> {
        val all = HashMap<KeyBytes, Int>()
        for (i in (if (nullable) 1 else 0) until keys.size) all[texts!!.keyAt(i)] = i
        known = all
        return all
    }

    private fun add(index: Int) {
        if (!started) addFirstKeys()
        if (count == indexes.size) indexes = indexes.copyOf(count * 2)
        indexes[count++] = index
    }

    override fun writePrefix(sink: ByteSink) {
        sink.writeLong(1)
    }

    override fun writeData(sink: ByteSink) {
        // A dictionary for no rows would be taken for the next block.
        if (count == 0) return
        val width = if (keys.size <= 0x100) {
            0
        } else if (keys.size <= 0x10000) {
            1
        } else {
            2
        }
        sink.writeLong(FLAGS or width.toLong())
        sink.writeLong(keys.size.toLong())
        keys.writeData(sink)
        sink.writeLong(count.toLong())
        when (width) {
            0 -> sink.writeBytes(ByteArray(count) { indexes[it].toByte() })
            1 -> sink.writeShorts(ShortArray(count) { indexes[it].toShort() }, count)
            else -> sink.writeInts(indexes, count)
        }
    }

    override val dataBytes: Long
        get() {
            val width = if (keys.size <= 0x100) {
                1
            } else if (keys.size <= 0x10000) {
                2
            } else {
                4
            }
            return keys.dataBytes + count.toLong() * width
        }

    override fun build(): Column = LowCardinalityColumn(name, type, indexes.copyOf(count), keys.build(), nullable)

    override fun truncate(rows: Int) {
        count = rows
        if (rows == 0) {
            numbers.clear(keys.size)
            keys.clear()
            start()
        }
    }

    private companion object {
        private const val FLAGS = 0x600L

        /** Up to two keys, and one of them once more in [known]. */
        private const val FIRST_KEYS = 3
        private const val SHORT_KEY = 256
    }
}

/** The bytes of one key, as a key of a hash map. */
internal class KeyBytes(private val bytes: ByteArray) {
    override fun equals(other: Any?): Boolean = other is KeyBytes && bytes.contentEquals(other.bytes)

    override fun hashCode(): Int = bytes.contentHashCode()
}
