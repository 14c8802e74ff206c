package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Jdbc.class)
class PreparedTest {
    private static final String EVIL = "it's a \\ \" ` ? \n\t\0 {x:Int8} 'é🙂";

    private interface Setter {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** The type that a parameter arrives as, and its text. */
    private static String arrives(Connection connection, Setter setter) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT toTypeName(x), toString(x) FROM (SELECT ? AS x)")) {
            setter.set(statement);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                return rows.getString(1) + " " + rows.getString(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "parameters=literal"})
    void valuesArriveAsTheyAre(String options) throws Exception {
        try (Connection c = Jdbc.connect(options)) {
            assertTrue(arrives(c, s -> s.setInt(1, -5)).endsWith(" -5"));
            assertTrue(arrives(c, s -> s.setLong(1, Long.MIN_VALUE)).endsWith(" " + Long.MIN_VALUE));
            assertTrue(arrives(c, s -> s.setByte(1, (byte) 7)).endsWith(" 7"));
            assertTrue(arrives(c, s -> s.setShort(1, (short) -7)).endsWith(" -7"));
            assertEquals("Bool true", arrives(c, s -> s.setBoolean(1, true)));
            assertEquals("Float64 0.1", arrives(c, s -> s.setDouble(1, 0.1)));
            assertEquals("Float32 0.1", arrives(c, s -> s.setFloat(1, 0.1f)));
            assertEquals("Float64 nan", arrives(c, s -> s.setDouble(1, Double.NaN)));
            assertEquals("String " + EVIL, arrives(c, s -> s.setString(1, EVIL)));
            assertEquals("Decimal(9, 3) 1.5", arrives(c, s -> s.setBigDecimal(1, new BigDecimal("1.500"))));
            assertTrue(
                    arrives(c, s -> s.setBigDecimal(1, new BigDecimal("1E+30"))).startsWith("Decimal(38, 0) 1000"));
            assertTrue(arrives(c, s -> s.setObject(1, BigInteger.ONE.shiftLeft(200)))
                    .startsWith("Int256 16069"));
            assertTrue(arrives(c, s -> s.setObject(1, new BigInteger("18446744073709551615")))
                    .endsWith("18446744073709551615"));
            UUID uuid = UUID.randomUUID();
            assertEquals("UUID " + uuid, arrives(c, s -> s.setObject(1, uuid)));
            InetAddress address = InetAddress.getByAddress(new byte[] {1, 2, 3, 4});
            assertEquals("IPv4 1.2.3.4", arrives(c, s -> s.setObject(1, address)));
            assertEquals("Date32 1999-12-31", arrives(c, s -> s.setDate(1, Date.valueOf("1999-12-31"))));
            assertEquals("Date32 1999-12-31", arrives(c, s -> s.setObject(1, LocalDate.of(1999, 12, 31))));
            Instant moment = Instant.parse("2020-01-02T03:04:05.123456Z");
            assertEquals(
                    "DateTime64(6, 'UTC') 2020-01-02 03:04:05.123456",
                    arrives(c, s -> s.setTimestamp(1, Timestamp.from(moment))));
            assertEquals(
                    "DateTime64(6, 'UTC') 2020-01-02 03:04:05.123456",
                    arrives(c, s -> s.setObject(1, moment.atZone(ZoneId.of("Asia/Tokyo")))));
            assertTrue(arrives(c, s -> s.setObject(1, moment.plusNanos(1))).endsWith("03:04:05.123456001"));
            assertTrue(arrives(c, s -> s.setObject(1, LocalDateTime.parse("2020-01-02T03:04:05.5")))
                    .endsWith("2020-01-02 03:04:05.500000"));
            assertTrue(arrives(c, s -> s.setObject(1, LocalTime.parse("03:04:05.5")))
                    .endsWith(" 03:04:05.500000000"));
            assertEquals("Array(Int32) [1,2]", arrives(c, s -> s.setObject(1, new int[] {1, 2})));
            assertEquals(
                    "Array(Array(String)) [['a'],[]]", arrives(c, s -> s.setObject(1, new String[][] {{"a"}, {}})));
            assertEquals("Array(Nullable(Int32)) [1,NULL]", arrives(c, s -> s.setObject(1, Arrays.asList(1, null))));
            assertEquals("Map(String, Int32) {'k':1}", arrives(c, s -> s.setObject(1, Map.of("k", 1))));
            assertEquals(
                    "Array(UInt8) [1,2]",
                    arrives(c, s -> s.setArray(1, c.createArrayOf("UInt8", new Object[] {1, 2}))));
            Struct struct = c.createStruct("Tuple(UInt8, String)", new Object[] {1, "x"});
            assertEquals("Tuple(UInt8, String) (1,'x')", arrives(c, s -> s.setObject(1, struct)));
            assertTrue(arrives(c, s -> s.setNull(1, Types.INTEGER)).endsWith(" null"));
            assertTrue(arrives(c, s -> s.setObject(1, null)).endsWith(" null"));
            assertEquals(
                    "String abc", arrives(c, s -> s.setBinaryStream(1, new ByteArrayInputStream("abc".getBytes()))));
            assertEquals("String ab", arrives(c, s -> s.setCharacterStream(1, new StringReader("abc"), 2)));
            assertTrue(arrives(c, s -> s.setObject(1, "12", Types.INTEGER)).endsWith(" 12"));
            assertEquals("String 12", arrives(c, s -> s.setObject(1, 12, JDBCType.VARCHAR)));
            assertEquals("UInt8 3", arrives(c, s -> s.unwrap(HouseflowPreparedStatement.class)
                    .setObject(1, 3, "UInt8")));
        }
    }

