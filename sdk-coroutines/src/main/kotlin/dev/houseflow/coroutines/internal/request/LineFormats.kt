package dev.houseflow.coroutines.internal.request

import dev.houseflow.ConfigurationException
import dev.houseflow.Format

/** The formats that have a row in each line, with its line feeds escaped. */
internal object LineFormats {
    private val OTHER_NAMES = setOf("JSONLines", "NDJSON")
    private const val ONE_OBJECT = "JSONObjectEachRow"

    /** [format], or `JSONEachRow` where none is asked for. Throws when a line of it is no row. */
    fun orDefault(format: Format?): Format = check(format ?: Format.JSON_EACH_ROW)

    /** [format]. Throws when a line of it is no row. */
    fun check(format: Format): Format {
        val name = format.name
        val isEachRow = name.startsWith("JSON") && name.endsWith("EachRow") && name != ONE_OBJECT
        if (isEachRow || name in OTHER_NAMES) return format
        throw ConfigurationException(
            "$format does not have a row in each line: choose JSONEachRow or JSONCompactEachRow, or use rawStream",
        )
    }
}
