package dev.houseflow.internal.untyped

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.RowReader
import dev.houseflow.internal.block.RowWriter
import dev.houseflow.internal.block.truncate

/** Some rows of a block or of arrays: those [from] until [to]. */
@InternalHouseflowApi
public class ColumnPart private constructor(
    internal val block: Block?,
    internal val arrays: ColumnArrays?,
    public val from: Int,
    public val to: Int,
) {
    public constructor(block: Block, from: Int, to: Int) : this(block, null, from, to)

    public constructor(arrays: ColumnArrays, from: Int, to: Int) : this(null, arrays, from, to)

    /** Some rows of the same. */
    public fun rows(from: Int, to: Int): ColumnPart = ColumnPart(block, arrays, from, to)

    internal val names: List<String> get() = block?.columns?.map { it.name } ?: arrays!!.names
}

/** Lays columns over the columns of an insert, many rows at a time. */
@InternalHouseflowApi
public class ColumnParts private constructor(override val exactColumns: List<String>?) : RowAdapter<ColumnPart> {
    public constructor() : this(null)

    override val columnNames: List<String> get() = exactColumns.orEmpty()

    override fun startingWith(request: InsertRequest, first: () -> ColumnPart): RowAdapter<ColumnPart> =
        if (request.columns != null) this else ColumnParts(first().names)

    override fun reader(columns: List<ColumnHeader>): RowReader<ColumnPart> =
        throw ConfigurationException("Blocks are read with blocks(...)")

    override fun writer(columns: List<ColumnHeader>): RowWriter<ColumnPart> =
        Writer(BlockCopy(columns.map { it.name }, whole = exactColumns?.size == columns.size))

    private class Writer(private val copy: BlockCopy) : RowWriter<ColumnPart> {
        private lateinit var target: BlockBuilder

        override fun bind(block: BlockBuilder) {
            target = block
            copy.bind(block)
        }

        override fun write(row: ColumnPart) {
            val before = target.columns[0].size
            var done = false
            try {
                start(row)
                copy.copy(row.from, row.to)
                done = true
            } catch (_: FormatException) {
                target.truncate(before)
                findRefused(row, before)
                done = true
            } finally {
                if (!done) target.truncate(before)
            }
        }

        private fun start(part: ColumnPart) {
            if (part.block != null) copy.from(part.block) else copy.from(part.arrays!!)
        }

        /** Appends the rows one by one up to the one that is refused, which is told of. */
        private fun findRefused(part: ColumnPart, before: Int) {
            for (row in part.from until part.to) {
                val at = before + row - part.from
                try {
                    start(part)
                    copy.copy(row, row + 1)
                } catch (e: FormatException) {
                    target.truncate(at)
                    throw e.inRow(at)
                }
            }
        }
    }
}

/** Marks inserts of blocks, which are cut into [ColumnPart]s. */
@InternalHouseflowApi
public object WholeBlocks : RowAdapter<Block> {
    override val columnNames: List<String> get() = emptyList()

    override fun reader(columns: List<ColumnHeader>): RowReader<Block> = throw ConfigurationException("Blocks are read with blocks(...)")

    override fun writer(columns: List<ColumnHeader>): RowWriter<Block> =
        throw ConfigurationException("Blocks are for inserts only: give their rows here, block.rows()")
}
