package dev.houseflow.samples.service

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.core.annotation.EnabledIf
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldHaveAtLeastSize
import io.kotest.matchers.doubles.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.delay
import java.nio.file.Files
import java.nio.file.Path

/** The page in a real browser: progress moves, rows come, cancelling ends the query, errors say what they are. */
@EnabledIf(WithBrowser::class)
class PageTest : StringSpec({
    val server = autoClose(EmbeddedClickHouse.start())
    val ch = autoClose(ClickHouseClient(server.endpoint))
    val service = autoClose(RunningService.start("--url", server.endpoint))
    lateinit var browser: Browser

    suspend fun running(id: String) =
        ch.query<Long>("SELECT count() FROM system.processes WHERE query_id = {id:String}") { parameter("id", id) }.rows.single() > 0

    suspend fun ask(question: String, vararg parameters: Pair<String, String>) {
        browser.evaluate("at('question').value = '$question'; at('question').dispatchEvent(new Event('change'))")
        parameters.forEach { (name, value) -> browser.evaluate("document.querySelector('input[name=$name]').value = '$value'") }
        browser.click("run")
    }

    suspend fun ended() = until("the question is answered") {
        browser.evaluate("at('cancel').disabled").toString().toBoolean()
    }

    beforeSpec { browser = Browser.start() }

    afterSpec { browser.close() }

    beforeTest {
        browser.open(service.url)
        until("the questions are there") {
            browser.number("at('question').options.length") == QUESTIONS.size.toDouble()
        }
    }

    "a quick question fills chart and table" {
        ask("hours")
        ended()
        browser.text("status") shouldBe "24 rows."
        browser.number("at('rows').rows.length") shouldBe 24.0
        browser.number("at('chart').childElementCount") shouldBe 24.0
        browser.text("head") shouldBe "hourflightsaverage_delay"
        browser.number("Number(at('rows').rows[12].cells[1].textContent.replaceAll(',', ''))") shouldBeGreaterThan 1000.0
    }

    "progress moves while a long query runs" {
        ask("sure")
        val positions = LinkedHashSet<Double>()
        val began = System.nanoTime()
        while (browser.evaluate("at('cancel').disabled").toString() == "false") {
            positions += browser.number("at('progress').value")
            if (positions.size == 6) picture(browser, "page.png")
            delay(50)
        }
        println("the query took ${(System.nanoTime() - began) / 1_000_000} ms, the bar had ${positions.size} positions")
        browser.text("status") shouldContain " rows."
        positions.toList().shouldHaveAtLeastSize(6)
        positions.toList() shouldBe positions.sorted()
        browser.number("run.progressEvents") shouldBeGreaterThan 5.0
        val origins = ch.query<Long>("SELECT uniqExact(origin) FROM quickstart_flights").rows.single()
        browser.number("run.values.length") shouldBe origins.toDouble()
        picture(browser, "answer.png")
    }

    "rows come while others are still being read" {
        ask("late", "minutes" to "15")
        val counts = LinkedHashSet<Double>()
        while (browser.evaluate("at('cancel').disabled").toString() == "false") {
            counts += browser.number("run.values.length")
            delay(10)
        }
        println("the answer was seen with ${counts.size} numbers of rows")
        counts.toList().shouldHaveAtLeastSize(4)
        val flights = ch.query<Long>("SELECT count() FROM quickstart_flights WHERE delay >= 15").rows.single()
        browser.number("run.values.length") shouldBe flights.toDouble()
        browser.number("at('rows').rows.length") shouldBe 200.0
    }

    "cancelling ends the query on the server" {
        ask("sure", "resamples" to "300")
        val id = eventually("the query runs") {
            browser.evaluate("run.queryId || ''").toString().trim('"').takeIf { it.isNotEmpty() && running(it) }
        }
        delay(1000)
        running(id) shouldBe true
        browser.click("cancel")
        val began = System.nanoTime()
        until("the query has ended") { !running(id) }
        println("the cancelled query was gone after ${(System.nanoTime() - began) / 1_000_000} ms")
        browser.text("status") shouldBe "Cancelled."
    }

    "leaving the page ends the query as well" {
        ask("sure", "resamples" to "300")
        val id = eventually("the query runs") {
            browser.evaluate("run.queryId || ''").toString().trim('"').takeIf { it.isNotEmpty() && running(it) }
        }
        browser.open("about:blank")
        until("the query has ended") { !running(id) }
    }

    "an error of the server shows its message" {
        ask("late", "minutes" to "many")
        ended()
        browser.text("status") shouldContain "BAD_QUERY_PARAMETER (457)"
        browser.text("status") shouldContain "many"
        browser.evaluate("at('status').className").toString() shouldContain "failed"
        ask("late", "minutes" to "900")
        ended()
        browser.text("status") shouldContain " rows."
        browser.text("status") shouldNotContain "457"
        browser.evaluate("at('status').className").toString() shouldNotContain "failed"
    }
}) {
    private companion object {
        suspend fun picture(browser: Browser, name: String) {
            Files.write(Files.createDirectories(Path.of("target")).resolve(name), browser.screenshot())
        }
    }
}
