package dev.houseflow.coroutines.internal.describe

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class StatementShapeTest : FunSpec({
    fun core(sql: String): String = StatementShape.of(sql).core

    test("the end and the format are cut off, and nothing else") {
        core("SELECT 1") shouldBe "SELECT 1"
        core("SELECT 1;") shouldBe "SELECT 1"
        core("SELECT 1 ; -- end") shouldBe "SELECT 1 "
        core("SELECT 1 FORMAT Native") shouldBe "SELECT 1 "
        core("SELECT 1 format Native;") shouldBe "SELECT 1 "
        core("SELECT 1 FORMAT Native SETTINGS a = 1, b = 'x'") shouldBe "SELECT 1 SETTINGS a = 1, b = 'x'"
        core("SELECT 1 SETTINGS a = 1 FORMAT Native -- end") shouldBe "SELECT 1 SETTINGS a = 1 "
        for (sql in listOf(
            "SELECT 1 AS format",
            "SELECT format FROM t",
            "SELECT format('{}', x) FROM t",
            "SELECT 'FORMAT Native'",
            "SELECT 1 -- FORMAT Native",
            "SELECT 1 AS `FORMAT` ORDER BY 1",
            "SELECT ';'",
            "SELECT (SELECT 1 AS FORMAT LIMIT 1)",
        )) {
            core(sql) shouldBe sql
        }
    }

    test("statements that select are described, whatever they begin with") {
        for (sql in listOf(
            "SELECT 1",
            "/* a /* nested */ comment */ select 1",
            "-- a comment\nSELECT 1",
            "WITH 1 AS x SELECT x",
            "(SELECT 1) UNION ALL (SELECT 2)",
            "FROM t SELECT x",
        )) {
            StatementShape.of(sql).description shouldBe "DESCRIBE TABLE (\n$sql\n)"
        }
        for (sql in listOf(
            "",
            "INSERT INTO t SELECT 1",
            "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
            "SHOW TABLES",
            "CHECK TABLE t",
        )) {
            StatementShape.of(sql).description.shouldBeNull()
        }
        listOf("SHOW TABLES", "DESCRIBE t", "desc t", "EXISTS t", "EXPLAIN SELECT 1").forEach { StatementShape.of(it).isShow shouldBe true }
        listOf("SELECT 1", "SET a = 1", "EXPLAIN INSERT INTO t SELECT 1").forEach { StatementShape.of(it).isShow shouldBe false }
    }
})
