package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.ClickHouseType;
import dev.houseflow.ExternalTable;
import dev.houseflow.ProgressListener;
import dev.houseflow.QuerySummary;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.result.FetchSize;
import dev.houseflow.jdbc.internal.result.MemoryBlocks;
import dev.houseflow.jdbc.internal.result.StreamedRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Collections;

/** What a statement remembers: its options, its result and its counts. */
abstract class StatementBase extends StatementTraits {
    static final long NO_COUNT = -1;

    final ConnectionImpl connection;
    final StatementOptions options = new StatementOptions();
    boolean escapes = true;

    StreamedRows result;
    long updateCount = NO_COUNT;
    QuerySummary summary;
    volatile String queryId;
    volatile Running running;

    private long maxRows;
    private int maxFieldSize;
    private final FetchSize fetchSize = new FetchSize();
    private boolean poolable;
    private boolean closeOnCompletion;
    private volatile boolean closed;
    private SQLWarning warnings;

    StatementBase(ConnectionImpl connection) {
        this.connection = connection;
    }

    @Override
    final void checkOpen() throws SQLException {
        if (closed) throw SqlErrors.state("HY010", "This statement is closed; make a new one");
        connection.checkOpen();
    }

    /** Ends what the execution before has left. */
    final void reset() throws SQLException {
        StreamedRows before = result;
        result = null;
        updateCount = NO_COUNT;
        if (before != null) before.close();
        warnings = null;
    }

    final void warn(SQLWarning warning) {
        if (warnings == null) warnings = warning;
        else warnings.setNextWarning(warning);
    }

    /** Called when a result of this statement is closed. */
    final void resultClosed() {
        running = null;
        if (closeOnCompletion && !closed) {
            closed = true;
            connection.forget(this);
        }
    }

    @Override
    public void cancel() throws SQLException {
        Running current = running;
        if (current != null) current.cancel();
    }

    @Override
    public void close() throws SQLException {
        if (closed) return;
        closed = true;
        connection.forget(this);
        StreamedRows open = result;
        if (open != null) open.close();
        Running current = running;
        if (current != null) current.cancel();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        checkOpen();
        return result;
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return result == null ? updateCount : NO_COUNT;
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        if (current == KEEP_CURRENT_RESULT) {
            throw SqlErrors.unsupported(
                    "A statement has one result at a time: give CLOSE_CURRENT_RESULT, or use two statements");
        }
        if (current != CLOSE_CURRENT_RESULT && current != CLOSE_ALL_RESULTS) {
            throw SqlErrors.argument("getMoreResults takes CLOSE_CURRENT_RESULT or CLOSE_ALL_RESULTS, not " + current);
        }
        StreamedRows open = result;
        result = null;
        updateCount = NO_COUNT;
        if (open != null) open.close();
        return false;
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        MemoryBlocks none = new MemoryBlocks(
                new String[] {"GENERATED_KEY"},
                new ClickHouseType[] {ClickHouseType.parse("Int64")},
                new ArrayList<>(Collections.<Object[]>emptyList()));
        return new StreamedRows(none, null, this, 0, null);
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        checkOpen();
        return maxFieldSize;
    }

    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        checkOpen();
        if (max < 0) throw SqlErrors.argument("The largest field size is " + max + "; give 0 for no limit");
        if (max > 0)
            throw SqlErrors.unsupported(
                    "Values are never cut: leave out setMaxFieldSize, or write substring(column, 1, n)");
        maxFieldSize = max;
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        checkOpen();
        return maxRows;
    }

    @Override
    public void setLargeMaxRows(long max) throws SQLException {
        checkOpen();
        if (max < 0) throw SqlErrors.argument("The most rows are " + max + "; give 0 for all of them");
        maxRows = max;
    }

    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        checkOpen();
        escapes = enable;
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        checkOpen();
        return options.queryTimeoutSeconds;
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        if (seconds < 0) throw SqlErrors.argument("The query timeout is " + seconds + " s; give 0 for none");
        options.queryTimeoutSeconds = seconds;
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return warnings;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        warnings = null;
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        fetchSize.set(rows);
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return fetchSize.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }

    @Override
    public void setPoolable(boolean poolable) throws SQLException {
        checkOpen();
        this.poolable = poolable;
    }

    @Override
    public boolean isPoolable() throws SQLException {
        checkOpen();
        return poolable;
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        checkOpen();
        closeOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return closeOnCompletion;
    }

    @Override
    public String queryId() {
        return queryId;
    }

    @Override
    public QuerySummary summary() {
        return summary;
    }

    @Override
    public void setQueryId(String id) throws SQLException {
        checkOpen();
        options.nextQueryId = id;
    }

    @Override
    public void setSetting(String name, Object value) throws SQLException {
        checkOpen();
        if (value == null) options.settings.remove(name);
        else options.settings.put(name, value);
    }

    @Override
    public void setParameter(String name, Object value) throws SQLException {
        checkOpen();
        options.parameters.put(name, value);
    }

    @Override
    public void addExternalTable(ExternalTable table) throws SQLException {
        checkOpen();
        options.tables.add(table);
    }

    @Override
    public void setProgressListener(ProgressListener listener) throws SQLException {
        checkOpen();
        options.listener = listener;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " of " + connection;
    }
}
