package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.InsertRequest;
import dev.houseflow.QueryRequest;
import dev.houseflow.QuerySummary;
import dev.houseflow.coroutines.internal.insert.BlockLayout;
import dev.houseflow.coroutines.internal.stream.StatementHead;
import dev.houseflow.javaapi.internal.async.DriverCalls;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.result.StreamedRows;
import dev.houseflow.jdbc.internal.sql.InsertShape;
import dev.houseflow.jdbc.internal.sql.ParsedSql;
import dev.houseflow.jdbc.internal.sql.SessionChange;
import dev.houseflow.jdbc.internal.sql.StatementKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Executes statements. */
class StatementImpl extends StatementBase {
    private static final Binding[] NONE = {};

    private List<String> batch = new ArrayList<>();

    StatementImpl(ConnectionImpl connection) {
        super(connection);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return run(parsed(sql), NONE, true);
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return query(parsed(sql), NONE);
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return update(parsed(sql), NONE);
    }

    /** A statement without parameters. */
    private ParsedSql parsed(String sql) throws SQLException {
        checkOpen();
        ParsedSql parsed = connection.parse(sql, escapes);
        if (parsed.parameters() > 0 && parsed.sql().indexOf('?') >= 0) {
            throw SqlErrors.state(
                    "07001",
                    "The statement has parameters, written as ?: use prepareStatement, or write ?? for a plain ?");
        }
        return parsed;
    }

    final ResultSet query(ParsedSql parsed, Binding[] values) throws SQLException {
        if (parsed.kind() == StatementKind.WRITES) {
            throw SqlErrors.statement(parsed.firstWord() + " has no result: use execute or executeUpdate");
        }
        if (run(parsed, values, true)) return result;
        throw SqlErrors.state("02000", "The statement ran, but had no result: use execute or executeUpdate");
    }

    final long update(ParsedSql parsed, Binding[] values) throws SQLException {
        if (parsed.kind() == StatementKind.READS) {
            throw SqlErrors.statement(parsed.firstWord() + " has a result: use executeQuery or execute");
        }
        run(parsed, values, false);
        return updateCount;
    }

    /**
     * Sends the statement, and says whether there is a result; of one that is not wanted nothing is
     * kept.
     */
    final boolean run(ParsedSql parsed, Binding[] values, boolean wantsResult) throws SQLException {
        reset();
        if (parsed.makesTemporary() && !connection.hasSession()) {
            throw SqlErrors.statement(
                    "A temporary table lives in a session, and this connection has none: set session=true in the URL");
        }
        SessionChange change = changeOf(parsed);
        QueryRequest.Builder builder = Bound.request(parsed, values, connection.pastesParameters());
        connection.apply(builder);
        options.apply(builder, connection.queryTimeout());
        QueryRequest request = Bound.build(builder);
        Running now = begin();
        boolean hasResult = false;
        try {
            if (parsed.kind() == StatementKind.WRITES) {
                done(now.await(connection.client().execute(request), connection.getNetworkTimeout()));
            } else {
                hasResult = answered(parsed, request, now, wantsResult);
            }
        } catch (SQLException e) {
            throw connection.failed(e);
        } finally {
            if (!hasResult) running = null;
        }
        if (hasResult) return true;
        if (change != null) connection.change(change);
        updateCount = count(parsed);
        if (parsed.kind() != StatementKind.READS) connection.wrote();
        return false;
    }

    /**
     * In a session, what cannot be taken apart is the server's to keep; what can be is sent with
     * later statements, and must be known.
     */
    private SessionChange changeOf(ParsedSql parsed) throws SQLException {
        try {
            return SessionChange.of(parsed);
        } catch (SQLException e) {
            if (connection.hasSession()) return null;
            throw e;
        }
    }

    final Running begin() {
        Running now = new Running();
        running = now;
        return now;
    }

    private void done(QuerySummary summary) {
        this.summary = summary;
        queryId = summary.queryId();
    }

    private boolean answered(ParsedSql parsed, QueryRequest request, Running now, boolean wantsResult)
            throws SQLException {
        int wait = connection.getNetworkTimeout();
        DriverCalls.Answer answer = now.of(connection.calls().answer(request));
        StatementHead head;
        try {
            head = answer.begin(wait);
        } catch (RuntimeException e) {
            answer.close();
            throw now.failure(e, parsed.kind() == StatementKind.READS);
        }
        done(head.summary());
        boolean hasResult =
                head.first() != null || head.summary().format() != null || parsed.kind() == StatementKind.READS;
        if (!hasResult) return false;
        StreamSource source = new StreamSource(answer, now, request, connection.client(), queryId, wait);
        if (!wantsResult) {
            while (source.next() != null) continue;
            return false;
        }
        result = new StreamedRows(source, head.first(), this, getLargeMaxRows(), this::resultClosed);
        return true;
    }

    private long count(ParsedSql parsed) {
        if (parsed.mutates()) return 1;
        if (!parsed.firstWord().equals("INSERT")) return 0;
        if (parsed.bringsValues() && parsed.tuples() > 0) return parsed.tuples();
        Long written = summary.writtenRows();
        return written == null ? 0 : written;
    }

    /** Asks what the rows of an insert are put into. */
    final BlockLayout layout(InsertRequest request, InsertRows rows, boolean fresh) throws SQLException {
        Running now = begin();
        try {
            return now.await(connection.calls().layout(request, rows, fresh), connection.getNetworkTimeout());
        } catch (SQLException e) {
            throw connection.failed(e);
        } finally {
            running = null;
        }
    }

    /** A request to fill the columns of {@code shape}, without what is for one execution. */
    final InsertRequest insertRequest(InsertShape shape, boolean nullAsDefault) throws SQLException {
        String id = options.nextQueryId;
        options.nextQueryId = null;
        try {
            return sending(shape, nullAsDefault);
        } finally {
            options.nextQueryId = id;
        }
    }

    private InsertRequest sending(InsertShape shape, boolean nullAsDefault) throws SQLException {
        InsertRequest.Builder builder = InsertRequest.builder(shape.table());
        connection.apply(builder);
        for (Map.Entry<String, String> entry : shape.settings().entrySet())
            builder.setting(entry.getKey(), entry.getValue());
        options.apply(builder, connection.queryTimeout());
        if (shape.columns() != null) builder.columns(shape.columns());
        return builder.nullAsDefault(nullAsDefault).build();
    }

    /** Sends {@code rows}. */
    final void insert(InsertBlocks rows) throws SQLException {
        InsertRequest request = sending(rows.shape(), rows.nullAsDefault());
        Running now = begin();
        try {
            done(now.await(
                    connection.calls().insert(request, rows.rows(), rows.blocks()), connection.getNetworkTimeout()));
        } catch (SQLException e) {
            throw connection.failed(e);
        } finally {
            running = null;
        }
        connection.wrote();
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, executeLargeUpdate(sql));
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return execute(sql);
    }

    @Override
    public boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return execute(sql);
    }

    @Override
    public boolean execute(String sql, String[] columnNames) throws SQLException {
        return execute(sql);
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        checkOpen();
        batch.add(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch = new ArrayList<>();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return Batches.ints(this::executeLargeBatch);
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        List<String> statements = batch;
        batch = new ArrayList<>();
        return Batches.oneByOne(statements.size(), i -> {
            ParsedSql parsed = parsed(statements.get(i));
            long count = update(parsed, NONE);
            return parsed.mutates() ? SUCCESS_NO_INFO : count;
        });
    }
}
