package dev.houseflow.internal.sql

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain

class StatementTextTest : FunSpec({
    test("literals, comments and data go, and all else stays") {
        val cases = mapOf(
            "SELECT * FROM users WHERE name = 'O''Brien' AND age > 18" to "SELECT * FROM users WHERE name = ? AND age > ?",
            "select 1" to "select ?",
            "SELECT -1.5e-3, 0xFF, .5, 1_000, t1.c2, d.1" to "SELECT -?, t1.c2, d.?",
            "SELECT * FROM t WHERE id IN (1, 2,3 , 'x')" to "SELECT * FROM t WHERE id IN (?)",
            "SELECT [1, 2], (3, a, 4)" to "SELECT [?], (?, a, ?)",
            "SELECT {id:UInt64}, \"a 1\", `b 'x'` FROM t" to "SELECT {id:UInt64}, \"a 1\", `b 'x'` FROM t",
            "SELECT 1 -- the password is hush\n, 2 /* hush */ FROM t # hush" to "SELECT ? FROM t",
            "SELECT \$\$hush\$\$, \$x\$hush\$x\$" to "SELECT ?",
            "SELECT 'a\\'hush', \u2018hush\u2019" to "SELECT ?",
            "INSERT INTO t (a, b) VALUES (1, 'hush'), (2, 'hush')" to "INSERT INTO t (a, b) VALUES ?",
            "INSERT INTO t FORMAT CSV\n1,hush\n2,hush" to "INSERT INTO t FORMAT CSV ?",
            "INSERT INTO t FORMAT Native" to "INSERT INTO t FORMAT Native",
            "INSERT INTO values_of SELECT 1" to "INSERT INTO values_of SELECT ?",
            "CREATE USER joe IDENTIFIED BY 'hush'" to "CREATE USER joe IDENTIFIED BY ?",
            "SELECT  1\n\n  FROM\tt" to "SELECT ? FROM t",
            "SELECT größe1 FROM t WHERE größe1 = 5" to "SELECT größe1 FROM t WHERE größe1 = ?",
            "SELECT 'not closed hush" to "SELECT ?",
            "" to "",
        )
        for ((sql, shown) in cases) StatementText.withoutLiterals(sql) shouldBe shown
        for (sql in cases.keys) StatementText.withoutLiterals(sql) shouldNotContain "hush"
    }

    test("the summary has commands and tables") {
        val cases = mapOf(
            "SELECT 1" to "SELECT",
            "SELECT * FROM users" to "SELECT users",
            "select * from shop.orders o join `the users` u on u.id = o.id" to "SELECT shop.orders `the users`",
            "SELECT * FROM (SELECT * FROM a) x, b" to "SELECT SELECT a",
            "WITH x AS (SELECT 1 FROM a) SELECT * FROM x" to "SELECT a SELECT x",
            "INSERT INTO daily SELECT day, sum(x) FROM trades GROUP BY day" to "INSERT daily SELECT trades",
            "INSERT INTO t (a, b) VALUES (1, 2)" to "INSERT t",
            "INSERT INTO `shop`.\"orders\" VALUES (1)" to "INSERT shop.orders",
            "INSERT INTO `1a` VALUES (1)" to "INSERT `1a`",
            "INSERT INTO FUNCTION s3('url') SELECT * FROM t" to "INSERT s3 SELECT t",
            "CREATE TABLE IF NOT EXISTS db.t (x UInt8) ENGINE = Memory" to "CREATE db.t",
            "CREATE OR REPLACE TABLE t (x UInt8) ENGINE = Memory AS SELECT * FROM u" to "CREATE t SELECT u",
            "DROP TABLE IF EXISTS t" to "DROP t",
            "ALTER TABLE t DELETE WHERE id = 3" to "ALTER t",
            "DELETE FROM t WHERE id = 3" to "DELETE t",
            "DESCRIBE TABLE t" to "DESCRIBE t",
            "EXISTS TABLE t" to "EXISTS t",
            "OPTIMIZE TABLE t FINAL" to "OPTIMIZE t",
            "TRUNCATE TABLE t" to "TRUNCATE t",
            "SHOW TABLES" to "SHOW",
            "SET max_threads = 1" to "SET",
            "SYSTEM FLUSH LOGS" to "SYSTEM",
            "EXPLAIN SELECT * FROM t" to "EXPLAIN SELECT t",
            "SELECT trim(BOTH ' ' FROM name), extract(YEAR FROM day) FROM people" to "SELECT people",
            "SELECT a IS DISTINCT FROM b FROM t" to "SELECT t",
            "SELECT * FROM t ARRAY JOIN tags" to "SELECT t",
            "SELECT count() FROM numbers(10)" to "SELECT numbers",
            "FROM t SELECT x" to "t SELECT",
            "-- from nowhere\n(SELECT 'FROM x' FROM t)" to "SELECT t",
            "nonsense" to "NONSENSE",
            "" to "",
        )
        for ((sql, summary) in cases) StatementText.summary(sql) shouldBe summary
        val long = "SELECT * FROM " + (1..100).joinToString(" JOIN ") { "a_rather_long_table_$it" }
        StatementText.summary(long).length shouldBeLessThanOrEqualTo 255
    }

    test("the command and the first table") {
        StatementText.command("with x as (select 1) select 2") shouldBe "SELECT"
        StatementText.command("/* c */ insert into t select 1") shouldBe "INSERT"
        StatementText.command("vacuum x") shouldBe "VACUUM"
        StatementText.command("") shouldBe ""
        StatementText.table("SELECT * FROM numbers(3) JOIN db.t USING n") shouldBe "db.t"
        StatementText.table("SELECT 1") shouldBe null
        StatementText.table("INSERT INTO \"my table\" VALUES (1)") shouldBe "\"my table\""
    }

    test("no text makes it fail") {
        val words = listOf("SELECT", "FROM", "INSERT", "INTO", "VALUES", "JOIN", "1", "x")
        val parts = words + listOf("(", ")", ".", "'", "\"", "`", ",", " ", "--", "/*", "\$", "\\")
        val random = kotlin.random.Random(16)
        repeat(20_000) {
            val sql = (0..random.nextInt(12)).joinToString(if (random.nextBoolean()) " " else "") { parts[random.nextInt(parts.size)] }
            StatementText.withoutLiterals(sql)
            StatementText.summary(sql)
            StatementText.command(sql)
            StatementText.table(sql)
        }
    }
})
