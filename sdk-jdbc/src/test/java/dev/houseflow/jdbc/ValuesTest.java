package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Jdbc.class)
class ValuesTest {
    private static Connection connection;

    enum Size {
        SMALL,
        LARGE
    }

    @BeforeAll
    static void open() throws SQLException {
        connection = Jdbc.connect();
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    private static <T> T of(String expression, Jdbc.Reader<T> reader) throws SQLException {
        return Jdbc.first(connection, "SELECT " + expression, reader);
    }

    private static SQLException failure(String expression, Jdbc.Reader<?> reader) {
        return assertThrows(SQLException.class, () -> of(expression, reader));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "-128::Int8                     | TINYINT   | java.lang.Integer    | -128",
                "255::UInt8                     | SMALLINT  | java.lang.Integer    | 255",
                "65535::UInt16                  | INTEGER   | java.lang.Integer    | 65535",
                "4294967295::UInt32             | BIGINT    | java.lang.Long       | 4294967295",
                "18446744073709551615::UInt64   | NUMERIC   | java.math.BigInteger | 18446744073709551615",
                "toUInt256('9')                 | NUMERIC   | java.math.BigInteger | 9",
                "1.5::Float32                   | REAL      | java.lang.Float      | 1.5",
                "1e20                           | DOUBLE    | java.lang.Double     | 100000000000000000000",
                "nan                            | DOUBLE    | java.lang.Double     | nan",
                "-inf                           | DOUBLE    | java.lang.Double     | -inf",
                "1::Float64                     | DOUBLE    | java.lang.Double     | 1",
                "toDecimal64('1.5', 3)          | DECIMAL   | java.math.BigDecimal | 1.500",
                "true                           | BOOLEAN   | java.lang.Boolean    | true",
                "'x'                            | VARCHAR   | java.lang.String     | x",
                "toFixedString('ab', 2)         | CHAR      | java.lang.String     | ab",
                "CAST('b', 'Enum8(\\'a\\'=1, \\'b\\'=2)') | VARCHAR | java.lang.String | b",
                "toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0') | OTHER | java.util.UUID | 61f0c404-5cb3-11e7-907b-a6006ad3dba0",
                "toIPv4('1.2.3.4')              | OTHER     | java.net.Inet4Address | 1.2.3.4",
                "toIPv6('::1')                  | OTHER     | java.net.Inet6Address | ::1",
                "toDate('2020-01-02')           | DATE      | java.sql.Date        | 2020-01-02",
                "toDate32('1900-01-01')         | DATE      | java.sql.Date        | 1900-01-01",
                "toDateTime('2020-01-02 03:04:05', 'UTC') | TIMESTAMP | java.sql.Timestamp | 2020-01-02 03:04:05",
                "toDateTime64('2020-01-02 03:04:05.120', 3, 'UTC') | TIMESTAMP | java.sql.Timestamp | 2020-01-02 03:04:05.120",
                "[1, 2]                         | ARRAY     | java.sql.Array       | [1,2]",
                "['a\\'b', 'c']                 | ARRAY     | java.sql.Array       | ['a\\'b','c']",
                "(1, 'x')                       | STRUCT    | java.sql.Struct      | (1,'x')",
                "map('k', 1)                    | JAVA_OBJECT | java.util.Map      | {'k':1}",
                "'{\"a\":1}'::JSON              | OTHER     | java.lang.String     | {\"a\":1}",
                "INTERVAL 3 DAY                 | OTHER     | java.time.Period     | 3",
                "[1.5, 2, 1e30]                 | ARRAY     | java.sql.Array       | [1.5,2,1e30]",
            })
    void eachTypeHasItsJdbcTypeClassAndText(String expression, String type, String className, String text)
            throws Exception {
        int jdbcType = Types.class.getField(type).getInt(null);
        of(expression, rows -> {
            assertEquals(jdbcType, rows.getMetaData().getColumnType(1), expression);
            assertEquals(className, rows.getMetaData().getColumnClassName(1));
            try {
                assertInstanceOf(Class.forName(className), rows.getObject(1));
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
            assertEquals(text, rows.getString(1));
            assertFalse(rows.wasNull());
            return null;
        });
    }

    @Test
    void numbersAreNeverNarrowed() throws SQLException {
        assertEquals("22003", failure("128::Int16", rows -> rows.getByte(1)).getSQLState());
        assertEquals(
                "22003", failure("4294967295::UInt32", rows -> rows.getInt(1)).getSQLState());
        failure("18446744073709551615::UInt64", rows -> rows.getLong(1));
        failure("1.5::Decimal(9, 1)", rows -> rows.getInt(1));
        failure("nan", rows -> rows.getBigDecimal(1));
        failure("2", rows -> rows.getBoolean(1));
        assertEquals(
                new BigDecimal("18446744073709551615"),
                of("18446744073709551615::UInt64", rows -> rows.getBigDecimal(1)));
        assertEquals(5, (int) of("5", rows -> rows.getObject(1, int.class)));
        assertEquals(new BigInteger("-5"), of("-5", rows -> rows.getObject(1, BigInteger.class)));
        assertEquals((short) 200, (short) of("200::UInt8", rows -> rows.getShort(1)));
        assertEquals(12.0, of("12::Decimal(9, 2)", rows -> rows.getDouble(1)));
        assertEquals(12, (int) of("12::Decimal(9, 2)", rows -> rows.getInt(1)));
        assertEquals(2, (int) of("CAST('b', 'Enum8(\\'a\\'=1, \\'b\\'=2)')", rows -> rows.getInt(1)));
        assertEquals(Size.LARGE, of("'LARGE'", rows -> rows.getObject(1, Size.class)));
        failure("'HUGE'", rows -> rows.getObject(1, Size.class));
    }

    @Test
    void textsAreReadAsWhatTheySay() throws SQLException {
        assertEquals(12, (int) of("' 12 '", rows -> rows.getInt(1)));
        assertEquals(1.5, of("'1.5'", rows -> rows.getDouble(1)));
        assertEquals(true, of("'TRUE'", rows -> rows.getBoolean(1)));
        assertEquals(new BigDecimal("1.50"), of("'1.50'", rows -> rows.getBigDecimal(1)));
        assertEquals("22003", failure("'1e400'", rows -> rows.getDouble(1)).getSQLState());
        assertEquals("22003", failure("'1e300'", rows -> rows.getFloat(1)).getSQLState());
        assertEquals(Date.valueOf("2020-01-02"), of("'2020-01-02'", rows -> rows.getDate(1)));
        assertEquals(
                Timestamp.valueOf("2020-01-02 03:04:05"), of("'2020-01-02 03:04:05'", rows -> rows.getTimestamp(1)));
        assertEquals(new UUID(1, 2), of("'" + new UUID(1, 2) + "'", rows -> rows.getObject(1, UUID.class)));
        for (Jdbc.Reader<?> reader : List.<Jdbc.Reader<?>>of(
                rows -> rows.getInt(1),
                rows -> rows.getDouble(1),
                rows -> rows.getBoolean(1),
                rows -> rows.getDate(1),
                rows -> rows.getObject(1, UUID.class),
                rows -> rows.getTime(1),
                rows -> rows.getURL(1))) {
            String state = failure("'no such thing'", reader).getSQLState();
            assertTrue(state.startsWith("22"), state);
        }
    }

    @Test
    void nullIsZeroFalseOrNullAndWasNull() throws SQLException {
        of("NULL::Nullable(Int32), 1, NULL", rows -> {
            assertEquals(0, rows.getInt(1));
            assertTrue(rows.wasNull());
            assertEquals(1, rows.getInt(2));
            assertFalse(rows.wasNull());
            assertEquals(0.0, rows.getDouble(1));
            assertFalse(rows.getBoolean(1));
            for (int i : new int[] {1, 3}) {
                assertNull(rows.getObject(i));
                assertNull(rows.getString(i));
                assertNull(rows.getBytes(i));
                assertNull(rows.getTimestamp(i));
                assertNull(rows.getObject(i, Integer.class));
                assertNull(rows.getArray(i));
                assertNull(rows.getBinaryStream(i));
                assertTrue(rows.wasNull());
            }
            assertEquals(Types.NULL, rows.getMetaData().getColumnType(3));
            return null;
        });
    }

    @Test
    void aMomentIsTheSameMomentInEveryZone() throws SQLException {
        Instant moment = Instant.parse("2020-07-01T03:04:05Z");
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : new String[] {"America/New_York", "UTC", "Asia/Tokyo"}) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                of(
                        "toDateTime(1593572645, 'Europe/Berlin') AS a, toDateTime64('2020-07-01 05:04:05.000', 3, 'Europe/Berlin') AS b",
                        rows -> {
                            for (int i : new int[] {1, 2}) {
                                assertEquals(moment, rows.getTimestamp(i).toInstant());
                                assertEquals(
                                        moment,
                                        rows.getTimestamp(i, Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo")))
                                                .toInstant());
                                assertEquals(moment, rows.getObject(i, Instant.class));
                                assertEquals(
                                        moment,
                                        rows.getObject(i, OffsetDateTime.class).toInstant());
                                assertEquals(
                                        "Europe/Berlin",
                                        rows.getObject(i, ZonedDateTime.class)
                                                .getZone()
                                                .getId());
                                assertEquals(
                                        LocalDateTime.parse("2020-07-01T05:04:05"),
                                        rows.getObject(i, LocalDateTime.class));
                                assertEquals(LocalDate.parse("2020-07-01"), rows.getObject(i, LocalDate.class));
                                assertEquals(LocalTime.parse("05:04:05"), rows.getObject(i, LocalTime.class));
                                assertEquals("2020-07-01", rows.getDate(i).toString());
                                assertEquals("05:04:05", rows.getTime(i).toString());
                                assertTrue(rows.getString(i).startsWith("2020-07-01 05:04:05"));
                            }
                            return null;
                        });
                assertEquals(
                        "2020-01-02",
                        of("toDate('2020-01-02')", rows -> rows.getDate(1)).toString());
                assertEquals(
                        Timestamp.valueOf("2020-01-02 00:00:00"),
                        of("toDate('2020-01-02')", rows -> rows.getTimestamp(1)));
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void aTimestampHasAllDigitsOfItsColumn() throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT toDateTime('2100-01-02 03:04:05', 'UTC')");
        for (int digits = 0; digits <= 9; digits++) {
            String moment = "toDateTime64('1969-12-31 23:59:58.123456789', " + digits + ", 'UTC')";
            sql.append(", ")
                    .append(moment)
                    .append(", toNullable(")
                    .append(moment)
                    .append(')');
        }
        Jdbc.first(connection, sql.toString(), rows -> {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                assertEquals(
                        rows.getObject(i, Instant.class), rows.getTimestamp(i).toInstant());
                assertEquals(rows.getObject(i), rows.getTimestamp(i));
            }
            return null;
        });
    }

