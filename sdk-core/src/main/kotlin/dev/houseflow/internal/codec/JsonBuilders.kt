package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteRuns
import dev.houseflow.internal.wire.ByteSink
import kotlinx.serialization.json.JsonObject

/**
 * Collects JSON objects as text: from a String that holds one, a Map, or a kotlinx.serialization
 * `JsonObject`.
 */
@InternalHouseflowApi
public class JsonBuilder internal constructor(name: String, type: ClickHouseType) : NativeBuilder(name, type) {
    private val runs = ByteRuns(16)

    override fun countRows(): Int = runs.count

    override fun appendDefault(): Unit = add("{}")

    override fun append(value: Any?) {
        when (value) {
            null -> throw refused("NULL; Nullable(JSON) does")
            is CharSequence -> appendString(value.toString())
            is JsonObject -> add(value.toString())
            is Map<*, *> -> appendMap(value)
            else -> throw wrongClass(value)
        }
    }

    override fun appendString(value: String) {
        try {
            JsonText.parse(value)
        } catch (e: IllegalArgumentException) {
            throw outOfRange("The text", "what is a JSON object (${e.message})")
        }
        add(value)
    }

    private fun appendMap(value: Map<*, *>) {
        val text = StringBuilder()
        if (!JsonText.appendAny(text, value)) throw refused("a Map that holds what JSON has no form for")
        add(text.toString())
    }

    private fun add(text: String) {
        val bytes = encode(text)
        runs.add(bytes, 0, bytes.size)
        runs.endRun()
    }

    override fun appendRowBinary(input: RowBinaryInput): Unit = throw refused("values in binary form")

    override fun writePrefix(sink: ByteSink): Unit = sink.writeLong(JsonCodec.TEXT)

    override fun writeData(sink: ByteSink) {
        for (row in 0 until runs.count) {
            sink.writeVarUInt((runs.ends[row] - runs.start(row)).toLong())
            sink.writeBytes(runs.bytes, runs.start(row), runs.ends[row])
        }
    }

    override val dataBytes: Long get() = runs.count.toLong() + runs.byteCount

    override fun build(): Column = JsonTextColumn(name, type, runs.copy())

    override fun truncate(rows: Int): Unit = runs.truncate(rows)
}

/**
 * Collects JSON objects that come in RowBinary form inside of Dynamic and JSON values, with the
 * types that they come with.
 */
internal class JsonValuesBuilder(
    name: String,
    type: ClickHouseType,
    private val typedPaths: List<String>,
    typed: List<Codec>,
    private val options: CodecOptions,
    private val depth: Int,
) : NativeBuilder(name, type) {
    private val typedBuilders = typed.map { it.newBuilder() }
    private var pool: DynamicValues? = null
    private val ends = Ends()
    private val paths = ArrayList<String>()
    private var numbers = IntArray(16)
    private var rows = IntArray(16)

    override fun countRows(): Int = ends.count

    override fun appendDefault() {
        for (builder in typedBuilders) builder.appendDefault()
        ends.add(paths.size)
    }

    override val defaultBytes: Long get() = typedBuilders.sumOf { it.defaultBytes }

    override fun append(value: Any?): Unit = throw refused("anything but values in binary form")

    override fun appendRowBinary(input: RowBinaryInput) {
        wholeRow {
            input.nested {
                val row = ends.count
                repeat(input.readCount(1)) { appendPath(input, row) }
                for (builder in typedBuilders) if (builder.size == row) input.appendDefault(builder)
            }
            ends.add(paths.size)
        }
    }

    private fun appendPath(input: RowBinaryInput, row: Int) {
        val path = input.readText()
        input.take(BYTES_PER_PATH)
        val typed = typedPaths.indexOf(path)
        if (typed >= 0) {
            if (typedBuilders[typed].size > row) throw input.fail("the path $path comes twice")
            typedBuilders[typed].appendRowBinary(input)
            return
        }
        val values = pool ?: DynamicValues(name, options, depth, input.limits, input.budget).also { pool = it }
        val present = values.append(input)
        if (paths.size == numbers.size) {
            numbers = numbers.copyOf(paths.size * 2)
            rows = rows.copyOf(paths.size * 2)
        }
        numbers[paths.size] = if (present) values.lastNumber else -1
        rows[paths.size] = values.lastRow
        paths.add(path)
    }

    override fun writeData(sink: ByteSink): Unit = throw refused("writing")

    override val dataBytes: Long get() = 0

    override fun build(): Column {
        val shared = SharedPaths(
            ends.toArray(),
            paths.toTypedArray(),
            numbers.copyOf(paths.size),
            rows.copyOf(paths.size),
            pool?.build().orEmpty(),
        )
        val columns = typedBuilders.map { it.build() }
        return JsonPathsColumn(name, type, size, typedPaths.size, typedPaths, columns, shared, options.escapedDots)
    }

    override fun truncate(rows: Int) {
        ends.truncate(rows)
        while (paths.size > ends.last) paths.removeAt(paths.size - 1)
        for (builder in typedBuilders) if (builder.size > rows) builder.truncate(rows)
    }

    private companion object {
        /** A text and its place in the lists. */
        private const val BYTES_PER_PATH = 80L
    }
}
