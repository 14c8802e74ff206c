package dev.houseflow.coroutines

import dev.houseflow.QueryRequest
import dev.houseflow.testkit.StaticState
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe

class StaticStateTest : FunSpec({
    test("C4 no class of the core and of the Kotlin client keeps anything that can be set for all clients") {
        // Whether zstd-jni can be loaded, which is the same for all of them.
        StaticState.changeableFields(QueryRequest::class.java) shouldBe setOf("ZstdLibrary.failed")
        StaticState.changeableFields(ClickHouseClient::class.java).shouldBeEmpty()
    }
})