    @Test
    void timesOfDayAreTimesAndOthersAreDurations() throws SQLException {
        String settings = " SETTINGS enable_time_time64_type = 1";
        assertEquals(Time.valueOf("01:02:03"), of("CAST('01:02:03', 'Time')" + settings, rows -> rows.getTime(1)));
        assertEquals(
                LocalTime.parse("01:02:03.500"),
                of("CAST('01:02:03.500', 'Time64(3)')" + settings, rows -> rows.getObject(1, LocalTime.class)));
        assertEquals(
                Duration.ofHours(-30),
                of("CAST('-30:00:00', 'Time')" + settings, rows -> rows.getObject(1, Duration.class)));
        assertEquals("-30:00:00", of("CAST('-30:00:00', 'Time')" + settings, rows -> rows.getString(1)));
        SQLException e = failure("CAST('-30:00:00', 'Time')" + settings, rows -> rows.getTime(1));
        assertEquals("22008", e.getSQLState());
        assertTrue(e.getMessage().contains("Duration"), e.getMessage());
    }

    @Test
    void arraysHaveTheirElementsClassAndOutliveTheResult() throws SQLException {
        Array array = of("[1, NULL, 3]::Array(Nullable(Int32))", rows -> rows.getArray(1));
        assertEquals("Nullable(Int32)", array.getBaseTypeName());
        assertEquals(Types.INTEGER, array.getBaseType());
        assertArrayEquals(new Integer[] {1, null, 3}, (Integer[]) array.getArray());
        assertArrayEquals(new Integer[] {3}, (Integer[]) array.getArray(3, 1));
        assertThrows(SQLException.class, () -> array.getArray(0, 1));
        assertThrows(SQLException.class, () -> array.getArray(3, 2));
        assertEquals("[1,NULL,3]", array.toString());
        try (ResultSet rows = array.getResultSet(2, 2)) {
            assertTrue(rows.next());
            assertEquals(2, rows.getInt("INDEX"));
            assertNull(rows.getObject("VALUE"));
            assertTrue(rows.next());
            assertEquals(3, rows.getInt(2));
            assertFalse(rows.next());
        }
        array.free();
        assertThrows(SQLException.class, array::getArray);
        assertArrayEquals(new Integer[][] {{1}, {}}, (Integer[][])
                of("[[1], []]::Array(Array(Int32))", rows -> rows.getArray(1).getArray()));
        assertArrayEquals(new int[] {1, 2}, of("[1, 2]::Array(UInt8)", rows -> rows.getObject(1, int[].class)));
        assertArrayEquals(new String[] {"a"}, of("['a']", rows -> rows.getObject(1, String[].class)));
        assertArrayEquals(new double[][] {{1.5}}, of("[[1.5]]", rows -> rows.getObject(1, double[][].class)));
        failure("[NULL, 1]", rows -> rows.getObject(1, int[].class));
        failure("[300]", rows -> rows.getObject(1, byte[].class));
        Timestamp[] moments =
                (Timestamp[]) of("[toDateTime(5)]", rows -> rows.getArray(1).getArray());
        assertEquals(Instant.ofEpochSecond(5), moments[0].toInstant());
    }

