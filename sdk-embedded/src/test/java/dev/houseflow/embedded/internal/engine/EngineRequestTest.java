package dev.houseflow.embedded.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.embedded.internal.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes with a request besides its text: settings, database, roles, parameters, the rule of GET. */
class EngineRequestTest {
    @Test
    void appliesSettings() throws Exception {
        assertEquals(
                "7\n",
                Ask.sql("SELECT getSetting('max_threads')")
                        .set("max_threads", 7)
                        .text());
        assertEquals(
                "it's \\ `q`\n",
                Ask.sql("SELECT getSetting('log_comment') FORMAT TSVRaw")
                        .set("log_comment", "it's \\ `q`")
                        .text());
        assertEquals(
                "0\n1\n2\n\n0\n2\n",
                Ask.sql("SELECT number FROM numbers(3)").set("extremes", 1).text());
        assertEquals(
                "\"a\";\"b\"\n",
                Ask.sql("SELECT 'a', 'b' FORMAT CSV")
                        .set("format_csv_delimiter", ";")
                        .text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no_such_setting|1|115|UNKNOWN_SETTING",
                "bad name|1|115|UNKNOWN_SETTING",
                "SQL_mine|1|115|UNKNOWN_SETTING",
                "max_threads|many|27|CANNOT_PARSE_INPUT_ASSERTION_FAILED",
                "max_result_rows|1|396|TOO_MANY_ROWS_OR_BYTES",
                "profile|nope|180|THERE_IS_NO_PROFILE",
                "http_write_exception_in_output_format|1|48|NOT_IMPLEMENTED",
                "replace_running_query|1|48|NOT_IMPLEMENTED",
            })
    void refusesWhatItCannotSet(String name, String value, int code, String codeName) {
        EngineException error =
                Ask.sql("SELECT number FROM numbers(100)").set(name, value).error();
        assertEquals(code, error.code(), error.getMessage());
        assertEquals(codeName, error.codeName());
    }

    @Test
    void keepsSettingsApart() throws Exception {
        Ask.sql("SELECT 1").set("max_threads", 5).set("max_block_size", 10).text();
        Ask.sql("SET max_block_size = 11").text();
        assertEquals("65409\n", Ask.sql("SELECT getSetting('max_block_size')").text());
    }

    @Test
    void expandsProfiles() throws Exception {
        assertEquals(
                "3\n",
                Ask.sql("SELECT getSetting('max_block_size')")
                        .set("profile", "tiny_blocks")
                        .text());
        assertEquals(
                "4\n",
                Ask.sql("SELECT getSetting('max_block_size')")
                        .set("max_block_size", 4)
                        .set("profile", "tiny_blocks")
                        .text());
    }

    @Test
    void refusesAProfileThatTheEngineWouldIgnore() {
        assertEquals(48, Ask.sql("SET profile = 'tiny_blocks'").error().code());
        assertEquals(
                48, Ask.sql("SELECT 1 SETTINGS profile = 'tiny_blocks'").error().code());
    }

    @Test
    void usesTheDatabase() throws Exception {
        assertEquals(
                "system\n",
                Ask.sql("SELECT currentDatabase()").database("system").text());
        assertEquals("0\n", Ask.sql("SELECT * FROM one").database("system").text());
        assertEquals(81, Ask.sql("SELECT 1").database("no such `db`").error().code());
        Ask.sql("CREATE DATABASE `odd ``name\\\\`").text();
        assertEquals(
                "odd `name\\\\\n",
                Ask.sql("SELECT currentDatabase()").database("odd `name\\").text());
    }

    @Test
    void setsRoles() throws Exception {
        assertEquals(
                "['reader']\n", Ask.sql("SELECT currentRoles()").role("reader").text());
        assertEquals(
                "['other','reader']\n",
                Ask.sql("SELECT arraySort(currentRoles())")
                        .role("reader", "other")
                        .text());
        assertEquals(511, Ask.sql("SELECT 1").role("nobody").error().code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE g2 (x UInt8) ENGINE Memory",
                "DROP TABLE g",
                "INSERT INTO g VALUES (1)",
                "INSERT INTO g SELECT 1",
                "SYSTEM FLUSH LOGS",
                "SET readonly = 0",
                "SELECT 1 SETTINGS readonly = 0",
                "ALTER TABLE g DELETE WHERE 1"
            })
    void letsAGetOnlyRead(String query) throws Exception {
        Ask.sql("CREATE TABLE IF NOT EXISTS g (x UInt8) ENGINE MergeTree ORDER BY x")
                .text();
        assertEquals(164, Ask.sql(query).get().error().code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TSV", "JSON", "Native", "Parquet"})
    void answersAGet(String format) throws Exception {
        assertTrue(Ask.sql("SELECT 1 FORMAT " + format).get().answer().bytes.size() > 0);
    }

    @Test
    void refusesToLoosenAGet() {
        assertEquals(164, Ask.sql("SELECT 1").get().set("readonly", 0).error().code());
    }

    @Test
    void letsAGetSetOtherSettings() throws Exception {
        assertEquals(
                "3\n",
                Ask.sql("SELECT getSetting('max_threads')")
                        .get()
                        .set("max_threads", 3)
                        .text());
    }

    @Test
    void substitutesParametersInEveryRoute() throws Exception {
        for (String format : new String[] {"TSV", "TSVWithNames"}) {
            String text = Ask.sql(
                            "SELECT {s:String} AS s, {n:Int64} AS n, {a:Array(UInt8)} AS a, {z:Nullable(String)} AS z"
                                    + " FORMAT " + format)
                    .param("s", "tab\\tquote'")
                    .param("n", "-5")
                    .param("a", "[1,2]")
                    .param("z", "\\N")
                    .text();
            assertTrue(text.endsWith("tab\\tquote\\'\t-5\t[1,2]\t\\N\n"), text);
        }
        assertTrue(Ask.sql("DESCRIBE TABLE {t:Identifier}")
                .database("system")
                .param("t", "one")
                .text()
                .startsWith("dummy\tUInt8"));
        assertEquals(
                "", Ask.sql("SELECT {s:String} FORMAT RawBLOB").param("s", "").text());
    }

    @Test
    void takesParametersOfAnyBytes() throws Exception {
        byte[] bytes = {'a', 0, (byte) 0xFF, 'z'};
        assertEquals(
                "6100FF7A\n",
                Ask.sql("SELECT hex({b:String})").param("b", bytes).text());
        String big = "x".repeat(3_000_000);
        assertEquals(
                "3000000\n",
                Ask.sql("SELECT length({b:String})").param("b", big).text());
    }

    @Test
    void failsOnBadParameters() {
        assertEquals(456, Ask.sql("SELECT {a:UInt8}").error().code());
        EngineException raw =
                Ask.sql("SELECT {a:String}").param("a", "abc\t123").error();
        assertEquals(457, raw.code());
        assertTrue(raw.getMessage().contains("abc"), raw.getMessage());
    }
}
