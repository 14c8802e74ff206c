package dev.houseflow.internal.untyped

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.Row
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.RowReader
import dev.houseflow.internal.block.RowWriter
import dev.houseflow.internal.rows.FastAppend

/** Rows that are lists of values, in the order of the columns that an insert's request names. */
@InternalHouseflowApi
public class ListRows : RowAdapter<List<Any?>> {
    override val columnNames: List<String> get() = emptyList()

    override fun startingWith(request: InsertRequest, first: () -> List<Any?>): RowAdapter<List<Any?>> = apply { checkNamed(request) }

    override fun reader(columns: List<ColumnHeader>): RowReader<List<Any?>> = object : RowReader<List<Any?>> {
        private lateinit var block: Block

        override fun bind(block: Block) {
            this.block = block
        }

        override fun read(row: Int): List<Any?> = Row(block, row).toList()
    }

    override fun writer(columns: List<ColumnHeader>): RowWriter<List<Any?>> = object : UntypedWriter<List<Any?>>() {
        override fun append(row: List<Any?>) {
            @Suppress("SENSELESS_COMPARISON") // Java's lists may be null.
            if (row == null) throw FormatException("A row is null: give lists of values only")
            if (row.size != columns.size) {
                throw FormatException(
                    "This row has ${row.size} values for ${columns.size} columns, which are ${listed(columns.map { it.name })}: give one " +
                        "for each",
                )
            }
            for (i in columns.indices) FastAppend.append(block.columns[i], row[i])
        }
    }

    internal companion object {
        /** A table may change the order of its own columns, so lists never rely on it. */
        fun checkNamed(request: InsertRequest) {
            if (request.columns != null) return
            throw ConfigurationException(
                "Rows that are lists or arrays do not say which columns their values are for: name them, as in " +
                    "columns(\"id\", \"name\"), or give maps",
            )
        }
    }
}

/** The same for arrays. */
@InternalHouseflowApi
public class ArrayRows : RowAdapter<Array<Any?>> {
    private val lists = ListRows()

    override val columnNames: List<String> get() = emptyList()

    override fun startingWith(request: InsertRequest, first: () -> Array<Any?>): RowAdapter<Array<Any?>> =
        apply { ListRows.checkNamed(request) }

    override fun reader(columns: List<ColumnHeader>): RowReader<Array<Any?>> {
        val reader = lists.reader(columns)
        return object : RowReader<Array<Any?>> {
            override fun bind(block: Block): Unit = reader.bind(block)

            override fun read(row: Int): Array<Any?> = reader.read(row).toTypedArray()
        }
    }

    override fun writer(columns: List<ColumnHeader>): RowWriter<Array<Any?>> {
        val writer = lists.writer(columns)
        return object : RowWriter<Array<Any?>> {
            override fun bind(block: BlockBuilder): Unit = writer.bind(block)

            @Suppress("UNNECESSARY_SAFE_CALL", "UNCHECKED_CAST") // Java's arrays may be null.
            override fun write(row: Array<Any?>): Unit = writer.write(row?.asList() as List<Any?>)
        }
    }
}

/**
 * Arrays as rows where there are several columns, and as the value of the one column by [single]
 * otherwise.
 */
@InternalHouseflowApi
public class ArraysOrRows(private val single: RowAdapter<Array<Any?>>) : RowAdapter<Array<Any?>> {
    private val rows = ArrayRows()

    override val columnNames: List<String> get() = emptyList()

    override fun startingWith(request: InsertRequest, first: () -> Array<Any?>): RowAdapter<Array<Any?>> =
        if (request.columns == null) single else this

    override fun reader(columns: List<ColumnHeader>): RowReader<Array<Any?>> = of(columns).reader(columns)

    override fun writer(columns: List<ColumnHeader>): RowWriter<Array<Any?>> = of(columns).writer(columns)

    private fun of(columns: List<ColumnHeader>) = if (columns.size == 1) single else rows
}
