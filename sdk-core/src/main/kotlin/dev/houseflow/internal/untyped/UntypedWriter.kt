package dev.houseflow.internal.untyped

import dev.houseflow.BlockBuilder
import dev.houseflow.ClickHouseException
import dev.houseflow.FormatException
import dev.houseflow.internal.block.RowWriter
import dev.houseflow.internal.block.truncate
import java.util.concurrent.CancellationException

/**
 * Appends rows whose values say themselves what they are. A row that fails half-way is taken back
 * from every column.
 */
internal abstract class UntypedWriter<T> : RowWriter<T> {
    protected lateinit var block: BlockBuilder
        private set

    override fun bind(block: BlockBuilder) {
        this.block = block
    }

    /** Appends [row] to every column of [block]. */
    protected abstract fun append(row: T)

    override fun write(row: T) {
        val before = block.columns[0].size
        var done = false
        try {
            append(row)
            done = true
        } catch (e: CancellationException) {
            throw e
        } catch (e: FormatException) {
            throw e.inRow(before)
        } catch (e: ClickHouseException) {
            throw e
        } catch (e: RuntimeException) {
            throw FormatException("This row cannot be written: $e", row = before, cause = e)
        } finally {
            if (!done) block.truncate(before)
        }
    }
}

/** Names as they stand in messages. */
internal fun listed(names: Collection<String>): String = names.joinToString(", ") { "`$it`" }
