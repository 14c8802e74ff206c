package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The calls by which tools with windows find out what a server has, in their order: DBeaver's
 * generic model, and DataGrip's introspection by JDBC metadata. An exception in one of them hides a
 * whole branch of their trees.
 */
@ExtendWith(Jdbc.class)
class ToolWalkTest {
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException {
        connection = Jdbc.connect();
        Jdbc.run(
                connection,
                "CREATE DATABASE IF NOT EXISTS walk_a",
                "CREATE DATABASE IF NOT EXISTS walk_b",
                "CREATE OR REPLACE TABLE walk_a.trades (id UInt64, symbol String COMMENT 'of the market', tags Array(String), "
                        + "place Tuple(x Int32, y Int32), at DateTime64(3) DEFAULT now64(3)) ENGINE MergeTree ORDER BY (symbol, id)",
                "CREATE OR REPLACE VIEW walk_a.recent AS SELECT * FROM walk_a.trades",
                "CREATE OR REPLACE TABLE walk_b.empty (a Int8) ENGINE Memory",
                "INSERT INTO walk_a.trades (id, symbol, tags, place) VALUES (1, 'ETH', ['a', 'b'], (3, 4))");
    }

    @AfterAll
    static void close() throws SQLException {
        Jdbc.run(connection, "DROP DATABASE walk_a", "DROP DATABASE walk_b");
        connection.close();
    }

