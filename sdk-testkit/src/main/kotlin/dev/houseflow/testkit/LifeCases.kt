package dev.houseflow.testkit

import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList

/** The beginning and the end of a client. */
internal fun Contract.lifeCases() {
    case("I1 I2 pings a server, and does not fail where there is none") {
        client.ping() shouldBe true
        connect(endpoint = ClosedPort.endpoint).ping() shouldBe false
    }

    case("I2 I20 says whether queries work for its user, and why not") {
        val well = client.health()
        well.ok shouldBe true
        well.failure shouldBe null
        well.serverVersion shouldBe ask("SELECT version()")
        val stranger = connect(password = "not the secret").health()
        stranger.ok shouldBe false
        (stranger.failure as ServerException).code shouldBe server.wrongPasswordCode
        stranger.details shouldNotContain "not the secret"
        val nowhere = connect(endpoint = ClosedPort.endpoint).health()
        nowhere.ok shouldBe false
        nowhere.failure.shouldBeInstanceOf<TransportException>()
    }

    case("I3 knows whether replicas are behind, and there are none") {
        val status = client.replicasStatus(verbose = true)
        status.ok shouldBe true
        status.httpStatus shouldBe 200
    }

    case("leaves no socket and no thread behind") {
        // The first client brings threads along that all later ones share.
        connectUnowned().use { it.execute(QueryRequest.of("SELECT 1")) }
        Leaks.watch {
            repeat(30) {
                connectUnowned().use { client ->
                    client.query(QueryRequest.of("SELECT toInt64(1) AS id"), rowClass<Numbered>()).rows shouldHaveSize 1
                    client.stream(
                        QueryRequest.of("SELECT toInt64(number) AS id FROM system.numbers"),
                        rowClass<Numbered>(),
                    ).take(1).toList()
                }
            }
        }
    }

    case("may be closed twice") {
        val closed = connectUnowned()
        closed.ping() shouldBe true
        closed.close()
        closed.close()
    }
}