    @Test
    void bytesArriveAsTheyAre() throws SQLException {
        byte[] bytes = {0, -1, -128, 39, 92, 10};
        for (String options : new String[] {"", "parameters=literal"}) {
            try (Connection c = Jdbc.connect(options);
                    PreparedStatement statement = c.prepareStatement("SELECT ?")) {
                statement.setBytes(1, bytes);
                ResultSet rows = statement.executeQuery();
                assertTrue(rows.next());
                assertArrayEquals(bytes, rows.getBytes(1));
                SQLException e = assertThrows(SQLException.class, () -> rows.getString(1));
                assertEquals("22021", e.getSQLState());
            }
        }
    }

    @Test
    void theSameStatementRunsAgainWithOtherValues() throws SQLException {
        try (Connection c = Jdbc.connect();
                PreparedStatement statement =
                        c.prepareStatement("SELECT ? + ? AS x, {p:UInt8} ? 'a' : 'b', '?' -- ?\n, ?")) {
            statement.unwrap(HouseflowStatement.class).setParameter("p", 1);
            for (int i = 0; i < 3; i++) {
                statement.setInt(1, i);
                statement.setInt(2, 10);
                statement.setString(3, "z" + i);
                ResultSet rows = statement.executeQuery();
                assertTrue(rows.next());
                assertEquals(i + 10, rows.getInt("x"));
                assertEquals("a", rows.getString(2));
                assertEquals("?", rows.getString(3));
                assertEquals("z" + i, rows.getString(4));
            }
        }
    }

    @Test
    void placesWithoutParametersGetLiterals() throws SQLException {
        try (Connection c = Jdbc.connect()) {
            Jdbc.run(c, "CREATE TABLE IF NOT EXISTS pasted_here (a Int8) ENGINE Memory");
            try (PreparedStatement show = c.prepareStatement("SHOW TABLES LIKE ?")) {
                show.setString(1, "pasted\\_%");
                ResultSet rows = show.executeQuery();
                assertTrue(rows.next());
                assertEquals("pasted_here", rows.getString(1));
            }
            try (PreparedStatement settings =
                    c.prepareStatement("SELECT getSetting('max_threads'), ? SETTINGS max_threads = ?")) {
                settings.setString(1, "x");
                settings.setInt(2, 3);
                ResultSet rows = settings.executeQuery();
                assertTrue(rows.next());
                assertEquals(3, rows.getInt(1));
            }
            try (PreparedStatement create = c.prepareStatement(
                    "CREATE OR REPLACE TABLE pasted_here (a String DEFAULT ?) ENGINE = Memory COMMENT ?")) {
                create.setString(1, "it's");
                create.setString(2, "c\\d");
                assertEquals(0, create.executeUpdate());
                assertEquals(
                        "c\\d",
                        Jdbc.first(
                                c,
                                "SELECT comment FROM system.tables WHERE name = 'pasted_here'",
                                rows -> rows.getString(1)));
            }
        }
    }

