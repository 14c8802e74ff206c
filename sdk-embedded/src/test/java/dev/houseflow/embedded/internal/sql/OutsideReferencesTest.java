package dev.houseflow.embedded.internal.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which definitions reach outside of the data directory, however they are written. */
class OutsideReferencesTest {
    private static final String DICTIONARY = "CREATE DICTIONARY d (k UInt64) PRIMARY KEY k ";

    private static List<OutsideReferences.Reference> of(String sql) throws Exception {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        return OutsideReferences.of(
                StatementParser.parse(new StatementText(bytes, bytes.length, true, InputStream.nullInputStream())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '@',
            value = {
                "SOURCE(FILE(path '/etc/passwd' format 'TSV'))|FILES|the dictionary source FILE",
                "source ( `file` (path '/x'))|FILES|the dictionary source FILE",
                "SOURCE/* ( */ (YAMLRegExpTree(PATH '/x'))|FILES|the dictionary source YAMLREGEXPTREE",
                "SOURCE(EXECUTABLE(command 'id' format 'TSV'))|COMMANDS|the dictionary source EXECUTABLE",
                "SOURCE(\"executable_pool\"(command 'id'))|COMMANDS|the dictionary source EXECUTABLE_POOL",
                "SOURCE(LIBRARY(path 'x.so'))|COMMANDS|the dictionary source LIBRARY",
                "SOURCE(HTTP(url 'http://x'))|NETWORK|the dictionary source HTTP",
                "SOURCE(MYSQL(host 'x'))|NETWORK|the dictionary source MYSQL",
                "SOURCE(CLICKHOUSE(HOST '10.0.0.1' TABLE 't'))|NETWORK|the dictionary source CLICKHOUSE with another host",
                "SOURCE(CLICKHOUSE(`host` concat('10.0', '.0.1')))|NETWORK|the dictionary source CLICKHOUSE with another host",
                "SOURCE(CLICKHOUSE(NAME collection))|NETWORK|the dictionary source CLICKHOUSE with another host"
            })
    void findsSourcesOfDictionaries(String source, String target, String what) throws Exception {
        for (String create : List.of(
                DICTIONARY,
                DICTIONARY.replace("CREATE", "CREATE OR REPLACE"),
                DICTIONARY.replace("CREATE", "ATTACH"))) {
            List<OutsideReferences.Reference> found = of(create + source + " LAYOUT(FLAT()) LIFETIME(0)");
            assertEquals(
                    List.of(new OutsideReferences.Reference(OutsideReferences.Target.valueOf(target), what)), found);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '@',
            value = {
                "CREATE TABLE t (q String) ENGINE = QueryRunner|COMMANDS",
                "CREATE TABLE t (q String) engine `queryrunner`|COMMANDS",
                "CREATE TABLE a (x Int8) ENGINE Memory PARALLEL WITH CREATE TABLE t (q String) ENGINE QueryRunner|COMMANDS",
                "CREATE TABLE t (x Int8) ENGINE = EmbeddedRocksDB(0, '/tmp/x') PRIMARY KEY x|FILES",
                "CREATE DATABASE d ENGINE = DataLakeCatalog('http://x')|NETWORK",
                "CREATE TABLE t (x Int8) ENGINE MergeTree ORDER BY x SETTINGS disk = disk(type = local, path = '/x')|FILES NETWORK",
                "ALTER TABLE t MODIFY SETTING disk = `disk` (type = web)|FILES NETWORK",
                "BACKUP TABLE t TO S3('http://x')|NETWORK",
                "BACKUP TABLE t TO File('x') SETTINGS base_backup = AzureBlobStorage('x')|NETWORK",
                "RESTORE TABLE t FROM s3 ('http://x')|NETWORK",
                "CREATE DATABASE d ENGINE = Backup('default', S3('http://x'))|NETWORK",
                "CREATE TEMPORARY TABLE t (q String) ENGINE = QueryRunner|COMMANDS"
            })
    void findsEnginesDisksAndBackups(String sql, String targets) throws Exception {
        assertEquals(
                targets,
                of(sql).stream().map(reference -> reference.target().name()).collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DICTIONARY + "SOURCE(CLICKHOUSE(TABLE 't')) LAYOUT(FLAT()) LIFETIME(0)",
                DICTIONARY
                        + "SOURCE(CLICKHOUSE(HOST 'localhost' PORT tcpPort() USER 'name' TABLE 'host')) LAYOUT(FLAT())",
                DICTIONARY + "SOURCE(NULL()) LAYOUT(FLAT()) LIFETIME(0)",
                "CREATE TABLE t (x Int8) ENGINE = EmbeddedRocksDB PRIMARY KEY x",
                "CREATE TABLE t (x Int8) ENGINE = EmbeddedRocksDB(60) PRIMARY KEY x",
                "CREATE TABLE source (disk String, s3 String) ENGINE = Memory COMMENT 'ENGINE = QueryRunner'",
                "CREATE TABLE t (x Int8) ENGINE MergeTree ORDER BY x SETTINGS disk = 'default'",
                "BACKUP TABLE t TO File('x')",
                "SELECT 'SOURCE(FILE())' FROM disk",
                "INSERT INTO disk (s3) VALUES (1)"
            })
    void letsTheRestAlone(String sql) throws Exception {
        assertEquals(List.of(), of(sql));
    }
}
