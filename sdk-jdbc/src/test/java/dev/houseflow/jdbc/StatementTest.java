package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Jdbc.class)
class StatementTest {
    private static final String ENDLESS = "SELECT number FROM system.numbers";
    private static final String SLOW = "SELECT sleepEachRow(0.1) FROM numbers(600) SETTINGS max_block_size = 1";

    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        connection = Jdbc.connect();
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static void isState(String state, org.junit.jupiter.api.function.Executable call) {
        SQLException e = assertThrows(SQLException.class, call);
        assertEquals(state, e.getSQLState(), e.getMessage());
    }

    private long running(String queryId) throws SQLException {
        return Jdbc.first(
                connection,
                "SELECT count() FROM system.processes WHERE query_id = '" + queryId + "'",
                rows -> rows.getLong(1));
    }

    private void awaitGone(String queryId) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (running(queryId) > 0 && System.nanoTime() < end) Thread.sleep(50);
        assertEquals(0, running(queryId), "the query runs on");
    }

    @Test
    void aResultIsReadForwards() throws SQLException {
        ResultSet rows = statement.executeQuery("SELECT number AS n, toString(number) AS s FROM numbers(3)");
        isState("24000", () -> rows.getInt(1));
        assertTrue(rows.isBeforeFirst());
        for (int i = 0; i < 3; i++) {
            assertTrue(rows.next());
            assertEquals(i, rows.getInt("n"));
            assertEquals(String.valueOf(i), rows.getString("S"));
            assertEquals(i + 1, rows.getRow());
            assertEquals(i == 2, rows.isLast());
        }
        assertFalse(rows.next());
        assertFalse(rows.next());
        assertTrue(rows.isAfterLast());
        isState("24000", () -> rows.getInt(1));
        isState("42S22", () -> rows.findColumn("nope"));
        rows.close();
        isState("HY010", rows::next);
        isState("HY010", () -> rows.getInt(1));
    }

    @Test
    void anEmptyResultHasItsColumns() throws SQLException {
        ResultSet rows = statement.executeQuery("SELECT 1::UInt8 AS a, now('Asia/Tokyo') AS b WHERE 0");
        assertFalse(rows.isBeforeFirst());
        assertFalse(rows.next());
        assertEquals(2, rows.getMetaData().getColumnCount());
        assertEquals("DateTime('Asia/Tokyo')", rows.getMetaData().getColumnTypeName(2));
        assertEquals(1, rows.findColumn("A"));
        ResultSet shown = statement.executeQuery("SHOW TABLES LIKE 'no_such_table'");
        assertEquals("name", shown.getMetaData().getColumnName(1));
        assertFalse(shown.next());
    }

    @Test
    void whatAStatementAnswersIsWhatTheServerSays() throws SQLException {
        assertFalse(statement.execute("CREATE TABLE statement_kinds (a Int32) ENGINE MergeTree ORDER BY a"));
        assertEquals(0, statement.getUpdateCount());
        assertNull(statement.getResultSet());
        assertFalse(statement.getMoreResults());
        assertEquals(-1, statement.getUpdateCount());
        assertEquals(3, statement.executeUpdate("INSERT INTO statement_kinds VALUES (1), (2), (3)"));
        assertEquals(2, statement.executeUpdate("INSERT INTO statement_kinds SELECT number FROM numbers(2)"));
        assertEquals(1, statement.executeUpdate("ALTER TABLE statement_kinds DELETE WHERE a = 0"));
        assertTrue(statement.execute("SHOW TABLES"));
        assertEquals(-1, statement.getUpdateCount());
        assertNotNull(statement.getResultSet());
        assertTrue(statement.execute("EXPLAIN SELECT 1"));
        assertTrue(statement.execute("DESCRIBE TABLE statement_kinds"));
        assertTrue(statement.execute("KILL QUERY WHERE query_id = 'nope'"));
        assertTrue(statement.execute("WITH 1 AS x SELECT x"));
        assertEquals(0, statement.executeUpdate("DROP TABLE statement_kinds"));
    }

    @Test
    void theWrongKindOfCallIsRefusedBeforeAnythingRuns() throws SQLException {
        isState("42000", () -> statement.executeUpdate("SELECT 1"));
        isState("42000", () -> statement.executeQuery("CREATE TABLE never (a Int8) ENGINE Memory"));
        assertEquals(0, (int) Jdbc.first(connection, "EXISTS TABLE never", rows -> rows.getInt(1)));
        isState("07001", () -> statement.execute("SELECT ?"));
        isState("42000", () -> statement.execute("SELECT 1; SELECT 2"));
        isState("42000", () -> statement.execute("SELECT 1 INTO OUTFILE 'x'"));
        isState("0AH01", () -> statement.getMoreResults(Statement.KEEP_CURRENT_RESULT));
        SQLException format = assertThrows(SQLException.class, () -> statement.executeQuery("SELECT 1 FORMAT CSV"));
        assertTrue(format.getMessage().contains("FORMAT"), format.getMessage());
    }

    @Test
    void anErrorInTheMiddleComesAfterTheRowsBeforeIt() throws SQLException {
        String sql =
                "SELECT throwIf(number = 3000000, 'here') FROM numbers(4000000) SETTINGS max_block_size = 1000, max_threads = 1";
        int count = 0;
        ResultSet rows = null;
        SQLException failure = null;
        try {
            rows = statement.executeQuery(sql);
            while (rows.next()) count++;
        } catch (SQLException e) {
            failure = e;
        }
        assertNotNull(failure);
        assertEquals(395, failure.getErrorCode());
        assertTrue(count <= 3_000_000 && count % 1000 == 0, "complete rows only: " + count);
        if (rows != null) assertThrows(SQLException.class, rows::next, "a failure stays one");
    }

    @Test
    void aResultKeepsNothingOfTheRowsBefore() throws Exception {
        HouseflowResultSet rows =
                statement.executeQuery("SELECT number FROM numbers(3000000)").unwrap(HouseflowResultSet.class);
        List<WeakReference<Object>> blocks = new ArrayList<>();
        for (int i = 0; i < 2_000_000; i++) {
            if (!rows.next()) throw new AssertionError("row " + i);
            if (rows.rowInBlock() == 0) blocks.add(new WeakReference<>(rows.block()));
        }
        assertEquals(1_999_999, rows.getInt(1));
        // The one at hand, those that lie ready, and what an idle thread of the client did last.
        int few = blocks.size() / 3;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (held(blocks) > few && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(held(blocks) <= few, () -> held(blocks) + " of " + blocks.size() + " blocks are still held");
        assertTrue(rows.next());
    }

    private static long held(List<WeakReference<Object>> blocks) {
        return blocks.stream().filter(it -> it.get() != null).count();
    }

    @Test
    void maxRowsStopsTheQuery() throws Exception {
        statement.setMaxRows(70_000);
        ResultSet rows = statement.executeQuery(ENDLESS);
        String id = statement.unwrap(HouseflowStatement.class).queryId();
        long count = 0;
        while (rows.next()) count++;
        assertEquals(70_000, count);
        awaitGone(id);
        statement.setMaxRows(0);
    }

    @Test
    void closingAResultStopsItsQuery() throws Exception {
        ResultSet rows = statement.executeQuery(ENDLESS);
        String id = statement.unwrap(HouseflowStatement.class).queryId();
        assertTrue(rows.next());
        rows.close();
        awaitGone(id);
        ResultSet again = statement.executeQuery(ENDLESS);
        String second = statement.unwrap(HouseflowStatement.class).queryId();
        assertTrue(again.next());
        assertTrue(statement.execute("SELECT 1"), "a new execution closes the result before it");
        assertTrue(again.isClosed());
        awaitGone(second);
    }

    @Test
    void cancelFromAnotherThreadStopsAQueryThatAnswersNothingYet() throws Exception {
        HouseflowStatement own = statement.unwrap(HouseflowStatement.class);
        own.setQueryId("jdbc-cancel-early");
        CompletableFuture<SQLException> failure = CompletableFuture.supplyAsync(() -> assertThrows(
                SQLException.class,
                () -> statement.executeQuery(
                        "SELECT sum(sleepEachRow(0.1)) FROM numbers(600) SETTINGS max_block_size = 1")));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (running("jdbc-cancel-early") == 0 && System.nanoTime() < end) Thread.sleep(20);
        statement.cancel();
        assertEquals("57014", failure.get(10, TimeUnit.SECONDS).getSQLState());
        awaitGone("jdbc-cancel-early");
        assertTrue(statement.execute("SELECT 1"), "the statement can be used again");
    }

    @Test
    void cancelFromAnotherThreadStopsAnInsert() throws Exception {
        Jdbc.run(connection, "CREATE TABLE cancel_insert (a UInt8) ENGINE Memory");
        statement.unwrap(HouseflowStatement.class).setQueryId("jdbc-cancel-insert");
        CompletableFuture<SQLException> failure = CompletableFuture.supplyAsync(
                () -> assertThrows(
                        SQLException.class,
                        () -> statement.executeUpdate(
                                "INSERT INTO cancel_insert SELECT sleepEachRow(0.1) FROM numbers(600) SETTINGS max_block_size = 1")));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (running("jdbc-cancel-insert") == 0 && System.nanoTime() < end) Thread.sleep(20);
        statement.cancel();
        assertEquals("57014", failure.get(10, TimeUnit.SECONDS).getSQLState());
        awaitGone("jdbc-cancel-insert");
    }

    @Test
    void cancelDuringAResultFailsTheNextRows() throws Exception {
        ResultSet rows = statement.executeQuery(ENDLESS);
        String id = statement.unwrap(HouseflowStatement.class).queryId();
        assertTrue(rows.next());
        statement.cancel();
        SQLException e = assertThrows(SQLException.class, () -> {
            while (rows.next()) continue;
        });
        assertEquals("57014", e.getSQLState());
        awaitGone(id);
    }

    @Test
    void cancelOfNothingDoesNothing() throws SQLException {
        statement.cancel();
        assertTrue(statement.execute("SELECT 1"));
        statement.close();
        statement.cancel();
    }

    @Test
    void aTimeoutStopsTheQuery() throws Exception {
        statement.setQueryTimeout(1);
        statement.unwrap(HouseflowStatement.class).setQueryId("jdbc-timeout");
        SQLException e = assertThrows(SQLException.class, () -> {
            ResultSet rows = statement.executeQuery(SLOW);
            while (rows.next()) continue;
        });
        assertInstanceOf(SQLTimeoutException.class, e);
        assertEquals("HYT00", e.getSQLState());
        awaitGone("jdbc-timeout");
        statement.setQueryTimeout(0);
        assertTrue(statement.execute("SELECT 1"));
    }

    @Test
    void aNetworkTimeoutBoundsTheSilence() throws Exception {
        connection.setNetworkTimeout(Runnable::run, 500);
        SQLException e = assertThrows(
                SQLException.class,
                () -> statement.executeQuery(
                        "SELECT sum(sleepEachRow(0.5)) FROM numbers(20) SETTINGS max_block_size = 1"));
        assertEquals("08006", e.getSQLState());
        connection.setNetworkTimeout(Runnable::run, 0);
        assertTrue(statement.execute("SELECT 1"));
    }

    @Test
    void anInterruptEndsTheCallAndStays() throws Exception {
        CompletableFuture<String> state = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                statement.executeUpdate(
                        "INSERT INTO FUNCTION null('a UInt8') SELECT sleepEachRow(0.1) FROM numbers(600) SETTINGS max_block_size = 1");
                state.complete("done");
            } catch (SQLException e) {
                state.complete(e.getSQLState() + Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        Thread.sleep(300);
        thread.interrupt();
        assertEquals("57014true", state.get(10, TimeUnit.SECONDS));
    }

    @Test
    void useAndSetStayWithTheConnection() throws SQLException {
        statement.execute("USE system");
        assertEquals("system", connection.getCatalog());
        assertEquals("system", Jdbc.first(connection, "SELECT currentDatabase()", rows -> rows.getString(1)));
        statement.execute("SET max_threads = 3, log_comment = 'it''s'");
        assertEquals(
                "3 it's",
                Jdbc.first(
                        connection,
                        "SELECT concat(getSetting('max_threads')::String, ' ', getSetting('log_comment'))",
                        rows -> rows.getString(1)));
        connection.setCatalog("default");
        assertEquals("default", Jdbc.first(connection, "SELECT currentDatabase()", rows -> rows.getString(1)));
        SQLException e = assertThrows(SQLException.class, () -> statement.execute("SET no_such_setting = 1"));
        assertEquals(115, e.getErrorCode());
        SQLException temporary =
                assertThrows(SQLException.class, () -> statement.execute("CREATE TEMPORARY TABLE t (a Int8)"));
        assertTrue(temporary.getMessage().contains("session=true"), temporary.getMessage());
    }

    @Test
    void aSessionKeepsTemporaryTables() throws SQLException {
        try (Connection session = Jdbc.connect("session=true&setting.max_threads=2")) {
            Jdbc.run(
                    session,
                    "CREATE TEMPORARY TABLE kept (a Int8)",
                    "INSERT INTO kept VALUES (7)",
                    "SET max_threads = 5");
            assertEquals(7, (int) Jdbc.first(session, "SELECT a FROM kept", rows -> rows.getInt(1)));
            assertEquals(5, (int) Jdbc.first(session, "SELECT getSetting('max_threads')", rows -> rows.getInt(1)));
            Jdbc.run(session, "USE system");
            assertEquals("system", Jdbc.first(session, "SELECT currentDatabase()", rows -> rows.getString(1)));
            session.setCatalog("default");
            assertEquals(7, (int) Jdbc.first(session, "SELECT a FROM kept", rows -> rows.getInt(1)));
            assertTrue(session.isValid(2));
            try (Statement open = session.createStatement();
                    Statement second = session.createStatement()) {
                open.executeQuery(ENDLESS).next();
                SQLException busy = assertThrows(SQLException.class, () -> second.executeQuery("SELECT 1"));
                assertTrue(busy.getMessage().contains("session"), busy.getMessage());
                assertTrue(
                        session.getMetaData().getTables(null, null, "kept", null) != null,
                        "metadata goes beside the session");
            }
        }
    }

    @Test
    void aBatchOfStatementsStopsAtTheFirstFailure() throws SQLException {
        Jdbc.run(connection, "CREATE TABLE batch_plain (a Int32) ENGINE MergeTree ORDER BY a");
        statement.addBatch("INSERT INTO batch_plain VALUES (1), (2)");
        statement.addBatch("INSERT INTO no_such_table VALUES (1)");
        statement.addBatch("INSERT INTO batch_plain VALUES (3)");
        BatchUpdateException e = assertThrows(BatchUpdateException.class, statement::executeBatch);
        assertEquals(1, e.getUpdateCounts().length);
        assertEquals(2, e.getUpdateCounts()[0]);
        assertEquals(60, e.getErrorCode());
        assertEquals("42S02", e.getSQLState());
        assertNotNull(e.getNextException());
        assertEquals(0, statement.executeBatch().length, "a failed batch is forgotten");
        assertEquals(2, (int) Jdbc.first(connection, "SELECT count() FROM batch_plain", rows -> rows.getInt(1)));
        statement.addBatch("SELECT 1");
        assertThrows(BatchUpdateException.class, statement::executeBatch);
    }

    @Test
    void whatIsClosedStaysClosed() throws SQLException {
        Statement other = connection.createStatement();
        ResultSet rows = other.executeQuery("SELECT 1");
        other.close();
        assertTrue(rows.isClosed());
        isState("HY010", () -> other.execute("SELECT 1"));
        other.close();
        Statement third = connection.createStatement();
        third.closeOnCompletion();
        ResultSet last = third.executeQuery("SELECT 1");
        assertTrue(last.next());
        assertFalse(last.next());
        assertFalse(third.isClosed(), "reading to the end closes nothing");
        last.close();
        assertTrue(third.isClosed());
        connection.close();
        assertTrue(statement.isClosed());
        isState("08003", () -> connection.createStatement());
        isState("08003", () -> connection.getMetaData());
        assertFalse(connection.isValid(1));
        connection.close();
    }

    @Test
    void resultsOfSeveralStatementsAreReadSideBySide() throws SQLException {
        try (Statement other = connection.createStatement()) {
            ResultSet one = statement.executeQuery("SELECT number FROM numbers(200000)");
            ResultSet two = other.executeQuery("SELECT number FROM numbers(200000)");
            for (int i = 0; i < 200_000; i++) {
                assertTrue(one.next() && two.next());
                if (one.getInt(1) != two.getInt(1)) throw new AssertionError("row " + i);
            }
            assertFalse(one.next() || two.next());
        }
    }

    @Test
    void transactionsAreToleratedAndRollbacksWarn() throws SQLException {
        Jdbc.run(connection, "CREATE TABLE tolerated (a Int32) ENGINE Memory");
        isState("25000", connection::commit);
        connection.setAutoCommit(false);
        connection.rollback();
        assertNull(connection.getWarnings());
        Jdbc.run(connection, "INSERT INTO tolerated VALUES (1)");
        connection.rollback();
        assertEquals("01000", connection.getWarnings().getSQLState());
        connection.clearWarnings();
        connection.commit();
        var savepoint = connection.setSavepoint("s");
        connection.rollback(savepoint);
        connection.releaseSavepoint(savepoint);
        isState("3B001", () -> connection.rollback(savepoint));
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        assertFalse(connection.getMetaData().supportsTransactions());
        try (Connection strict = Jdbc.connect("transactions=refuse")) {
            strict.setAutoCommit(true);
            isState("0AH01", () -> strict.setAutoCommit(false));
        }
    }

    @Test
    void settingsAndParametersOfOneStatement() throws SQLException {
        HouseflowStatement own = statement.unwrap(HouseflowStatement.class);
        own.setSetting("max_threads", 2);
        own.setParameter("p", "x");
        own.setQueryId("jdbc-own-id");
        ResultSet rows = statement.executeQuery("SELECT {p:String}, getSetting('max_threads')");
        assertTrue(rows.next());
        assertEquals("x", rows.getString(1));
        assertEquals(2, rows.getInt(2));
        assertEquals("jdbc-own-id", own.queryId());
        assertEquals("jdbc-own-id", own.summary().queryId());
    }

    @Test
    void literalsAndNamesAreQuotedAsClickHouseReadsThem() throws Exception {
        String evil = "a\\' OR 1=1 --";
        String literal = statement.enquoteLiteral(evil);
        assertEquals(evil, Jdbc.first(connection, "SELECT " + literal, rows -> rows.getString(1)));
        assertEquals("`a\\`b`", statement.enquoteIdentifier("a`b", false));
        assertEquals("ab", statement.enquoteIdentifier("ab", false));
        assertEquals("`ab`", statement.enquoteIdentifier("ab", true));
    }
}
