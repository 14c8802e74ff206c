package dev.houseflow.coroutines.internal.client

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.JsonExtremes
import dev.houseflow.JsonResult
import dev.houseflow.JsonStatistics
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.RawResult
import dev.houseflow.ResultColumn
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.longOrNull
import java.math.BigDecimal
import java.time.Duration

/** Makes a row of an element, which stands in the row of this number, or beside the rows at -1. */
public typealias JsonRowReader<T> = (element: JsonElement, row: Int) -> T

private val FORMATS = setOf("JSON", "JSONStrings", "JSONCompact", "JSONCompactStrings")
private const val NANO_DIGITS = 9

/**
 * The answer of [request] as the document that the format `JSON` is, each row of it made by [read].
 */
@InternalHouseflowApi
public suspend fun <T> ClientEngine.jsonResult(request: QueryRequest, read: JsonRowReader<T>): JsonResult<T> {
    val format = request.format ?: Format.JSON
    if (format.name !in FORMATS) {
        throw ConfigurationException("$format is no document with data, totals and statistics: choose JSON, or leave the format out")
    }
    if (request.leavePacked) throw ConfigurationException("leavePacked is for calls that give bytes; leave it out where an answer is read")
    val answer = rawResult(if (request.format == null) request.toBuilder().format(format).build() else request)
    return dispatching.decode { document(answer, read) }
}

private fun <T> document(answer: RawResult, read: JsonRowReader<T>): JsonResult<T> {
    // A statement that answers nothing has no document.
    if (answer.body.isEmpty()) return JsonResult(emptyList(), emptyList(), null, null, null, null, answer.summary)
    val document = try {
        Json.parseToJsonElement(String(answer.body, Charsets.UTF_8)) as? JsonObject
    } catch (e: SerializationException) {
        throw FormatException("The answer is no JSON: ${e.message}; a FORMAT clause in the statement may ask for another format", cause = e)
    }
    val data = document?.get("data") as? JsonArray
        ?: throw FormatException("The answer has no rows as `data`; a FORMAT clause in the statement may ask for another format")
    return Document(document, data, answer.summary).with(read)
}

private class Document(private val all: JsonObject, private val data: JsonArray, private val summary: QuerySummary) {
    fun <T> with(read: JsonRowReader<T>): JsonResult<T> {
        val rows = ArrayList<T>(data.size)
        for (element in data) rows += read(element, rows.size)
        val announced = number(all["rows"])
        if (announced != null && announced != rows.size.toLong()) {
            throw FormatException("The answer has ${rows.size} rows and says that it has $announced")
        }
        return JsonResult(
            rows,
            columns(),
            all["totals"]?.let { read(it, BESIDE) },
            (all["extremes"] as? JsonObject)?.let { JsonExtremes(read(part(it, "min"), BESIDE), read(part(it, "max"), BESIDE)) },
            number(all["rows_before_limit_at_least"]),
            (all["statistics"] as? JsonObject)?.let(::statistics),
            summary,
        )
    }

    private fun columns(): List<ResultColumn> = (all["meta"] as? JsonArray).orEmpty().map {
        val column = it as? JsonObject
        ResultColumn(text(column?.get("name")), ClickHouseType.parse(text(column?.get("type"))))
    }

    private fun statistics(of: JsonObject) = JsonStatistics(
        Duration.ofNanos(BigDecimal((of["elapsed"] as? JsonPrimitive)?.doubleOrNull ?: 0.0).movePointRight(NANO_DIGITS).toLong()),
        number(of["rows_read"]) ?: 0,
        number(of["bytes_read"]) ?: 0,
    )

    private companion object {
        private const val BESIDE = -1

        private fun number(element: JsonElement?): Long? = (element as? JsonPrimitive)?.longOrNull

        private fun part(of: JsonObject, name: String): JsonElement =
            of[name] ?: throw FormatException("The answer has extremes without `$name`")

        private fun text(element: JsonElement?): String = (element as? JsonPrimitive)?.takeIf { it !is JsonNull }?.content
            ?: throw FormatException("The answer's `meta` has a column without a name or a type")
    }
}
