package dev.houseflow.internal.block

import dev.houseflow.Block
import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.BinaryTypes
import dev.houseflow.internal.codec.Codec
import dev.houseflow.internal.codec.CodecOptions
import dev.houseflow.internal.codec.Codecs
import dev.houseflow.internal.type.DefaultZone
import dev.houseflow.internal.type.hasOpenZone
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.ReadLimits
import dev.houseflow.internal.wire.WireInput

/**
 * Reads blocks in ClickHouse's Native format:
 *
 *     block  := [block info, at revision > 0] varuint columns, varuint rows, column*
 *     column := string name, string type, data          (no data when there are no rows)
 *
 * There is neither a header nor an end mark: the stream ends where a block could begin. Damaged
 * bytes give a `FormatException` with column, type, row and byte; a type that cannot be read gives
 * an `UnsupportedTypeException` before any of its bytes.
 *
 * @param zone what a `DateTime` without a zone of its own is shown in: the server's zone (reply
 * header `X-ClickHouse-Timezone`).
 * @param binaryTypes whether the request set `output_format_native_encode_types_in_binary_format`.
 * @param revision the `client_protocol_version` that the request asked for; 0 when it asked for
 * none.
 * @param escapedDots whether the request set `json_type_escape_dots_in_keys`: `%2E` in a path of
 * JSON is then a dot inside of a name.
 * @param revisionIsHeeded whether the server is known to heed [revision]. With `false` the first
 * block tells: old servers, and what stands between, may have passed over the parameter.
 * @param openZones looks up the zones that the blocks do not name; `null` when [zone] is that of
 * all of them.
 */
@InternalHouseflowApi
public class NativeReader @JvmOverloads constructor(
    source: ByteSource,
    private val limits: ReadLimits = ReadLimits.DEFAULT,
    private val zone: DefaultZone = DefaultZone.UTC,
    private val revision: Int = 0,
    private val binaryTypes: Boolean = false,
    private val escapedDots: Boolean = false,
    revisionIsHeeded: Boolean = true,
    private val openZones: OpenZones? = null,
) {
    private val input = WireInput(source, limits).also { it.binaryTypes = binaryTypes }

    /** Codecs of the previous block, by position: almost always those of the next one too. */
    private val codecs = ArrayList<Codec>()
    private val typeTexts = ArrayList<String>()

    private var blocksBefore = 0
    private var rowsBefore = 0L
    private var columnCount = 0
    private var rowCount = 0

    /**
     * The revision of the blocks that come: the one that was asked for, or 0 where it was not
     * heeded; -1 until the first block tells.
     */
    public var servedRevision: Int = if (revisionIsHeeded || revision == 0) revision else UNKNOWN
        private set

    /** The next block, or `null` at the end of the stream. */
    public suspend fun readBlock(): Block? {
        if (input.atEnd()) return null
        return try {
            readColumns().also {
                blocksBefore++
                rowsBefore += it.rowCount
            }
        } catch (e: FormatException) {
            throw e.inBlock(blocksBefore).afterRows(rowsBefore)
        }
    }

    private suspend fun readColumns(): Block {
        input.beginBlock()
        readCounts()
        if (columnCount == 0 && rowCount > 0) throw input.fail("A block of $rowCount rows without a column")
        input.take(rowCount * BYTES_PER_ROW)
        val columns = ArrayList<Column>(minOf(columnCount, 1024))
        for (index in 0 until columnCount) {
            columns.add(readColumn(index, rowCount))
            input.column = null
            input.type = null
        }
        return Block(columns, rowCount)
    }

    private suspend fun readColumn(index: Int, rows: Int): Column {
        val name = input.readText("Bytes of a column name")
        input.column = name
        val type = if (binaryTypes) BinaryTypes.read(input) else null
        val text = type?.toString() ?: input.readText("Bytes of a type name")
        input.type = text
        var codec = codec(index, name, text, type)
        if (servedRevision >= Revision.CUSTOM_SERIALIZATION && input.readByte() != 0) {
            codec = CustomSerialization.read(input, codec).codec(codec, input)
        }
        if (rows == 0) return codec.newBuilder().build()
        codec.readPrefix(input)
        return codec.read(input, rows)
    }

    private suspend fun codec(index: Int, name: String, text: String, type: ClickHouseType?): Codec {
        if (index < codecs.size && typeTexts[index] == text && codecs[index].name == name) return codecs[index]
        val codec = newCodec(index, name, type ?: input.parseType(text))
        if (index < codecs.size) {
            codecs[index] = codec
            typeTexts[index] = text
        } else {
            codecs.add(codec)
            typeTexts.add(text)
        }
        return codec
    }

    private suspend fun newCodec(index: Int, name: String, shown: ClickHouseType): Codec {
        val found = if (openZones != null && hasOpenZone(shown, values = true)) {
            openZones.find(index, name, shown, hidden = shown is ClickHouseType.DateTime && hidesZones())
        } else {
            null
        }
        val options = CodecOptions(found?.zone ?: zone, limits.maxDepth, escapedDots, budget = input.budget)
        return Codecs(name, options).of(found?.type ?: shown)
    }

    private fun hidesZones(): Boolean = !binaryTypes && servedRevision < Revision.WITH_ZONES

    private suspend fun readCounts() {
        when (servedRevision) {
            0 -> Unit
            UNKNOWN -> if (beginsWithCounts()) return
            else -> readBlockInfo()
        }
        takeCounts(input.readVarUInt(), input.readVarUInt())
    }

    private fun takeCounts(columns: Long, rows: Long) {
        columnCount = input.checkCount(columns, "Columns of a block", limits.maxColumns)
        rowCount = input.checkCount(rows, "Rows of a block", limits.maxRows)
    }

    /**
     * Whether the first block begins with its counts, which are then taken; its info has been read
     * otherwise. An info begins with field 1, which is 0; no server sends one column without rows
     * as the first block of revision 0.
     */
    private suspend fun beginsWithCounts(): Boolean {
        val first = input.readVarUInt()
        val second = input.readVarUInt()
        servedRevision = if (first == 1L && second == 0L) revision else 0
        if (servedRevision == 0) takeCounts(first, second) else readBlockInfo()
        return servedRevision == 0
    }

    /**
     * Numbered fields up to field 0; newer servers add fields, so none of them is taken for
     * granted.
     */
    private suspend fun readBlockInfo() {
        while (true) {
            when (val field = input.readVarUInt()) {
                0L -> return
                1L -> input.readByte()
                2L -> input.readInt()
                3L -> repeat(input.readCount("Buckets of a block", limits.maxRows)) { input.readInt() }
                else -> throw input.fail("Field $field of the block info, which is not known")
            }
        }
    }

    private companion object {
        private const val UNKNOWN = -1

        /** The least that an object made of a row takes. */
        private const val BYTES_PER_ROW = 16L
    }
}
