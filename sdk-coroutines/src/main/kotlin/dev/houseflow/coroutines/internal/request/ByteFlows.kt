package dev.houseflow.coroutines.internal.request

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import java.io.InputStream
import java.nio.file.Files
import java.nio.file.Path

/** The bytes of a file, read on [io], where blocking is allowed. */
internal fun fileFlow(path: Path, io: CoroutineDispatcher): Flow<ByteArray> = flow {
    Files.newInputStream(path).use { stream -> emitAll(stream) { emit(it) } }
}.flowOn(io)

/** What is left in [stream], read on [io], where blocking is allowed; it stays open. */
internal fun streamFlow(stream: InputStream, io: CoroutineDispatcher): Flow<ByteArray> = flow {
    emitAll(stream) { emit(it) }
}.flowOn(io)

private const val READ_SIZE = 256 * 1024

private suspend fun emitAll(stream: InputStream, emit: suspend (ByteArray) -> Unit) {
    val buffer = ByteArray(READ_SIZE)
    while (true) {
        val count = stream.read(buffer)
        if (count < 0) return
        if (count > 0) emit(buffer.copyOf(count))
    }
}
