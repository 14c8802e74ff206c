package dev.houseflow.jdbc.internal.errors;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.HashMap;
import java.util.Map;

/** Which exception of JDBC, and which SQLState, an error code of ClickHouse is. */
final class ServerCodes {
    /** Makes an exception of one class. */
    private interface Maker {
        SQLException make(String message, String state, int code, Throwable cause);
    }

    private static final class Kind {
        final Maker maker;
        final String state;

        Kind(Maker maker, String state) {
            this.maker = maker;
            this.state = state;
        }
    }

    private static final Kind OTHER = new Kind(SQLException::new, "HY000");
    private static final Map<Integer, Kind> KINDS = new HashMap<>();

    static {
        put(SQLSyntaxErrorException::new, "42000", 36, 42, 44, 50, 62, 63, 115, 179, 184, 215, 258, 386, 440, 452, 456);
        put(SQLSyntaxErrorException::new, "42883", 46);
        put(SQLSyntaxErrorException::new, "42804", 43);
        put(SQLSyntaxErrorException::new, "42S02", 60);
        put(SQLSyntaxErrorException::new, "42S22", 8, 10, 16, 47);
        put(SQLSyntaxErrorException::new, "42S01", 57);
        put(SQLSyntaxErrorException::new, "42S21", 15);
        put(SQLSyntaxErrorException::new, "3D000", 81);
        put(SQLSyntaxErrorException::new, "42P04", 82);
        put(SQLException::new, "25006", 164);
        put(SQLDataException::new, "22018", 6, 27, 38, 53, 70, 72, 130, 376, 691);
        put(SQLDataException::new, "22007", 41);
        put(SQLDataException::new, "22003", 69, 131, 321, 407);
        put(SQLDataException::new, "22012", 153);
        put(SQLDataException::new, "22004", 349);
        put(SQLDataException::new, "22000", 20, 125, 395);
        put(SQLIntegrityConstraintViolationException::new, "23514", 469);
        put(SQLInvalidAuthorizationSpecException::new, "28000", 192, 193, 194, 516);
        put(SQLInvalidAuthorizationSpecException::new, "42501", 497, 511);
        put(SQLTimeoutException::new, "HYT00", 159, 160);
        put(SQLException::new, "57014", 394);
        put(SQLNonTransientException::new, "53200", 241);
        put(SQLNonTransientException::new, "54000", 158, 191, 243, 307, 396);
        put(SQLNonTransientException::new, "53400", 201);
        put(SQLTransientException::new, "HY000", 3, 202, 236, 242, 252, 319, 373, 425, 999);
        put(SQLTransientConnectionException::new, "HY000", 203, 209, 210, 279);
        put(SQLNonTransientConnectionException::new, "08003", 372);
        put(SQLFeatureNotSupportedException::new, "0AH48", 48, 344);
    }

    private ServerCodes() {}

    private static void put(Maker maker, String state, int... codes) {
        for (int code : codes) KINDS.put(code, new Kind(maker, state));
    }

    /**
     * The exception for {@code code}; of a code that is not known, {@code isRetryable} says what it
     * is.
     */
    static SQLException exception(int code, boolean isRetryable, String message, Throwable cause) {
        Kind kind = KINDS.get(code);
        if (kind == null && isRetryable) return new SQLTransientException(message, "HY000", code, cause);
        if (kind == null) kind = OTHER;
        return kind.maker.make(message, kind.state, code, cause);
    }
}
