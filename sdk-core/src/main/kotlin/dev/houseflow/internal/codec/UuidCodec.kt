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

internal class UuidColumn(name: String, type: ClickHouseType, private val halves: LongArray, rows: Int) : Column(name, type, rows) {
    override fun get(row: Int): Any = getUuid(row)

    override fun getUuid(row: Int): UUID = UUID(halves[row * 2], halves[row * 2 + 1])

    override fun getString(row: Int): String = getUuid(row).toString()
}

internal class UuidBuilder(name: String, type: ClickHouseType) : WideValuesBuilder(name, type, 16) {
    override fun append(value: Any?) {
        val uuid = when (value) {
            null -> throw refused("NULL")
            is UUID -> value
            is CharSequence -> parse(value.toString())
            else -> throw wrongClass(value)
        }
        val at = addRow()
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
            .putLong(at, uuid.mostSignificantBits)
            .putLong(at + 8, uuid.leastSignificantBits)
    }

    override fun appendString(value: String): Unit = append(value)

    /** Only the full form of 36 characters: `UUID.fromString` also takes shorter ones, and reads them as something else. */
    private fun parse(text: String): UUID = try {
        require(text.length == 36)
        UUID.fromString(text)
    } catch (_: IllegalArgumentException) {
        throw outOfRange("'$text'", "what a UUID looks like (00112233-4455-6677-8899-aabbccddeeff)")
    }

    override fun build(): Column {
        val buffer = ByteBuffer.wrap(toArray()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer()
        val halves = LongArray(size * 2)
        buffer.get(halves)
        return UuidColumn(name, type, halves, size)
    }
}
