package dev.houseflow.coroutines.internal.stream

import dev.houseflow.FormatException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement

private val JSON = Json { ignoreUnknownKeys = true }

/** The lines as they come. */
internal fun PrefetchedResponse<List<String>>.lines(): Flow<String> = flow {
    flow().collect { lines -> for (line in lines) emit(line) }
}

/** Each line as the object of JSON that it is. */
internal fun <T> Flow<String>.jsonRows(serializer: KSerializer<T>): Flow<T> = flow {
    var number = 0
    collect { line ->
        val row = fitting(serializer, "line", number) { JSON.decodeFromString(serializer, line) }
        number++
        emit(row)
    }
}

/** [element] of a document, as an object; [row] is -1 beside its rows. */
internal fun <T> jsonRow(serializer: KSerializer<T>, element: JsonElement, row: Int): T =
    fitting(serializer, if (row < 0) "part of the answer beside its rows" else "row", row) {
        JSON.decodeFromJsonElement(serializer, element)
    }

@OptIn(ExperimentalSerializationApi::class)
private inline fun <T> fitting(serializer: KSerializer<T>, what: String, row: Int, decode: () -> T): T = try {
    decode()
} catch (e: SerializationException) {
    throw FormatException("The $what does not fit ${serializer.descriptor.serialName}: ${e.message}", row = row, cause = e)
}
