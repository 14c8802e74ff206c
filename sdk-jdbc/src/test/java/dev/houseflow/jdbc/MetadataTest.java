package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Jdbc.class)
class MetadataTest {
    private static Connection connection;
    private static DatabaseMetaData meta;

    @BeforeAll
    static void open() throws SQLException {
        connection = Jdbc.connect();
        Jdbc.run(
                connection,
                "CREATE DATABASE IF NOT EXISTS meta_a",
                "CREATE DATABASE IF NOT EXISTS `meta b`",
                "CREATE OR REPLACE TABLE meta_a.my_table (id UInt64 COMMENT 'the key', name LowCardinality(Nullable(String)), d Decimal(10, 2) "
                        + "DEFAULT 1.5, at DateTime64(3, 'UTC'), m Int32 MATERIALIZED 1, al Int32 ALIAS id + 1, tags Array(String), "
                        + "f FixedString(7)) ENGINE MergeTree PRIMARY KEY (name, id) ORDER BY (name, id, at) "
                        + "SETTINGS allow_nullable_key = 1 COMMENT 'a table'",
                "CREATE OR REPLACE TABLE meta_a.myXtable (x Int8) ENGINE MergeTree ORDER BY (x % 8, x)",
                "CREATE OR REPLACE TABLE meta_a.memory (a Int8) ENGINE Memory",
                "CREATE OR REPLACE VIEW meta_a.v AS SELECT 1 AS a",
                "CREATE TABLE IF NOT EXISTS `meta b`.`t-1` (a Int8) ENGINE Memory");
        meta = connection.getMetaData();
    }

    @AfterAll
    static void close() throws SQLException {
        Jdbc.run(connection, "DROP DATABASE meta_a", "DROP DATABASE `meta b`");
        connection.close();
    }

