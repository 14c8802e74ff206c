package dev.houseflow.internal.text

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.Progress
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.time.Duration

/** The counters of `X-ClickHouse-Progress` and `X-ClickHouse-Summary`: a flat JSON object of numbers, most of them in quotes. */
@InternalHouseflowApi
public class Counters private constructor(private val values: Map<String, Long>) {
    /** The counter called [name]; 0 when it was not sent. */
    public operator fun get(name: String): Long = values[name] ?: 0

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
        /** Reads one header value. What is no such object counts as no counters: a result must not fail over its statistics. */
        public fun parse(json: String?): Counters {
            if (json == null) return Counters(emptyMap())
            val parsed = runCatching { Json.parseToJsonElement(json) }.getOrNull() as? JsonObject
            val values = HashMap<String, Long>()
            parsed?.forEach { (name, value) -> number((value as? JsonPrimitive)?.content)?.let { values[name] = it } }
            return Counters(values)
        }

        /** The server counts in UInt64; what is beyond a Long is shown as the largest Long. */
        private fun number(text: String?): Long? = when {
            text.isNullOrEmpty() -> null
            text.toLongOrNull() != null -> text.toLong()
            text.all { it in '0'..'9' } -> Long.MAX_VALUE
            else -> null
        }
    }
}
