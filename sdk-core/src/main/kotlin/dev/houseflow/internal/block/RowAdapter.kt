package dev.houseflow.internal.block

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.ClickHouseType
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi

/** Name and type of one column of a result or a table. */
@InternalHouseflowApi
public class ColumnHeader(public val name: String, public val type: ClickHouseType) {
    override fun toString(): String = "`$name` $type"
}

/**
 * Turns blocks into objects of one class and back. One implementation is laid over
 * kotlinx.serialization, another one over Java records and beans; the clients know only this.
 *
 * An adapter is immutable, thread-safe and is made once per class.
 */
@InternalHouseflowApi
public interface RowAdapter<T> {
    /**
     * The columns that the class can fill, in the order of its properties; what an insert names
     * when its caller names no columns.
     */
    public val columnNames: List<String>

    /**
     * The columns that the rows name themselves, word by word, when their caller names none; `null`
     * for rows of a class, whose properties are matched with the columns.
     */
    public val exactColumns: List<String>? get() = null

    /**
     * The adapter for the rows of one insert, of which [first] gives the first one: rows without a
     * class say only then which columns they have.
     */
    public fun startingWith(request: InsertRequest, first: () -> T): RowAdapter<T> = this

    /**
     * Checks the class against the columns of one result and says every mismatch at once in a
     * `FormatException`.
     */
    public fun reader(columns: List<ColumnHeader>): RowReader<T>

    /**
     * Whether the class may ask a wall clock of the column [name] at [index] of a result: a
     * `LocalDateTime`, a `ZonedDateTime` or a text, say. Of moments and numbers alone it asks none,
     * and then the zone of a `DateTime` need not be known. In doubt `true`.
     */
    public fun mayAskClock(index: Int, name: String): Boolean = true

    /** Checks the class against the columns of one insert, likewise. */
    public fun writer(columns: List<ColumnHeader>): RowWriter<T>
}

/**
 * Reads the rows of the blocks of one result: [bind] a block, then [read] its rows. Not
 * thread-safe. The objects it makes do not refer to the block.
 */
@InternalHouseflowApi
public interface RowReader<T> {
    /** The block that [read] reads from now on. Its columns are those the reader was made for. */
    public fun bind(block: Block)

    /** The object of [row], from 0, of the bound block. */
    public fun read(row: Int): T
}

/**
 * Appends objects as rows to the blocks of one insert: [bind] a builder, then [write]. Not
 * thread-safe.
 */
@InternalHouseflowApi
public interface RowWriter<T> {
    /**
     * The builder that [write] appends to from now on. Its columns are those the writer was made
     * for.
     */
    public fun bind(block: BlockBuilder)

    /**
     * Appends [row] as one row of every column, or throws a `FormatException` that names column and
     * row.
     */
    public fun write(row: T)

    /** [write] of `rows[from until to]`, which are all of the type of the rows. */
    public fun writeAll(rows: Array<Any?>, from: Int, to: Int) {
        @Suppress("UNCHECKED_CAST") // Its caller says so.
        for (i in from until to) write(rows[i] as T)
    }
}
