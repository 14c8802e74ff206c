package dev.houseflow.testkit.recent

import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.compress.FrameInputStream
import dev.houseflow.internal.compress.FrameOutputStream
import dev.houseflow.testkit.LinkedLz4
import java.io.InputStream
import java.io.OutputStream
import java.util.Locale

/**
 * Passes the answer to [request] that begins with [head] on, changed as the request, its [fields]
 * and [revision] ask.
 */
internal class AnswerRelay(
    private val server: RecentServer,
    private val fields: RequestFields,
    private val request: Head,
    private val head: Head,
    private val revision: Int,
) {
    private val isGood = head.first.contains(" 200 ")
    private val isFramed = isGood && fields["compress"] == "1"
    private val isLinked = isGood && !isFramed && request.field("Accept-Encoding").orEmpty().contains("lz4")
    private val isRevised = isGood && revision > 0 && head.field("X-ClickHouse-Format") == "Native"

    /** Whether all of the answer came. */
    fun run(input: InputStream, out: OutputStream): Boolean {
        val body = head.body(input, untilEnd = true)
        val changed = isFramed || isRevised || isLinked
        val length = head.field("Content-Length")?.takeUnless { changed }
        val framing = if (length == null) "Transfer-Encoding: chunked" else "Content-Length: $length"
        val coding = if (isLinked) listOf("Content-Encoding: lz4") else emptyList()
        val more = listOf(framing, "Connection: Keep-Alive") + coding
        out.write(head.with(more, "Content-Length", "Transfer-Encoding", "Connection").bytes())
        out.flush()
        if (length != null) {
            body.copyPromptly(out)
            return true
        }
        val chunks = ChunkedOutput(out)
        if (changed) change(body, chunks) else body.copyPromptly(chunks)
        chunks.finish()
        return true
    }

    private fun change(body: InputStream, chunks: OutputStream) {
        val source = if (isFramed) FrameInputStream(body) else body
        val target = if (isFramed) {
            FrameOutputStream(chunks, method())
        } else if (isLinked) {
            LinkedLz4(chunks)
        } else {
            chunks
        }
        if (isRevised) BlocksOfRevision(revision, target).copy(source) else source.copyPromptly(target)
        if (target is LinkedLz4) target.finish() else target.flush()
    }

    private fun method(): CompressionMethod {
        if (server.ignoresMethod) return CompressionMethod.ZSTD
        return when (fields["network_compression_method"]?.uppercase(Locale.ROOT)) {
            "LZ4", "LZ4HC" -> CompressionMethod.LZ4
            "NONE" -> CompressionMethod.NONE
            else -> CompressionMethod.ZSTD
        }
    }
}
