package dev.houseflow.jdbc;

import dev.houseflow.ExternalTable;
import dev.houseflow.ProgressListener;
import dev.houseflow.QuerySummary;
import java.sql.SQLException;
import java.sql.Statement;

/** A statement of this driver; {@code unwrap(HouseflowStatement.class)} gives it. */
public interface HouseflowStatement extends Statement {
    /** The id of the query that is running or ran last; null before the first one. */
    String queryId();

    /**
     * Gives the next execution this id; those after it have ids of their own again.
     *
     * @throws SQLException when the statement is closed.
     */
    void setQueryId(String queryId) throws SQLException;

    /**
     * Sends the setting {@code name} with each execution; null as {@code value} takes it back.
     *
     * @throws SQLException when the statement is closed.
     */
    void setSetting(String name, Object value) throws SQLException;

    /**
     * The value of the SQL's own placeholder <code>{name:Type}</code>.
     *
     * @throws SQLException when the statement is closed.
     */
    void setParameter(String name, Object value) throws SQLException;

    /**
     * Sends {@code table} along with the next execution.
     *
     * @throws SQLException when the statement is closed.
     */
    void addExternalTable(ExternalTable table) throws SQLException;

    /**
     * Told of the progress of each execution, on threads of the client; null for none.
     *
     * @throws SQLException when the statement is closed.
     */
    void setProgressListener(ProgressListener listener) throws SQLException;

    /**
     * What the server said of the last execution in the head of its answer; null before the first
     * one.
     */
    QuerySummary summary();
}
