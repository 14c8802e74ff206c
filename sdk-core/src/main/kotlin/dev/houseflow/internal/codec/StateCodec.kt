package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.type.Identifiers
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteRuns
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.ReadLimits
import dev.houseflow.internal.wire.WireInput
import dev.houseflow.internal.wire.runBlockingSource
import dev.houseflow.quote

/*
 * AggregateFunction(f, T): the states back to back. A state says nowhere how long it is, so only states whose layout is known can be read.
 *
 *     AggregateFunction(count)  3, 0, 300:   03 00 ac02
 */
internal class StateCodec(name: String, type: ClickHouseType, private val layout: StateLayout?) : Codec(name, type) {
    override suspend fun read(input: WireInput, rows: Int): Column {
        val layout = this.layout ?: throw UnsupportedTypeException(
            "Column `$name` holds states of an aggregate function whose layout only the server knows ($type): select " +
                "finalizeAggregation(${quote(name, '`')}) for their results, hex(...) for their bytes, or all columns " +
                "but this one with ${Identifiers.selectWithout(name)}",
            type.toString(),
            name,
        )
        input.take(rows * BYTES_PER_STATE)
        val states = ByteRuns(rows)
        val results = layout.results.newBuilder()
        for (row in 0 until rows) {
            layout.read(input, states, results)
            states.endRun()
        }
        return StateColumn(name, type, states.trimmed(), results.build())
    }

    override fun newBuilder(): NativeBuilder = StateBuilder(name, type, layout)

    private companion object {
        /** Where it ends, and where its result does. */
        private const val BYTES_PER_STATE = 24L
    }
}

/** For states that are in memory already. */
private val BYTES_AT_HAND = ReadLimits(maxBlockBytes = Long.MAX_VALUE)

/**
 * Aggregate states: `get` is what `finalizeAggregation` would give, `getBytes` the state itself, as
 * it can be inserted again.
 */
internal class StateColumn(name: String, type: ClickHouseType, private val states: ByteRuns, private val results: Column?) :
    DelegatingColumn(name, type, states.count) {
    override fun target(row: Int): Column = results ?: throw noConversion(row, "value, only bytes")

    override fun targetRow(row: Int): Int = row

    override fun isNull(row: Int): Boolean = results != null && results.isNull(row)

    override fun getBytes(row: Int): ByteArray = states.bytes.copyOfRange(states.start(row), states.ends[row])
}

/** Collects states as their bytes; bytes of a known layout are checked. */
internal class StateBuilder(name: String, type: ClickHouseType, private val layout: StateLayout?) : NativeBuilder(name, type) {
    private val runs = ByteRuns(16)

    override fun countRows(): Int = runs.count

    override fun appendDefault(): Unit = appendBytes(layout?.empty ?: throw refused("a default: only the server knows its empty state"))

    override fun append(value: Any?): Unit = when (value) {
        null -> throw refused("NULL")
        is ByteArray -> appendBytes(value)
        else -> throw wrongClass(value)
    }

    override fun appendBytes(value: ByteArray) {
        if (layout != null && stateSize(value, 0, value.size) != value.size) {
            throw outOfRange("A state of ${value.size} bytes", "the layout of this function")
        }
        runs.add(value, 0, value.size)
        runs.endRun()
    }

    private fun stateSize(bytes: ByteArray, start: Int, end: Int): Int {
        val input = WireInput(ByteArraySource(bytes, start, end), BYTES_AT_HAND)
        input.column = name
        input.type = type.toString()
        runBlockingSource { layout!!.read(input, ByteRuns(1), layout.results.newBuilder()) }
        return input.offset.toInt()
    }

    override fun appendRowBinary(input: RowBinaryInput) {
        if (layout == null) throw input.fail("a state of $type, whose layout only the server knows")
        val size = stateSize(input.bytes, input.position, input.end)
        runs.add(input.bytes, input.position, size)
        runs.endRun()
        input.position += size
    }

    override fun writeData(sink: ByteSink): Unit = sink.writeBytes(runs.bytes, 0, runs.byteCount)

    override val dataBytes: Long get() = runs.byteCount.toLong()

    override fun build(): Column {
        val states = runs.copy()
        val known = layout ?: return StateColumn(name, type, states, null)
        val input = WireInput(ByteArraySource(states.bytes), BYTES_AT_HAND)
        val results = known.results.newBuilder()
        runBlockingSource { repeat(states.count) { known.read(input, ByteRuns(1), results) } }
        return StateColumn(name, type, states, results.build())
    }

    override fun truncate(rows: Int): Unit = runs.truncate(rows)
}
