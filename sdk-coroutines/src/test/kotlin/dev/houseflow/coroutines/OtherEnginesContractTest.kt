package dev.houseflow.coroutines

import dev.houseflow.testkit.AvailableServers
import dev.houseflow.testkit.ClientContract
import dev.houseflow.testkit.ClientUnderTest
import dev.houseflow.testkit.ContractClient
import dev.houseflow.testkit.DoorOptions
import dev.houseflow.testkit.KnownFailure
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.cio.CIO
import io.ktor.client.engine.okhttp.OkHttp

/** The Kotlin client over Ktor's own CIO engine. */
internal class CioContractTest : ClientContract(engineDoor { CIO.create() }, listOf(AvailableServers.embedded))

/** The Kotlin client over Ktor's OkHttp engine, set up as docs/engines.md says. */
internal class OkHttpContractTest : ClientContract(
    engineDoor { OkHttp.create { config { retryOnConnectionFailure(false) } } },
    listOf(AvailableServers.embedded),
    mapOf(
        "I28 fails as a whole when a result fails in the middle" to KnownFailure(WORDS_LOST, always = false),
        "I30 fails in the middle of a stream after right rows only" to KnownFailure(WORDS_LOST, always = false),
        "B1 downloads into a file, all or nothing" to KnownFailure(WORDS_LOST, always = false),
        "I30 never hands the server's error out as data" to KnownFailure(WORDS_LOST, always = false),
        "A4 a raw stream that fails never gives the error as data" to KnownFailure(WORDS_LOST, always = false),
        "stops the query of lines that are left, and fails as the query does" to KnownFailure(WORDS_LOST, always = false),
    ),
)

/** OkHttp drops what came before the break of a connection, and with it the server's error, unless it had read all of it by then. */
private const val WORDS_LOST = "TransportException instead of ServerException"

/** The Kotlin client over its own HTTP, the long way round through Ktor. */
internal class HouseflowEngineContractTest : ClientContract(engineDoor { HouseflowEngine.create() }, listOf(AvailableServers.embedded))

/** Each client has an engine of its own, closed with it. */
private fun engineDoor(make: () -> HttpClientEngine): ClientUnderTest = object : ClientUnderTest {
    override fun connect(endpoint: String, options: DoorOptions): ContractClient {
        val own = make()
        val client = KotlinDoor.connect(endpoint, options) { engine = own }
        return object : ContractClient by client {
            override fun close() {
                client.close()
                own.close()
            }
        }
    }
}
