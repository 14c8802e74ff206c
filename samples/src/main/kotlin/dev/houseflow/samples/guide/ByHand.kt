package dev.houseflow.samples.guide

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.samples.Trade
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.serialization.json.Json
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers

// snippet: by-hand-before
private val http = HttpClient.newHttpClient()

suspend fun tradesByHand(endpoint: String, symbol: String): List<Trade> = withContext(Dispatchers.IO) {
    val url = "$endpoint/?default_format=JSONEachRow&param_s=" + URLEncoder.encode(symbol, "UTF-8")
    val request = HttpRequest.newBuilder(URI(url))
        .header("X-ClickHouse-User", "default")
        .POST(BodyPublishers.ofString("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id"))
        .build()
    val response = http.send(request, BodyHandlers.ofString())
    check(response.statusCode() == 200) { response.body() }
    response.body().lineSequence().filter { it.isNotEmpty() }.map { Json.decodeFromString<Trade>(it) }.toList()
}
// end

// snippet: by-hand-after
suspend fun trades(ch: ClickHouseClient, symbol: String): List<Trade> =
    ch.query<Trade>("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id") { parameter("s", symbol) }.rows
// end
