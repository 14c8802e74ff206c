package dev.houseflow.coroutines.internal.schema

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.testkit.AvailableServers
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe

/** What a client has for its own queries changes nothing in what is told of tables. */
class SchemaTest : StringSpec({
    "limits and forms of answers" {
        val settings = mapOf(
            "limit" to "1",
            "offset" to "1",
            "extremes" to "1",
            "max_result_rows" to "1",
            "result_overflow_mode" to "break",
            "describe_compact_output" to "1",
            "describe_include_subcolumns" to "1",
        )
        val limited =
            ClickHouseClient(AvailableServers.embedded.address.endpoint) { settings.forEach { (name, value) -> setting(name, value) } }
        limited.use { ch ->
            ch.tables("system").size shouldBeGreaterThan 50
            ch.databases().size shouldBeGreaterThan 1
            ch.tableExists("system.one") shouldBe true
            ch.tableInfo("system.one").engine shouldBe "SystemOne"
            ch.describe("system.one").map { "$it" } shouldBe listOf("`dummy` UInt8")
            ch.describe("system.tables").map { it.name }.count { it == "dependencies_table" } shouldBe 1
        }
    }
})