    @Test
    void missingAndWrongParametersAreNamed() throws SQLException {
        try (Connection c = Jdbc.connect();
                PreparedStatement statement = c.prepareStatement("SELECT ?, ?")) {
            statement.setInt(1, 1);
            SQLException missing = assertThrows(SQLException.class, statement::executeQuery);
            assertEquals("07001", missing.getSQLState());
            assertTrue(missing.getMessage().contains("Parameter 2"), missing.getMessage());
            for (int index : new int[] {0, 3, -1}) {
                SQLException wrong = assertThrows(SQLException.class, () -> statement.setInt(index, 1));
                assertEquals("07009", wrong.getSQLState());
            }
            SQLException odd = assertThrows(SQLException.class, () -> {
                statement.setObject(1, new Object());
                statement.setObject(2, 1);
                statement.executeQuery();
            });
            assertTrue(odd.getMessage().contains("java.lang.Object"), odd.getMessage());
            byte[] latin = {-28};
            SQLException encoding = assertThrows(
                    SQLException.class, () -> statement.setAsciiStream(1, new ByteArrayInputStream(latin)));
            assertEquals("22021", encoding.getSQLState());
            assertThrows(SQLException.class, () -> statement.setObject(1, 1e300, Types.REAL));
            statement.clearParameters();
            assertThrows(SQLException.class, statement::executeQuery);
            assertThrows(SQLException.class, () -> statement.executeQuery("SELECT 1"));
        }
    }

    @Test
    void columnsAreKnownBeforeExecution() throws SQLException {
        try (Connection c = Jdbc.connect()) {
            Jdbc.run(
                    c,
                    "CREATE OR REPLACE TABLE described (id UInt64, name LowCardinality(Nullable(String)), d Decimal(10, 2)) ENGINE Memory");
            try (PreparedStatement select = c.prepareStatement("SELECT id, name, d FROM described WHERE id = ?")) {
                ResultSetMetaData meta = select.getMetaData();
                assertEquals(3, meta.getColumnCount());
                assertEquals("LowCardinality(Nullable(String))", meta.getColumnTypeName(2));
                assertEquals(ResultSetMetaData.columnNullable, meta.isNullable(2));
                assertEquals(Types.NUMERIC, meta.getColumnType(1));
                assertEquals("java.math.BigInteger", meta.getColumnClassName(1));
                assertEquals(2, meta.getScale(3));
                assertEquals(1, select.getParameterMetaData().getParameterCount());
                assertEquals(Types.OTHER, select.getParameterMetaData().getParameterType(1));
                assertThrows(
                        SQLException.class, () -> select.getParameterMetaData().getParameterType(2));
            }
            try (PreparedStatement insert = c.prepareStatement("INSERT INTO described (d, id) VALUES (?, ?)")) {
                assertNull(insert.getMetaData());
                assertEquals(Types.DECIMAL, insert.getParameterMetaData().getParameterType(1));
                assertEquals("UInt64", insert.getParameterMetaData().getParameterTypeName(2));
            }
            try (PreparedStatement broken = c.prepareStatement("SELECT nope FROM nowhere")) {
                assertNull(broken.getMetaData());
            }
        }
    }

