package dev.houseflow.embedded.internal.chdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.houseflow.embedded.internal.EngineException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineErrorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Code: 60. DB::Exception: Table x does not exist. (UNKNOWN_TABLE)|60|UNKNOWN_TABLE|Table x does not exist.",
                "Code: 115. DB::Exception: Code: 115. DB::Exception: Unknown setting 'a'. (UNKNOWN_SETTING) (version 26.7.2.1)."
                        + " (UNKNOWN_SETTING)|115|UNKNOWN_SETTING|Unknown setting 'a'.",
                "Code: 27. DB::Exception: Cannot parse: (at row 2). (CANNOT_PARSE_INPUT_ASSERTION_FAILED) (version 26.7.2.1"
                        + " (official build))|27|CANNOT_PARSE_INPUT_ASSERTION_FAILED|Cannot parse: (at row 2).",
                "Code: 1000. DB::Exception: Words (NOT_THE_NAME) and more|1000|UNKNOWN_EXCEPTION|Words (NOT_THE_NAME) and more",
                "No active streaming query|1002|UNKNOWN_EXCEPTION|No active streaming query",
                "send_insert requires an INSERT query (HERE)|1002|UNKNOWN_EXCEPTION|send_insert requires an INSERT query (HERE)",
            })
    void takesTheWordsOutOfTheirWrapping(String text, int code, String name, String message) {
        EngineException error = EngineErrors.parse(text);
        assertEquals(code, error.code());
        assertEquals(name, error.codeName());
        assertEquals(message, error.getMessage());
    }
}
