package dev.houseflow.ktor

// snippet: ktor-plugin
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.stream
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.Application
import io.ktor.server.application.install
import io.ktor.server.request.receiveText
import io.ktor.server.response.respond
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

@Serializable
data class Trade(val id: Long, val symbol: String, val price: Double)

fun Application.trades(endpoint: String) {
    install(Houseflow) {
        endpoints(endpoint)
        configure { setting("max_threads", 2) }
    }
    routing {
        post("/trades") {
            call.clickHouse.insert("trades", Json.decodeFromString<List<Trade>>(call.receiveText()))
            call.respond(HttpStatusCode.Created)
        }
        // One line of JSON for each row, while the query runs.
        get("/trades/{symbol}") {
            val symbol = call.parameters["symbol"]
            call.respondNdjson(
                call.clickHouse.stream<Trade>("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id") { parameter("s", symbol) },
            )
        }
    }
}
// end
