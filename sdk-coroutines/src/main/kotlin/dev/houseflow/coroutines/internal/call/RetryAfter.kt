package dev.houseflow.coroutines.internal.call

import java.time.DateTimeException
import java.time.Instant
import java.time.format.DateTimeFormatter
import java.util.concurrent.TimeUnit

/** How long a server that is busy wants to be left alone: "Retry-After" of RFC 9110. */
internal object RetryAfter {
    /**
     * The wait in milliseconds that [value] asks for, in seconds or as a date; 0 when there is
     * none, or it lies in the past, or it is neither.
     *
     * A date is taken as the server's own clock has it, if the answer says so with its own [date],
     * so that a clock that goes wrong on either side makes no difference; else as [now] has it.
     */
    fun millis(value: String?, date: String?, now: () -> Instant = Instant::now): Long {
        val text = value?.trim() ?: return 0
        val seconds = text.toLongOrNull()
        if (seconds != null) return TimeUnit.SECONDS.toMillis(maxOf(0, seconds))
        val until = instant(text) ?: return 0
        val from = date?.let { instant(it.trim()) } ?: now()
        return maxOf(0, until.toEpochMilli() - from.toEpochMilli())
    }

    private fun instant(text: String): Instant? = try {
        Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))
    } catch (_: DateTimeException) {
        null
    }
}
