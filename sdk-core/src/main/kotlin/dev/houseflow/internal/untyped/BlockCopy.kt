package dev.houseflow.internal.untyped

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.FormatException
import dev.houseflow.internal.codec.ColumnCopier
import dev.houseflow.internal.codec.NativeBuilder

/**
 * Copies rows of blocks into the columns called [names]. Not thread-safe.
 *
 * @param whole whether every column of a block has to be among [names], since its values would be
 * lost otherwise
 */
internal class BlockCopy(private val names: List<String>, private val whole: Boolean) {
    private var target: BlockBuilder? = null
    private var source: Any? = null
    private var copiers: List<ColumnCopier> = emptyList()

    fun bind(target: BlockBuilder) {
        this.target = target
        source = null
    }

    /** The block that [copy] takes rows of. */
    fun from(block: Block) {
        if (block === source) return
        val given = block.columns.map { it.name }
        UniqueNames.check(given, "block")
        check(given)
        copiers = names.mapIndexed { i, name -> ColumnCopier.of(block.column(name), target!!.columns[i] as NativeBuilder) }
        source = block
    }

    /** The same for arrays. */
    fun from(arrays: ColumnArrays) {
        if (arrays === source) return
        check(arrays.names)
        copiers = names.mapIndexed { i, name -> arrays.copier(name, target!!.columns[i] as NativeBuilder) }
        source = arrays
    }

    private fun check(given: List<String>) {
        val missing = names.filter { it !in given }
        val surplus = if (whole) given.filter { it !in names } else emptyList()
        if (missing.isEmpty() && surplus.isEmpty()) return
        val lacks = if (missing.isEmpty()) "" else "has no column ${listed(missing)}"
        val has = if (surplus.isEmpty()) "" else "has ${listed(surplus)}, which would be lost"
        throw FormatException(
            "This insert fills ${listed(names)}, but a block of it ${listOf(lacks, has).filter {
                it.isNotEmpty()
            }.joinToString(" and ")}: " +
                "all blocks and rows of an insert have the columns of the first one, or the request names the columns",
        )
    }

    fun copy(from: Int, to: Int) {
        for (copier in copiers) copier.copy(from, to)
    }
}
