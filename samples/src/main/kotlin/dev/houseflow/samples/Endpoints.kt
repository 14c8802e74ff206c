package dev.houseflow.samples

import dev.houseflow.Format
import dev.houseflow.QueryEndpointRequest
import dev.houseflow.coroutines.QueryEndpoint
import dev.houseflow.coroutines.jsonRows
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable
import java.nio.file.Path

/** A row of the query that docs/query-endpoints.md stores. */
@Serializable
data class Uploader(val uploader: String, val num_uploads: Long)

/** The Kotlin of docs/query-endpoints.md. */
suspend fun queryEndpoints(endpointId: String, insertId: String, keyId: String, keySecret: String, csv: Path) {
    // snippet: query-endpoints-kotlin
    QueryEndpoint(endpointId, keyId, keySecret).use { endpoint ->
        val top = endpoint.query<Uploader> { variable("year", 2010) }.rows

        endpoint.jsonRows<Uploader> { variable("year", 2010) }.collect { println(it.uploader) }

        val text = endpoint.call {
            variable("year", 2010)
            format(Format.CSV_WITH_NAMES).setting("max_threads", 8)
        }.text()
        println("$top\n$text")
    }

    QueryEndpoint(insertId, keyId, keySecret).use { endpoint ->
        endpoint.upload(QueryEndpointRequest { format = Format.CSV }, csv)
    }
    // end
}
