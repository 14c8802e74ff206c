package dev.houseflow.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries stay within the data directory, whatever way out they try, unless the server was told to let them out. */
class OutsideAccessTest {
    private static final String SECRET = "the-secret-of-this-file";

    @RegisterExtension
    static final EmbeddedServerExtension SERVER = new EmbeddedServerExtension();

    @TempDir
    static Path folder;

    private static HttpServer elsewhere;
    private static final AtomicInteger VISITS = new AtomicInteger();

    @BeforeAll
    static void prepare() throws IOException {
        Files.writeString(folder.resolve("secret.tsv"), SECRET + "\n");
        Files.createSymbolicLink(SERVER.server().dataPath().resolve("link.tsv"), folder.resolve("secret.tsv"));
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            VISITS.incrementAndGet();
            byte[] bytes = (SECRET + "\n").getBytes();
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        elsewhere.start();
    }

    @AfterAll
    static void stop() {
        elsewhere.stop(0);
    }

    private static String filled(String sql) {
        return sql.replace("@FILE", folder.resolve("secret.tsv").toString())
                .replace("@NEW", folder.resolve("written").toString())
                .replace("@FOLDER", folder.toString())
                .replace("@LINK", SERVER.server().dataPath().resolve("link.tsv").toString())
                .replace("@URL", "http://127.0.0.1:" + elsewhere.getAddress().getPort());
    }