    @Test
    void tuplesMapsAndJson() throws SQLException {
        Struct struct = of("CAST((1, ['x'], NULL), 'Tuple(a UInt64, b Array(String), c Nullable(Date))')", rows ->
                (Struct) rows.getObject(1));
        assertEquals("Tuple(a UInt64, b Array(String), c Nullable(Date))", struct.getSQLTypeName());
        assertEquals(BigInteger.ONE, struct.getAttributes()[0]);
        assertArrayEquals(new String[] {"x"}, (String[]) ((Array) struct.getAttributes()[1]).getArray());
        assertNull(struct.getAttributes()[2]);
        assertEquals("(1,['x'],NULL)", struct.toString());
        assertEquals(Map.of("k", (short) 1), of("map('k', 1)", rows -> rows.getObject(1, Map.class)));
        assertEquals("{\"a\":{\"b\":1}}", of("'{\"a\":{\"b\":1}}'::JSON", rows -> rows.getObject(1)));
        assertInstanceOf(
                Map.class,
                ((Map<?, ?>) of("'{\"a\":{\"b\":1}}'::JSON", rows -> rows.getObject(1, Map.class))).get("a"));
        assertEquals("x", of("'x'::Variant(UInt8, String)", rows -> rows.getObject(1)));
        assertNull(of("NULL::Dynamic", rows -> rows.getObject(1)));
        assertEquals(List.of((short) 1, (short) 2), of("[1, 2]", rows -> rows.getObject(1, List.class)));
        assertArrayEquals(new Object[] {1, "x"}, of("(1, 'x')", rows -> rows.getObject(1, Object[].class)));
    }

