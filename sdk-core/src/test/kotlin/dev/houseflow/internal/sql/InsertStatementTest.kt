package dev.houseflow.internal.sql

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class InsertStatementTest : FunSpec({
    test("inserts that bring their data along") {
        for (sql in listOf(
            "INSERT INTO t VALUES (1)",
            "insert into t (a, b) values (1, 'SELECT')",
            "  /* SELECT */ -- SELECT\n INSERT INTO `SELECT`.t FORMAT JSONEachRow {\"a\": 1}",
            "INSERT INTO t SETTINGS async_insert = 1 VALUES (1)",
            "INSERT INTO FUNCTION file('SELECT') VALUES (1)",
            "INSERT INTO t (`with`, \"select\") FORMAT CSV\n1,2",
        )) {
            withClue(sql) { InsertStatement.bringsData(sql) shouldBe true }
        }
    }

    test("all other statements") {
        for (sql in listOf(
            "",
            "SELECT 1",
            "INSERT INTO t SELECT 1 FORMAT CSV",
            "INSERT INTO t (a) WITH 1 AS x SELECT x",
            "INSERT INTO t (values) SELECT 1",
            "CREATE TABLE t (a Int8) ENGINE = Memory",
            "EXPLAIN INSERT INTO t VALUES (1)",
            "-- INSERT INTO t VALUES (1)",
            "INSERT INTO t",
        )) {
            withClue(sql) { InsertStatement.bringsData(sql) shouldBe false }
        }
    }
})
