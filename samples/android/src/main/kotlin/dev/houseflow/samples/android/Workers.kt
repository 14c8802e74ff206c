package dev.houseflow.samples.android

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.inserter
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.use
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.serialization.Serializable
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.json.Json
import java.io.File
import java.io.IOException
import java.time.Duration

/** Sends the events of [queue]. An event leaves the queue when the server has it. */
class SendEvents(private val ch: ClickHouseClient, private val queue: EventQueue) : Worker {
    override suspend fun doWork(): Result = resultOf {
        ch.execute(TABLE)
        val inserter = ch.inserter<Event>("events") {
            // The table keeps one row of each token, so a batch may go twice.
            repeatable = true
            closeTimeout = Duration.ofSeconds(5)
        }
        inserter.use {
            queue.drain { events ->
                inserter.addAll(events)
                inserter.flush()
            }
        }
    }

    companion object {
        const val TABLE: String = "CREATE TABLE IF NOT EXISTS events (token UUID, at DateTime64(3, 'UTC'), name LowCardinality(String)) " +
            "ENGINE ReplacingMergeTree ORDER BY token"
    }
}

/** How often something was done. */
@Serializable
data class Count(val name: String, val events: Long)

/** Reads what a screen shows into [file], so that it is there without a network as well. */
class ReadCounts(private val ch: ClickHouseClient, private val file: File) : Worker {
    private val format = ListSerializer(Count.serializer())

    override suspend fun doWork(): Result = resultOf {
        val counts = ch.query<Count>("SELECT name, count() AS events FROM events FINAL GROUP BY name ORDER BY name LIMIT 100") {
            setting("max_block_size", 8192)
        }.rows
        withContext(Dispatchers.IO) {
            // A screen that reads meanwhile sees the old ones or the new ones.
            val written = File(file.path + ".new")
            written.writeText(Json.encodeToString(format, counts))
            if (!written.renameTo(file)) throw IOException("Cannot rename $written")
        }
    }

    /** What was read last; nothing before the first time. */
    suspend fun last(): List<Count> =
        withContext(Dispatchers.IO) { if (file.exists()) Json.decodeFromString(format, file.readText()) else emptyList() }
}
