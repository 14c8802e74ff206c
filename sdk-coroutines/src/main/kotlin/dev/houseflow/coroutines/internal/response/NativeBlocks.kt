package dev.houseflow.coroutines.internal.response

import dev.houseflow.Block
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.QuerySummary
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.wire.ReadLimits
import java.time.ZoneId
import java.time.ZoneOffset

/** Reads the blocks of an answer in Native. */
internal object NativeBlocks {
    fun headers(block: Block): List<ColumnHeader> = block.columns.map { ColumnHeader(it.name, it.type) }

    /** The server's zone; a name that this JVM does not know leaves `DateTime` without a zone in UTC. */
    fun zone(summary: QuerySummary): ZoneId {
        val name = summary.timezone ?: return ZoneOffset.UTC
        return runCatching { ZoneId.of(name) }.getOrNull() ?: ZoneOffset.UTC
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
        val reader = NativeReader(
            answer.source,
            ReadLimits.DEFAULT,
            zone(answer.summary),
            layout.revision,
            layout.binaryTypes,
            layout.escapedDots,
            revisionIsHeeded = false,
        )
        while (true) {
            answer.nextBlockMayStart()
            val block = reader.readBlock() ?: break
            if (block.rowCount > 0) take(block)
        }
    }
}
