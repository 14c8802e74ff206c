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
    void aBadValueFailsTheWholeBatchAndNamesTheRow() throws SQLException {
        Jdbc.run(connection, "CREATE OR REPLACE TABLE batch_bad (a Int8) ENGINE MergeTree ORDER BY a");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch_bad VALUES (?)")) {
            for (int value : new int[] {1, 300, 2}) {
                insert.setInt(1, value);
                insert.addBatch();
            }
            BatchUpdateException e = assertThrows(BatchUpdateException.class, insert::executeBatch);
            assertArrayEquals(
                    new int[] {Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED},
                    e.getUpdateCounts());
            assertTrue(
                    e.getMessage().contains("row 1") && e.getMessage().contains("none of its 3 rows"), e.getMessage());
            assertEquals("22018", e.getSQLState());
            assertEquals(0, count("batch_bad"));
            insert.setInt(1, 5);
            insert.addBatch();
            assertArrayEquals(new int[] {1}, insert.executeBatch(), "what failed is forgotten");
        }
        assertEquals(1, count("batch_bad"));
    }

    @Test
    void aMissingTableFailsWithItsCode() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO no_such_table (a) VALUES (?)")) {
            insert.setInt(1, 1);
            insert.addBatch();
            BatchUpdateException e = assertThrows(BatchUpdateException.class, insert::executeBatch);
            assertEquals(60, e.getErrorCode());
            SQLException one = assertThrows(SQLException.class, insert::executeUpdate);
            assertEquals("42S02", one.getSQLState());
        }
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
