package dev.houseflow.coroutines

import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.testkit.AvailableServers
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain

/** What servers from 26.4 on take no more of, on the server that stands for them. */
class FieldLimitsTest : FunSpec({
    test("too many parameters and too long names are refused with the limit, and with what to do") {
        ClickHouseClient(AvailableServers.recent.address.endpoint).use { client ->
            val many = QueryRequest("SELECT 1") { for (i in 1..2500) parameter("p$i", i) }
            shouldThrow<ServerException> { client.execute(many) }.serverMessage.run {
                this shouldContain "http_max_fields"
                this shouldContain "ExternalTable"
            }
            val long = QueryRequest("SELECT 1") { parameter("p".repeat(4200), 1) }
            shouldThrow<ServerException> { client.execute(long) }.serverMessage shouldContain "http_max_field_name_size"
        }
    }
})
