package dev.houseflow.coroutines

import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.testkit.AvailableServers
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.single

/** What servers from 26.4 on take no more of, on the server that stands for them. */
class FieldLimitsTest : FunSpec({
    test("too many parameters and too long names of settings are refused with the limit, and with what to do") {
        ClickHouseClient(AvailableServers.recent.address.endpoint).use { client ->
            val many = QueryRequest("SELECT 1") { for (i in 1..2500) parameter("p$i", i) }
            shouldThrow<ServerException> { client.execute(many) }.serverMessage.run {
                this shouldContain "http_max_fields"
                this shouldContain "ExternalTable"
            }
            val long = QueryRequest("SELECT 1") { setting("p".repeat(4200), 1) }
            shouldThrow<ServerException> { client.execute(long) }.serverMessage shouldContain "http_max_field_name_size"
        }
    }

    test("parameters with names of any length arrive") {
        val most = "p".repeat(4090)
        val long = "q".repeat(4091)
        val longer = "r".repeat(100_000)
        // A list of several types is sent within a CAST, which has the name as well.
        val sql = "SELECT {$most:UInt8}, {$long:String}, {$long : String}, toString({$longer:Variant(Array(String), UInt8)}), " +
            "{houseflow_1:String}, '{$long:String}'"
        val request = QueryRequest(sql) {
            parameter(most, 1)
            parameter(long, "two")
            parameter(longer, listOf("three"))
            parameter("houseflow_1", "four")
        }
        request.parameters.keys shouldBe setOf(most, long, longer, "houseflow_1")
        ClickHouseClient(AvailableServers.recent.address.endpoint).use { client ->
            for (each in listOf(request, request.toBuilder().parameter(long, "x".repeat(10_000)).build())) {
                val row = client.rows(each).single()
                row.getLong(0) shouldBe 1
                row.getString(1) shouldBe if (each === request) "two" else "x".repeat(10_000)
                row.getString(2) shouldBe row.getString(1)
                row.getString(3) shouldBe "['three']"
                row.getString(4) shouldBe "four"
                row.getString(5) shouldBe "{$long:String}"
            }
        }
    }
})
