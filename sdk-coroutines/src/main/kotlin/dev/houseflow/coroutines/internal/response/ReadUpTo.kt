package dev.houseflow.coroutines.internal.response

import dev.houseflow.internal.wire.ByteSource
import java.io.ByteArrayOutputStream
import java.io.OutputStream

/** The first [limit] bytes of [source], or all if there are no more. */
internal suspend fun readUpTo(source: ByteSource, limit: Int): ByteArray =
    ByteArrayOutputStream().also { readUpTo(source, limit, it) }.toByteArray()

/** The same into [bytes], which holds what had come also when [source] fails. */
internal suspend fun readUpTo(source: ByteSource, limit: Int, bytes: ByteArrayOutputStream) {
    while (bytes.size() < limit && source.fill()) {
        val count = minOf(source.limit - source.position, limit - bytes.size())
        bytes.write(source.array, source.position, count)
        source.position += count
    }
}

/** Passes over all that is left of [source]. */
internal suspend fun drain(source: ByteSource) {
    while (source.fill()) source.position = source.limit
}

/** Writes all that is left of [source] to [out]. */
internal suspend fun copy(source: ByteSource, out: OutputStream) {
    while (source.fill()) {
        out.write(source.array, source.position, source.limit - source.position)
        source.position = source.limit
    }
}
