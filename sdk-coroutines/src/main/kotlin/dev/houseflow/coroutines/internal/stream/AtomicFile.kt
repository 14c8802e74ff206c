package dev.houseflow.coroutines.internal.stream

import java.io.OutputStream
import java.nio.file.AtomicMoveNotSupportedException
import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.util.UUID

/**
 * Writes a file under another name beside [path], and gives it its name when [write] has returned.
 * When it fails, nothing is left.
 */
internal suspend fun <R> atomicFile(path: Path, write: suspend (OutputStream) -> R): R {
    val target = path.toAbsolutePath()
    val directory = target.parent
    // Said before anything is asked for, and with the name that the caller knows.
    if (directory == null || Files.isDirectory(target)) throw FileSystemException("$path", null, "This is a directory; name a file")
    if (!Files.isDirectory(directory)) throw NoSuchFileException("$path", null, "There is no directory $directory; make it first")
    val part = target.resolveSibling(".${target.fileName}.${UUID.randomUUID()}.part")
    var complete = false
    try {
        val result = Files.newOutputStream(part).use { write(it) }
        try {
            Files.move(part, target, ATOMIC_MOVE, REPLACE_EXISTING)
        } catch (_: AtomicMoveNotSupportedException) {
            Files.move(part, target, REPLACE_EXISTING)
        }
        complete = true
        return result
    } finally {
        if (!complete) Files.deleteIfExists(part)
    }
}
