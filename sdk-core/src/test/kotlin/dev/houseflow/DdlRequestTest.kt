package dev.houseflow

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FreeSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class DdlRequestTest : FreeSpec({
    "databases" {
        DdlRequest.createDatabase("shop").build().toSql() shouldBe "CREATE DATABASE `shop`"
        DdlRequest.createDatabase("it's `a`.b").ifNotExists().onCluster("main").engine("Atomic").comment("it's").build().toSql() shouldBe
            "CREATE DATABASE IF NOT EXISTS `it's \\`a\\`.b` ON CLUSTER `main` ENGINE = Atomic COMMENT 'it\\'s'"
        DdlRequest.dropDatabase("shop").build().toSql() shouldBe "DROP DATABASE `shop`"
        DdlRequest.dropDatabase("shop").ifExists().sync().onCluster("c").build().toSql() shouldBe
            "DROP DATABASE IF EXISTS `shop` ON CLUSTER `c` SYNC"
        shouldThrow<ConfigurationException> { DdlRequest.createDatabase("").build() }
        shouldThrow<ConfigurationException> { DdlRequest.createDatabase("a").engine("").build() }
        shouldThrow<ConfigurationException> { DdlRequest.dropDatabase("") }
    }

    "tables" {
        DdlRequest.dropTable("shop.trades").build().toSql() shouldBe "DROP TABLE `shop`.`trades`"
        DdlRequest.dropTable("`a.b`; --").ifExists().onCluster("c").sync().build().toSql() shouldBe
            "DROP TABLE IF EXISTS `\\`a.b\\`; --` ON CLUSTER `c` SYNC"
        DdlRequest.truncateTable("trades").ifExists().onCluster("c").build().toSql() shouldBe
            "TRUNCATE TABLE IF EXISTS `trades` ON CLUSTER `c`"
        DdlRequest.optimizeTable("trades").build().toSql() shouldBe "OPTIMIZE TABLE `trades`"
        DdlRequest.optimizeTable(
            "trades",
        ).onCluster("c").partition("ID '202601'").finalMerge().deduplicate("a`b", "c").build().toSql() shouldBe
            "OPTIMIZE TABLE `trades` ON CLUSTER `c` PARTITION ID '202601' FINAL DEDUPLICATE BY `a\\`b`, `c`"
        DdlRequest.optimizeTable("trades").deduplicate().build().toSql() shouldBe "OPTIMIZE TABLE `trades` DEDUPLICATE"
        for (name in listOf("", "a.", "a.b.c")) {
            shouldThrow<ConfigurationException> { DdlRequest.dropTable(name) }
            shouldThrow<ConfigurationException> { DdlRequest.truncateTable(name) }
            shouldThrow<ConfigurationException> { DdlRequest.optimizeTable(name) }
            shouldThrow<ConfigurationException> { DdlRequest.deleteFrom(name, "1") }
        }
    }

    "rows" {
        val request = DdlRequest.deleteFrom("trades", "symbol = {s:String} AND id < {n:UInt8}")
            .parameter("s", "it's")
            .parameters(mapOf("n" to 7))
            .partition("202601")
            .onCluster("c")
            .setting("lightweight_deletes_sync", 2)
            .build()
        request.toSql() shouldBe
            "DELETE FROM `trades` ON CLUSTER `c` IN PARTITION 202601 WHERE symbol = {s:String} AND id < {n:UInt8}"
        request.toQueryRequest().parameters.keys shouldBe setOf("s", "n")
        request.toQueryRequest().parameters["n"] shouldBe "7"
        request.toQueryRequest().settings shouldBe mapOf("lightweight_deletes_sync" to "2")
        request.toString() shouldBe request.toSql()
        shouldThrow<ConfigurationException> { DdlRequest.deleteFrom("trades", " ").build() }.message.orEmpty() shouldContain "condition"
        shouldThrow<ConfigurationException> { DdlRequest.deleteFrom("trades", "id = {n:UInt8}").parameter("n", 300).build() }
    }
})
