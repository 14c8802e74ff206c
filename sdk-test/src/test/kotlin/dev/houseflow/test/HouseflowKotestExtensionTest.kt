package dev.houseflow.test

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.query
import dev.houseflow.javaapi.ClickHouseAsyncClient
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.concurrency.TestExecutionMode
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotContainAnyOf
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.delay
import kotlinx.serialization.Serializable
import java.util.concurrent.ConcurrentHashMap

@Serializable
private data class Bid(val id: Long, val price: Double)

class HouseflowKotestExtensionTest : FunSpec({
    testExecutionMode = TestExecutionMode.Concurrent
    val seen = ConcurrentHashMap.newKeySet<String>()
    val houseflow = extension(
        HouseflowKotestExtension(statements = listOf("CREATE TABLE bids (id Int64, price Float64) ENGINE MergeTree ORDER BY id")),
    )

    context("tests at the same time") {
        for (count in 1L..3L) {
            test("of a database with $count rows") {
                val database = houseflow.database()
                seen += database.name()
                database.load("bids", (1..count).map { Bid(it, it / 2.0) })
                delay(200)
                houseflow.database() shouldBe database
                database.rows<Bid>("bids") shouldContainExactlyInAnyOrder (1..count).map { Bid(it, it / 2.0) }
                houseflow.client().query<String>("SELECT currentDatabase()").rows shouldBe listOf(database.name())
            }
        }
    }

    test("a container has no database") {
        shouldThrow<ConfigurationException> { HouseflowKotestExtension().database() }.message.orEmpty() shouldContain
            "Here is no test of this specification"
    }

    afterSpec {
        seen shouldHaveSize 3
        ClickHouseAsyncClient.builder(TestServer.embedded().endpoint()).build().use {
            it.query("SHOW DATABASES", String::class.java).join().rows shouldNotContainAnyOf seen
        }
    }
})
