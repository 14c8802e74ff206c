package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.time.Instant
import java.time.ZonedDateTime

class ZonedTimesTest : FunSpec({
    fun builder(type: String): NativeBuilder =
        newBlockBuilder(listOf(ColumnHeader("time", ClickHouseType.parse(type)))).columns[0] as NativeBuilder

    fun written(type: String, times: List<String>): List<Instant> {
        val builder = builder(type)
        for (time in times) builder.append(ZonedDateTime.parse(time))
        val column = builder.build()
        return times.indices.map { column.getInstant(it) }
    }

    // Each differs from the one before it in the year, the month, the day or the offset alone, or stands on the same day.
    val times = listOf(
        "1970-01-01T00:00:00Z",
        "2026-01-01T23:59:59Z",
        "2026-01-01T00:00:00Z",
        "2026-02-01T00:00:00Z",
        "2026-02-28T12:30:15Z",
        "2024-02-28T12:30:15Z",
        "2024-02-28T12:30:15+05:45",
        "2024-02-29T00:00:00-11:00",
        "2024-02-29T23:59:59-11:00",
        "2024-03-29T23:59:59-11:00",
        "2106-02-07T06:28:15Z",
        "2026-10-25T02:30:00+02:00[Europe/Berlin]",
        "2026-10-25T02:30:00+01:00[Europe/Berlin]",
    )

    test("days that are the same as the one before, and others, are the same moments") {
        for (type in listOf("DateTime", "DateTime('Asia/Tokyo')", "DateTime64(0)", "DateTime64(3)", "DateTime64(6)", "DateTime64(8)")) {
            written(type, times) shouldBe times.map { ZonedDateTime.parse(it).toInstant() }
        }
    }

    test("fractions, before 1970 too, come to their own precision") {
        val fractions =
            listOf("1969-12-31T23:59:59.999Z", "1969-12-31T00:00:00.001Z", "1899-12-31T23:59:59.5+01:00", "2026-12-31T23:59:59.123Z")
        for (type in listOf("DateTime64(3)", "DateTime64(6)", "DateTime64(7)")) {
            written(type, fractions) shouldBe fractions.map { ZonedDateTime.parse(it).toInstant() }
        }
    }

    test("a fraction that is finer than the column is refused, whatever the precision") {
        for ((type, time) in mapOf(
            "DateTime64(3)" to "2026-01-01T00:00:00.0001Z",
            "DateTime64(6)" to "2026-01-01T00:00:00.0000001Z",
            "DateTime64(7)" to "2026-01-01T00:00:00.00000001Z",
        )) {
            shouldThrow<FormatException> { builder(type).append(ZonedDateTime.parse(time)) }
            shouldThrow<FormatException> { builder(type).append(Instant.parse(time)) }
        }
    }
})
