package dev.houseflow.jdbc.internal.errors;

import dev.houseflow.ConfigurationException;
import dev.houseflow.FormatException;
import dev.houseflow.ServerException;
import dev.houseflow.TransportException;
import dev.houseflow.UnsupportedTypeException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Makes the exceptions of this driver. */
public final class SqlErrors {
    /** A state of class 0A; pools close a connection on the general 0A000. */
    public static final String UNSUPPORTED = "0AH01";

    private SqlErrors() {}

    /** What a call that only read has failed with. */
    public static SQLException of(Throwable failure) {
        return of(failure, true);
    }

    /**
     * What a call has failed with.
     *
     * @param reads whether the call can have changed nothing.
     */
    public static SQLException of(Throwable failure, boolean reads) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof SQLException) return (SQLException) cause;
        if (cause instanceof ServerException) {
            ServerException e = (ServerException) cause;
            return ServerCodes.exception(e.code(), e.isRetryable(), e.getMessage(), e);
        }
        if (cause instanceof TransportException) return transport((TransportException) cause, reads);
        if (cause instanceof FormatException) return format((FormatException) cause);
        if (cause instanceof UnsupportedTypeException) {
            return new SQLFeatureNotSupportedException(cause.getMessage(), UNSUPPORTED, cause);
        }
        if (cause instanceof CancellationException) return cancelled(cause);
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return cancelled(cause);
        }
        if (cause instanceof ConfigurationException) {
            return new SQLNonTransientException(cause.getMessage(), "HY000", cause);
        }
        return new SQLException("The call failed: " + cause, "HY000", cause);
    }

    private static SQLException transport(TransportException e, boolean reads) {
        String message = e.getMessage();
        String option = e.timeoutOption();
        if ("timeout".equals(option)) return new SQLTimeoutException(message, "HYT00", e);
        if ("poolTimeout".equals(option)) return new SQLTransientConnectionException(message, "HYT01", e);
        if (!e.mayHaveReachedServer()) return new SQLTransientConnectionException(message, "08001", e);
        if (reads) return new SQLRecoverableException(message, "08006", e);
        return new SQLNonTransientConnectionException(message, "08007", e);
    }

    private static SQLException format(FormatException e) {
        if (e.byteOffset() >= 0) return new SQLException(e.getMessage(), "HY000", e);
        return new SQLDataException(e.getMessage(), "22018", e);
    }

    private static SQLException cancelled(Throwable cause) {
        String message = cause instanceof InterruptedException
                ? "The thread was interrupted while it waited; the statement is being stopped"
                : "The statement was cancelled; execute it again if that was a mistake";
        return new SQLException(message, "57014", cause);
    }

    /** The same as an interrupt of the thread, whose flag is set again. */
    public static SQLException interrupted(InterruptedException e) {
        return of(e);
    }

    /** A call or an option that this driver does not have. */
    public static SQLFeatureNotSupportedException unsupported(String message) {
        return new SQLFeatureNotSupportedException(message, UNSUPPORTED);
    }

    /** A value that does not fit, or does not convert. */
    public static SQLDataException data(String state, String message) {
        return new SQLDataException(message, state);
    }

    /** The same with what was found out first. */
    public static SQLDataException data(String state, String message, Throwable cause) {
        return new SQLDataException(message, state, cause);
    }

    /** An argument of a call that can never be right. */
    public static SQLException argument(String message) {
        return new SQLNonTransientException(message, "HY009");
    }

    /** A statement that this driver refuses before it is sent. */
    public static SQLException statement(String message) {
        return new SQLSyntaxErrorException(message, "42000");
    }

    /** An index of a column or parameter that is none. */
    public static SQLException index(String message) {
        return new SQLNonTransientException(message, "07009");
    }

    /** A call at the wrong time. */
    public static SQLException state(String state, String message) {
        return new SQLNonTransientException(message, state);
    }

    /** A call on a connection that is closed. */
    public static SQLException closedConnection() {
        return new SQLNonTransientConnectionException("This connection is closed; open a new one", "08003");
    }

    /** An option of a URL or of properties that cannot work. */
    public static SQLException configuration(String message, Throwable cause) {
        return new SQLNonTransientConnectionException(message, "08001", cause);
    }
}
