package dev.houseflow.internal.sql

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.time.Duration
import kotlin.time.Duration.Companion.microseconds
import kotlin.time.Duration.Companion.minutes

class SettingTextTest : FunSpec({
    fun text(name: String, value: Any?) = QueryRequest.builder("SELECT 1").setting(name, value).build().settings.getValue(name)

    test("a duration is sent in the unit that the setting's name says, or else in seconds") {
        text("max_execution_time", Duration.ofMinutes(2)) shouldBe "120"
        text("max_execution_time", 2.minutes) shouldBe "120"
        text("max_execution_time", Duration.ofMillis(1500)) shouldBe "1.5"
        text("max_execution_time", Duration.ZERO) shouldBe "0"
        text("connect_timeout_with_failover_ms", Duration.ofMillis(1500)) shouldBe "1500"
        text("async_insert_busy_timeout_max_ms", Duration.ofDays(1)) shouldBe "86400000"
        text("some_wait_microseconds", 7.microseconds) shouldBe "7"
        text("query_profiler_real_time_period_ns", Duration.ofSeconds(1)) shouldBe "1000000000"
        text("query_profiler_cpu_time_period_ns", Duration.ofNanos(1)) shouldBe "1"
    }

    test("a duration that a setting cannot hold is refused and not rounded") {
        shouldThrow<ConfigurationException> { text("connect_timeout_with_failover_ms", Duration.ofNanos(1_500_000)) }.message shouldContain
            "milliseconds"
        shouldThrow<ConfigurationException> { text("max_execution_time", kotlin.time.Duration.INFINITE) }.message shouldContain "infinite"
    }

    test("lists, arrays and maps are sent as ClickHouse writes them") {
        text("a", listOf("x", "it's")) shouldBe "['x','it\\'s']"
        text("a", arrayOf("x", "y")) shouldBe "['x','y']"
        text("a", intArrayOf(1, 2)) shouldBe "[1,2]"
        text("additional_table_filters", mapOf("t" to "x = 'a'")) shouldBe "{'t':'x = \\'a\\''}"
        text("a", mapOf("k" to listOf(1, 2))) shouldBe "{'k':[1,2]}"
    }
})
