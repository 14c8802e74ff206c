package dev.houseflow.coroutines.internal.request

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.testkit.Numbered
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.util.concurrent.CopyOnWriteArrayList

class AcceptEncodingTest : FunSpec({
    test("a coding is asked for in place of the client's own frames") {
        val requests = CopyOnWriteArrayList<ScriptedServer.Request>()
        ScriptedServer {
            while (true) {
                requests += readRequest() ?: break
                answer("", "200 OK", "X-ClickHouse-Summary: {}")
            }
        }.use { server ->
            ClickHouseClient(server.endpoint) { compression = Compression.LZ4 }.use { client ->
                client.query<Numbered>("SELECT 1 AS id") { acceptEncoding = "gzip, lz4" }
                client.rawQuery(QueryRequest("SELECT 1") { acceptEncoding = "gzip" }.toBuilder().build())
                client.query<Numbered>("SELECT 1 AS id")
            }
            requests.map { it.field("Accept-Encoding") } shouldBe listOf("gzip, lz4", "gzip", null)
            for (request in requests.take(2)) {
                request.target shouldContain "enable_http_compression=1"
                request.target shouldNotContain "compress=1&"
            }
            requests[2].target shouldContain "compress=1"
            requests[2].target shouldNotContain "enable_http_compression"
        }
    }

    test("what could not be read, or would pack twice, is refused") {
        shouldThrow<ConfigurationException> { QueryRequest("SELECT 1") { acceptEncoding = "br" } }.message.orEmpty() shouldContain "zstd"
        shouldThrow<ConfigurationException> { QueryRequest("SELECT 1") { acceptEncoding = "gzip, xz" } }.message.orEmpty() shouldContain
            "xz"
        shouldThrow<ConfigurationException> { QueryRequest("SELECT 1") { acceptEncoding = "" } }
        shouldThrow<ConfigurationException> {
            QueryRequest("SELECT 1") {
                acceptEncoding = "zstd"
                compression = Compression.LZ4
            }
        }.message.orEmpty() shouldContain "compression"
        QueryRequest("SELECT 1") {
            acceptEncoding = "zstd"
            compression = Compression.NONE
        }.acceptEncoding shouldBe "zstd"
    }
})
