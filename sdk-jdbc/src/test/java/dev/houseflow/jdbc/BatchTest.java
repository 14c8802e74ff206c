package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Jdbc.class)
class BatchTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = Jdbc.connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private long count(String table) throws SQLException {
        return Jdbc.first(connection, "SELECT count() FROM " + table, rows -> rows.getLong(1));
    }

    @Test
    void manyRowsGoAsBlocks() throws SQLException {
        Jdbc.run(
                connection,
                "CREATE OR REPLACE TABLE batch_many (id Int32, s String, at DateTime, d Decimal(10, 2)) ENGINE MergeTree ORDER BY id");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO batch_many (id, s, at, d) VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < 100_000; i++) {
                insert.setInt(1, i);
                insert.setString(2, "s" + i);
                insert.setTimestamp(3, Timestamp.from(Instant.ofEpochSecond(1_600_000_000L + i, 999_000_000)));
                insert.setBigDecimal(4, java.math.BigDecimal.valueOf(i, 2));
                insert.addBatch();
            }
            int[] counts = insert.executeBatch();
            assertEquals(100_000, counts.length);
            assertTrue(Arrays.stream(counts).allMatch(it -> it == 1));
            assertArrayEquals(new int[0], insert.executeBatch(), "the batch is forgotten");
        }
        assertEquals(100_000, count("batch_many"));
        assertEquals(
                "99999 s99999 1600099999 999.99",
                Jdbc.first(
                        connection,
                        "SELECT concat(toString(id), ' ', s, ' ', toString(toUnixTimestamp(at)), ' ', toString(d)) FROM batch_many WHERE id = 99999",
                        rows -> rows.getString(1)));
    }

    @Test
    void aBadValueIsRefusedWithItsRowAndLeavesTheOthers() throws SQLException {
        Jdbc.run(connection, "CREATE OR REPLACE TABLE batch_bad (s String, a Int8) ENGINE MergeTree ORDER BY a");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch_bad VALUES (?, ?), ('x', ?)")) {
            insert.setString(1, "s");
            insert.setInt(2, 1);
            insert.setInt(3, 2);
            insert.addBatch();
            insert.setInt(3, 300);
            SQLException e = assertThrows(SQLException.class, insert::addBatch);
            assertTrue(e.getMessage().contains("row 3") && e.getMessage().contains("`a`"), e.getMessage());
            assertEquals("22018", e.getSQLState());
            insert.setInt(3, 3);
            insert.addBatch();
            assertArrayEquals(new int[] {2, 2}, insert.executeBatch());
        }
        assertEquals(4, count("batch_bad"));
        assertEquals(7, (long) Jdbc.first(connection, "SELECT sum(a) FROM batch_bad", rows -> rows.getLong(1)));
    }

    @Test
    void whatTheServerRefusesFailsTheWholeBatch() throws SQLException {
        Jdbc.run(
                connection,
                "CREATE OR REPLACE TABLE batch_check (a Int8, CONSTRAINT c CHECK a < 100) ENGINE MergeTree ORDER BY a");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch_check VALUES (?)")) {
            for (int value : new int[] {1, 101, 2}) {
                insert.setInt(1, value);
                insert.addBatch();
            }
            BatchUpdateException e = assertThrows(BatchUpdateException.class, insert::executeBatch);
            assertArrayEquals(
                    new int[] {Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED},
                    e.getUpdateCounts());
            assertTrue(e.getMessage().contains("none of its 3 rows"), e.getMessage());
            assertEquals("23514", e.getSQLState());
            assertEquals(0, count("batch_check"));
            insert.setInt(1, 5);
            insert.addBatch();
            assertArrayEquals(new int[] {1}, insert.executeBatch(), "what failed is forgotten");
        }
        assertEquals(1, count("batch_check"));
    }

    @Test
    void aMissingTableFailsWithItsCode() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO no_such_table (a) VALUES (?)")) {
            insert.setInt(1, 1);
            SQLException e = assertThrows(SQLException.class, insert::addBatch);
            assertEquals(60, e.getErrorCode());
            assertArrayEquals(new int[0], insert.executeBatch());
            SQLException one = assertThrows(SQLException.class, insert::executeUpdate);
            assertEquals("42S02", one.getSQLState());
        }
    }

    @Test
    void aTableMayChangeMeanwhile() throws SQLException {
        Jdbc.run(
                connection, "CREATE OR REPLACE TABLE batch_alter (a Int8, s String) ENGINE MergeTree ORDER BY tuple()");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch_alter VALUES (?, ?)");
                // Another client, of whose statements this one does not know.
                Connection other = Jdbc.connect("maxConnections=3")) {
            insert.setInt(1, 1);
            insert.setString(2, "a");
            insert.addBatch();
            Jdbc.run(other, "ALTER TABLE batch_alter MODIFY COLUMN a Int32");
            insert.setInt(1, 300);
            insert.addBatch();
            Jdbc.run(other, "ALTER TABLE batch_alter MODIFY COLUMN a Int64");
            insert.setInt(1, 3);
            insert.addBatch();
            assertArrayEquals(new int[] {1, 1, 1}, insert.executeBatch());
        }
        assertEquals(304, (long) Jdbc.first(connection, "SELECT sum(a) FROM batch_alter", rows -> rows.getLong(1)));
    }

    @Test
    void aRowOfItsOwnLeavesTheBatchAndValuesStaySet() throws SQLException {
        Jdbc.run(connection, "CREATE OR REPLACE TABLE batch_own (a Int32, s String) ENGINE MergeTree ORDER BY a");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch_own VALUES (?, ?)")) {
            insert.setString(2, "stays");
            insert.setInt(1, 1);
            insert.addBatch();
            insert.setInt(1, 2);
            assertEquals(1, insert.executeUpdate());
            assertEquals(1, count("batch_own"));
            insert.addBatch();
            insert.clearBatch();
            insert.setInt(1, 3);
            insert.addBatch();
            assertArrayEquals(new int[] {1}, insert.executeBatch());
            insert.clearParameters();
            SQLException e = assertThrows(SQLException.class, insert::addBatch);
            assertEquals("07001", e.getSQLState());
        }
        assertEquals(
                "[2,3]",
                Jdbc.first(
                        connection,
                        "SELECT arraySort(groupArray(a)) FROM batch_own WHERE s = 'stays'",
                        rows -> rows.getString(1)));
    }

    @Test
    void eachSetterFillsTheColumnsThatSayTheSame() throws SQLException {
        Jdbc.run(
                connection,
                "CREATE OR REPLACE TABLE batch_setters (i8 Int8, u64 Nullable(UInt64), f32 Float32, f64 Nullable(Float64), b Bool, "
                        + "d Decimal(10, 2), t DateTime('UTC'), t3 Nullable(DateTime64(3, 'UTC')), t9 DateTime64(9, 'UTC'), "
                        + "lc LowCardinality(String), e Enum8('a' = 1, 'b' = 2), s String, day Date, i256 Int256, ln LowCardinality(Nullable(String))) "
                        + "ENGINE MergeTree ORDER BY i8");
        Timestamp early = Timestamp.from(Instant.parse("1969-12-31T23:59:58.123456789Z"));
        Timestamp late = Timestamp.from(Instant.parse("2026-01-02T03:04:05.999999999Z"));
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO batch_setters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setByte(1, (byte) -8);
            insert.setLong(2, Long.MAX_VALUE);
            insert.setFloat(3, 0.1f);
            insert.setDouble(4, 0.1);
            insert.setBoolean(5, true);
            insert.setLong(6, 12);
            insert.setTimestamp(7, late);
            insert.setTimestamp(8, early);
            insert.setTimestamp(9, early);
            insert.setString(10, "\u00fc");
            insert.setString(11, "b");
            insert.setInt(12, 15);
            insert.setString(13, "2020-02-29");
            insert.setShort(14, (short) -3);
            insert.setString(15, "x");
            insert.addBatch();
            insert.setInt(1, 5);
            insert.setNull(2, Types.BIGINT);
            insert.setDouble(3, 0.25);
            insert.setNull(4, Types.DOUBLE);
            insert.setInt(5, 0);
            insert.setDouble(6, 1.5);
            insert.setTimestamp(7, new Timestamp(0));
            insert.setTimestamp(8, null);
            insert.setTimestamp(9, late);
            insert.setFloat(12, 1.5f);
            insert.setTimestamp(13, Timestamp.valueOf("2020-03-01 00:00:00"));
            insert.setLong(14, Long.MIN_VALUE);
            insert.setString(15, null);
            insert.addBatch();
            assertArrayEquals(new int[] {1, 1}, insert.executeBatch());
            insert.setTimestamp(13, Timestamp.valueOf("2020-03-01 00:00:01"));
            assertThrows(SQLException.class, insert::addBatch, "no day begins then");
            insert.setString(13, "2020-03-01");
            insert.setTimestamp(7, early);
            assertThrows(SQLException.class, insert::addBatch, "before 1970");
        }
        assertEquals(
                "-8 9223372036854775807 0.1 0.1 true 12.00 2026-01-02 03:04:05 1969-12-31 23:59:58.123 1969-12-31 23:59:58.123456789 "
                        + "\u00fc b 15 2020-02-29 -3 x\n"
                        + "5 null 0.25 null false 1.50 1970-01-01 00:00:00 null 2026-01-02 03:04:05.999999999 \u00fc b 1.5 2020-03-01 "
                        + "-9223372036854775808 null\n",
                all("SELECT * FROM batch_setters ORDER BY i8"));
    }

    private String all(String sql) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = connection.createStatement();
                java.sql.ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++)
                    text.append(rows.getString(i)).append(i < columns ? " " : "\n");
            }
        }
        return text.toString();
    }

    @Test
    void aNullInTheMiddleOfABatchBecomesTheDefault() throws SQLException {
        Jdbc.run(
                connection,
                "CREATE OR REPLACE TABLE batch_later (id Int32, d Int32 DEFAULT 42, s String DEFAULT 'none') ENGINE MergeTree ORDER BY id");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch_later VALUES (?, ?, ?)")) {
            for (int i = 0; i < 5; i++) {
                insert.setInt(1, i);
                if (i == 3) insert.setNull(2, Types.INTEGER);
                else insert.setInt(2, i);
                insert.setString(3, i == 4 ? null : "s");
                insert.addBatch();
            }
            assertArrayEquals(new int[] {1, 1, 1, 1, 1}, insert.executeBatch());
        }
        assertEquals("0 0 s\n1 1 s\n2 2 s\n3 42 s\n4 4 none\n", all("SELECT * FROM batch_later ORDER BY id"));
    }

    @Test
    void nullBecomesTheDefaultOfAColumnThatHasOne() throws SQLException {
        Jdbc.run(
                connection,
                "CREATE OR REPLACE TABLE batch_null (id Int32, d Int32 DEFAULT 42, n Nullable(Int32) DEFAULT 7) ENGINE MergeTree ORDER BY id");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO batch_null (id, d, n) VALUES (?, ?, ?)")) {
            insert.setInt(1, 1);
            insert.setNull(2, Types.INTEGER);
            insert.setNull(3, Types.INTEGER);
            assertEquals(1, insert.executeUpdate());
            insert.setNull(1, Types.INTEGER);
            SQLException e = assertThrows(SQLException.class, insert::executeUpdate);
            assertTrue(e.getMessage().contains("`id`"), e.getMessage());
        }
        assertEquals(
                "1 42 null",
                Jdbc.first(
                        connection,
                        "SELECT * FROM batch_null",
                        rows -> rows.getInt(1) + " " + rows.getInt(2) + " " + rows.getObject(3)));
    }

    @Test
    void tuplesLiteralsDefaultsAndImpliedMarks() throws SQLException {
        Jdbc.run(
                connection,
                "CREATE OR REPLACE TABLE batch_shapes (a Int32, b String DEFAULT 'dd', c Array(Int8)) ENGINE MergeTree ORDER BY a");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO batch_shapes (a, b) VALUES (?, 'x'), (-1, ?)")) {
            insert.setInt(1, 1);
            insert.setString(2, "y");
            assertEquals(2, insert.executeUpdate());
            insert.addBatch();
            insert.addBatch();
            assertArrayEquals(new int[] {2, 2}, insert.executeBatch());
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO batch_shapes (a, b) VALUES (?, DEFAULT)")) {
            insert.setInt(1, 9);
            assertEquals(1, insert.executeUpdate());
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch_shapes (a, c)")) {
            assertEquals(2, insert.getParameterMetaData().getParameterCount());
            insert.setInt(1, 10);
            insert.setObject(2, new int[] {1, 2});
            insert.addBatch();
            assertArrayEquals(new int[] {1}, insert.executeBatch());
        }
        assertEquals(
                "[1,2]", Jdbc.first(connection, "SELECT c FROM batch_shapes WHERE a = 10", rows -> rows.getString(1)));
        assertEquals("dd", Jdbc.first(connection, "SELECT b FROM batch_shapes WHERE a = 9", rows -> rows.getString(1)));
        assertEquals(8, count("batch_shapes"));
        try (PreparedStatement wrong = connection.prepareStatement("INSERT INTO batch_shapes VALUES (?, ?)")) {
            wrong.setInt(1, 1);
            wrong.setString(2, "x");
            SQLException e = assertThrows(SQLException.class, wrong::executeUpdate);
            assertTrue(e.getMessage().contains("2 values for 3 columns"), e.getMessage());
        }
    }

    @Test
    void expressionsInValuesGoAsTexts() throws SQLException {
        Jdbc.run(
                connection,
                "CREATE OR REPLACE TABLE batch_text (a Int32, s String, at DateTime64(3)) ENGINE MergeTree ORDER BY a");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO batch_text VALUES (? + 1, upper(?), now64(3))")) {
            for (int i = 0; i < 500; i++) {
                insert.setInt(1, i);
                insert.setString(2, "it's \\ " + i);
                insert.addBatch();
            }
            int[] counts = insert.executeBatch();
            assertEquals(500, Arrays.stream(counts).sum());
            insert.setInt(1, 1000);
            insert.setString(2, "x");
            assertEquals(1, insert.executeUpdate());
        }
        assertEquals(
                "IT'S \\ 499",
                Jdbc.first(connection, "SELECT s FROM batch_text WHERE a = 500", rows -> rows.getString(1)));
        assertEquals(501, count("batch_text"));
    }

    @Test
    void otherStatementsRunOneByOne() throws SQLException {
        Jdbc.run(connection, "CREATE OR REPLACE TABLE batch_each (a Int32) ENGINE MergeTree ORDER BY a");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO batch_each SELECT number FROM numbers(?)")) {
            for (int i = 1; i <= 3; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            assertArrayEquals(new int[] {1, 2, 3}, insert.executeBatch());
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM batch_each WHERE a = ?")) {
            delete.setInt(1, 0);
            delete.addBatch();
            assertArrayEquals(new int[] {Statement.SUCCESS_NO_INFO}, delete.executeBatch());
        }
        assertEquals(3, count("batch_each"));
        try (PreparedStatement select = connection.prepareStatement("SELECT ?")) {
            select.setInt(1, 1);
            assertThrows(SQLException.class, select::addBatch);
        }
    }

    @Test
    void valuesOfOtherClassesAreConvertedWhereTheySayTheSame() throws SQLException {
        Jdbc.run(
                connection,
                "CREATE OR REPLACE TABLE batch_convert (i Int64, f Float64, b Bool, s String, u UInt8, d Date) ENGINE MergeTree ORDER BY i");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO batch_convert VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setObject(1, new java.math.BigDecimal("12.00"));
            insert.setObject(2, new java.math.BigDecimal("0.1"));
            insert.setObject(3, "true");
            insert.setObject(4, 15);
            insert.setObject(5, true);
            insert.setObject(6, "2020-02-29");
            assertEquals(1, insert.executeUpdate());
            assertEquals(
                    "12 0.1 true 15 1 2020-02-29",
                    Jdbc.first(
                            connection,
                            "SELECT * FROM batch_convert",
                            rows -> rows.getInt(1) + " " + rows.getDouble(2) + " " + rows.getBoolean(3) + " "
                                    + rows.getString(4) + " " + rows.getInt(5) + " " + rows.getString(6)));
            insert.setObject(1, new java.math.BigDecimal("12.5"));
            assertThrows(SQLException.class, insert::executeUpdate);
            insert.setObject(1, "no number");
            assertThrows(SQLException.class, insert::executeUpdate);
        }
        assertEquals(1, count("batch_convert"));
    }
}
