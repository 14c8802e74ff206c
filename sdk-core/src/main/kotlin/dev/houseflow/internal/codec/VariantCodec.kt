package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput

/*
 * Variant(T1..Tk), the alternatives in the bytewise order of their text. Prefix: u64 mode (0), the
 * prefixes of the alternatives. Data: one byte per row, the number of its alternative or ff for
 * NULL; then the values of each alternative, only as many as there are.
 *
 *     Variant(String, UInt8)  1, 'x', NULL:   0000000000000000   01 00 ff   01 78   01
 */
internal class VariantCodec(name: String, type: ClickHouseType, private val alternatives: List<Codec>) : Codec(name, type) {
    override suspend fun readPrefix(input: WireInput) {
        readMode(input)
        for (alternative in alternatives) alternative.readPrefix(input)
    }

    override suspend fun read(input: WireInput, rows: Int): Column {
        val bytes = input.readBytes(rows)
        val numbers = IntArray(rows) { if (bytes[it].toInt() == NULL) -1 else bytes[it].toInt() and 0xff }
        val places = placesOf(input, numbers, alternatives.size)
        val columns = ArrayList<Column>(alternatives.size)
        input.elementDepth++
        for (i in alternatives.indices) columns.add(alternatives[i].read(input, places.counts[i]))
        input.elementDepth--
        return VariantColumn(name, type, columns, numbers, places.rows)
    }

    override fun newBuilder(): NativeBuilder = VariantBuilder(name, type, alternatives)

    internal companion object {
        /** As a signed byte; 255 on the wire. */
        const val NULL: Int = -1

        suspend fun readMode(input: WireInput) {
            val mode = input.readLong()
            if (mode != 0L) throw input.fail("Variant discriminators of mode $mode, and only 0 is known")
        }
    }
}

/**
 * The discriminator that all [bytes] are, when they are one and the same; else -1. NULL does not
 * count.
 */
internal fun onlyAlternative(bytes: ByteArray): Int {
    if (bytes.isEmpty() || bytes[0].toInt() == VariantCodec.NULL) return -1
    val first = bytes[0]
    for (byte in bytes) if (byte != first) return -1
    return first.toInt() and 0xff
}

/** Which row of its alternative each row is, and how many rows each alternative has. */
internal class Places(@JvmField val rows: IntArray, @JvmField val counts: IntArray)

/** Counts the rows of each of [alternatives] alternatives; -1 in [numbers] is NULL. */
internal fun placesOf(input: WireInput, numbers: IntArray, alternatives: Int): Places {
    input.take(numbers.size * 8L)
    val rows = IntArray(numbers.size)
    val counts = IntArray(alternatives)
    for (row in numbers.indices) {
        val number = numbers[row]
        if (number >= alternatives) throw input.fail("Alternative $number of a type that has $alternatives", row)
        if (number >= 0) rows[row] = counts[number]++
    }
    return Places(rows, counts)
}

/**
 * Values of several types: row `rowInAlternative(row)` of `alternatives[alternative(row)]`. Of
 * Variant the alternatives are those of the type; of Dynamic, those that the block happens to hold.
 */
@InternalHouseflowApi
public class VariantColumn private constructor(
    name: String,
    type: ClickHouseType,
    public val alternatives: List<Column>,
    private val numbers: IntArray?,
    private val rows: IntArray?,
    size: Int,
    private val only: Int,
) : DelegatingColumn(name, type, size) {
    internal constructor(name: String, type: ClickHouseType, alternatives: List<Column>, numbers: IntArray, rows: IntArray) :
        this(name, type, alternatives, numbers, rows, numbers.size, -1)

    /** All rows are those of alternative [only]. */
    internal constructor(name: String, type: ClickHouseType, alternatives: List<Column>, only: Int) :
        this(name, type, alternatives, null, null, alternatives[only].size, only)

    /** The number of the alternative that holds [row], or -1 when it is NULL. */
    public fun alternative(row: Int): Int = if (numbers == null) only else numbers[row]

    /** The row in that alternative's column. */
    public fun rowInAlternative(row: Int): Int = if (rows == null) row else rows[row]

    override fun target(row: Int): Column? {
        val number = alternative(row)
        return if (number < 0) null else alternatives[number]
    }

    override fun targetRow(row: Int): Int = rowInAlternative(row)
}

/**
 * Collects values of several types: ask for the [alternative] that takes the row and append one
 * value to it; or append a value, which goes to the alternative that [AlternativeRanks] gives it.
 */
