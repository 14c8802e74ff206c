package dev.houseflow.javaapi.reload

import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.HttpConnections
import dev.houseflow.coroutines.query
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.Serializable
import kotlinx.serialization.builtins.serializer
import java.nio.file.Files
import java.time.Duration
import java.util.function.Consumer

@Serializable
private class Numbered(val id: Long)

/** What an application does with the Kotlin client before it is unloaded: a little of everything. */
class KotlinUse : Consumer<String> {
    override fun accept(endpoint: String) {
        HttpConnections { maxConnections = 4 }.use { shared ->
            ClickHouseClient(listOf(endpoint, "http://127.0.0.1:1")) {
                username = "tester"
                password = "secret"
                connections = shared
            }.use { client -> runBlocking { use(client) } }
        }
    }

    private suspend fun use(client: ClickHouseClient) {
        client.execute("CREATE TABLE IF NOT EXISTS reload_kotlin (id Int64) ENGINE Memory")
        client.insert(InsertRequest.of("reload_kotlin"), flowOf(1L, 2L), Long.serializer())
        client.rawInsert(InsertRequest.of("reload_kotlin"), Format.CSV, "3\n".byteInputStream())
        check(client.query(QueryRequest.of("SELECT id FROM reload_kotlin"), Long.serializer()).rows.size >= 3)
        check(client.rows(QueryRequest.of("SELECT number FROM numbers(200000)")).toList().size == 200_000)
        check(client.stream(QueryRequest.of("SELECT number FROM system.numbers"), Long.serializer()).first() == 0L)
        check(client.rawStream(QueryRequest.of("SELECT number FROM numbers(200000)")).toList().isNotEmpty())
        val file = Files.createTempFile("reload", ".csv")
        client.download(QueryRequest.builder("SELECT 1").format(Format.CSV).build(), file)
        Files.delete(file)
        client.session { execute("CREATE TEMPORARY TABLE t (x UInt8)") }
        val slow = QueryRequest.builder("SELECT sum(number) FROM system.numbers").timeout(Duration.ofMillis(50)).build()
        check(runCatching { client.execute(slow) }.isFailure)
        check(client.query<Numbered>("SELECT id FROM reload_kotlin").rows.size >= 3)
        check(client.query<Long>("SELECT 1").rows == listOf(1L))
        check(client.ping())
    }
}
