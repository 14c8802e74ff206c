package dev.houseflow.benchmarks.clients

import dev.houseflow.Compression
import dev.houseflow.QueryRequest
import dev.houseflow.benchmarks.shapes.Summed
import dev.houseflow.coroutines.ClickHouseClient
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.KSerializer
import kotlinx.serialization.serializer

/** Houseflow's Kotlin door: one data class for each row. */
internal class DataClassReading(endpoint: String, sql: String, compression: Compression, type: Class<out Summed>) : Reading {
    private val client = ClickHouseClient(endpoint) { this.compression = compression }
    private val request = QueryRequest.of(sql)

    // A serializer of the type serializes the type.
    @Suppress("UNCHECKED_CAST")
    private val serializer = serializer(type) as KSerializer<Summed>

    override fun readAll(): Long = runBlocking {
        var sum = 0L
        client.stream(request, serializer).collect { sum += it.checksum() }
        sum
    }

    override fun close() {
        client.close()
    }
}
