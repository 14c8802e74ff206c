package dev.houseflow.internal.rows

import dev.houseflow.internal.binding.NameMatching
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class NameMatchingTest : FunSpec({
    test("snake case becomes camel case") {
        val names = mapOf(
            "created_at" to "createdAt",
            "CREATED_AT" to "createdAt",
            "createdAt" to "createdAt",
            "user__id" to "userId",
            "_hidden_name" to "_hiddenName",
            "price_2" to "price2",
            "trailing_" to "trailing",
            "id" to "id",
            "ID" to "id",
            "___" to "___",
            "" to "",
        )
        names.forEach { (column, property) -> NameMatching.camelCase(column) shouldBe property }
    }

    test("the exact name wins over the converted one") {
        NameMatching.candidates("userId", listOf("user_id", "userId")) shouldBe listOf(1)
        NameMatching.candidates("userId", listOf("a", "user_id")) shouldBe listOf(1)
        NameMatching.candidates("user_id", listOf("userId", "user_id")) shouldBe listOf(1)
        NameMatching.candidates("userId", listOf("b", "a")) shouldBe emptyList()
    }

    test("every column that may be meant is named") {
        NameMatching.candidates("id", listOf("id", "x", "id")) shouldBe listOf(0, 2)
        NameMatching.candidates("userId", listOf("user_id", "USER_ID")) shouldBe listOf(0, 1)
    }

    test("a near name is found, a far one is not") {
        NameMatching.nearest("qty", listOf("price", "quantity")) shouldBe "quantity"
        NameMatching.nearest("symbl", listOf("price", "symbol")) shouldBe "symbol"
        NameMatching.nearest("createdAt", listOf("created", "created_at")) shouldBe "created_at"
        NameMatching.nearest("price", listOf("symbol", "quantity")).shouldBeNull()
        NameMatching.nearest("", listOf("a")).shouldBeNull()
    }
})