    @Test
    void bytesStreamsAndLobs() throws Exception {
        byte[] bytes = of("unhex('00FF80')", rows -> rows.getBytes(1));
        assertArrayEquals(new byte[] {0, -1, -128}, bytes);
        assertEquals(3L, (long) of("unhex('00FF80')", rows -> rows.getBlob(1).length()));
        assertArrayEquals(bytes, of("unhex('00FF80')", rows -> rows.getBlob(1).getBytes(1, 9)));
        assertEquals("xyz", of("'xyz'", rows -> rows.getClob(1).getSubString(1, 3)));
        assertEquals("http://h/x", of("'http://h/x'", rows -> rows.getURL(1)).toString());
        assertArrayEquals(new byte[] {1, 2, 3, 4}, of("toIPv4('1.2.3.4')", rows -> rows.getBytes(1)));
        failure("1", rows -> rows.getBytes(1));
        failure("1", rows -> rows.getArray(1));
        failure("1", rows -> rows.getObject(1, Thread.class));
    }

    @Test
    void equalNamesAreReadByIndexAndLabelsFindTheFirst() throws SQLException {
        of("1 AS a, 2 AS A, 3 AS b", rows -> {
            assertEquals(1, rows.getInt("a"));
            assertEquals(2, rows.getInt("A"));
            assertEquals(3, rows.getInt("B"));
            assertEquals(2, rows.getInt(2));
            return null;
        });
    }
}
