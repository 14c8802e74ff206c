package dev.houseflow.coroutines.internal.call

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class ReadOnlyStatementTest : FunSpec({
    val reads = listOf(
        "SELECT 1",
        "  select 1",
        "-- INSERT\nSELECT 1",
        "# a note\nSELECT 1",
        "/* one /* two */ INSERT */ SELECT 1",
        "((SELECT 1) UNION ALL (SELECT 2))",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "SHOW TABLES",
        "DESCRIBE TABLE t",
        "desc t",
        "EXISTS t",
        "EXPLAIN SELECT 1",
        "SELECT 'INSERT', \"insert\", `insert` FROM t",
        "SELECT 'it''s' AS insert_time, 'a\\' INSERT '",
        "SELECT inserted FROM t",
    )
    val others = listOf(
        "",
        " -- nothing",
        "/* unclosed SELECT 1",
        "INSERT INTO t SELECT 1",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
        "EXPLAIN insert INTO t SELECT 1",
        "CREATE TABLE t (n UInt8) ENGINE = Memory AS SELECT 1",
        "ALTER TABLE t DELETE WHERE 1",
        "OPTIMIZE TABLE t",
        "KILL QUERY WHERE 1",
        "SYSTEM RELOAD CONFIG",
        "SET x = 1",
        "SELECTED",
        "'SELECT'",
        "; SELECT 1",
        ")SELECT 1",
        "FROM t SELECT 1",
    )
    for (sql in reads) test("reads: $sql") { ReadOnlyStatement.isReadOnly(sql) shouldBe true }
    for (sql in others) test("is not known to only read: $sql") { ReadOnlyStatement.isReadOnly(sql) shouldBe false }
})
