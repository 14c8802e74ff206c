package dev.houseflow.embedded.internal.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.sql.Statement.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {
    private static Statement parse(String text) throws EngineException {
        return parse(text, 262_144);
    }

    private static Statement parse(String text, int maxQuerySize) throws EngineException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return StatementParser.parse(StatementText.read(new ByteArrayInputStream(bytes), maxQuerySize));
    }

    private static int codeOf(String text, int maxQuerySize) {
        return assertThrows(EngineException.class, () -> parse(text, maxQuerySize))
                .code();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> tokens(String sql) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        Lexer lexer = new Lexer(bytes, 0, bytes.length);
        List<String> tokens = new ArrayList<>();
        for (Token token = lexer.next(); token.kind() != Token.Kind.END; token = lexer.next()) {
            tokens.add(token.kind() + ":" + text(java.util.Arrays.copyOfRange(bytes, token.begin(), token.end())));
        }
        return tokens;
    }

    @Test
    void cutsTokens() {
        assertEquals(
                List.of(
                        "WORD:SELECT",
                        "STRING:'a''b\\'c'",
                        "SYMBOL:,",
                        "QUOTED:`x``y`",
                        "SYMBOL:,",
                        "QUOTED:\"q\"\"\""),
                tokens("SELECT 'a''b\\'c', `x``y`,\"q\"\"\""));
        assertEquals(
                List.of("NUMBER:1", "SYMBOL:.", "NUMBER:5e3", "SYMBOL:+", "NUMBER:0x1F", "SYMBOL:-", "WORD:a1"),
                tokens("1.5e3+0x1F-a1"));
        assertEquals(
                List.of("WORD:a", "WORD:b", "WORD:c", "WORD:d", "WORD:e"),
                tokens("a -- ' \n b /* /* ' */ ; */ c // x\n d # y\n#! z\n e --"));
        assertEquals(
                List.of("STRING:$t$ ' ; $ $t$", "STRING:$$ x $$", "WORD:a$b", "WORD:$c"),
                tokens("$t$ ' ; $ $t$ $$ x $$ a$b $c"));
        assertEquals(
                List.of("STRING:\u2018it's\u2019", "QUOTED:\u201Cq\u201D"),
                tokens("\u2018it's\u2019\u00a0\u201Cq\u201D\u3000"));
        assertEquals(List.of("WORD:a", "UNFINISHED:'b"), tokens("a 'b"));
        assertEquals(List.of("WORD:a", "UNFINISHED:/* /* */"), tokens("a /* /* */"));
        assertEquals(List.of("UNFINISHED:`\\`"), tokens("`\\`"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1|SELECT",
                " /* x */ select 1|SELECT",
                "(SELECT 1)|SELECT",
                "((SELECT 1) UNION ALL SELECT 2)|SELECT",
                "FROM t SELECT 1|SELECT",
                "WITH a AS (SELECT 1) SELECT * FROM a|SELECT",
                "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x|INSERT_SELECT",
                "INSERT INTO t SELECT 1|INSERT_SELECT",
                "INSERT INTO t|INSERT_SELECT",
                "INSERT INTO t VALUES (1)|INSERT_DATA",
                "INSERT INTO t SELECT a FROM input('a UInt8') FORMAT CSV 1|INSERT_FROM_INPUT",
                "SET a = 1|SET",
                "SET ROLE a|SET_ROLE",
                "SET DEFAULT ROLE a TO b|SET_ROLE",
                "USE db|USE",
                "KILL QUERY WHERE 1|KILL",
                "SHOW TABLES|SHOW",
                "DESC t|SHOW",
                "EXPLAIN INSERT INTO t VALUES (1)|SHOW",
                "CREATE TEMPORARY TABLE t (x UInt8)|CREATE_TEMPORARY",
                "CREATE OR REPLACE TEMPORARY TABLE t (x UInt8)|CREATE_TEMPORARY",
                "CREATE TABLE t (x UInt8)|OTHER",
                "nonsense|OTHER",
            })
    void tellsTheKind(String sql, Kind kind) throws Exception {
        assertEquals(kind, parse(sql).kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 FORMAT JSON|JSON",
                "SELECT 1 format json|json",
                "SELECT 1 FORMAT JSON;|JSON",
                "SELECT 1 FORMAT JSON SETTINGS a = 1|JSON",
                "SELECT 1 SETTINGS a = 1 FORMAT JSON -- x|JSON",
                "SELECT format FROM t|",
                "SELECT a AS format FROM t|",
                "SELECT t.format x|",
                "SELECT format('{}', 1)|",
                "SELECT 'FORMAT JSON'|",
                "SELECT (SELECT 1 FORMAT JSON)|",
                "SELECT * FROM format(CSV, '1')|",
                "SHOW TABLES FORMAT CSV|CSV",
            })
    void findsTheFormatClause(String sql, String format) throws Exception {
        assertEquals(format, parse(sql).format());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "INSERT INTO t VALUES (1)|INSERT INTO t |Values| (1)",
                "INSERT INTO t (a, format, values) VALUES(1)|INSERT INTO t (a, format, values) |Values|(1)",
                "INSERT INTO format.values FORMAT CSV 1|INSERT INTO format.values |CSV|1",
                "INSERT INTO `values` FORMAT CSV  \t 1|INSERT INTO `values` |CSV|1",
                "INSERT INTO t FORMAT CSV SELECT|INSERT INTO t |CSV|SELECT",
                "INSERT INTO t SETTINGS a = 'VALUES', b = 1 VALUES (2)|INSERT INTO t SETTINGS a = 'VALUES', b = 1 |Values| (2)",
                "INSERT INTO FUNCTION f('VALUES', format) VALUES (2)|INSERT INTO FUNCTION f('VALUES', format) |Values| (2)",
                "INSERT INTO FUNCTION file('x', CSV, 'a UInt8') PARTITION BY a VALUES (2)|INSERT INTO FUNCTION file('x', CSV, 'a UInt8') PARTITION BY a |Values| (2)",
                "INSERT INTO {db:Identifier}.{t:Identifier} (a) FORMAT CSV 1|INSERT INTO {db:Identifier}.{t:Identifier} (a) |CSV|1",
                "INSERT INTO TABLE t VALUES 1;2|INSERT INTO TABLE t |Values| 1;2",
                "INSERT INTO t FORMAT CSV|INSERT INTO t |CSV|",
            })
    void findsTheDataOfAnInsert(String sql, String head, String format, String data) throws Exception {
        Statement statement = parse(sql);
        assertEquals(Kind.INSERT_DATA, statement.kind());
        assertEquals(head, text(statement.head()));
        assertEquals(format, statement.format());
        assertEquals(data == null ? "" : data, text(statement.data().readAllBytes()));
    }

    @Test
    void skipsOneLineEndBeforeTheData() throws Exception {
        assertEquals("1", text(parse("INSERT INTO t FORMAT CSV\n1").data().readAllBytes()));
        assertEquals("1", text(parse("INSERT INTO t FORMAT CSV \r\n1").data().readAllBytes()));
        assertEquals("\n1", text(parse("INSERT INTO t FORMAT CSV\n\n1").data().readAllBytes()));
        assertEquals(" 1", text(parse("INSERT INTO t FORMAT CSV\n 1").data().readAllBytes()));
    }

    @Test
    void joinsTheDataInTheTextWithTheRestOfTheStream() throws Exception {
        String head = "INSERT INTO t FORMAT CSV\n";
        String data = "0123456789".repeat(100);
        for (int size : new int[] {head.length(), head.length() + 1, head.length() + 999, head.length() + 1000, 5000}) {
            assertEquals(data, text(parse(head + data, size).data().readAllBytes()));
        }
        assertEquals(62, codeOf(head + data, head.length() - 10));
        assertEquals(62, codeOf("SELECT " + data, 100));
        assertEquals("SELECT 1", text(parse("SELECT 1", 8).bytes()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 1;;x",
                "INSERT INTO t SELECT 1; DROP TABLE t",
                "",
                "  ",
                ";",
                "-- only a comment"
            })
    void wantsExactlyOneStatement(String sql) {
        assertEquals(62, codeOf(sql, 262_144));
    }

    @Test
    void dropsWhatFollowsTheStatement() throws Exception {
        assertEquals("SELECT 1", text(parse("SELECT 1 ;; -- bye").bytes()));
        assertEquals("SELECT 1", text(parse("SELECT 1 -- bye").bytes()));
    }

    @Test
    void refusesFilesOfTheServer() {
        assertEquals(358, codeOf("SELECT 1 INTO OUTFILE 'x' FORMAT CSV", 1000));
        assertEquals(78, codeOf("INSERT INTO t FROM INFILE 'x' FORMAT CSV", 1000));
        assertEquals(48, codeOf("INSERT INTO t SELECT * FROM input() FORMAT CSV 1", 1000));
        assertEquals(62, codeOf("INSERT INTO t SELECT * FROM input('a UInt8')", 1000));
    }

    @Test
    void putsAFileInTheRightPlace() throws Exception {
        assertEquals(
                "SELECT 1 \nINTO OUTFILE '/p' TRUNCATE FORMAT JSON  SETTINGS a = 1",
                text(parse("SELECT 1 FORMAT JSON SETTINGS a = 1;").intoFile("/p", "JSON")));
        assertEquals(
                "SELECT 1\nINTO OUTFILE '/p' TRUNCATE FORMAT XML ",
                text(parse("SELECT 1 -- c").intoFile("/p", "XML")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '@',
            value = {
                "INSERT INTO t SELECT a FROM input('a UInt8') WHERE a FORMAT CSV 1|INSERT INTO t SELECT a FROM x WHERE a|'a UInt8'|a UInt8",
                "INSERT INTO t SELECT a FROM (SELECT * FROM input ( $$a$$ )) FORMAT CSV 1|INSERT INTO t SELECT a FROM (SELECT * FROM x)|$$a$$|a",
                "INSERT INTO t SELECT a FROM input(concat('a', (' UInt8'))) AS i FORMAT CSV 1|INSERT INTO t SELECT a FROM x AS i|concat('a', (' UInt8'))|",
            })
    void putsATableInThePlaceOfInput(String sql, String replaced, String structure, String literal) throws Exception {
        Statement insert = parse(sql);
        assertEquals(replaced, text(insert.withInput("x")).strip());
        assertEquals(structure, insert.inputStructure());
        assertEquals(literal, insert.literalInputStructure());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '@',
            value = {
                "SELECT 1 SETTINGS max_threads = 1, session_timezone = 'Asia/Tokyo'|max_threads = 1, session_timezone = 'Asia/Tokyo'|Asia/Tokyo",
                "SELECT 1 SETTINGS session_timezone = DEFAULT FORMAT JSON|session_timezone = DEFAULT|@@",
                "SELECT 1 FORMAT JSON SETTINGS a = 'x'|a = 'x'|",
                "SELECT * FROM (SELECT 1 SETTINGS session_timezone = 'Asia/Tokyo')|@@|",
                "SELECT * FROM system.settings|@@|",
                "SELECT settings FROM t|@@|",
                "INSERT INTO t SETTINGS a = 1 SELECT x FROM input('x UInt8') SETTINGS b = 2 FORMAT CSV 1|a = 1, b = 2|",
            })
    void knowsItsOwnSettings(String sql, String settings, String timezone) throws Exception {
        Statement statement = parse(sql);
        assertEquals(settings, statement.settings());
        assertEquals(!settings.isEmpty(), statement.hasSettings());
        assertEquals(timezone, statement.settingValue("session_timezone"));
    }

    @Test
    void readsTheValuesOfStrings() throws Exception {
        Statement statement = parse("KILL QUERY WHERE query_id IN ('it''s', 'a\\'b\\n', $$raw'$$)");
        List<String> values = new ArrayList<>();
        for (int i = 0; i < statement.tokens().size(); i++) {
            if (statement.tokens().get(i).kind() == Token.Kind.STRING) {
                values.add(statement.value(i));
            }
        }
        assertEquals(List.of("it's", "a'b\n", "raw'"), values);
        assertNull(statement.format());
    }

    @Test
    void doesNotLookAtDataInTheText() throws IOException, EngineException {
        Statement statement = parse("INSERT INTO t FORMAT RowBinary\n'\"`/* $x$ ; (");
        assertEquals("'\"`/* $x$ ; (", text(statement.data().readAllBytes()));
    }
}
