package dev.houseflow.jdbc.internal.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {
    private static ParsedSql parsed(String sql) throws SQLException {
        return ParsedSql.of(sql, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 | SELECT ?",
                "2 | SELECT ?, ? FROM t",
                "0 | SELECT '?', \"?\", `?`",
                "0 | SELECT 'it''s ?', 'a\\'?'",
                "0 | SELECT 1 -- ?",
                "0 | SELECT 1 --?",
                "0 | SELECT 1 # ?",
                "0 | SELECT 1 #!?",
                "0 | SELECT 4 // 2 ?",
                "0 | SELECT /* ? /* ? */ ? */ 1",
                "0 | SELECT $$ ? $$, $a$ ? $$ ? $a$",
                "1 | SELECT {p:String}, {q: Map(String, UInt8)}, ?",
                "0 | SELECT a ? b : c",
                "0 | SELECT a = 1 ? 'x' : 'y'",
                "0 | SELECT (a) ? [1] : [2]",
                "2 | SELECT true ? ? : ?",
                "3 | SELECT ? ? ? : ?",
                "0 | SELECT a ?? b",
                "3 | SELECT * FROM t WHERE a = ? AND b IN (?) LIMIT ?",
                "2 | SELECT x FROM t LIMIT ?, ?",
                "1 | SELECT now() - INTERVAL ? DAY",
                "1 | SELECT a::Int32, b.:String, c.^d, ?",
                "2 | SELECT arrayMap(x -> x + ?, a), f(?)(b)",
                "2 | WITH ? AS x, y AS (SELECT ?) SELECT * FROM y",
                "1 | SELECT ‘?’, “?”, ?",
                "2 | INSERT INTO t VALUES (?, ?)",
                "2 | INSERT INTO t (a, b)",
                "0 | INSERT INTO t FORMAT JSONEachRow {\"a\": \"?\"}",
                "1 | SELECT CASE WHEN ? THEN 1 ELSE 2 END",
                "1 | SELECT 1 WHERE x BETWEEN ? AND 2",
                "1 | SELECT json.a.b = ?",
            })
    void findsWhatTakesAValue(int count, String sql) throws SQLException {
        assertEquals(count, parsed(sql).parameters(), sql);
    }

    @Test
    void severalStatementsAreRefusedWithTheirPlace() throws SQLException {
        SQLException e = assertThrows(SQLException.class, () -> parsed("SELECT 1; SELECT 2"));
        assertTrue(e.getMessage().contains("character 10"), e.getMessage());
        assertEquals("42000", e.getSQLState());
        assertEquals("SELECT 1 ", parsed("SELECT 1 ; -- done\n ;").sql());
        assertEquals("SELECT ';'", parsed("SELECT ';'").sql());
    }

    @Test
    void anEmptyStatementIsRefused() {
        assertThrows(SQLException.class, () -> parsed(" "));
        assertThrows(SQLException.class, () -> parsed(null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT {d '2020-01-02'}                     | SELECT toDate32('2020-01-02')",
                "SELECT {ts '2020-01-02 03:04:05.25'}        | SELECT toDateTime64('2020-01-02 03:04:05.25', 2)",
                "SELECT {ts '2020-01-02 03:04:05'}           | SELECT toDateTime64('2020-01-02 03:04:05', 0)",
                "SELECT {t '03:04:05'}                       | SELECT toTime64('03:04:05', 9)",
                "SELECT {fn UCASE('a')}                      | SELECT upper('a')",
                "SELECT {fn lcase({fn UCASE(x)})}            | SELECT lower(upper(x))",
                "SELECT {fn TIMESTAMPADD(SQL_TSI_DAY, 1, x)} | SELECT dateAdd(DAY, 1, x)",
                "SELECT {fn CONVERT(x, SQL_INTEGER)}         | SELECT CAST(x AS Int32)",
                "SELECT * FROM {oj a LEFT JOIN b ON a.x = b.x} | SELECT * FROM a LEFT JOIN b ON a.x = b.x",
                "SELECT a LIKE 'x' {escape '\\'}             | SELECT a LIKE 'x' ",
                "SELECT '{d 1}', `{fn x}`                    | SELECT '{d 1}', `{fn x}`",
                "SELECT {d:Date}, {fn:String}                | SELECT {d:Date}, {fn:String}",
                "SELECT map('a', 1), {'a': 1}                | SELECT map('a', 1), {'a': 1}",
            })
    void translatesEscapes(String sql, String native_) throws SQLException {
        assertEquals(native_.trim(), Escapes.translate(sql.trim()).trim());
    }

    @Test
    void refusesEscapesThatClickHouseCannotDo() {
        assertThrows(SQLException.class, () -> Escapes.translate("{call f(1)}"));
        assertThrows(SQLException.class, () -> Escapes.translate("{?= call f(1)}"));
        assertThrows(SQLException.class, () -> Escapes.translate("SELECT a LIKE 'x' {escape '!'}"));
    }

    @Test
    void readsInsertsOfPlainValues() throws SQLException {
        InsertShape shape = parsed(
                        "insert into table `my db`.t (a, `b c`) SETTINGS async_insert = 1 values (?, 'x''s'), (-5, 1.50)")
                .insert();
        assertEquals("`my db`.t", shape.table());
        assertEquals(List.of("a", "`b c`"), shape.columns());
        assertEquals(Map.of("async_insert", "1"), shape.settings());
        assertEquals(2, shape.rows().size());
        assertEquals("x's", shape.rows().get(0)[1]);
        assertEquals(-5L, shape.rows().get(1)[0]);
        InsertShape defaults =
                parsed("INSERT INTO t (a, b) VALUES (DEFAULT, ?)").insert();
        assertEquals(List.of("b"), defaults.columns());
        assertNotNull(parsed("INSERT INTO t VALUES (?, NULL, true)").insert());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "INSERT INTO t VALUES (?, now())",
                "INSERT INTO t VALUES (upper(?))",
                "INSERT INTO t VALUES ([?])",
                "INSERT INTO t (* EXCEPT (a)) VALUES (?)",
                "INSERT INTO FUNCTION null('a Int8') VALUES (?)",
                "INSERT INTO t SELECT ?",
                "INSERT INTO t (a) VALUES (DEFAULT), (?)",
                "INSERT INTO t VALUES (0x10)",
                "INSERT INTO t VALUES (1e5)",
                "INSERT INTO t VALUES (?, ?), (?)",
            })
    void leavesOtherInsertsAsTexts(String sql) throws SQLException {
        assertNull(parsed(sql).insert());
    }

    @Test
    void knowsWhatAStatementDoes() throws SQLException {
        assertEquals(StatementKind.READS, parsed("/* x */ (SELECT 1)").kind());
        assertEquals(
                StatementKind.READS, parsed("EXPLAIN INSERT INTO t SELECT 1").kind());
        assertEquals(
                StatementKind.WRITES,
                parsed("create table t (a Int8) engine Memory").kind());
        assertEquals(
                StatementKind.OPEN,
                parsed("CREATE TABLE t ON CLUSTER c (a Int8) ENGINE Memory").kind());
        assertEquals(StatementKind.OPEN, parsed("SYSTEM FLUSH LOGS").kind());
        assertTrue(parsed("ALTER TABLE t UPDATE a = 1 WHERE 1").mutates());
        assertTrue(parsed("DELETE FROM t WHERE 1").mutates());
        assertTrue(parsed("CREATE OR REPLACE TEMPORARY TABLE t (a Int8)").makesTemporary());
        assertThrows(SQLException.class, () -> parsed("SELECT 1 INTO OUTFILE 'x'"));
    }
}
