package dev.houseflow.samples.service

import io.kotest.core.annotation.Condition
import io.kotest.core.spec.Spec
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.await
import kotlinx.coroutines.withTimeout
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.net.http.WebSocket
import java.nio.file.Files
import java.nio.file.Path
import java.util.Base64
import java.util.concurrent.CompletionStage
import java.util.concurrent.ConcurrentHashMap
import kotlin.reflect.KClass
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Chromium without a window, told what to do over its own debugging protocol. */
class Browser private constructor(private val process: Process, private val folder: Path) : AutoCloseable {
    private val client = HttpClient.newHttpClient()
    private val answers = ConcurrentHashMap<Int, CompletableDeferred<JsonObject>>()
    private lateinit var socket: WebSocket
    private var last = 0

    private suspend fun connect() {
        val active = folder.resolve("chromium/DevToolsActivePort")
        val port = eventually("the browser starts") {
            check(process.isAlive) { "Chromium ended: ${Files.readString(folder.resolve("errors"))}" }
            if (Files.exists(active)) Files.readAllLines(active).firstOrNull()?.toIntOrNull() else null
        }
        val page = eventually("the browser has a page") {
            val list = client.sendAsync(HttpRequest.newBuilder(URI("http://127.0.0.1:$port/json/list")).build(), BodyHandlers.ofString())
            val targets = Json.parseToJsonElement(list.await().body()).jsonArray.map { it.jsonObject }
            targets.find { it.getValue("type").jsonPrimitive.content == "page" }
        }
        val address = URI(page.getValue("webSocketDebuggerUrl").jsonPrimitive.content)
        socket = client.newWebSocketBuilder().buildAsync(address, Listener()).await()
    }

    private inner class Listener : WebSocket.Listener {
        private val text = StringBuilder()

        override fun onText(socket: WebSocket, data: CharSequence, last: Boolean): CompletionStage<*>? {
            text.append(data)
            if (last) {
                val message = Json.parseToJsonElement(text.toString()).jsonObject
                text.setLength(0)
                message["id"]?.let { answers.remove(it.jsonPrimitive.int)?.complete(message) }
            }
            socket.request(1)
            return null
        }
    }

    private suspend fun command(method: String, parameters: JsonObject): JsonObject {
        val id = ++last
        val answer = CompletableDeferred<JsonObject>().also { answers[id] = it }
        val text = buildJsonObject {
            put("id", id)
            put("method", method)
            put("params", parameters)
        }.toString()
        socket.sendText(text, true).await()
        val message = withTimeout(1.minutes) { answer.await() }
        return checkNotNull(message["result"]?.jsonObject) { "$method failed: $message" }
    }

    /** Opens a page, as if its address had been typed. */
    suspend fun open(url: String) {
        command("Page.navigate", buildJsonObject { put("url", url) })
        until("$url is shown") { evaluate("document.readyState") == JsonPrimitive("complete") }
    }

    /** What a script on the page comes to. */
    suspend fun evaluate(script: String): JsonElement? {
        val result = command(
            "Runtime.evaluate",
            buildJsonObject {
                put("expression", script)
                put("returnByValue", true)
                put("awaitPromise", true)
            },
        )
        check("exceptionDetails" !in result) { "$script failed: $result" }
        return result.getValue("result").jsonObject["value"]
    }

    suspend fun text(id: String): String = evaluate("document.getElementById('$id').textContent")!!.jsonPrimitive.content

    suspend fun number(script: String): Double = evaluate(script)!!.jsonPrimitive.content.toDouble()

    suspend fun click(id: String) {
        evaluate("document.getElementById('$id').click()")
    }

    suspend fun screenshot(): ByteArray {
        val picture = command("Page.captureScreenshot", buildJsonObject { put("format", "png") })
        return Base64.getDecoder().decode(picture.getValue("data").jsonPrimitive.content)
    }

    override fun close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly)
        process.destroyForcibly()
        process.onExit().join()
        folder.toFile().deleteRecursively()
    }

    companion object {
        private val NAMES = listOf("chromium", "chromium-browser", "google-chrome")

        private fun find(): Path? =
            System.getenv("PATH").split(":").flatMap { folder -> NAMES.map { Path.of(folder, it) } }.firstOrNull { Files.isExecutable(it) }

        /** False where there is no browser; in CI that is a failure. */
        fun isThere(): Boolean {
            val there = find() != null
            check(there || System.getenv("CI") != "true") { "Chromium is not installed (looked for $NAMES on the PATH)" }
            return there
        }

        suspend fun start(): Browser {
            val folder = Files.createTempDirectory("houseflow-browser")
            val command = listOf(
                find().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--no-proxy-server",
                "--window-size=1000,820",
                "--remote-debugging-port=0",
                "--user-data-dir=${folder.resolve("chromium")}",
                "about:blank",
            )
            val process = ProcessBuilder(command)
                .redirectOutput(folder.resolve("output").toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start()
            return Browser(process, folder).also { it.connect() }
        }
    }
}

/** Tests of the page need a browser. */
class WithBrowser : Condition {
    override fun evaluate(kclass: KClass<out Spec>): Boolean = Browser.isThere()
}

/** Asks again and again until there is an answer. */
suspend fun <T : Any> eventually(what: String, within: Duration = 60.seconds, ask: suspend () -> T?): T {
    val end = System.nanoTime() + within.inWholeNanoseconds
    while (true) {
        ask()?.let { return it }
        check(System.nanoTime() < end) { "After $within it is not so that $what" }
        delay(20)
    }
}

/** Asks again and again until it is so. */
suspend fun until(what: String, ask: suspend () -> Boolean) {
    eventually(what) { if (ask()) true else null }
}
