package dev.houseflow.coroutines.internal.call

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.LoadBalancing
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.FakeTime
import dev.houseflow.coroutines.internal.request.ClientOptions
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.time.Duration

@OptIn(InternalHouseflowApi::class)
class ServerSelectorTest : FunSpec({
    class Setting(policy: LoadBalancing, count: Int = 3) {
        val time = FakeTime()
        val probes = ArrayList<ServerNode>()
        val all = List(count) { ServerNode(ClientOptions("http://host$it", ClickHouseClientConfig())) }
        val endpoints = ServerSelector(all, policy, time.retryClock) { probes += it }

        fun choose(vararg tried: Int, session: String? = null): Int = all.indexOf(endpoints.choose(session, tried.map { all[it] }.toSet()))
    }

    test("first alive: the first one, as long as it lives") {
        with(Setting(LoadBalancing.FIRST_ALIVE)) {
            List(3) { choose() } shouldBe listOf(0, 0, 0)
            choose(0) shouldBe 1
            endpoints.failed(all[0])
            List(3) { choose() } shouldBe listOf(1, 1, 1)
            choose(1) shouldBe 2
        }
    }

    test("round robin: one after the other, passing over those that are away") {
        with(Setting(LoadBalancing.ROUND_ROBIN)) {
            List(4) { choose() } shouldBe listOf(0, 1, 2, 0)
            endpoints.failed(all[1])
            List(4) { choose() } shouldBe listOf(2, 0, 2, 0)
        }
    }

    test("random: all of them, and only those that are alive") {
        with(Setting(LoadBalancing.RANDOM)) {
            List(100) { choose() }.toSet() shouldBe setOf(0, 1, 2)
            endpoints.failed(all[2])
            List(100) { choose() }.toSet() shouldBe setOf(0, 1)
        }
    }

    test("least in flight: the idlest, in turn among equals") {
        with(Setting(LoadBalancing.LEAST_IN_FLIGHT)) {
            all[0].inFlight.set(2)
            all[1].inFlight.set(1)
            all[2].inFlight.set(1)
            List(4) { choose() } shouldBe listOf(1, 2, 1, 2)
            all[1].inFlight.set(3)
            all[2].inFlight.set(3)
            List(2) { choose() } shouldBe listOf(0, 0)
        }
    }

    test("one that failed is asked for a ping when its time is up, once, and gets calls after it has answered") {
        with(Setting(LoadBalancing.FIRST_ALIVE)) {
            endpoints.failed(all[0])
            time.pass(Duration.ofMillis(999))
            choose() shouldBe 1
            probes.shouldBeEmpty()
            time.pass(Duration.ofMillis(1))
            List(3) { choose() } shouldBe listOf(1, 1, 1)
            probes shouldContainExactly listOf(all[0])
            endpoints.probed(all[0], true)
            choose() shouldBe 0
        }
    }

    test("the time doubles with each failure, up to a minute, and starts anew after an answer") {
        with(Setting(LoadBalancing.FIRST_ALIVE)) {
            val seconds = ArrayList<Int>()
            repeat(8) { round ->
                endpoints.failed(all[0])
                var waited = 0
                while (probes.size == round) {
                    time.pass(Duration.ofSeconds(1))
                    waited++
                    choose()
                }
                seconds += waited
                // A server that answers pings but drops calls has not recovered.
                endpoints.probed(all[0], true)
            }
            seconds shouldBe listOf(1, 2, 4, 8, 16, 32, 60, 60)
            endpoints.answered(all[0])
            endpoints.failed(all[0])
            time.pass(Duration.ofSeconds(1))
            choose()
            probes.size shouldBe 9
        }
    }

    test("a ping without an answer is a failure") {
        with(Setting(LoadBalancing.FIRST_ALIVE)) {
            endpoints.failed(all[0])
            time.pass(Duration.ofSeconds(1))
            choose() shouldBe 1
            endpoints.probed(all[0], false)
            time.pass(Duration.ofMillis(1999))
            choose() shouldBe 1
            probes.size shouldBe 1
            time.pass(Duration.ofMillis(1))
            choose() shouldBe 1
            probes.size shouldBe 2
        }
    }

    test("one that is suspected gets no calls until its probe is back, and is none the worse when that is well") {
        with(Setting(LoadBalancing.ROUND_ROBIN)) {
            endpoints.suspect(all[0])
            endpoints.suspect(all[0])
            probes shouldContainExactly listOf(all[0])
            List(4) { choose() } shouldBe listOf(1, 2, 1, 2)
            endpoints.probed(all[0], true)
            List(3) { choose() } shouldBe listOf(0, 1, 2)
            endpoints.suspect(all[0])
            endpoints.probed(all[0], false)
            List(2) { choose() } shouldBe listOf(1, 2)
            time.pass(Duration.ofSeconds(1))
            choose() shouldBe 1
            probes.size shouldBe 3
        }
    }

    test("one that is suspected and gives an answer is not suspected any more") {
        with(Setting(LoadBalancing.FIRST_ALIVE)) {
            endpoints.suspect(all[0])
            choose() shouldBe 1
            endpoints.answered(all[0])
            choose() shouldBe 0
        }
    }

    test("calls that die together with their server count once") {
        with(Setting(LoadBalancing.FIRST_ALIVE)) {
            repeat(50) { endpoints.failed(all[0]) }
            time.pass(Duration.ofSeconds(1))
            choose()
            probes.size shouldBe 1
        }
    }

    test("when none is alive, the one whose time is up first is tried") {
        with(Setting(LoadBalancing.ROUND_ROBIN)) {
            endpoints.failed(all[2])
            time.pass(Duration.ofMillis(1))
            endpoints.failed(all[0])
            time.pass(Duration.ofMillis(1))
            endpoints.failed(all[1])
            choose() shouldBe 2
            choose(2) shouldBe 0
            choose(2, 0) shouldBe 1
            choose(0, 1, 2) shouldBe 2
        }
    }

    test("a session stays where it is, even when that is away") {
        with(Setting(LoadBalancing.ROUND_ROBIN)) {
            choose(session = "s") shouldBe 0
            endpoints.stick("s", all[1])
            List(3) { choose(session = "s") } shouldBe listOf(1, 1, 1)
            endpoints.failed(all[1])
            choose(1, session = "s") shouldBe 1
            endpoints.hasFresh("s", setOf(all[1])) shouldBe false
            endpoints.hasFresh(null, setOf(all[1])) shouldBe true
            endpoints.stick("s", all[2])
            choose(session = "s") shouldBe 1
            choose(session = "other") shouldBe 2
        }
    }

    test("an only endpoint is always the one") {
        with(Setting(LoadBalancing.LEAST_IN_FLIGHT, count = 1)) {
            endpoints.failed(all[0])
            time.pass(Duration.ofHours(1))
            choose(0) shouldBe 0
            probes.shouldBeEmpty()
        }
    }
})
