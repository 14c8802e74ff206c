package dev.houseflow.benchmarks.clients

import dev.houseflow.Compression
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.benchmarks.data.Dataset
import dev.houseflow.benchmarks.data.RowsInOrder
import dev.houseflow.benchmarks.shapes.Summed
import dev.houseflow.coroutines.ClickHouseClient
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.KSerializer
import kotlinx.serialization.serializer

/** Houseflow's Kotlin door: a list of data classes into one insert. */
internal class DataClassInserting(endpoint: String, tableKey: String, key: String, dataset: Dataset) : Reading {
    private val client = ClickHouseClient(endpoint) { compression = Compression.NONE }

    // The name of the database tells the replay server which table to describe.
    private val request = InsertRequest.builder("inserted").database("replay:$tableKey").build()

    // A serializer of the type serializes the type.
    @Suppress("UNCHECKED_CAST")
    private val serializer = serializer(dataset.data) as KSerializer<Summed>
    private val rows = RowsInOrder(dataset.rows).also { all ->
        runBlocking { client.stream(QueryRequest.of("SELECT 'replay:$key'"), serializer).collect { all.add(it) } }
    }.list()

    override fun readAll(): Long = runBlocking {
        client.insert(request, rows, serializer)
        rows.size.toLong()
    }

    override fun close() {
        client.close()
    }
}