    /** Statements one after another; none may give away the file or make one, and the last one must fail. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT * FROM file('@FILE', 'TSV', 's String')|497",
                "SELECT * FROM file('@FILE')|497",
                "SELECT * FROM file(0, 'TSV', 's String')|497",
                "SELECT * FROM file('@LINK', 'TSV', 's String')|497",
                "SELECT * FROM file('link.tsv', 'TSV', 's String')|497",
                "SELECT * FROM file('../../../../../..@FILE', 'TSV', 's String')|497",
                "SELECT * FROM `file`('@FILE', 'TSV', 's String')|497",
                "SELECT * FROM /* c */ file ('@FILE', TSV, 's String')|497",
                "SELECT * FROM fileCluster('default', '@FILE', 'TSV', 's String')|701",
                "SELECT * FROM `@FILE`|497",
                "SELECT * FROM view(SELECT * FROM file('@FILE', 'TSV', 's String'))|497",
                "SELECT * FROM loop(file('@FILE', 'TSV', 's String')) LIMIT 1|497",
                "SELECT * FROM url('file://@FILE', 'TSV', 's String')|497",
                "SELECT file('@FILE')|497",
                "SELECT file('@LINK')|497",
                "SELECT arrayMap(x -> file(x), ['@FILE'])|497",
                "SELECT arrayMap(file, ['@FILE'])|497",
                "SELECT * APPLY file FROM (SELECT '@FILE' AS x)|497",
                "SELECT * FROM eval('SELECT file(''@FILE'')') SETTINGS allow_experimental_eval_table_function = 1|497",
                "CREATE FUNCTION leak AS (x) -> file(x) ;; SELECT leak('@FILE')|497",
                "CREATE VIEW leak1 AS SELECT file('@FILE')|497",
                "CREATE VIEW leak2 (s String) AS SELECT * FROM file('@FILE', 'TSV', 's String') ;; SELECT * FROM leak2|497",
                "CREATE VIEW leak3 (s String) SQL SECURITY NONE AS SELECT * FROM file('@FILE', 'TSV', 's String')|497",
                "CREATE TABLE leak4 (s String DEFAULT file('@FILE'), x UInt8) ENGINE Memory|497",
                "CREATE TABLE leak5 (s String) ENGINE Memory ;; INSERT INTO leak5 VALUES (file('@FILE'))|497",
                "CREATE TABLE leak6 (s String) ENGINE Memory ;; INSERT INTO leak6 FROM INFILE '@FILE' FORMAT TSV|78",
                "CREATE TABLE leak7 ENGINE Memory AS SELECT * FROM file('@FILE', 'TSV', 's String')|497",
                "CREATE TABLE leak8 AS file('@FILE', 'TSV', 's String')|497",
                "CREATE TABLE leak9 (s String) ENGINE = File(TSV, '@FILE')|497",
                "ATTACH TABLE leak10 (s String) ENGINE = File('TSV', '@FILE')|497",
                "CREATE TEMPORARY TABLE leak11 (s String) ENGINE = File('TSV', '@FILE')|497",
                "CREATE MATERIALIZED VIEW leak12 ENGINE = File('TSV', '@NEW') AS SELECT 1|497",
                "CREATE DATABASE leak13 ENGINE = Filesystem('@FOLDER')|497",
                "CREATE DATABASE leak14 ENGINE = SQLite('@NEW')|497",
                "SELECT * FROM sqlite('@NEW', 't')|497",
                "SELECT * FROM filesystem('@FOLDER')|497",
                "SELECT * FROM icebergLocal('@FOLDER')|497",
                "SELECT * FROM deltaLakeLocal('@FOLDER')|497",
                "INSERT INTO FUNCTION file('@NEW', 'TSV', 's String') VALUES ('x')|497",
                "INSERT INTO TABLE FUNCTION file('@NEW', 'TSV', 's String') SELECT 'x'|497",
                "SELECT 1 INTO OUTFILE '@NEW'|358",
                "SELECT 1 INTO /* c */ OUTFILE '@NEW' FORMAT TSV|358",
                "EXPLAIN SELECT 1 INTO OUTFILE '@NEW'|358",
                "SHOW TABLES INTO OUTFILE '@NEW'|358",
                "CREATE TABLE leak15 (x UInt8) ENGINE Memory PARALLEL WITH SELECT 1 INTO OUTFILE '@NEW'|358",
                "SELECT 1 FORMAT Template SETTINGS format_template_resultset = '@FILE'|452",
                "SELECT 1 FORMAT Template SETTINGS format_template_row = '@FILE'|452",
                "SELECT 1 AS x FORMAT Protobuf SETTINGS output_format_schema = '@NEW', format_protobuf_use_autogenerated_schema = 1|452",
                "SET input_format_record_errors_file_path = '@NEW'|452",
                "SELECT 1 AS x FORMAT Protobuf SETTINGS format_schema = '@FILE:X'|497",
                "CREATE TABLE leak16 (x UInt8) ENGINE = EmbeddedRocksDB(0, '@NEW') PRIMARY KEY x|497",
                "CREATE TABLE leak17 (x UInt8) ENGINE MergeTree ORDER BY x SETTINGS disk = disk(type = object_storage, object_storage_type = local, metadata_type = local, path = '@NEW')|497",
                "CREATE DATABASE leak18 ENGINE = Atomic SETTINGS disk = disk(type = object_storage, object_storage_type = local, metadata_type = local, path = '@NEW')|497",
                "BACKUP TABLE system.one TO File('@NEW')|36",
                "BACKUP TABLE system.one TO File('../../written')|36",
                "ATTACH TABLE leak19 FROM '@FOLDER' (x UInt8) ENGINE MergeTree ORDER BY x|497",
                "CREATE DICTIONARY leak20 (k UInt64, s String) PRIMARY KEY k SOURCE(FILE(path '@FILE' format 'TSV')) LAYOUT(FLAT()) LIFETIME(0)|497",
                "CREATE DICTIONARY leak21 (s String) PRIMARY KEY s SOURCE(CLICKHOUSE(QUERY 'SELECT file(''@FILE'')')) LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0) ;; SELECT * FROM leak21|497",
                "CREATE DICTIONARY leak22 (k UInt64, s String) PRIMARY KEY k SOURCE(EXECUTABLE(command 'cat @FILE; touch @NEW' format 'TSV')) LAYOUT(FLAT()) LIFETIME(0)|497",
                "CREATE TABLE leak23 (query String) ENGINE = QueryRunner|497",
                "SELECT * FROM executable('../../../../bin/cat @FILE', 'TSV', 's String')|1",
                "CREATE TABLE leak24 (s String) ENGINE = Executable('../../../../bin/cat @FILE', 'TSV') ;; SELECT * FROM leak24|1",
                "SELECT * FROM {t:Identifier}|497"
            })
    void filesStayOutOfReach(String statements, int code) throws Exception {
        String last = "";
        HttpResponse<String> answer = null;
        for (String statement : filled(statements).split(" ;; ")) {
            String parameter = statement.contains("{t:") ? "?param_t=" + folder.resolve("secret.tsv") : "";
            answer = Http.postTo(SERVER.server(), "/" + parameter, statement);
            assertFalse(answer.body().contains(SECRET), () -> "gives the file away: " + statements);
            last = answer.body();
        }
        assertEquals(
                Integer.toString(code),
                answer.headers().firstValue("X-ClickHouse-Exception-Code").orElse("none"),
                last);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("secret.tsv")), left.toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM url('@URL/x', 'TSV', 's String')",
                "SELECT * FROM urlCluster('default', '@URL/x', 'TSV', 's String')",
                "SELECT * FROM s3('@URL/bucket/x', 'TSV', 's String')",
                "SELECT * FROM gcs('@URL/bucket/x', 'TSV', 's String')",
                "SELECT * FROM azureBlobStorage('@URL/x', 'c', 'b', 'TSV', 's String')",
                "SELECT * FROM remote('127.0.0.1:1', system.one)",
                "SELECT * FROM remoteSecure('127.0.0.1:1', system.one)",
                "SELECT * FROM mysql('127.0.0.1:1', 'd', 't', 'u', 'p')",
                "SELECT * FROM postgresql('127.0.0.1:1', 'd', 't', 'u', 'p')",
                "SELECT * FROM mongodb('127.0.0.1:1', 'd', 't', 'u', 'p', 's String')",
                "SELECT * FROM redis('127.0.0.1:1', 's', 's String')",
                "SELECT * FROM jdbc('x', 'd', 't')",
                "SELECT * FROM odbc('DSN=x', 'd', 't')",
                "SELECT * FROM hdfs('hdfs://127.0.0.1:1/x', 'TSV', 's String')",
                "INSERT INTO FUNCTION url('@URL/x', 'TSV', 's String') VALUES ('x')",
                "CREATE TABLE out1 (s String) ENGINE = URL('@URL/x', 'TSV')",
                "CREATE TABLE out2 (s String) ENGINE = S3('@URL/bucket/x', 'TSV')",
                "CREATE TABLE out3 (s String) ENGINE = MySQL('127.0.0.1:1', 'd', 't', 'u', 'p')",
                "CREATE TABLE out4 (s String) ENGINE = Kafka('127.0.0.1:1', 't', 'g', 'TSV')",
                "CREATE DATABASE out5 ENGINE = PostgreSQL('127.0.0.1:1', 'd', 'u', 'p')",
                "CREATE DATABASE out6 ENGINE = DataLakeCatalog('@URL')",
                "CREATE DICTIONARY out7 (s String) PRIMARY KEY s SOURCE(HTTP(url '@URL/x' format 'TSV')) LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)",
                "CREATE TABLE out8 (x UInt8) ENGINE MergeTree ORDER BY x SETTINGS disk = disk(type = web, endpoint = '@URL/')",
                "BACKUP TABLE system.one TO S3('@URL/bucket/x', 'k', 's')"
            })
    void otherServersStayOutOfReach(String statement) throws Exception {
        HttpResponse<String> answer = Http.post(SERVER.server(), filled(statement));
        assertTrue(
                List.of("497", "701")
                        .contains(answer.headers()
                                .firstValue("X-ClickHouse-Exception-Code")
                                .orElse("none")),
                answer.body());
        assertEquals(0, VISITS.get());
    }

    @Test
    void errorsNameTheOptions() throws Exception {
        for (String sql : List.of("SELECT file('/x')", "SELECT * FROM file('/x')", "SET format_template_row = '/x'")) {
            String body = Http.post(SERVER.server(), sql).body();
            assertTrue(body.contains("Start it with allowFiles() (--allow-files)"), body);
        }
        for (String sql : List.of("SELECT * FROM url('http://x')", "BACKUP TABLE t TO S3('http://x')")) {
            String body = Http.post(SERVER.server(), sql).body();
            assertTrue(body.contains("Start it with allowNetwork() (--allow-network)"), body);
        }
    }

    @Test
    void whatNeedsNoFilesStillWorks() throws Exception {
        for (String sql : List.of(
                "CREATE TABLE inner1 (k UInt64, s String) ENGINE MergeTree ORDER BY k",
                "INSERT INTO inner1 SELECT k, s FROM input('k UInt64, s String') FORMAT TSV 1\tone",
                "CREATE DICTIONARY inner2 (k UInt64, s String) PRIMARY KEY k SOURCE(CLICKHOUSE(TABLE 'inner1')) LAYOUT(FLAT()) LIFETIME(0)",
                "CREATE TABLE inner3 (k UInt64) ENGINE = EmbeddedRocksDB PRIMARY KEY k",
                "INSERT INTO inner3 VALUES (1)",
                "CREATE DATABASE inner4",
                "CREATE MATERIALIZED VIEW inner5 ENGINE = Log AS SELECT * FROM inner1",
                "CREATE VIEW inner6 AS SELECT * FROM inner1",
                "CREATE TABLE inner7 (x UInt8) ENGINE = Buffer('default', 'inner1', 1, 1, 1, 1, 1, 1, 1)",
                "BACKUP TABLE inner1 TO File('kept')",
                "RESTORE TABLE inner1 AS inner8 FROM File('kept')",
                "ALTER TABLE inner1 FREEZE")) {
            Http.answer(SERVER.server(), sql);
        }
        assertEquals("one", Http.answer(SERVER.server(), "SELECT dictGet('inner2', 's', 1)"));
        assertEquals("1\tone", Http.answer(SERVER.server(), "SELECT * FROM inner6"));
        assertTrue(Http.answer(SERVER.server(), "SELECT 1 AS x FORMAT JSON").contains("\"rows\": 1"));
    }

    @Test
    void filesCanBeAllowed() throws Exception {
        try (EmbeddedClickHouse server =
                EmbeddedClickHouse.builder().allowFiles().start()) {
            assertEquals(SECRET, Http.answer(server, filled("SELECT * FROM file('@FILE', 'TSV', 's String')")));
            assertEquals(SECRET + "\\n", Http.answer(server, filled("SELECT file('@FILE')")));
            Http.answer(server, filled("CREATE TABLE t (s String) ENGINE = File('TSV', '@FILE')"));
            assertEquals(SECRET, Http.answer(server, "SELECT * FROM t"));
            assertEquals(497, code(server, "SELECT * FROM url('@URL/x', 'TSV', 's String')"));
            assertEquals(
                    497,
                    code(
                            server,
                            "CREATE DICTIONARY d (k UInt64) PRIMARY KEY k SOURCE(EXECUTABLE(command 'id' format 'TSV')) LAYOUT(FLAT())"));
        }
    }

    @Test
    void theNetworkCanBeAllowed() throws Exception {
        int before = VISITS.get();
        try (EmbeddedClickHouse server =
                EmbeddedClickHouse.builder().allowNetwork().start()) {
            assertEquals(SECRET, Http.answer(server, filled("SELECT * FROM url('@URL/x', 'TSV', 's String')")));
            assertEquals(497, code(server, "SELECT * FROM file('@FILE', 'TSV', 's String')"));
            assertEquals(497, code(server, "SELECT * FROM url('file://@FILE', 'TSV', 's String')"));
        }
        assertTrue(VISITS.get() > before);
        VISITS.set(before);
    }

    private static int code(EmbeddedClickHouse server, String sql) throws Exception {
        HttpResponse<String> answer = Http.post(server, filled(sql));
        return answer.headers()
                .firstValue("X-ClickHouse-Exception-Code")
                .map(Integer::parseInt)
                .orElse(0);
    }
}
