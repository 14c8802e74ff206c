package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink

/**
 * Collects rows into a dictionary and indexes. Each value is appended to the builder of the keys, which checks it; a key that was there
 * already is taken back and its first index used.
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

    /** Number of a key by its bytes on the wire: exact for every type, also for NaN and -0.0. */
    private val known = HashMap<KeyBytes, Int>()

    /** The last String by itself: runs of equal text, and literals, are found without encoding them. */
    private val knownStrings = HashMap<String, Int>()

    init {
        addFirstKeys()
    }

    private fun addFirstKeys() {
        // Key 0 stands for NULL or is the default; with NULL the default comes next, as the server itself lays it out.
        if (nullable) keys.appendDefault()
        keys.appendDefault()
        known[keys.lastKey()] = keys.size - 1
    }

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
        val index = knownStrings[value]
        if (index != null) {
            add(index)
        } else {
            key { keys.appendString(value) }
            if (knownStrings.size < MAX_STRINGS) knownStrings[value] = indexes[count - 1]
        }
    }

    override val takesLater: Boolean get() = true

    override fun appendAll(values: Array<Any?>, count: Int, nullIsDefault: Boolean) {
        for (i in 0 until count) {
            val value = values[i]
            if (value is String) appendString(value) else append(value)
        }
    }

    override fun appendRowBinary(input: ValueInput) {
        if (nullable && input.readByte() != 0) add(0) else key { keys.appendRowBinary(input) }
    }

    private inline fun key(append: () -> Unit) {
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

    private fun add(index: Int) {
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
            0 -> for (i in 0 until count) sink.writeByte(indexes[i])
            1 -> for (i in 0 until count) sink.writeShort(indexes[i])
            else -> sink.writeInts(indexes, count)
        }
    }

    override fun build(): Column = LowCardinalityColumn(name, type, indexes.copyOf(count), keys.build(), nullable)

    override fun truncate(rows: Int) {
        count = rows
        if (rows == 0) {
            keys.clear()
            known.clear()
            knownStrings.clear()
            addFirstKeys()
        }
    }

    private companion object {
        private const val FLAGS = 0x600L
        private const val MAX_STRINGS = 10_000
    }
}

/** The bytes of one key, as a key of a hash map. */
internal class KeyBytes(private val bytes: ByteArray) {
    override fun equals(other: Any?): Boolean = other is KeyBytes && bytes.contentEquals(other.bytes)

    override fun hashCode(): Int = bytes.contentHashCode()
}
