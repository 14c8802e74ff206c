package dev.houseflow.benchmarks.clients

import dev.houseflow.Compression
import dev.houseflow.Format
import dev.houseflow.QueryRequest
import dev.houseflow.benchmarks.replay.RepeatProcess
import dev.houseflow.benchmarks.replay.RepeatServer
import dev.houseflow.coroutines.ClickHouseClient
import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.engine.okhttp.OkHttp
import io.ktor.client.request.preparePost
import io.ktor.client.request.setBody
import io.ktor.client.statement.bodyAsChannel
import io.ktor.utils.io.readAvailable
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import javax.net.ssl.SSLContext

/**
 * Ways to read long answers of a [RepeatServer] without decoding them, as so many streams at once
 * as asked for; the sum is their bytes.
 */
internal object Drains {
    @JvmStatic
    fun houseflow(endpoint: String, tls: SSLContext?, blocks: Int, streams: Int): Reading {
        val client = ClickHouseClient(endpoint) {
            compression = Compression.NONE
            sslContext = tls
            maxConnections = streams
        }
        val request = QueryRequest.builder("SELECT 'repeat:$blocks'").format(Format.NATIVE).build()
        return parallel(streams, client::close) {
            var bytes = 0L
            client.rawStream(request).collect { bytes += it.size }
            bytes
        }
    }

    @JvmStatic
    fun ktorCio(endpoint: String, blocks: Int, streams: Int): Reading {
        val client = HttpClient(CIO) {
            engine {
                requestTimeout = 0
                maxConnectionsCount = streams
                this.endpoint.maxConnectionsPerRoute = streams
            }
        }
        return parallel(streams, client::close) { drain(client, endpoint, blocks) }
    }

    @JvmStatic
    fun ktorOkHttp(server: RepeatProcess, blocks: Int): Reading {
        val client = HttpClient(OkHttp) {
            engine { config { sslSocketFactory(server.context().socketFactory, server.trust()) } }
        }
        return parallel(1, client::close) { drain(client, server.tls(), blocks) }
    }

    private suspend fun drain(client: HttpClient, endpoint: String, blocks: Int): Long {
        val buffer = ByteArray(1 shl 16)
        return client.preparePost("$endpoint/") { setBody("SELECT 'repeat:$blocks'") }.execute { response ->
            val channel = response.bodyAsChannel()
            var bytes = 0L
            while (true) {
                val count = channel.readAvailable(buffer, 0, buffer.size)
                if (count < 0) break
                bytes += count
            }
            bytes
        }
    }

    private fun parallel(streams: Int, end: () -> Unit, read: suspend () -> Long): Reading = object : Reading {
        override fun readAll(): Long = runBlocking(Dispatchers.Default) { List(streams) { async { read() } }.awaitAll().sum() }

        override fun close() {
            end()
        }
    }

    /**
     * Milliseconds from the server's write of each row of a slow stream to its arrival at the
     * caller, in ascending order.
     */
    @JvmStatic
    fun delays(endpoint: String, rows: Int): DoubleArray = runBlocking(Dispatchers.Default) {
        ClickHouseClient(endpoint) { compression = Compression.NONE }.use { client ->
            val delays = ArrayList<Double>()
            // The first stream warms up.
            repeat(2) {
                delays.clear()
                client.rows(QueryRequest.of("SELECT 'slow:$rows'")).collect { row ->
                    delays += (System.nanoTime() - row.getLong("sent")) / 1e6
                }
            }
            delays.sorted().toDoubleArray()
        }
    }
}
