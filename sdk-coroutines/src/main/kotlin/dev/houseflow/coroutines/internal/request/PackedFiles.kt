package dev.houseflow.coroutines.internal.request

import dev.houseflow.Compression
import dev.houseflow.InsertRequest
import java.nio.file.Path
import java.util.Locale

/** How files are packed, by the ends of their names. */
internal object PackedFiles {
    /** As HTTP's `Content-Encoding` names it for ClickHouse. */
    private val CODINGS = mapOf("gz" to "gzip", "zst" to "zstd", "lz4" to "lz4", "br" to "br", "xz" to "xz", "bz2" to "bz2")

    /** What says that data is not packed. */
    private const val PLAIN = "identity"

    /**
     * [request] with the coding of the file at [path], unless it says one, or that the data is to
     * be packed on its way.
     */
    fun named(request: InsertRequest, path: Path): InsertRequest {
        if (request.contentEncoding != null || (request.compression ?: Compression.NONE) != Compression.NONE) return request
        val end = path.fileName?.toString()?.substringAfterLast('.', "")?.lowercase(Locale.ROOT)
        val coding = CODINGS[end] ?: return request
        return request.toBuilder().contentEncoding(coding).build()
    }

    /** The header of [request], if its data is packed already. */
    fun headers(request: InsertRequest): List<Pair<String, String>> =
        request.contentEncoding?.takeIf { it != PLAIN }?.let { listOf("Content-Encoding" to it) }.orEmpty()
}
