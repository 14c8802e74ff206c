package dev.houseflow.internal.untyped

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.Row
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.RowReader
import dev.houseflow.internal.block.RowWriter

/**
 * Rows that are views of blocks. An insert fills the columns that its request names, or else all
 * that the first row has; what goes into a column comes from the column of the same name.
 */
@InternalHouseflowApi
public class ViewRows private constructor(override val exactColumns: List<String>?) : RowAdapter<Row> {
    public constructor() : this(null)

    override val columnNames: List<String> get() = exactColumns.orEmpty()

    override fun startingWith(request: InsertRequest, first: () -> Row): RowAdapter<Row> =
        if (request.columns != null) this else ViewRows(first().columnNames)

    override fun reader(columns: List<ColumnHeader>): RowReader<Row> = object : RowReader<Row> {
        private lateinit var block: Block

        override fun bind(block: Block) {
            this.block = block
        }

        override fun read(row: Int): Row = Row(block, row)
    }

    override fun writer(columns: List<ColumnHeader>): RowWriter<Row> {
        val copy = BlockCopy(columns.map { it.name }, whole = exactColumns?.size == columns.size)
        return object : UntypedWriter<Row>() {
            override fun bind(block: BlockBuilder) {
                super.bind(block)
                copy.bind(block)
            }

            override fun append(row: Row) {
                @Suppress("SENSELESS_COMPARISON") // Java's rows may be null.
                if (row == null) throw FormatException("A row is null: give rows of results only")
                copy.from(row.block)
                copy.copy(row.index, row.index + 1)
            }
        }
    }
}
