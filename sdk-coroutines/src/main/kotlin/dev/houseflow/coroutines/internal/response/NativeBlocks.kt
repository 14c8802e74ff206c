package dev.houseflow.coroutines.internal.response

import dev.houseflow.Block
import dev.houseflow.ClickHouseException
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.QuerySummary
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.Revision
import dev.houseflow.internal.type.DefaultZone
import kotlinx.coroutines.CancellationException

/** Reads the blocks of an answer in Native. */
internal object NativeBlocks {
    fun headers(block: Block): List<ColumnHeader> = block.columns.map { ColumnHeader(it.name, it.type) }

    /** The server's zone; `null` when it does not say, as servers of 2018 do not. */
    fun zone(summary: QuerySummary): DefaultZone? = summary.timezone?.let { DefaultZone.named(it) }

    /**
     * Damage that no check finds is a FormatException too, and no exception of the JVM.
     */
    private suspend fun next(reader: NativeReader): Block? = try {
        reader.readBlock()
    } catch (e: CancellationException) {
        throw e
    } catch (e: ClickHouseException) {
        throw e
    } catch (e: RuntimeException) {
        throw FormatException("The block cannot be read: $e; read the answer with rawStream, and report it with its first bytes", cause = e)
    }

    /** Gives each block that has rows to [take]. */
    suspend fun read(answer: QueryResponse, take: suspend (Block) -> Unit) {
        val format = answer.summary.format
        if (format != null && format != Format.NATIVE) {
            throw ConfigurationException(
                "The statement asks for FORMAT $format, but typed calls read Native: leave the FORMAT clause out, or use a raw call",
            )
        }
        val layout = answer.layout
        val zone = zone(answer.summary)
        val reader = NativeReader(
            answer.source,
            answer.limits,
            zone ?: UnknownZones.unnamed(""),
            layout.revision,
            layout.binaryTypes,
            layout.escapedDots,
            revisionIsHeeded = false,
            openZones = answer.openZones(zone),
        )
        var isFirst = true
        answer.rows = 0
        while (true) {
            answer.nextBlockMayStart()
            val block = next(reader) ?: break
            if (isFirst) answer.namesZones(reader.servedRevision >= Revision.WITH_ZONES)
            isFirst = false
            answer.rows += block.rowCount
            if (block.rowCount > 0) take(block)
        }
    }
}
