package dev.houseflow.coroutines.internal.request

import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import java.util.UUID

class QueryIdsTest : StringSpec({
    "ids of several clients are UUIDs, and all of them differ" {
        val clients = List(10) { QueryIds() }
        val all = clients.flatMap { client -> List(1_000) { client.next() } }
        all.toSet() shouldHaveSize 10_000
        all.forEach { UUID.fromString(it).run { variant() to version() } shouldBe (2 to 4) }
    }
})
