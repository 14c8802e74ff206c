package dev.houseflow.embedded.internal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.EngineException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineQueryTest {
    @Test
    void answersASelect() throws Exception {
        Ask.Answer answer = Ask.sql("SELECT 1 AS a, 'x' AS b").answer();
        assertEquals("1\tx\n", answer.text());
        assertEquals("TabSeparated", answer.format);
        assertEquals(1, answer.summary.resultRows());
    }

    @Test
    void knowsItsVersionAndTimeZone() throws Exception {
        assertEquals(
                TestEngine.get().version() + "\n", Ask.sql("SELECT version()").text());
        assertEquals(
                TestEngine.get().timezone() + "\n", Ask.sql("SELECT timezone()").text());
    }

    @Test
    void announcesTheFormatOfAnEmptyAnswer() throws Exception {
        Ask.Answer chunked = Ask.sql("SELECT 1 WHERE 0").answer();
        assertEquals("TabSeparated", chunked.format);
        assertEquals("", chunked.text());
        Ask.Answer document = Ask.sql("SELECT 1 WHERE 0 FORMAT Null").answer();
        assertEquals("Null", document.format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Native",
                "RowBinary",
                "RowBinaryWithNames",
                "RowBinaryWithNamesAndTypes",
                "TSV",
                "TabSeparatedRaw",
                "TSVWithNames",
                "TSVWithNamesAndTypes",
                "CSV",
                "CSVWithNames",
                "JSONEachRow",
                "JSONCompactEachRow",
                "JSONCompactEachRowWithNamesAndTypes",
                "JSON",
                "JSONCompact",
                "JSONStringsEachRow",
                "JSONColumns",
                "JSONColumnsWithMetadata",
                "MsgPack",
                "Values",
                "SQLInsert",
                "XML",
                "Vertical",
                "Pretty",
                "PrettyCompact",
                "Markdown",
                "Arrow",
                "ArrowStream",
                "Parquet",
                "ORC",
                "Avro",
                "BSONEachRow",
                "LineAsString",
                "CustomSeparated",
                "Prometheus"
            })
    void formatsLikeTheEngineItself(String format) throws Exception {
        // Several blocks, so that a header, a footer or a separator of each block would show.
        String rows = format.equals("LineAsString")
                ? "SELECT toString(number) FROM numbers(100000)"
                : format.equals("Prometheus")
                        ? "SELECT 'm' || toString(number) AS name, toFloat64(number) AS value FROM numbers(1000)"
                        : "SELECT number, toString(number) AS s, number / 4 AS f FROM numbers(150000)";
        byte[] expected = TestEngine.direct(rows, format);
        byte[] actual = Ask.sql(rows + " FORMAT " + format)
                .set("max_threads", 1)
                .answer()
                .bytes
                .toByteArray();
        if (format.equals("Avro")) {
            // A random marker stands behind each of its blocks.
            assertEquals(expected.length, actual.length);
        } else if (new String(expected, StandardCharsets.ISO_8859_1).contains("elapsed")) {
            assertEquals(withoutElapsed(expected), withoutElapsed(actual));
        } else {
            assertArrayEquals(expected, actual);
        }
    }

    private static String withoutElapsed(byte[] document) {
        return new String(document, StandardCharsets.UTF_8).replaceAll("elapsed(\": |>)[0-9.e-]+", "elapsed$1");
    }

    @Test
    void givesTotalsAndExtremesInEveryRoute() throws Exception {
        String query = "SELECT number % 2 AS k, count() AS n FROM numbers(10) GROUP BY k WITH TOTALS ORDER BY k";
        assertEquals("0\t5\n1\t5\n\n0\t10\n", Ask.sql(query).text());
        String json = Ask.sql(query + " FORMAT JSON").text();
        assertTrue(json.contains("\"totals\":"), json);
        assertTrue(json.contains("\"rows\": 2"), json);
        assertTrue(json.contains("\"statistics\":"), json);
    }

    @Test
    void writesAnExactSummary() throws Exception {
        Ask.Answer answer =
                Ask.sql("SELECT number FROM numbers(100000) FORMAT JSONCompact").answer();
        assertEquals(100_000, answer.summary.readRows());
        assertEquals(100_000, answer.summary.resultRows());
        assertTrue(answer.summary.elapsedNanos() > 0);
    }

    @Test
    void runsStatementsThatCannotBeStreamed() throws Exception {
        assertEquals(
                "number\tUInt64\t\t\t\t\t\n",
                Ask.sql("DESCRIBE TABLE numbers(1)").text());
        assertEquals("1\n", Ask.sql("EXISTS TABLE system.one").text());
        assertTrue(Ask.sql("SHOW DATABASES FORMAT JSONCompact").text().contains("\"system\""));
        assertTrue(Ask.sql("EXPLAIN SELECT 1").text().contains("ReadFrom"));
        Ask.Answer ddl = Ask.sql("CREATE DATABASE IF NOT EXISTS made").answer();
        assertEquals("", ddl.text());
        assertNull(ddl.format);
        assertEquals("", Ask.sql("DROP DATABASE made;").text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(SELECT 1)",
                "WITH 1 AS x SELECT x",
                "FROM numbers(1, 1) SELECT number",
                "SELECT 1 -- no end of line",
                "  /* a /* nested */ comment */ SELECT 1 ; ",
                "SELECT 1 SETTINGS max_threads = 1",
                "SELECT 1 FORMAT TSV SETTINGS max_threads = 1;",
                "SELECT 1 UNION ALL SELECT 1 LIMIT 0",
                "SELECT 1 // slashes"
            })
    void understandsEveryShapeOfSelect(String query) throws Exception {
        String expected = query.contains("UNION") ? "1\n" : "1\n";
        assertEquals(expected, Ask.sql(query).text());
        if (!query.contains("FORMAT")) {
            assertTrue(Ask.sql(query).format("JSONCompact").text().contains("\"rows\": 1"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM no_such_table|60|UNKNOWN_TABLE",
                "SELEC 1|62|SYNTAX_ERROR",
                "1 + 1|62|SYNTAX_ERROR",
                "SELECT 'abc|62|SYNTAX_ERROR",
                "SELECT nope|47|UNKNOWN_IDENTIFIER",
                "SELECT 1; SELECT 2|62|SYNTAX_ERROR",
                "SELECT 1; DROP TABLE x|62|SYNTAX_ERROR",
                "SELECT 1 FORMAT NoSuchFormat|73|UNKNOWN_FORMAT",
                "SELECT 1 INTO OUTFILE '/tmp/x'|358|INTO_OUTFILE_NOT_ALLOWED",
                "INSERT INTO t FROM INFILE '/tmp/x' FORMAT CSV|78|UNKNOWN_TYPE_OF_QUERY",
                "SELECT throwIf(1)|395|FUNCTION_THROW_IF_VALUE_IS_NON_ZERO",
                "SELECT throwIf(1) FORMAT JSON|395|FUNCTION_THROW_IF_VALUE_IS_NON_ZERO",
                "SHOW CREATE TABLE system.no_such_table|60|UNKNOWN_TABLE",
                "SYSTEM SHUTDOWN|497|ACCESS_DENIED",
                "SYSTEM KILL|497|ACCESS_DENIED",
                "SELECT addressToLine(1)|446|FUNCTION_NOT_ALLOWED",
                "''|62|SYNTAX_ERROR",
            })
    void failsInClickHousesOwnTerms(String query, int code, String name) {
        EngineException error = Ask.sql(query == null ? "" : query).error();
        assertEquals(code, error.code(), error.getMessage());
        assertEquals(name, error.codeName());
        assertFalse(error.getMessage().startsWith("Code:"), error.getMessage());
        assertFalse(error.getMessage().contains("(version"), error.getMessage());
        assertFalse(error.getMessage().endsWith(")") && error.getMessage().contains(name), error.getMessage());
    }

    @Test
    void refusesATextThatIsTooLong() throws Exception {
        String list = "SELECT " + "1,".repeat(140_000) + "1";
        EngineException error = Ask.sql(list).error();
        assertEquals(62, error.code());
        assertTrue(error.getMessage().contains("max_query_size"), error.getMessage());
    }

    @Test
    void keepsNothingOfAFailedAnswer() throws Exception {
        for (String format : new String[] {"TSV", "JSONEachRow", "JSON", "Native"}) {
            String failing = "SELECT number, throwIf(number = 190000) FROM numbers(200000) FORMAT " + format;
            assertEquals(
                    395, Ask.sql(failing).set("max_block_size", 1000).error().code());
            assertEquals("1\n", Ask.sql("SELECT 1").text());
        }
    }

    @Test
    void survivesDeepNesting() throws Exception {
        String parentheses = "SELECT " + "(".repeat(5000) + "1" + ")".repeat(5000);
        assertEquals(306, Ask.sql(parentheses).error().code());
        // On the stack of an ordinary Java thread a hundred of these end the process.
        String subqueries = "SELECT * FROM (".repeat(150) + "SELECT 1" + ")".repeat(150);
        assertEquals(
                "1\n",
                Ask.sql(subqueries)
                        .set("max_parser_depth", 100000)
                        .set("max_subquery_depth", 1000)
                        .set("max_ast_depth", 100000)
                        .text());
    }

    @Test
    void takesBytesAsTheyAre() throws Exception {
        byte[] text = "SELECT 'caf\u00e9 \\0 \u2019' AS `na\u00efve`".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "caf\u00e9 \\0 \u2019\n",
                Ask.sql(new String(text, StandardCharsets.UTF_8)).text());
    }
}
