package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ServerException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Jdbc.class)
class ErrorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "62  | 42000 | SQLSyntaxErrorException   | SELEC 1",
                "62  | 42000 | SQLSyntaxErrorException   | SELECT 1 FROM",
                "60  | 42S02 | SQLSyntaxErrorException   | SELECT * FROM no_such_table",
                "47  | 42S22 | SQLSyntaxErrorException   | SELECT no_such_column",
                "46  | 42883 | SQLSyntaxErrorException   | SELECT noSuchFunction(1)",
                "81  | 3D000 | SQLSyntaxErrorException   | SELECT * FROM no_such_db.t",
                "57  | 42S01 | SQLSyntaxErrorException   | CREATE TABLE system.one (a Int8) ENGINE Memory",
                "115 | 42000 | SQLSyntaxErrorException   | SELECT 1 SETTINGS no_such_setting = 1",
                "153 | 22012 | SQLDataException          | SELECT intDiv(1, 0)",
                "6   | 22018 | SQLDataException          | SELECT toInt32('x')",
                "41  | 22007 | SQLDataException          | SELECT toDateTime('x')",
                "395 | 22000 | SQLDataException          | SELECT throwIf(1)",
                "241 | 53200 | SQLNonTransientException  | SELECT groupArray(number) FROM numbers(100000000) SETTINGS max_memory_usage = 10000000",
                "158 | 54000 | SQLNonTransientException  | SELECT * FROM numbers(1000) SETTINGS max_rows_to_read = 10",
                "159 | HYT00 | SQLTimeoutException       | SELECT sum(sleepEachRow(0.1)) FROM numbers(100) SETTINGS max_execution_time = 1, max_block_size = 1",
                "164 | 25006 | SQLException              | CREATE TABLE readonly_t (a Int8) ENGINE Memory SETTINGS readonly = 1",
            })
    void codesOfTheServerHaveTheirStates(int code, String state, String className, String sql) throws SQLException {
        String options = sql.contains("readonly") ? "setting.readonly=1" : "";
        String text = sql.replace(" SETTINGS readonly = 1", "");
        try (Connection connection = Jdbc.connect(options)) {
            SQLException e = assertThrows(SQLException.class, () -> {
                try (var statement = connection.createStatement()) {
                    if (statement.execute(text)) {
                        var rows = statement.getResultSet();
                        while (rows.next()) continue;
                    }
                }
            });
            assertEquals(code, e.getErrorCode(), e.getMessage());
            assertEquals(state, e.getSQLState(), e.getMessage());
            assertEquals(className, e.getClass().getSimpleName());
            assertInstanceOf(ServerException.class, e.getCause());
            assertTrue(e.getMessage().contains("query id"), e.getMessage());
        }
    }

    @Test
    void aWrongPasswordIsNoAuthorization() throws SQLException {
        String url = "jdbc:houseflow:clickhouse://tester:wrong@" + Jdbc.address();
        try (Connection connection = DriverManager.getConnection(url)) {
            SQLException e = assertThrows(SQLException.class, () -> Jdbc.run(connection, "SELECT 1"));
            assertEquals("28000", e.getSQLState());
            assertEquals(516, e.getErrorCode());
            assertTrue(!e.getMessage().contains("wrong@") && !e.toString().contains("secret"), e.getMessage());
        }
    }

    @Test
    void aViolatedConstraintIsOne() throws SQLException {
        try (Connection connection = Jdbc.connect()) {
            Jdbc.run(
                    connection, "CREATE OR REPLACE TABLE constrained (a Int8, CONSTRAINT c CHECK a > 0) ENGINE Memory");
            SQLException e =
                    assertThrows(SQLException.class, () -> Jdbc.run(connection, "INSERT INTO constrained VALUES (-1)"));
            assertEquals("23514", e.getSQLState());
        }
    }
}
