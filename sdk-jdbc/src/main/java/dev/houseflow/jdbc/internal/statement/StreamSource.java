package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.Block;
import dev.houseflow.QueryRequest;
import dev.houseflow.ResultColumn;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.internal.async.DriverCalls;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.result.BlockSource;
import dev.houseflow.jdbc.internal.values.ColumnInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** The blocks of an answer as they come. */
final class StreamSource implements BlockSource {
    private final DriverCalls.Answer answer;
    private final Running running;
    private final QueryRequest request;
    private final ClickHouseAsyncClient client;
    private final String queryId;
    private final int waitMillis;
    private volatile boolean closed;

    StreamSource(
            DriverCalls.Answer answer,
            Running running,
            QueryRequest request,
            ClickHouseAsyncClient client,
            String queryId,
            int waitMillis) {
        this.answer = answer;
        this.running = running;
        this.request = request;
        this.client = client;
        this.queryId = queryId;
        this.waitMillis = waitMillis;
    }

    @Override
    public Block next() throws SQLException {
        if (closed) return null;
        try {
            return answer.next(waitMillis);
        } catch (RuntimeException e) {
            answer.close();
            throw running.failure(e, true);
        }
    }

    @Override
    public List<ColumnInfo> columns() throws SQLException {
        return describe(client, request);
    }

    /** The columns that {@code request} would have; none where that cannot be told. */
    static List<ColumnInfo> describe(ClickHouseAsyncClient client, QueryRequest request) throws SQLException {
        List<ColumnInfo> columns = new ArrayList<>();
        try {
            for (ResultColumn column :
                    client.columns(request.toBuilder().queryId(null).build()).get()) {
                columns.add(new ColumnInfo(column.name(), column.type()));
            }
        } catch (InterruptedException e) {
            throw SqlErrors.interrupted(e);
        } catch (ExecutionException | CancellationException e) {
            return Collections.emptyList();
        }
        return columns;
    }

    @Override
    public String queryId() {
        return queryId;
    }

    @Override
    public void close() {
        closed = true;
        answer.close();
    }
}
