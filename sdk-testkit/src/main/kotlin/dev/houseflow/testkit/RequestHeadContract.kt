package dev.houseflow.testkit

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import java.util.concurrent.CopyOnWriteArrayList

private val REFUSED = mapOf(
    "Authorization" to "username and password",
    "x-clickhouse-user" to "username",
    "X-ClickHouse-Key" to "password",
    "X-ClickHouse-Quota" to "quotaKey",
    "X-ClickHouse-Database" to "database",
    "X-ClickHouse-Format" to "format",
    "user-agent" to "clientName",
    "Content-Encoding" to "contentEncoding",
    "Content-Type" to "leave it out",
    "Content-Length" to "leave it out",
    "Transfer-Encoding" to "leave it out",
    "Connection" to "leave it out",
    "Accept-Encoding" to "acceptEncoding",
    "Host" to "endpoint",
)

/**
 * What the heads of requests say besides the query: a door's test is a subclass and nothing else.
 */
abstract class RequestHeadContract(door: ClientUnderTest) : FunSpec({
    val seen = CopyOnWriteArrayList<ScriptedServer.Request>()
    val server = ScriptedServer {
        while (true) {
            seen += readRequest() ?: break
            answer("1\n")
        }
    }
    val plain = DoorOptions("me", "pw")
    val full = DoorOptions(
        "me",
        "pw",
        clientName = "billing 2",
        quotaKey = "tenant a",
        headers = mapOf(
            "X-Tenant" to "1",
            "X-Way" to "client",
        ),
    )
    beforeTest { seen.clear() }
    afterSpec {
        server.close()
        server.failures.shouldBeEmpty()
    }

    suspend fun <R> with(options: DoorOptions, use: suspend (ContractClient) -> R): R = door.connect(server.endpoint, options).use {
        use(it)
    }

    test("a client's name stands in the User-Agent of every request, between Houseflow and Java") {
        with(full) {
            it.ping()
            it.rawQuery(QueryRequest.of("SELECT 1"))
        }
        seen.size shouldBe 2
        for (request in seen) request.field("User-Agent").orEmpty() shouldMatch Regex("Houseflow(/\\S+)? \\(billing 2\\) java/\\S+")
        seen.clear()
        with(plain) { it.rawQuery(QueryRequest.of("SELECT 1")) }
        seen.single().field("User-Agent").orEmpty() shouldMatch Regex("Houseflow(/\\S+)? java/\\S+")
        for (name in listOf("a)b", "a\r\nX: y", " ", "", "caf\u00e9")) {
            shouldThrow<ConfigurationException> { with(DoorOptions("me", "pw", clientName = name)) { } }.message shouldContain "clientName"
        }
    }

    test("own headers of a client and of a request are sent, and the request's win in any case") {
        with(full) {
            it.execute(
                QueryRequest.builder("SELECT 1").header("x-way", "first").header("X-WAY", "request").header("X-More", "\u00e9").build(),
            )
            it.rawInsert(InsertRequest.builder("t").header("X-Way", "insert").build(), Format.CSV, "1\n".toByteArray())
            it.ping()
        }
        seen.map { it.field("X-Tenant") } shouldBe listOf("1", "1", "1")
        seen.map { it.field("X-Way") } shouldBe listOf("request", "insert", "client")
        seen.first().lines.count { it.startsWith("x-way:", ignoreCase = true) } shouldBe 1
        val request = QueryRequest.builder("SELECT 1").header("X-A", "1").build()
        request.toBuilder().build().headers shouldBe mapOf("X-A" to "1")
    }

    test("headers that the client sets itself are refused, by what to use instead, and so are broken ones") {
        for ((name, advice) in REFUSED) {
            shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").header(name, "x") }.message shouldContain advice
            shouldThrow<ConfigurationException> { InsertRequest.builder("t").header(name, "x") }.message shouldContain advice
            shouldThrow<ConfigurationException> { with(DoorOptions("me", "pw", headers = mapOf(name to "x"))) { } }.message shouldContain
                advice
        }
        for ((name, value) in listOf(
            "" to "x",
            "a b" to "x",
            "X-A\r\nX-B" to "x",
            "X-A" to "1\r\nX-B: 2",
            "X-A" to "1\n2",
            "X-A" to "1\u00002",
        )) {
            shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").header(name, value) }
            shouldThrow<ConfigurationException> { with(DoorOptions("me", "pw", headers = mapOf(name to value))) { } }
        }
        seen.shouldBeEmpty()
    }

    test("I26 a query that runs under the same id is replaced when the request says so") {
        with(plain) {
            it.execute(QueryRequest.builder("SELECT 1").queryId("report").replaceRunningQuery(true).build())
            it.execute(QueryRequest.builder("SELECT 1").queryId("report").build())
        }
        seen.map { "replace_running_query=1" in it.target } shouldBe listOf(true, false)
        shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").replaceRunningQuery(true).build() }.message shouldContain
            "queryId"
    }

    test("I26 the key of quotas goes where the server takes the user from, and a request's wins") {
        with(full) {
            it.rawQuery(QueryRequest.of("SELECT 1"))
            it.rawQuery(QueryRequest.builder("SELECT 1").quotaKey("b&c").build())
        }
        seen[0].target shouldContain "quota_key=tenant%20a"
        seen[1].target shouldContain "quota_key=b%26c"
        seen.forEach { it.field("X-ClickHouse-Quota") shouldBe null }
        seen.clear()
        with(DoorOptions("me:too", "pw", quotaKey = "k")) { it.rawQuery(QueryRequest.of("SELECT 1")) }
        seen.single().field("X-ClickHouse-User") shouldBe "me:too"
        seen.single().field("X-ClickHouse-Quota") shouldBe "k"
        seen.single().target shouldNotContain "quota_key"
        for (key in listOf("", "a\nb")) {
            shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").quotaKey(key).build() }.message shouldContain "quotaKey"
            shouldThrow<ConfigurationException> { with(DoorOptions("me", "pw", quotaKey = key)) { } }.message shouldContain "quotaKey"
        }
        shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").setting("quota_key", "k") }.message shouldContain
            "use quotaKey"
    }
})
