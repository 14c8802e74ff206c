package dev.houseflow.samples.android

import dev.houseflow.HouseflowSerializersModule
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.time.Instant
import java.util.UUID

/** Something that a user did. Its token is made once, so that an event that is sent twice counts once. */
@Serializable
data class Event(@Contextual val token: UUID, @Contextual val at: Instant, val name: String)

/**
 * Events that wait for a network, in files of [folder], which belong to one process at a time. What was added is there after the
 * process has been killed, until it was sent. Each event is a line of JSON. Thread-safe.
 *
 * @param perFile how many events a file has at most, and so how many are sent at once
 */
class EventQueue(private val folder: File, private val perFile: Int = 1_000) {
    private val json = Json { serializersModule = HouseflowSerializersModule }
    private val sending = Mutex()
    private var number: Long
    private var file: FileOutputStream? = null
    private var inFile = 0

    init {
        if (!folder.isDirectory && !folder.mkdirs()) throw IOException("Cannot make the folder $folder")
        // Never goes on with a file of another run: its last line may be half of one.
        number = files().lastOrNull()?.let(::numberOf) ?: 0
    }

    /** Keeps [event], and returns when it is on the disk. */
    suspend fun add(event: Event) = withContext(Dispatchers.IO) { append(json.encodeToString(Event.serializer(), event) + "\n") }

    @Synchronized
    private fun append(line: String) {
        val out = file ?: FileOutputStream(File(folder, "%019d$SUFFIX".format(++number))).also { file = it }
        out.write(line.toByteArray())
        out.fd.sync()
        if (++inFile == perFile) seal()
    }

    /** What is added from now on goes into another file; gives the number of the last one before. */
    @Synchronized
    private fun seal(): Long {
        file?.close()
        file = null
        inFile = 0
        return number
    }

    /** How many events wait. */
    suspend fun waiting(): Int = withContext(Dispatchers.IO) { files().sumOf { read(it).size } }

    /**
     * Gives the events that wait to [send], the oldest first, and forgets those for which it returns. When it throws, or the process ends
     * in the middle, they stay, and come again.
     */
    suspend fun drain(send: suspend (List<Event>) -> Unit) = sending.withLock {
        val last = seal()
        for (full in withContext(Dispatchers.IO) { files().filter { numberOf(it) <= last } }) {
            val events = withContext(Dispatchers.IO) { read(full) }
            if (events.isNotEmpty()) send(events)
            if (!full.delete()) throw IOException("Cannot delete $full, whose events were sent")
        }
    }

    private fun files(): List<File> = folder.listFiles { file -> file.name.endsWith(SUFFIX) }.orEmpty().sorted()

    private fun numberOf(file: File): Long = file.name.removeSuffix(SUFFIX).toLong()

    /** What stands behind the last line's end was never confirmed to who added it. */
    private fun read(file: File): List<Event> = file.readText().substringBeforeLast('\n', "").lines().filter { it.isNotEmpty() }
        .map { json.decodeFromString(Event.serializer(), it) }

    private companion object {
        private const val SUFFIX = ".events"
    }
}
