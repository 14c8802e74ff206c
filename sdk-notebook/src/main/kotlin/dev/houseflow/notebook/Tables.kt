package dev.houseflow.notebook

import dev.houseflow.Block
import dev.houseflow.QueryResult
import dev.houseflow.notebook.internal.table.HtmlTable
import dev.houseflow.notebook.internal.table.ResultTable

/** How many rows a table shows unless told otherwise. */
public const val TABLE_ROWS: Int = 20

/** How many columns a table shows unless told otherwise. */
public const val TABLE_COLUMNS: Int = 30

/** How many characters of a value a table shows unless told otherwise. */
public const val TABLE_CHARACTERS: Int = 100

/**
 * The result as columns: the values of each under its name, in the order of the result. That is
 * what Kotlin DataFrame makes a frame of: `ch.query(sql).toColumns().toDataFrame()`.
 *
 * Values are of the classes that docs/types.md lists. Of rows that are objects of a class the
 * columns are its properties.
 *
 * @throws dev.houseflow.FormatException when two columns have the same name: give one an alias.
 */
public fun QueryResult<*>.toColumns(): Map<String, List<Any?>> = ResultTable.of(this).toColumns()

/** The block as columns: see the one of a [QueryResult]. */
public fun Block.toColumns(): Map<String, List<Any?>> = ResultTable.of(this).toColumns()

/**
 * The result as an HTML table: names and types of the columns, the first [rows] rows, and how many
 * there are. What does not fit [rows], [columns] and [characters] for each value is left out, and
 * the table says so.
 *
 * Names and values are escaped: nothing in them becomes markup. In a notebook a result shows itself
 * in this way when a cell ends with it; for more rows end the cell with `HTML(result.toHtml(100))`.
 */
public fun QueryResult<*>.toHtml(
    rows: Int = TABLE_ROWS,
    columns: Int = TABLE_COLUMNS,
    characters: Int = TABLE_CHARACTERS,
): String = HtmlTable(rows, columns, characters).of(ResultTable.of(this))

/** The block as an HTML table: see the one of a [QueryResult]. */
public fun Block.toHtml(rows: Int = TABLE_ROWS, columns: Int = TABLE_COLUMNS, characters: Int = TABLE_CHARACTERS): String =
    HtmlTable(rows, columns, characters).of(ResultTable.of(this))
