package dev.houseflow.coroutines.internal

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.internal.StepServer.Companion.HANG_UP
import dev.houseflow.coroutines.internal.client.replicasStatus
import dev.houseflow.testkit.ClosedPort
import dev.houseflow.testkit.ScriptedServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeEmpty
import java.time.Duration

class ReplicasStatusTest : FunSpec({
    val behind: Step = { answer("default.hits: Absolute delay: 400. Relative delay: 400.\n", "503 Service Unavailable") }

    test("I3 a server whose replicas are behind says so, and that is no failure") {
        StepServer({ answer("Ok.\n") }, behind, behind).use { server ->
            ClickHouseClient(server.endpoint + "/pre/fix") { username = "me" }.use { ch ->
                val well = ch.replicasStatus()
                well.ok shouldBe true
                well.details shouldBe "Ok."
                well.httpStatus shouldBe 200
                val bad = ch.replicasStatus(verbose = true)
                bad.ok shouldBe false
                bad.details shouldBe "default.hits: Absolute delay: 400. Relative delay: 400."
                bad.httpStatus shouldBe 503
            }
            server.seen.map { it.lines.first() } shouldBe
                listOf("GET /pre/fix/replicas_status HTTP/1.1", "GET /pre/fix/replicas_status?verbose=1 HTTP/1.1")
        }
    }

    test("I3 who does not answer is not ok, whatever the reason") {
        ClickHouseClient(ClosedPort.endpoint).use { ch ->
            val status = ch.replicasStatus()
            status.ok shouldBe false
            status.httpStatus shouldBe 0
            status.details shouldContain "Cannot connect"
        }
        StepServer(HANG_UP).use { server ->
            ClickHouseClient(server.endpoint).use { it.replicasStatus().details.shouldNotBeEmpty() }
        }
        ScriptedServer { clientClosesWithin(60_000) }.use { silent ->
            ClickHouseClient(silent.endpoint).use { ch ->
                val status = ch.replicasStatus(timeout = Duration.ofMillis(50))
                status.ok shouldBe false
                status.details shouldContain "did not answer within PT0.05S"
            }
        }
        val closed = ClickHouseClient("http://localhost")
        closed.close()
        closed.replicasStatus().ok shouldBe false
    }

    test("I3 of several servers one that is ok is enough, and none says what each of them says") {
        StepServer(behind).use { first ->
            StepServer({ answer("Ok.\n") }).use { second ->
                ClickHouseClient(listOf(first.endpoint, second.endpoint)).use { it.replicasStatus().ok shouldBe true }
            }
        }
        StepServer(behind).use { first ->
            StepServer({ answer("default.t: Absolute delay: 7.\n", "503 Service Unavailable") }).use { second ->
                ClickHouseClient(listOf(first.endpoint, second.endpoint)).use { ch ->
                    val status = ch.replicasStatus()
                    status.ok shouldBe false
                    status.httpStatus shouldBe 503
                    status.details.lines().toSet() shouldBe
                        setOf("default.hits: Absolute delay: 400. Relative delay: 400.", "default.t: Absolute delay: 7.")
                }
            }
        }
    }
})