@InternalHouseflowApi
public class VariantBuilder internal constructor(name: String, type: ClickHouseType, private val codecs: List<Codec>) :
    DiscriminatedBuilder(name, type) {
    override val alternatives: List<NativeBuilder> = codecs.map { it.newBuilder() }

    private val choice = AlternativeChoice(codecs.map { it.type })

    /**
     * Marks the next row as one of the alternative [index], to whose builder the caller then
     * appends its value.
     */
    public fun alternative(index: Int): NativeBuilder {
        mark(index)
        return alternatives[index]
    }

    /**
     * The alternatives that values may go to until this is set anew, by their numbers; `null` for
     * all of them.
     */
    public var among: BooleanArray? = null

    override fun append(value: Any?) {
        if (value == null) return appendNull()
        val ranks = choice.ranks(value, among) ?: throw wrongClass(value)
        var rank = AlternativeChoice.next(ranks, -1)
        // A number goes to what it merely stands for only where no alternative takes numbers as
        // themselves.
        val last = if (rank < AlternativeRanks.CODE) AlternativeRanks.CODE else AlternativeRanks.NONE
        var refusal: FormatException? = null
        while (rank < last) {
            refusal = refusalOf(chosen(ranks, rank, value), value) ?: return
            rank = AlternativeChoice.next(ranks, rank)
        }
        throw refused(value, ranks.indices.filter { ranks[it] < last }, refusal)
    }

    /** Appends [value] to the alternative [number], or gives the error that says why not. */
    private fun refusalOf(number: Int, value: Any): FormatException? = try {
        alternatives[number].append(value)
        mark(number)
        null
    } catch (e: FormatException) {
        e
    }

    /**
     * The first alternative of [rank]. Where several of them take [value], they have to write the
     * same bytes, and mean the same by them.
     */
    private fun chosen(ranks: IntArray, rank: Int, value: Any): Int {
        val first = ranks.indexOf(rank)
        if (ranks.indexOfLast { it == rank } == first) return first
        var taking = -1
        var bytes: ByteArray? = null
        for (number in first until ranks.size) {
            val others = (if (ranks[number] == rank) bytesIn(number, value) else null) ?: continue
            if (bytes != null && (rank >= AlternativeRanks.CODE || !bytes.contentEquals(others))) throw ambiguous(value, taking, number)
            if (bytes == null) taking = number
            bytes = others
        }
        return if (taking < 0) first else taking
    }

    /** What the alternative [number] writes for [value]; `null` when it refuses it. */
    private fun bytesIn(number: Int, value: Any): ByteArray? = try {
        val builder = codecs[number].newBuilder()
        builder.append(value)
        ByteSink().also { builder.writeData(it) }.toByteArray()
    } catch (_: FormatException) {
        null
    }

    private fun ambiguous(value: Any, first: Int, second: Int) = FormatException(
        "${shown(value)} fits ${alternatives[first].type} as well as ${alternatives[second].type}, which store it differently: give a " +
            "value of the class that one of them reads as, or insert a sealed class whose subclasses say which one is meant",
        name,
        type.toString(),
        size,
    )

    private fun refused(value: Any, asked: List<Int>, refusal: FormatException?): FormatException {
        if (refusal == null) return wrongClass(value)
        val message = "${shown(value)} fits none of the alternatives that take a ${value.javaClass.simpleName} as it is: " +
            asked.joinToString(", ") { alternatives[it].type.toString() }
        return FormatException(message, name, type.toString(), size, -1, refusal)
    }

    private fun shown(value: Any): String = value.toString().let { if (it.length > MAX_SHOWN) it.take(MAX_SHOWN) + "..." else it }

    override fun appendRowBinary(input: RowBinaryInput) {
        val number = input.readByte()
        when {
            number == 0xff -> appendNull()

            number >= alternatives.size -> throw input.fail("alternative $number of a Variant that has ${alternatives.size}")

            else -> {
                input.nested { alternatives[number].appendRowBinary(input) }
                mark(number)
            }
        }
    }

    override fun writePrefix(sink: ByteSink) {
        sink.writeLong(0)
        for (alternative in alternatives) alternative.writePrefix(sink)
    }

    override fun writeData(sink: ByteSink) {
        for (row in 0 until size) sink.writeByte(number(row))
        for (alternative in alternatives) alternative.writeData(sink)
    }

    private companion object {
        private const val MAX_SHOWN = 100
    }
}

/** Which row of its alternative each of the first [count] rows is. */
internal fun placesOfRows(numbers: IntArray, count: Int, alternatives: Int): IntArray {
    val counts = IntArray(alternatives)
    return IntArray(count) { if (numbers[it] < 0) 0 else counts[numbers[it]]++ }
}