    private static List<Map<String, Object>> all(ResultSet rows) throws SQLException {
        List<Map<String, Object>> all = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                Map<String, Object> row = new HashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++)
                    row.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
                all.add(row);
            }
        }
        return all;
    }

    private static List<Object> column(ResultSet rows, String name) throws SQLException {
        List<Object> values = new ArrayList<>();
        all(rows).forEach(row -> values.add(row.get(name)));
        return values;
    }

    @Test
    void databasesAreCatalogs() throws SQLException {
        List<Object> catalogs = column(meta.getCatalogs(), "TABLE_CAT");
        assertTrue(
                catalogs.containsAll(List.of("meta_a", "meta b", "system", "information_schema")), catalogs.toString());
        assertEquals(List.of(), all(meta.getSchemas()));
        assertEquals(2, meta.getSchemas().getMetaData().getColumnCount());
        assertEquals("database", meta.getCatalogTerm());
        assertEquals("default", connection.getCatalog());
        assertNull(connection.getSchema());
    }

    @Test
    void databasesAreSchemasOnRequest() throws SQLException {
        try (Connection schemas = Jdbc.connect("databaseTerm=schema")) {
            DatabaseMetaData own = schemas.getMetaData();
            assertTrue(column(own.getSchemas(), "TABLE_SCHEM").contains("meta_a"));
            assertEquals(List.of("meta_a"), column(own.getSchemas(null, "meta\\_a"), "TABLE_SCHEM"));
            assertEquals(List.of(), all(own.getCatalogs()));
            Map<String, Object> table =
                    all(own.getTables(null, "meta_a", "memory", null)).get(0);
            assertEquals("meta_a", table.get("TABLE_SCHEM"));
            assertNull(table.get("TABLE_CAT"));
            assertEquals("default", schemas.getSchema());
            assertNull(schemas.getCatalog());
            assertTrue(own.supportsSchemasInDataManipulation() && !own.supportsCatalogsInDataManipulation());
        }
    }

    @Test
    void tablesByPatternsAndTypes() throws SQLException {
        assertEquals(
                List.of("memory", "myXtable", "my_table", "v"),
                column(meta.getTables("meta_a", null, "%", null), "TABLE_NAME"));
        assertEquals(
                List.of("memory", "myXtable", "my_table"),
                column(meta.getTables("meta_a", "meta_a", null, new String[] {"TABLE"}), "TABLE_NAME"));
        assertEquals(List.of("v"), column(meta.getTables("meta_a", "", "%", new String[] {"VIEW"}), "TABLE_NAME"));
        assertEquals(List.of("my_table"), column(meta.getTables(null, null, "my\\_table", null), "TABLE_NAME"));
        assertEquals(
                List.of("myXtable", "my_table"), column(meta.getTables(null, "meta%", "my_table", null), "TABLE_NAME"));
        assertEquals(List.of("t-1"), column(meta.getTables("meta b", "%", "t%", null), "TABLE_NAME"));
        assertEquals(List.of(), all(meta.getTables("meta_a", null, "%", new String[0])));
        assertEquals(List.of(), all(meta.getTables("meta_a", null, "MEMORY", null)));
        Map<String, Object> row =
                all(meta.getTables("meta_a", null, "my\\_table", null)).get(0);
        assertEquals("a table", row.get("REMARKS"));
        assertEquals("TABLE", row.get("TABLE_TYPE"));
        assertNull(row.get("TABLE_SCHEM"));
        assertEquals(List.of("SYSTEM TABLE"), column(meta.getTables("system", null, "tables", null), "TABLE_TYPE"));
        assertEquals(
                10, meta.getTables("meta_a", null, "nope", null).getMetaData().getColumnCount());
    }

    @Test
    void columnsWithTypesDefaultsAndComments() throws SQLException {
        List<Map<String, Object>> rows = all(meta.getColumns("meta_a", null, "my\\_table", "%"));
        assertEquals(8, rows.size());
        Map<String, Object> id = rows.get(0);
        assertEquals("meta_a", id.get("TABLE_CAT"));
        assertEquals("id", id.get("COLUMN_NAME"));
        assertEquals(Types.NUMERIC, id.get("DATA_TYPE"));
        assertEquals("UInt64", id.get("TYPE_NAME"));
        assertEquals(20, id.get("COLUMN_SIZE"));
        assertEquals("the key", id.get("REMARKS"));
        assertEquals(1, id.get("ORDINAL_POSITION"));
        assertEquals(DatabaseMetaData.columnNoNulls, id.get("NULLABLE"));
        assertEquals("NO", id.get("IS_NULLABLE"));
        assertEquals("YES", rows.get(1).get("IS_NULLABLE"));
        assertEquals("LowCardinality(Nullable(String))", rows.get(1).get("TYPE_NAME"));
        assertEquals("1.5", rows.get(2).get("COLUMN_DEF"));
        assertEquals(2, rows.get(2).get("DECIMAL_DIGITS"));
        assertEquals(3, rows.get(3).get("DECIMAL_DIGITS"));
        assertEquals("YES", rows.get(4).get("IS_GENERATEDCOLUMN"));
        assertNull(rows.get(4).get("COLUMN_DEF"));
        assertEquals("YES", rows.get(5).get("IS_GENERATEDCOLUMN"));
        assertEquals(Types.ARRAY, rows.get(6).get("DATA_TYPE"));
        assertEquals(7, rows.get(7).get("COLUMN_SIZE"));
        assertEquals(8, all(meta.getColumns("meta_a", "", "my\\_table", null)).size());
        assertEquals(List.of("id"), column(meta.getColumns(null, "meta_a", "my\\_table", "i%"), "COLUMN_NAME"));
        assertEquals(24, meta.getColumns("nope", null, null, null).getMetaData().getColumnCount());
    }

    @Test
    void primaryKeysInTheirOrder() throws SQLException {
        List<Map<String, Object>> rows = all(meta.getPrimaryKeys("meta_a", null, "my_table"));
        Map<Object, Object> positions = new HashMap<>();
        rows.forEach(row -> positions.put(row.get("COLUMN_NAME"), row.get("KEY_SEQ")));
        assertEquals(Map.of("name", 1, "id", 2), positions);
        assertEquals(List.of("id", "name"), column(meta.getPrimaryKeys("meta_a", null, "my_table"), "COLUMN_NAME"));
        assertEquals(List.of(2), column(meta.getPrimaryKeys("meta_a", "", "myXtable"), "KEY_SEQ"));
        assertEquals(List.of(), all(meta.getPrimaryKeys("meta_a", null, "memory")));
    }

    @Test
    void whatClickHouseHasNotIsEmptyWithAllColumns() throws SQLException {
        Map<String, ResultSet> lists = new HashMap<>();
        lists.put("8", meta.getBestRowIdentifier("a", null, "t", 0, true));
        lists.put("14", meta.getImportedKeys("a", null, "t"));
        lists.put("13", meta.getIndexInfo("a", null, "t", false, true));
        lists.put("9", meta.getProcedures(null, null, "%"));
        lists.put("20", meta.getProcedureColumns(null, null, "%", "%"));
        lists.put("17", meta.getFunctionColumns(null, null, "%", "%"));
        lists.put("7", meta.getTablePrivileges(null, null, "%"));
        lists.put("21", meta.getAttributes(null, null, "%", "%"));
        lists.put("12", meta.getPseudoColumns(null, null, "%", "%"));
        for (Map.Entry<String, ResultSet> entry : lists.entrySet()) {
            assertFalse(entry.getValue().next());
            assertEquals(
                    Integer.parseInt(entry.getKey()),
                    entry.getValue().getMetaData().getColumnCount());
        }
    }

    @Test
    void typesFunctionsAndWords() throws SQLException {
        List<Map<String, Object>> types = all(meta.getTypeInfo());
        int before = Integer.MIN_VALUE;
        for (Map<String, Object> type : types) {
            assertTrue((Integer) type.get("DATA_TYPE") >= before);
            before = (Integer) type.get("DATA_TYPE");
        }
        assertTrue(types.stream()
                .anyMatch(it ->
                        "UInt64".equals(it.get("TYPE_NAME")) && Boolean.TRUE.equals(it.get("UNSIGNED_ATTRIBUTE"))));
        assertTrue(
                column(meta.getFunctions(null, null, "upper"), "FUNCTION_NAME").contains("upper"));
        assertEquals(
                List.of("MATERIALIZED VIEW", "SYSTEM TABLE", "TABLE", "TEMPORARY TABLE", "VIEW"),
                column(meta.getTableTypes(), "TABLE_TYPE"));
        assertFalse(meta.getSQLKeywords().contains(" "));
        for (String list : new String[] {
            meta.getNumericFunctions(),
            meta.getStringFunctions(),
            meta.getTimeDateFunctions(),
            meta.getSystemFunctions()
        }) {
            assertFalse(list.isEmpty());
        }
    }

    @Test
    void productAndDriver() throws SQLException {
        assertEquals("ClickHouse", meta.getDatabaseProductName());
        assertTrue(meta.getDatabaseMajorVersion() >= 20, meta.getDatabaseProductVersion());
        assertTrue(meta.getDatabaseProductVersion()
                .startsWith(meta.getDatabaseMajorVersion() + "." + meta.getDatabaseMinorVersion()));
        assertFalse(meta.getUserName().isEmpty());
        assertTrue(meta.getURL().contains(":clickhouse:"), meta.getURL());
        assertEquals("Houseflow JDBC", meta.getDriverName());
        assertEquals("`", meta.getIdentifierQuoteString());
        assertNotNull(meta.getConnection());
        assertTrue(meta.supportsBatchUpdates() && !meta.supportsTransactions() && meta.supportsMixedCaseIdentifiers());
        assertFalse(meta.storesLowerCaseIdentifiers()
                || meta.storesMixedCaseIdentifiers()
                || meta.supportsGetGeneratedKeys());
        assertEquals(4, meta.getJDBCMajorVersion());
    }

    @Test
    void twoThousandTablesAreListedByOneQuery() throws SQLException {
        // Each table is a query of its own, so the many columns come from few statements.
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < 25; i++)
            columns.append(i == 0 ? "" : ", ").append("c").append(i).append(" Int32");
        Jdbc.run(connection, "CREATE DATABASE IF NOT EXISTS meta_many ENGINE = Memory");
        try (var statement = connection.createStatement()) {
            for (int i = 0; i < 2000; i++)
                statement.execute("CREATE TABLE meta_many.t" + i + " (" + columns + ") ENGINE = Memory");
            assertEquals(
                    2000,
                    all(meta.getTables("meta_many", null, "%", new String[] {"TABLE"}))
                            .size());
            int count = 0;
            try (ResultSet rows = meta.getColumns("meta_many", null, "%", "%")) {
                while (rows.next()) count++;
            }
            assertEquals(50_000, count);
        } finally {
            Jdbc.run(connection, "DROP DATABASE meta_many");
        }
    }
}