    @Test
    void deletesUpdatesAndInsertSelectsTakeParameters() throws SQLException {
        try (Connection c = Jdbc.connect()) {
            Jdbc.run(c, "CREATE OR REPLACE TABLE mutated (id Int32, s String) ENGINE MergeTree ORDER BY id");
            try (PreparedStatement insert =
                    c.prepareStatement("INSERT INTO mutated SELECT number, ? FROM numbers(?)")) {
                insert.setString(1, "x");
                insert.setInt(2, 5);
                assertEquals(5, insert.executeUpdate());
            }
            try (PreparedStatement update =
                    c.prepareStatement("ALTER TABLE mutated UPDATE s = ? WHERE id = ? SETTINGS mutations_sync = 1")) {
                update.setString(1, EVIL);
                update.setInt(2, 3);
                assertEquals(1, update.executeUpdate());
            }
            assertEquals(EVIL, Jdbc.first(c, "SELECT s FROM mutated WHERE id = 3", rows -> rows.getString(1)));
            try (PreparedStatement delete = c.prepareStatement("DELETE FROM mutated WHERE id IN (?, ?)")) {
                delete.setInt(1, 0);
                delete.setInt(2, 1);
                assertFalse(delete.execute());
                assertEquals(1, delete.getUpdateCount());
            }
            assertEquals(3, (int) Jdbc.first(c, "SELECT count() FROM mutated", rows -> rows.getInt(1)));
        }
    }

    @Test
    void statementsWithMarksRunWithoutJdbc() throws Exception {
        try (Connection c = Jdbc.connect()) {
            QueryRequest request = PositionalQuery.of("SELECT ? + 1 AS x WHERE ? = 'it''s'", Arrays.asList(41, "it's"))
                    .build();
            try (RowStream<Row> rows = c.unwrap(ClickHouseAsyncClient.class).rows(request)) {
                assertEquals(42, rows.next().getInt("x"));
            }
            assertThrows(SQLException.class, () -> PositionalQuery.of("SELECT ?", Arrays.asList(1, 2)));
        }
    }

    @Test
    void valuesStandWhereverClickHouseTakesThem() throws SQLException {
        Object[][] cases = {
            {"SELECT count() FROM numbers(10) WHERE number IN (?)", 2, new long[] {1, 2, 30}},
            {"SELECT count() FROM numbers(10) WHERE number IN ?", 2, Arrays.asList(1, 2, 30)},
            {"SELECT count() FROM numbers(10) WHERE has(?, number)", 2, new int[] {1, 2, 30}},
            {"SELECT count() FROM numbers(?)", 7, 7},
            {"SELECT number FROM numbers(10) ORDER BY number LIMIT 1 OFFSET ?", 4, 4},
            {"SELECT toInt32(toDate('2020-01-10') - INTERVAL ? DAY = toDate('2020-01-08'))", 1, 2},
            {"SELECT toInt32(toDate('2020-01-10') > ?)", 1, LocalDate.of(2020, 1, 9)},
            {
                "SELECT toInt32(toDateTime('2020-01-10 00:00:00', 'UTC') = ?)",
                1,
                Timestamp.from(Instant.parse("2020-01-10T00:00:00Z"))
            },
            {
                "SELECT toInt32(toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0') = ?)",
                1,
                "61f0c404-5cb3-11e7-907b-a6006ad3dba0"
            },
            {"SELECT toInt32(5::UInt64 = ?)", 1, "5"},
            {"SELECT [10, 20, 30][?]", 20, 2},
            {"SELECT toInt32(? IS NULL)", 1, null},
            {"WITH ? AS x SELECT x + 1", 3, 2},
            {"SELECT toInt32({fn UCASE(?)} = 'A')", 1, "a"},
        };
        try (Connection c = Jdbc.connect()) {
            for (Object[] one : cases) {
                try (PreparedStatement statement = c.prepareStatement((String) one[0])) {
                    statement.setObject(1, one[2]);
                    ResultSet rows = statement.executeQuery();
                    assertTrue(rows.next(), one[0].toString());
                    assertEquals(one[1], rows.getInt(1), one[0].toString());
                }
            }
        }
    }

    @Test
    void generatedKeysAreAnEmptyResult() throws SQLException {
        try (Connection c = Jdbc.connect();
                PreparedStatement statement = c.prepareStatement("SELECT 1", PreparedStatement.RETURN_GENERATED_KEYS)) {
            assertTrue(statement.execute());
            assertFalse(statement.getGeneratedKeys().next());
        }
    }
}
