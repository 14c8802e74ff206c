package dev.houseflow.internal.untyped

import dev.houseflow.Block
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.Row
import dev.houseflow.internal.binding.NameMatching
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.RowReader
import dev.houseflow.internal.block.RowWriter
import dev.houseflow.internal.rows.FastAppend

/**
 * Rows that are maps by column name. An insert fills the columns that its request names, or else
 * those that the first row has keys for; every further row has to have the same keys.
 *
 * @param absentIsNull whether a key that a row lacks counts as NULL
 */
@InternalHouseflowApi
public class MapRows private constructor(
    override val exactColumns: List<String>?,
    private val absentIsNull: Boolean,
) : RowAdapter<Map<String, Any?>> {
    public constructor() : this(null, false)

    override val columnNames: List<String> get() = exactColumns.orEmpty()

    override fun startingWith(request: InsertRequest, first: () -> Map<String, Any?>): RowAdapter<Map<String, Any?>> {
        if (request.columns != null) return MapRows(null, request.nullAsDefault)
        val keys = first().keys
        if (keys.isEmpty()) throw FormatException("A row that is a map has no keys: give one for every column of the insert", row = 0)
        return MapRows(keys.map { it as? String ?: throw noName(it) }, request.nullAsDefault)
    }

    private fun noName(key: Any?) = FormatException("A row that is a map has the key $key: keys are the names of columns", row = 0)

    override fun reader(columns: List<ColumnHeader>): RowReader<Map<String, Any?>> {
        UniqueNames.check(columns.map { it.name }, "result")
        return object : RowReader<Map<String, Any?>> {
            private lateinit var block: Block

            override fun bind(block: Block) {
                this.block = block
            }

            override fun read(row: Int): Map<String, Any?> = Row(block, row).toMap()
        }
    }

    override fun writer(columns: List<ColumnHeader>): RowWriter<Map<String, Any?>> = Writer(columns.map { it.name })

    private inner class Writer(private val names: List<String>) : UntypedWriter<Map<String, Any?>>() {
        override fun append(row: Map<String, Any?>) {
            @Suppress("USELESS_ELVIS", "SENSELESS_COMPARISON") // Java's maps may be null.
            if (row == null) throw FormatException("A row is null: give maps by column name only")
            var found = 0
            for (i in names.indices) {
                val value = row[names[i]]
                if (value != null || row.containsKey(names[i])) {
                    found++
                } else if (!absentIsNull) {
                    throw absent(row, names[i])
                }
                FastAppend.append(block.columns[i], value)
            }
            if (found != row.size) throw surplus(row)
        }

        private fun absent(row: Map<*, *>, name: String): FormatException {
            val meant = NameMatching.nearest(name, unknown(row))
            return FormatException(
                "This row has no value for the column `$name`" + (if (meant != null) ", but one for `$meant`" else "") +
                    ": every row of an " +
                    "insert has the keys of the first one, or the columns that the request names; give null where there is no value, or " +
                    "set nullAsDefault, by which a missing key counts as null",
                name,
            )
        }

        private fun surplus(row: Map<*, *>): FormatException {
            val surplus = unknown(row)
            val meant = surplus.firstNotNullOfOrNull { NameMatching.nearest(it, names) }
            return FormatException(
                "This row has a value for ${listed(surplus)}, which would be lost: this insert fills ${listed(names)}" +
                    (if (meant != null) "; did you mean `$meant`?" else "") + ", leave it out, or name all columns with columns(...)",
            )
        }

        private fun unknown(row: Map<*, *>): List<String> = row.keys.map { it.toString() }.filter { it !in names }
    }
}

/** Of two columns of one name, one would be lost, or written twice. */
internal object UniqueNames {
    fun check(names: List<String>, where: String) {
        val seen = HashSet<String>(names.size * 2)
        for (name in names) {
            if (!seen.add(name)) {
                throw FormatException("Two columns of this $where are called `$name`: give one an alias (AS)", name)
            }
        }
    }
}
