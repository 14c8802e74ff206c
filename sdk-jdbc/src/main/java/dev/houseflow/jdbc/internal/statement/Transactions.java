package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Transactions, which ClickHouse has not: they are tolerated, and a rollback that undoes nothing
 * warns of it.
 */
final class Transactions {
    private static final Logger LOG = Logger.getLogger("dev.houseflow.jdbc");

    private final boolean refuses;
    private final Set<Savepoint> savepoints = new LinkedHashSet<>();
    private boolean autoCommit = true;
    private int isolation = Connection.TRANSACTION_NONE;
    private int written;
    private boolean logged;
    private int lastSavepoint;

    Transactions(boolean refuses) {
        this.refuses = refuses;
    }

    boolean isAutoCommit() {
        return autoCommit;
    }

    void setAutoCommit(boolean value) throws SQLException {
        if (!value && refuses) {
            throw SqlErrors.unsupported(
                    "ClickHouse has no transactions, and transactions=refuse is set: leave autocommit on");
        }
        autoCommit = value;
        written = 0;
    }

    /** A statement has changed something. */
    void wrote() {
        if (!autoCommit) written++;
    }

    void commit() throws SQLException {
        checkManual("commit");
        written = 0;
        savepoints.clear();
    }

    /** What to warn of, or null. */
    SQLWarning rollback() throws SQLException {
        checkManual("rollback");
        savepoints.clear();
        return undone();
    }

    SQLWarning rollback(Savepoint savepoint) throws SQLException {
        checkManual("rollback");
        known(savepoint);
        return undone();
    }

    private SQLWarning undone() {
        if (written == 0) return null;
        String message = written + (written == 1 ? " statement stays" : " statements stay")
                + " applied: ClickHouse has no rollback. Write in one INSERT what belongs together";
        written = 0;
        if (!logged) LOG.log(Level.WARNING, message);
        logged = true;
        return new SQLWarning(message, "01000");
    }

    private void checkManual(String what) throws SQLException {
        if (autoCommit)
            throw SqlErrors.state(
                    "25000", "Autocommit is on, so there is nothing to " + what + ": call setAutoCommit(false) first");
    }

    Savepoint savepoint(String name) throws SQLException {
        checkManual("set a savepoint in");
        Savepoint savepoint = new Point(++lastSavepoint, name);
        savepoints.add(savepoint);
        return savepoint;
    }

    void release(Savepoint savepoint) throws SQLException {
        known(savepoint);
        savepoints.remove(savepoint);
    }

    private void known(Savepoint savepoint) throws SQLException {
        if (savepoints.contains(savepoint)) return;
        throw SqlErrors.state(
                "3B001",
                "This savepoint is not one of this transaction: it was released, or belongs to another connection");
    }

    int isolation() {
        return isolation;
    }

    void setIsolation(int level) throws SQLException {
        switch (level) {
            case Connection.TRANSACTION_NONE:
            case Connection.TRANSACTION_READ_UNCOMMITTED:
            case Connection.TRANSACTION_READ_COMMITTED:
            case Connection.TRANSACTION_REPEATABLE_READ:
            case Connection.TRANSACTION_SERIALIZABLE:
                break;
            default:
                throw SqlErrors.argument(
                        "There is no isolation level " + level + "; give one of Connection's, or TRANSACTION_NONE");
        }
        if (refuses && level != Connection.TRANSACTION_NONE) throw refusedIsolation();
        isolation = level;
    }

    private static SQLFeatureNotSupportedException refusedIsolation() {
        return SqlErrors.unsupported(
                "ClickHouse has no isolation levels, and transactions=refuse is set: give TRANSACTION_NONE");
    }

    private static final class Point implements Savepoint {
        private final int id;
        private final String name;

        Point(int id, String name) {
            this.id = id;
            this.name = name;
        }

        @Override
        public int getSavepointId() throws SQLException {
            if (name != null) throw SqlErrors.state("3B001", "This savepoint has a name: ask for that");
            return id;
        }

        @Override
        public String getSavepointName() throws SQLException {
            if (name == null) throw SqlErrors.state("3B001", "This savepoint has no name: ask for its id");
            return name;
        }
    }
}
