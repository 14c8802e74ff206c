package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.UUID

/*
 * UUID: its two halves, the upper one first, each a little-endian u64.
 *
 *     UUID  00112233-4455-6677-8899-aabbccddeeff, 0, 00000000-0000-0001-0000-000000000002:
 *     7766554433221100ffeeddccbbaa9988 00000000000000000000000000000000 01000000000000000200000000000000
 */
internal fun uuidCodec(name: String, type: ClickHouseType): Codec =
    PlainCodec(name, type, { input, n -> UuidColumn(name, type, input.readLongs(input.wideSize(n, 16) / 8), n) }) {
        UuidBuilder(name, type)
    }

internal class UuidColumn(name: String, type: ClickHouseType, private val halves: LongArray, rows: Int) :
    Column(name, type, rows), ArrayBacked {
    override val array: Any get() = halves

    override fun get(row: Int): Any = getUuid(row)

    override fun getUuid(row: Int): UUID = UUID(halves[row * 2], halves[row * 2 + 1])

    override fun getString(row: Int): String = getUuid(row).toString()
}

internal class UuidBuilder(name: String, type: ClickHouseType) : WideValuesBuilder(name, type, 16) {
    override fun append(value: Any?) {
        val uuid = when (value) {
            null -> throw refused("NULL")
            is UUID -> value
            is CharSequence -> UuidText.parse(value.toString())
                ?: throw outOfRange("'$value'", "what a UUID looks like (00112233-4455-6677-8899-aabbccddeeff, with its dashes or without)")
            else -> throw wrongClass(value)
        }
        val at = addRow()
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
            .putLong(at, uuid.mostSignificantBits)
            .putLong(at + 8, uuid.leastSignificantBits)
    }

    override fun appendString(value: String): Unit = append(value)

    override fun appendArray(array: Any, from: Int, to: Int) {
        val halves = array as LongArray
        for (row in from until to) append(UUID(halves[row * 2], halves[row * 2 + 1]))
    }

    override fun build(): Column {
        val buffer = ByteBuffer.wrap(toArray()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer()
        val halves = LongArray(size * 2)
        buffer.get(halves)
        return UuidColumn(name, type, halves, size)
    }
}

/**
 * UUIDs as text. `UUID.fromString` also takes texts with fewer digits, and reads them as something
 * else.
 */
internal object UuidText {
    private const val DIGITS = 32
    private val DASHES = intArrayOf(8, 13, 18, 23)

    /**
     * The UUID of [text]: 32 hexadecimal digits, with the usual four dashes or without. `null` for
     * any other text.
     */
    fun parse(text: String): UUID? {
        val dashed = text.length == DIGITS + DASHES.size
        if (!dashed && text.length != DIGITS) return null
        var high = 0L
        var low = 0L
        for (i in text.indices) {
            if (dashed && i in DASHES) {
                if (text[i] != '-') return null
                continue
            }
            val digit = hexDigit(text[i])
            if (digit < 0) return null
            high = high shl 4 or (low ushr 60)
            low = low shl 4 or digit.toLong()
        }
        return UUID(high, low)
    }

    /** [parse], and an error for any other text. */
    fun require(text: String): UUID = requireNotNull(parse(text)) { "`$text` is no UUID" }

    private fun hexDigit(letter: Char): Int = when (letter) {
        in '0'..'9' -> letter - '0'
        in 'a'..'f' -> letter - 'a' + 10
        in 'A'..'F' -> letter - 'A' + 10
        else -> -1
    }
}
