package dev.houseflow.internal.http

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.Progress
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.time.Duration

/**
 * The counters of `X-ClickHouse-Progress` and `X-ClickHouse-Summary`: a flat JSON object of
 * numbers, most of them in quotes.
 */
@InternalHouseflowApi
public class Counters private constructor(private val values: Map<String, Long>) {
    /** The counter called [name]; 0 when it was not sent. */
    public operator fun get(name: String): Long = values[name] ?: 0

    /** The counter called [name]; `null` when it was not sent. */
    public fun sent(name: String): Long? = values[name]

    public fun toProgress(): Progress = Progress(
        readRows = get("read_rows"),
        readBytes = get("read_bytes"),
        totalRowsToRead = get("total_rows_to_read"),
        writtenRows = get("written_rows"),
        writtenBytes = get("written_bytes"),
        resultRows = get("result_rows"),
        resultBytes = get("result_bytes"),
        elapsed = Duration.ofNanos(get("elapsed_ns")),
        memoryUsage = get("memory_usage"),
    )

    public companion object {
        /**
         * Reads one header value. What is no such object counts as no counters: a result must not
         * fail over its statistics.
         */
        public fun parse(json: String?): Counters {
            if (json == null) return Counters(emptyMap())
            plain(json)?.let { return Counters(it) }
            val parsed = runCatching { Json.parseToJsonElement(json) }.getOrNull() as? JsonObject
            val values = HashMap<String, Long>()
            parsed?.forEach { (name, value) -> number((value as? JsonPrimitive)?.content)?.let { values[name] = it } }
            return Counters(values)
        }

        /**
         * The counter called [name] in one header value, without a look at the others; 0 when it
         * was not sent.
         */
        public fun one(json: String?, name: String): Long {
            if (json == null) return 0
            val nameAt = json.indexOf(name)
            if (nameAt < 0) return 0
            val start = nameAt + name.length + 3
            var end = start
            while (end < json.length && json[end] in '0'..'9') end++
            val plain = nameAt >= 2 && json[nameAt - 1] == '"' && (json[nameAt - 2] == '{' || json[nameAt - 2] == ',') &&
                json.startsWith("\":\"", start - 3) && end - start in 1..PLAIN_DIGITS && json.startsWith("\"", end)
            return if (plain) json.substring(start, end).toLong() else parse(json)[name]
        }

        /**
         * What servers send, without a tree in between: this is read for every answer. `null` for
         * anything else that JSON can say.
         */
        private fun plain(json: String): Map<String, Long>? {
            if (json.length < 2 || json[0] != '{' || json[json.length - 1] != '}') return null
            val values = HashMap<String, Long>()
            var at = 1
            while (at < json.length - 1) {
                if (json[at] != '"') return null
                val nameEnd = json.indexOf('"', at + 1)
                if (nameEnd < 0 || !json.startsWith(":\"", nameEnd + 1)) return null
                var end = nameEnd + 3
                while (end < json.length && json[end] in '0'..'9') end++
                val digits = end - nameEnd - 3
                if (digits !in 1..PLAIN_DIGITS || !json.startsWith("\"", end)) return null
                val name = json.substring(at + 1, nameEnd)
                if ('\\' in name) return null
                values[name] = json.substring(nameEnd + 3, end).toLong()
                at = end + 1
                if (at < json.length - 1 && json[at++] != ',') return null
            }
            return values
        }

        /** As many as any Long has room for. */
        private const val PLAIN_DIGITS = 18

        /** The server counts in UInt64; what is beyond a Long is shown as the largest Long. */
        private fun number(text: String?): Long? = when {
            text.isNullOrEmpty() -> null
            text.toLongOrNull() != null -> text.toLong()
            text.all { it in '0'..'9' } -> Long.MAX_VALUE
            else -> null
        }
    }
}
