package dev.houseflow.coroutines.internal.call

import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import java.time.Instant

internal class RetryAfterTest : StringSpec({
    val noon = "Fri, 20 Nov 2026 12:00:00 GMT"

    fun millis(value: String?, date: String? = null, now: String = "2026-11-20T12:00:00Z") =
        RetryAfter.millis(value, date) { Instant.parse(now) }

    "seconds are seconds, whatever the clocks say" {
        millis("2") shouldBe 2_000
        millis(" 3600 ", date = noon, now = "1970-01-01T00:00:00Z") shouldBe 3_600_000
        millis("0") shouldBe 0
        millis("-1") shouldBe 0
        millis("9223372036854775807") shouldBe Long.MAX_VALUE
    }

    "a date is a wait until then, by our clock when the answer has no date of its own" {
        millis("Fri, 20 Nov 2026 12:00:30 GMT") shouldBe 30_000
        millis(" Fri, 20 Nov 2026 12:00:30 GMT ", now = "2026-11-20T12:00:29.500Z") shouldBe 500
        millis("Sat, 21 Nov 2026 12:00:00 GMT", date = "yesterday") shouldBe 86_400_000
    }

    "a date is a wait by the server's clock when the answer has a date" {
        millis("Fri, 20 Nov 2026 12:00:30 GMT", date = " $noon ", now = "2030-01-01T00:00:00Z") shouldBe 30_000
        millis("Fri, 20 Nov 2026 12:00:30 GMT", date = noon, now = "1990-01-01T00:00:00Z") shouldBe 30_000
    }

    "what has passed, or is neither, asks for nothing" {
        millis(null, date = noon) shouldBe 0
        millis(noon) shouldBe 0
        millis("Fri, 20 Nov 2026 11:59:59 GMT") shouldBe 0
        millis("Sun, 06 Nov 1994 08:49:37 GMT", date = noon) shouldBe 0
        for (text in listOf("", "soon", "1.5", "Mon, 20 Nov 2026 12:00:30 GMT", "2026-11-20T12:00:30Z", "99999999999999999999")) {
            millis(text) shouldBe 0
        }
    }
})
