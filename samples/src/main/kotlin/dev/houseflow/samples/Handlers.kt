package dev.houseflow.samples

import dev.houseflow.HandlerRequest
import dev.houseflow.coroutines.ClickHouseClient
import java.io.OutputStream

/** The Kotlin of docs/handlers.md. */
suspend fun handlers(ch: ClickHouseClient, out: OutputStream) {
    // snippet: handlers-kotlin
    val metrics: String = ch.callHandler("/metrics").text()

    val stored = ch.callHandler("/api/events") {
        parameter("id", 123)
        body("""{"name": "click"}""").contentType("application/json")
    }

    val answer = ch.callHandler("/dynamic") { query("SELECT {x:UInt8} + 1", "query_param").parameter("param_x", 41) }

    val page = ch.callHandler("/config.json") {
        header("If-None-Match", "\"7\"")
        expectSuccess = false
    }
    if (page.status == 304) println("still ${page.header("ETag")}")

    ch.streamHandler(HandlerRequest("/export") { segment("2024/25") }) { export ->
        println(export.head.header("Content-Type"))
        export.body.collect { out.write(it) }
    }
    // end
    println("$metrics ${stored.status} ${answer.text()}")
}
