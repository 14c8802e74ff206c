package dev.houseflow.coroutines

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.time.LocalDateTime

/** Wall clocks that are parameters of a type without a zone: a server takes them in its own zone, which may skip them. */
class WallClocksTest : FunSpec({
    timeout = 60_000
    val skipped = LocalDateTime.of(2024, 3, 10, 2, 30)
    val sql = "SELECT toUnixTimestamp({x:DateTime})"

    test("the zone of the client's session") {
        EmbeddedClickHouse.start().use { server ->
            ClickHouseClient(server.endpoint).use { it.query<Long>(sql) { parameter("x", skipped) }.rows shouldBe listOf(1_710_037_800L) }
            ClickHouseClient(server.endpoint) { setting("session_timezone", "America/New_York") }.use { ch ->
                shouldThrow<ConfigurationException> { ch.query<Long>(sql) { parameter("x", skipped) } }.message shouldContain
                    "skips that time"
                ch.query<Long>(sql) { parameter("x", skipped.plusHours(1)) }.rows shouldBe listOf(1_710_055_800L)
            }
        }
    }

    test("the server's own zone, which the client learns from the answer") {
        for ((zone, fails) in listOf("America/New_York" to true, "UTC" to false, "Etc/Unheard-of" to false)) {
            StepServer({ answer("5\n", "200 OK", "X-ClickHouse-Timezone: $zone") }).use { server ->
                ClickHouseClient(server.endpoint).use { ch ->
                    val call = suspend { ch.rawQuery(QueryRequest(sql) { parameter("x", skipped) }) }
                    if (fails) {
                        shouldThrow<ConfigurationException> { call() }.message shouldContain "America/New_York skips that time"
                    } else {
                        call().decodeToString() shouldBe "5\n"
                    }
                    server.seen.count { "param_x" in it.target } shouldBe 1
                }
            }
        }
    }
})
