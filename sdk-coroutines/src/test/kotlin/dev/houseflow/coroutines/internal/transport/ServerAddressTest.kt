package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.QueryEndpoint
import dev.houseflow.coroutines.QueryEndpointConfig
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.session.SessionState
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.time.Duration

class ServerAddressTest : FunSpec({
    test("ports, paths, hosts") {
        ServerAddress.parse("http://localhost").base shouldBe "http://localhost:8123/"
        ServerAddress.parse("HTTPS://ch.example.com").base shouldBe "https://ch.example.com:8443/"
        ServerAddress.parse("http://click_house:80/").base shouldBe "http://click_house:80/"
        ServerAddress.parse("http://[::1]:9000/a/b/").base shouldBe "http://[::1]:9000/a/b/"
    }

    test("percent-encoded credentials") {
        val address = ServerAddress.parse("http://us%40er:p%3Aa%2Fss+%C3%BC%@host")
        address.username shouldBe "us@er"
        address.password shouldBe "p:a/ss+ü%"
        address.base shouldBe "http://host:8123/"
    }

    test("what is no endpoint is refused without its secrets") {
        for (bad in listOf(
            "localhost:8123",
            "tcp://host",
            "http://",
            "http://host:0",
            "http://host:x",
            "http://host?a=1",
            "http://user:secret@:1",
            "user:secret@host:8123",
            "user:secret@host",
            "user:secret",
            "http:/user:secret@host",
            "http:user:secret@host",
            "http:user:secret",
            "http//user:secret@host",
            "http://user:secret",
            "http://user:secret/",
            "http://[user:secret",
            "http://host:8123:secret",
            "http://user:12/secret@host",
            "http://user:p@12/secret@host",
            "http://user:secret#@host",
            "http://user:1?secret@host",
            "http://host?password=secret",
            "http://host;password=secret",
            "http://host,http://user:secret@other",
            "jdbc:clickhouse://user:secret@host/db?password=secret",
            "clickhouse://host/db?user=u&password=secret",
            "http://user:secret@host/a b",
            "http://host/a\r\nX-Other: 1",
            "http://host/ü",
        )) {
            val message = shouldThrow<ConfigurationException> { ServerAddress.parse(bad) }.message.orEmpty()
            message shouldContain "http://localhost:8123"
            message shouldNotContain "secret"
        }
    }

    test("what is no proxy, no exception for one and no query endpoint is refused without its secrets") {
        for (bad in listOf(
            "user:secret",
            "http:/user:secret@proxy",
            "socks4://user:secret@proxy:1",
            "socks5://user:secret@proxy",
            "http://user:secret",
            "https://user:secret@proxy:1",
        )) {
            val message = shouldThrow<ConfigurationException> { Proxies(bad, emptyList(), null) }.message.orEmpty()
            message shouldContain "proxy"
            message shouldNotContain "secret"
            shouldThrow<ConfigurationException> { Proxies(null, emptyList(), mapOf("HTTP_PROXY" to bad)) }.message shouldNotContain "secret"
        }
        val exception = shouldThrow<ConfigurationException> { Proxies(null, listOf("http://user:secret@host"), null) }
        exception.message shouldNotContain "secret"
        shouldThrow<ConfigurationException> { QueryEndpoint("https://key:secret@host/id", "id", "other") }.message shouldNotContain "secret"
        QueryEndpointConfig().apply { baseUrl = "key:secret@host" }.toString() shouldNotContain "secret"
    }

    test("a line break, as a file with a password ends in, is told before it is sent") {
        for (line in listOf("secret\n", "sec\r\nret", "secret\u0000")) {
            val password =
                shouldThrow<ConfigurationException> { ClientOptions("http://h", ClickHouseClientConfig().apply { password = line }) }
            password.message shouldContain "The password holds a line break"
            password.message shouldNotContain "secret"
            shouldThrow<ConfigurationException> { ClientOptions("http://h", ClickHouseClientConfig().apply { username = line }) }
        }
    }

    test("a session lives rather a moment longer than shorter") {
        val request = QueryRequest.builder("SELECT 1").sessionId("s").sessionTimeout(Duration.ofMillis(1500)).build()
        ClientOptions("http://h", ClickHouseClientConfig()).target(request, "id", null, emptyList()) shouldContain "session_timeout=2"
    }

    test("I29 everything a request says is in the URL, and no secret is") {
        val options = ClientOptions(
            "http://u:secret@h/x",
            ClickHouseClientConfig().apply { database = "db"; roles = listOf("r1"); setting("max_threads", 2); setting("a", "1") },
        )
        val request = QueryRequest.builder("SELECT 1").parameter("p", "a b&c").setting("max_threads", 4).roles("x", "y")
            .sessionId("s").sessionTimeout(Duration.ofSeconds(9)).sessionCheck(true).build()
        options.target(request, "id", null, listOf("wait_end_of_query" to "1")) shouldBe
            "/x/?query_id=id&database=db&role=x&role=y&session_id=s&session_timeout=9&session_check=1&wait_end_of_query=1" +
            "&param_p=a%20b%26c&max_threads=4&a=1"
        val bare = QueryRequest.builder("SELECT 1").useDatabase(false).roles(emptyList()).setting("wait_end_of_query", false).build()
        options.target(bare, "id", SessionState("mine", null), listOf("wait_end_of_query" to "1")) shouldBe
            "/x/?query_id=id&session_id=mine&max_threads=2&a=1&wait_end_of_query=0"
        options.headersAtHand.first() shouldBe ("Authorization" to "Basic dTpzZWNyZXQ=")
        options.toString() shouldNotContain "secret"
    }
})
