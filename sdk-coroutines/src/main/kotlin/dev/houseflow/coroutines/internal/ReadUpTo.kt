package dev.houseflow.coroutines.internal

import dev.houseflow.internal.ByteSource
import java.io.ByteArrayOutputStream

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
