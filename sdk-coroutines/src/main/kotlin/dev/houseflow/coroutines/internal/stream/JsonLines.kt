package dev.houseflow.coroutines.internal.stream

import dev.houseflow.FormatException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json

private val JSON = Json { ignoreUnknownKeys = true }

/** The lines as they come. */
internal fun PrefetchedResponse<List<String>>.lines(): Flow<String> = flow {
    flow().collect { lines -> for (line in lines) emit(line) }
}

/** Each line as the object of JSON that it is. */
@OptIn(ExperimentalSerializationApi::class)
internal fun <T> Flow<String>.jsonRows(serializer: KSerializer<T>): Flow<T> = flow {
    var number = 0
    collect { line ->
        val row = try {
            JSON.decodeFromString(serializer, line)
        } catch (e: SerializationException) {
            throw FormatException("The line does not fit ${serializer.descriptor.serialName}: ${e.message}", row = number, cause = e)
        }
        number++
        emit(row)
    }
}
