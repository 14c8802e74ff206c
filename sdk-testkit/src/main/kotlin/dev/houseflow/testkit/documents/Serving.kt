package dev.houseflow.testkit.documents

import dev.houseflow.Compression
import dev.houseflow.QueryRequest
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ClientUnderTest
import dev.houseflow.testkit.ContractClient
import dev.houseflow.testkit.DoorOptions
import dev.houseflow.testkit.ScriptedServer
import io.kotest.matchers.collections.shouldBeEmpty
import java.util.concurrent.CopyOnWriteArrayList

/** What a scripted server does to a request that it has read. */
internal typealias Answer = ScriptedServer.Conversation.(ScriptedServer.Request) -> Unit

internal val PLAIN = DoorOptions("me", "pw", compression = Compression.NONE)
internal val ONE = QueryRequest.of("SELECT 1")
internal val NOTHING: Answer = { answer("", "200 OK", Answers.SUMMARY) }

internal fun ScriptedServer.Request.parameters() = target.substringAfter('?', "").split('&')

/**
 * Gives each request of a client of this door the answer that [answer] makes, and shows [use] the
 * requests.
 */
internal suspend fun ClientUnderTest.serving(
    answer: Answer,
    options: DoorOptions = PLAIN,
    path: String = "",
    use: suspend ContractClient.(List<ScriptedServer.Request>) -> Unit,
) {
    val seen = CopyOnWriteArrayList<ScriptedServer.Request>()
    ScriptedServer {
        while (true) {
            val request = readRequest() ?: break
            seen += request
            answer(request)
        }
    }.use { server ->
        connect(server.endpoint + path, options).use { it.use(seen) }
        server.failures.shouldBeEmpty()
    }
}
