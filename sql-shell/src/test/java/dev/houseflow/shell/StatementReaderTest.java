package dev.houseflow.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementReaderTest {
    private static List<Statement> all(String script) throws IOException {
        StatementReader reader = new StatementReader(new StringReader(script));
        List<Statement> all = new ArrayList<>();
        Statement statement;
        while ((statement = reader.next()) != null) all.add(statement);
        return all;
    }

    private static List<String> texts(String script) throws IOException {
        return all(script).stream().map(Statement::text).toList();
    }

    @Test
    void splitsAtSemicolonsOutsideOfTextsNamesAndComments() throws IOException {
        assertEquals(
                List.of("SELECT ';', 'it''s;', 'a\\';'", "SELECT `a;b`, \"c;d\"", "SELECT 1 -- no; end\n, 2 /* ; */"),
                texts("SELECT ';', 'it''s;', 'a\\';';\nSELECT `a;b`, \"c;d\" ;SELECT 1 -- no; end\n, 2 /* ; */;"));
        assertEquals(
                List.of("SELECT $a$x;$b$;$a$", "SELECT $$;$$", "SELECT a$b"),
                texts("SELECT $a$x;$b$;$a$; SELECT $$;$$;SELECT a$b"));
        assertEquals(List.of("SELECT 1 # no; end\n+ 1"), texts("SELECT 1 # no; end\n+ 1"));
    }

    @Test
    void emptyStatementsAndCommentsAreNone() throws IOException {
        assertEquals(List.of(), texts(" ;; -- a comment\n ; /* another; */ \n"));
        assertEquals(List.of("-- what it does\nSELECT 1"), texts("\n-- what it does\nSELECT 1;"));
    }

    @Test
    void knowsLinesEndingsAndWhetherTheLastIsComplete() throws IOException {
        List<Statement> all = all("SELECT 1;\n\n SELECT\n2\\G\nSELECT 3");
        assertEquals(List.of(1, 3, 5), all.stream().map(Statement::line).toList());
        assertEquals(
                List.of("SELECT 1", "SELECT\n2", "SELECT 3"),
                all.stream().map(Statement::text).toList());
        assertTrue(all.get(1).vertical());
        assertFalse(all.get(0).vertical());
        assertTrue(all.get(1).complete());
        assertFalse(all.get(2).complete());
        assertFalse(all("SELECT 'a;").get(0).complete());
        assertFalse(all("SELECT /* a;").get(0).complete());
    }

    @Test
    void findsTheFormatClause() throws IOException {
        assertEquals("JSON", all("SELECT 1 FORMAT JSON").get(0).ownFormat());
        assertEquals("Pretty", all("SELECT 1 format Pretty /* so */ ;").get(0).ownFormat());
        assertNull(all("SELECT format FROM t").get(0).ownFormat());
        assertNull(all("SELECT format + a").get(0).ownFormat());
        assertNull(all("SELECT (SELECT format a)").get(0).ownFormat());
        assertNull(all("SELECT 'FORMAT JSON'").get(0).ownFormat());
        assertNull(all("INSERT INTO t FORMAT VALUES (1)").get(0).ownFormat());
    }

    @Test
    void dataOfAnInsertMayHoldAnything() throws IOException {
        assertEquals(
                List.of("INSERT INTO t FORMAT JSONEachRow {\"a\":\"it's; so\"}", "SELECT 1"),
                texts("INSERT INTO t FORMAT JSONEachRow {\"a\":\"it's; so\"};\nSELECT 1;"));
        assertEquals(
                List.of("INSERT INTO t (a) FORMAT CSV\n1;\n'2\n", "SELECT 1"),
                texts("INSERT INTO t (a) FORMAT CSV\n1;\n'2\n;\nSELECT 1"));
        assertEquals(List.of("INSERT INTO t FORMAT CSV", "SELECT 1"), texts("INSERT INTO t FORMAT CSV; SELECT 1"));
        assertEquals(
                List.of("INSERT INTO t VALUES (1, ';')", "SELECT 1"), texts("INSERT INTO t VALUES (1, ';'); SELECT 1"));
        assertEquals(
                List.of("INSERT INTO format SELECT 1", "SELECT 1"), texts("INSERT INTO format SELECT 1; SELECT 1"));
    }

    @Test
    void findsWhereDataOfStdinGo() {
        assertEquals(new InsertTarget("t", List.of(), "CSV"), InsertTarget.of("insert into t format CSV"));
        assertEquals(
                new InsertTarget("db.`my t`", List.of("a", "b`c"), "JSONEachRow"),
                InsertTarget.of("INSERT INTO TABLE db.`my t` (a, `b\\`c`) FORMAT JSONEachRow"));
        assertNull(InsertTarget.of("INSERT INTO t FORMAT CSV 1,2"));
        assertNull(InsertTarget.of("INSERT INTO t FORMAT VALUES"));
        assertNull(InsertTarget.of("INSERT INTO t SELECT 1"));
    }
}