    private static List<String> column(ResultSet rows, String name) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) values.add(rows.getString(name));
        }
        return values;
    }

    /** How many rows there are, each column of each read as tools read what they do not know. */
    private static int count(ResultSet rows) throws SQLException {
        int count = 0;
        try (rows) {
            int columns = rows.getMetaData().getColumnCount();
            assertTrue(columns > 0, "a list has its columns");
            for (; rows.next(); count++) for (int i = 1; i <= columns; i++) rows.getObject(i);
        }
        return count;
    }

    /** What DBeaver asks when it connects: terms, flags, words and functions; here all that take no argument. */
    @Test
    void everyFlagAnswers() throws Exception {
        DatabaseMetaData meta = connection.getMetaData();
        int flags = 0;
        for (Method method : DatabaseMetaData.class.getMethods()) {
            boolean isFlag = method.getParameterCount() == 0
                    && (method.getReturnType().isPrimitive() || method.getReturnType() == String.class);
            if (!isFlag) continue;
            Object value = method.invoke(meta);
            if (method.getReturnType() == String.class) assertNotNull(value, method.getName());
            flags++;
        }
        assertTrue(flags > 120, flags + " flags");
        assertEquals(".", meta.getCatalogSeparator());
        assertTrue(meta.isCatalogAtStart() && meta.supportsCatalogsInDataManipulation());
    }

    @Test
    void dbeaversTreeHasEveryDatabaseOnceAndItsOwnTables() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        TreeSet<String> types = new TreeSet<>(column(meta.getTableTypes(), "TABLE_TYPE"));
        TreeMap<String, List<String>> tree = new TreeMap<>();
        for (String catalog : column(meta.getCatalogs(), "TABLE_CAT")) {
            assertEquals(0, count(meta.getSchemas(catalog, null)), "a schema would show each database in each");
            ResultSet tables = meta.getTables(catalog, null, "%", null);
            List<String> names = new ArrayList<>();
            try (tables) {
                while (tables.next()) {
                    assertEquals(catalog, tables.getString("TABLE_CAT"));
                    assertTrue(types.contains(tables.getString("TABLE_TYPE")), tables.getString("TABLE_TYPE"));
                    tables.getString("REMARKS");
                    names.add(tables.getString("TABLE_NAME"));
                }
            }
            assertEquals(null, tree.put(catalog, names), "each once");
            count(meta.getProcedures(catalog, null, "%"));
            count(meta.getFunctions(catalog, null, "%"));
            count(meta.getUDTs(catalog, null, "%", null));
        }
        assertEquals(List.of("trades", "recent"), tree.get("walk_a"));
        assertEquals(List.of("empty"), tree.get("walk_b"));
        for (String table : tree.get("walk_a")) table(meta, table);
        assertTrue(count(meta.getTypeInfo()) > 20);
    }

    private static void table(DatabaseMetaData meta, String table) throws SQLException {
        assertEquals(
                List.of("id", "symbol", "tags", "place", "at"),
                column(meta.getColumns("walk_a", null, table, "%"), "COLUMN_NAME"));
        List<String> key = column(meta.getPrimaryKeys("walk_a", null, table), "COLUMN_NAME");
        assertEquals(table.equals("trades") ? List.of("id", "symbol") : List.of(), key);
        assertEquals(0, count(meta.getIndexInfo("walk_a", null, table, false, true)));
        assertEquals(0, count(meta.getImportedKeys("walk_a", null, table)));
        assertEquals(0, count(meta.getExportedKeys("walk_a", null, table)));
        assertEquals(0, count(meta.getTablePrivileges("walk_a", null, table)));
        assertEquals(0, count(meta.getColumnPrivileges("walk_a", null, table, "%")));
        assertEquals(0, count(meta.getBestRowIdentifier("walk_a", null, table, DatabaseMetaData.bestRowSession, true)));
        assertEquals(0, count(meta.getVersionColumns("walk_a", null, table)));
    }

    /** The editor of DBeaver: a part of the table, with what each cell is shown by. */
    @Test
    void dbeaversGridShowsRows() throws SQLException {
        String before = connection.getCatalog();
        connection.setCatalog("walk_a");
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(200);
            statement.setMaxRows(200);
            assertTrue(statement.execute("SELECT t.* FROM trades t"));
            try (ResultSet rows = statement.getResultSet()) {
                assertTrue(rows.next());
                assertEquals("ETH", rows.getObject(2));
                assertEquals(
                        List.of("a", "b"), List.of((Object[]) rows.getArray(3).getArray()));
                try (ResultSet elements = rows.getArray(3).getResultSet()) {
                    assertTrue(elements.next() && elements.next());
                    assertEquals("b", elements.getString(2));
                }
                assertEquals(
                        List.of(3, 4),
                        List.of(rows.getObject(4, java.sql.Struct.class).getAttributes()));
                assertNotNull(rows.getObject(5));
                assertFalse(rows.next());
            }
            assertFalse(statement.getMoreResults());
            assertEquals(-1, statement.getUpdateCount());
            statement.cancel();
        } finally {
            connection.setCatalog(before);
        }
    }

    /** DataGrip asks for whole catalogs at once, and tells their tables apart by the columns of the answers. */
    @Test
    void datagripsIntrospectionReadsWholeCatalogs() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        assertEquals(0, count(meta.getSchemas()));
        String[] types = column(meta.getTableTypes(), "TABLE_TYPE").toArray(new String[0]);
        TreeSet<String> tables = new TreeSet<>();
        try (ResultSet rows = meta.getTables("walk_a", null, "%", types)) {
            while (rows.next()) tables.add(rows.getString(3) + " " + rows.getString(4));
        }
        assertEquals(new TreeSet<>(List.of("trades TABLE", "recent VIEW")), tables);
        TreeMap<String, Integer> columns = new TreeMap<>();
        try (ResultSet rows = meta.getColumns("walk_a", null, "%", "%")) {
            while (rows.next()) {
                int position = columns.merge(rows.getString(3), 1, Integer::sum);
                assertEquals(position, rows.getInt("ORDINAL_POSITION"));
                rows.getInt("DATA_TYPE");
                rows.getString("TYPE_NAME");
                rows.getInt("COLUMN_SIZE");
                rows.getInt("DECIMAL_DIGITS");
                rows.getString("COLUMN_DEF");
                rows.getString("IS_AUTOINCREMENT");
                rows.getString("IS_GENERATEDCOLUMN");
            }
        }
        assertEquals(new TreeMap<>(java.util.Map.of("recent", 5, "trades", 5)), columns);
        assertEquals(0, count(meta.getProcedureColumns("walk_a", null, "%", "%")));
        assertEquals(0, count(meta.getFunctionColumns("walk_a", null, "%", "%")));
        assertEquals(0, count(meta.getSuperTables("walk_a", null, "%")));
        assertEquals(0, count(meta.getSuperTypes("walk_a", null, "%")));
        assertEquals(0, count(meta.getAttributes("walk_a", null, "%", "%")));
        assertEquals(0, count(meta.getCrossReference("walk_a", null, "trades", "walk_a", null, "recent")));
        assertEquals(0, count(meta.getPseudoColumns("walk_a", null, "%", "%")));
        assertTrue(count(meta.getClientInfoProperties()) >= 1);
    }
}
