package dev.houseflow.embedded.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.QueryProgress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineInsertTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final String table = "inserted_" + NUMBER.incrementAndGet();

    private void create(String columns) throws Exception {
        Ask.sql("CREATE TABLE " + table + " (" + columns + ") ENGINE MergeTree ORDER BY tuple()")
                .text();
    }

    private String all() throws Exception {
        return Ask.sql("SELECT * FROM " + table + " ORDER BY ALL").text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Native", "RowBinary", "RowBinaryWithNames", "RowBinaryWithNamesAndTypes", "TSV", "TSVWithNames",
                "TSVWithNamesAndTypes", "CSV", "CSVWithNames", "JSONEachRow", "JSONCompactEachRow", "JSON",
                "JSONColumns", "JSONCompactEachRowWithNamesAndTypes", "Values", "MsgPack", "Arrow", "ArrowStream",
                "Parquet", "ORC", "Avro", "BSONEachRow"
            })
    void takesEveryFormatThatItGives(String format) throws Exception {
        create("n UInt64, s String, f Float64");
        String rows =
                "SELECT number AS n, concat('line\\n\\n;\\t', toString(number)) AS s, number / 4 AS f FROM numbers(20000)";
        byte[] data = Ask.sql(rows + " FORMAT " + format).answer().bytes.toByteArray();
        QueryProgress summary = Ask.sql("INSERT INTO " + table + " FORMAT " + format)
                .data(oddPieces(data))
                .answer()
                .summary;
        assertEquals(20_000, summary.writtenRows());
        assertEquals(
                Ask.sql("SELECT sum(cityHash64(n, s, f)) FROM (" + rows + ")").text(),
                Ask.sql("SELECT sum(cityHash64(n, s, f)) FROM " + table).text());
    }

    /** A stream that gives a few bytes at a time, as a network does. */
    private static InputStream oddPieces(byte[] data) {
        return new ByteArrayInputStream(data) {
            private int turn;

            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1 + turn++ % 1777));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO %s VALUES (1, 'a'), (2, 'b')",
                "INSERT INTO %s VALUES (1, 'a'), (2, 'b');",
                "insert into `%s` (x, s) values(1, 'a') (2, 'b')",
                "INSERT INTO TABLE default.%s (* EXCEPT(d)) VALUES (1, 'a'), (1 + 1, lower('B'))",
                "INSERT INTO %s (x, s) FORMAT TSV\n1\ta\n2\tb\n",
                "INSERT INTO %s (x, s) FORMAT TSV 1\ta\n2\tb",
                "INSERT INTO %s (s, x) SETTINGS async_insert = 1, wait_for_async_insert = 1 FORMAT CSV\na,1\nb,2",
                "INSERT INTO %s FORMAT JSONEachRow {\"x\":1,\"s\":\"a\"}{\"x\":2,\"s\":\"b\"}",
                "INSERT INTO %s SELECT arrayJoin([1, 2]), 'a' FORMAT TSV",
                "INSERT INTO %s (x, s) SELECT 1, 'a' UNION ALL SELECT 2, 'b';",
                "INSERT INTO %s (x, s) (SELECT 1, 'a' UNION ALL SELECT 2, 'b')",
                "INSERT INTO %s (x, s) WITH 1 AS one SELECT one, 'a' UNION ALL SELECT 2, 'b'",
                "INSERT /* FORMAT TSV */ INTO %s -- VALUES\n (x, s) VALUES (1, 'a'), (2, 'b')",
                "INSERT INTO %s SELECT x, s FROM input('x UInt8, s String') FORMAT CSV\n1,a\n2,b\n",
                "INSERT INTO %s SELECT 3 - x, s FROM (SELECT * FROM input('x UInt8, s String')) FORMAT TSV 2\ta\n1\tb\n"
            })
    void findsWhereTheDataBegins(String statement) throws Exception {
        create("x UInt8, s String, d UInt8 MATERIALIZED 7");
        Ask.sql(statement.replace("%s", table).replace("%s", table)).text();
        String second = statement.contains("arrayJoin") ? "a" : "b";
        assertEquals("1\ta\n2\t" + second + "\n", all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO %s SETTINGS format_csv_delimiter = ';' SELECT x, s FROM input('x UInt8, s String') FORMAT CSV\n1;a\n2;b\n",
                "INSERT INTO %s SELECT x, s FROM input('x UInt8, s String') SETTINGS format_csv_delimiter = ';' FORMAT CSV\n1;a\n2;b\n",
                "INSERT INTO %s SELECT x, s FROM input('x UInt8, ' || 's String') FORMAT TSV\n1\ta\n2\tb\n",
                "INSERT INTO %s SELECT x, s FROM input({s:String}) FORMAT TSV\n1\ta\n2\tb\n",
                "INSERT INTO %s SELECT d.x::UInt8, d.s::String FROM input('d JSON') FORMAT JSONEachRow {\"d\":{\"x\":1,\"s\":\"a\"}} {\"d\":{\"x\":2,\"s\":\"b\"}}",
                "INSERT INTO %s SELECT x, any(s) FROM input('x UInt8, s String') GROUP BY x ORDER BY x FORMAT TSV\n2\tb\n1\ta\n1\ta\n"
            })
    void readsDataThroughInput(String statement) throws Exception {
        create("x UInt8, s String");
        Ask.sql(statement.replace("%s", table)).param("s", "x UInt8, s String").text();
        assertEquals("1\ta\n2\tb\n", all());
    }

    @Test
    void keepsTheOrderOfDataReadThroughInput() throws Exception {
        Ask.sql("CREATE TABLE " + table + " (x UInt64) ENGINE = Log").text();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            rows.append(i).append('\n');
        }
        Ask.sql("INSERT INTO " + table + " SELECT x FROM input('x UInt64') FORMAT TSV")
                .data(rows.toString().getBytes(StandardCharsets.UTF_8))
                .text();
        assertEquals(
                "300000\t1\n",
                Ask.sql("SELECT count(), groupArray(x) = range(300000) FROM " + table)
                        .set("max_threads", 1)
                        .text());
    }

    @Test
    void leavesNothingOfInputInASession() throws Exception {
        create("x UInt8");
        String insert = "INSERT INTO " + table + " SELECT x FROM input('x UInt8') FORMAT TSV\n";
        String session = "input-" + table;
        Ask.sql(insert + "1\n").session(session).text();
        assertEquals(27, Ask.sql(insert + "nonsense\n").session(session).error().code());
        assertEquals(
                395,
                Ask.sql("INSERT INTO " + table + " SELECT throwIf(x = 1) FROM input('x UInt8') FORMAT TSV\n1\n")
                        .session(session)
                        .error()
                        .code());
        assertEquals(
                "0\n",
                Ask.sql("SELECT count() FROM system.tables WHERE is_temporary")
                        .session(session)
                        .text());
        Ask.sql(insert + "2\n").session(session).text();
        assertEquals("1\n2\n", all());
    }

    @Test
    void keepsBlankLinesAndSemicolonsOfTheData() throws Exception {
        create("s String");
        Ask.sql("INSERT INTO " + table + " FORMAT CSV")
                .data("\"a\n\nSELECT 1; DROP TABLE x\"\n\"b\"\n".getBytes(StandardCharsets.UTF_8))
                .text();
        assertEquals("a\\n\\nSELECT 1; DROP TABLE x\nb\n", all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(1, 'a'); INSERT INTO t VALUES (2, 'b')",
                "(1, 'a');(2, 'b')",
                "(1, 'a') ; -- comment\n x",
                "(1, 'a');;\n\n/* ' */ SELECT 1"
            })
    void refusesValuesBehindASemicolon(String values) throws Exception {
        create("x UInt8, s String");
        assertEquals(
                33,
                Ask.sql("INSERT INTO " + table + " VALUES " + values).error().code());
        assertEquals("", all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(1, 'a;b');",
                "(1, 'a;b') ; ; \n-- it's the end; really",
                "(1, 'a;b') /* ; ' */;",
                "(1, 'a;b')/*/ ; ' /* ; */;",
                "(1, concat('a', ';', $$;'$$))",
                "(3 - 2, 'a\\';b')",
                "(1, 'a'';b')"
            })
    void takesSemicolonsInsideOfValues(String values) throws Exception {
        create("x UInt8, s String");
        assertEquals(
                1,
                Ask.sql("INSERT INTO " + table + " VALUES " + values)
                        .answer()
                        .summary
                        .writtenRows());
    }

    @Test
    void backsUpAndRestores() throws Exception {
        create("x UInt8");
        Ask.sql("INSERT INTO " + table + " VALUES (1)").text();
        assertTrue(Ask.sql("BACKUP TABLE " + table + " TO File('" + table + "')")
                .text()
                .contains("BACKUP_CREATED"));
        Ask.sql("DROP TABLE " + table + " SYNC").text();
        assertTrue(Ask.sql("RESTORE TABLE " + table + " FROM File('" + table + "')")
                .text()
                .contains("RESTORED"));
        assertEquals("1\n", all());
    }

    @Test
    void acceptsNoDataAtAll() throws Exception {
        create("s String");
        assertEquals(
                0,
                Ask.sql("INSERT INTO " + table + " FORMAT TSV").answer().summary.writtenRows());
        assertEquals(
                0,
                Ask.sql("INSERT INTO " + table + " FORMAT Native\n")
                        .answer()
                        .summary
                        .writtenRows());
    }

    @Test
    void insertsWithParametersSettingsAndDatabase() throws Exception {
        create("x UInt8, s String");
        Ask.sql("INSERT INTO {t:Identifier} VALUES ({x:UInt8}, {s:String})")
                .param("t", table)
                .param("x", "4")
                .param("s", "p")
                .text();
        Ask.sql("INSERT INTO " + table + " FORMAT CSV\n5;q\n")
                .database("default")
                .set("format_csv_delimiter", ";")
                .text();
        assertEquals("4\tp\n5\tq\n", all());
    }

    @Test
    void insertsIntoFunctions() throws Exception {
        Ask.sql("INSERT INTO FUNCTION null('x UInt8') VALUES (1)").text();
        Ask.sql("INSERT INTO TABLE FUNCTION null('x UInt8') FORMAT TSV\n1\n").text();
    }

    @Test
    void countsWhatMaterializedViewsWrite() throws Exception {
        create("x UInt8");
        Ask.sql("CREATE MATERIALIZED VIEW " + table + "_mv ENGINE Memory AS SELECT count() FROM " + table)
                .text();
        QueryProgress summary =
                Ask.sql("INSERT INTO " + table + " FORMAT TSV\n1\n2\n3\n").answer().summary;
        assertEquals(4, summary.writtenRows());
    }

    @Test
    void saysWhatIsWrongWithTheData() throws Exception {
        create("x UInt8, s String");
        EngineException row =
                Ask.sql("INSERT INTO " + table + " FORMAT TSV\n1\ta\nnope\tb\n").error();
        assertEquals(27, row.code(), row.getMessage());
        assertTrue(row.getMessage().contains("row 2"), row.getMessage());
        assertTrue(!row.getMessage().contains("(version"), row.getMessage());
        assertEquals(60, Ask.sql("INSERT INTO no_such FORMAT TSV\n1\n").error().code());
        assertEquals(
                73,
                Ask.sql("INSERT INTO " + table + " FORMAT Nope\n1\n").error().code());
        assertEquals(62, Ask.sql("INSERT INTO " + table).error().code());
        assertEquals(
                62, Ask.sql("INSERT INTO " + table + " FORMAT TSV;\n1").error().code());
        assertEquals(
                62,
                Ask.sql("INSERT INTO " + table + " SELECT 1, 'a'; SELECT 2")
                        .error()
                        .code());
        assertEquals("", all());
    }

    @Test
    void keepsNothingOfABodyThatBreaksOff() throws Exception {
        create("x UInt64");
        String row = "1\n";
        for (String head : new String[] {
            "INSERT INTO " + table + " FORMAT TSV",
            "INSERT INTO " + table + " SELECT x FROM input('x UInt64') FORMAT TSV"
        }) {
            EngineException error =
                    Ask.sql(head).data(breaksOffAfter(row.repeat(10_000))).error();
            assertEquals(210, error.code(), error.getMessage());
            assertEquals("", all());
        }
    }

    @Test
    void passesOnWhatTheBodysDecoderSays() throws Exception {
        create("x UInt64");
        EngineException checksum = new EngineException(40, "CHECKSUM_DOESNT_MATCH", "Checksum doesn't match");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(checksum);
            }
        };
        assertEquals(
                40,
                Ask.sql("INSERT INTO " + table + " FORMAT TSV")
                        .data(broken)
                        .error()
                        .code());
    }

    private static InputStream breaksOffAfter(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at == 400_000) {
                    throw new IOException("connection reset");
                }
                return bytes[at++ % bytes.length];
            }
        };
    }

    @Test
    void insertsMoreThanFitsInMemoryPieceByPiece() throws Exception {
        create("x UInt64");
        long rows = 20_000_000;
        InputStream zeros = new InputStream() {
            private long left = rows * Long.BYTES;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                int n = (int) Math.min(length, left);
                left -= n;
                return n == 0 ? -1 : n;
            }
        };
        QueryProgress summary = Ask.sql("INSERT INTO FUNCTION null('x UInt64') FORMAT RowBinary")
                .data(zeros)
                .answer()
                .summary;
        assertEquals(rows, summary.writtenRows());
        assertEquals(rows * Long.BYTES, summary.writtenBytes());
    }
}
