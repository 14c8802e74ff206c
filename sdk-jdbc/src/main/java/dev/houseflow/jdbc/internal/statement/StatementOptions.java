package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ExternalTable;
import dev.houseflow.InsertRequest;
import dev.houseflow.ProgressListener;
import dev.houseflow.QueryRequest;
import dev.houseflow.RequestOptions;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a statement says of its executions. */
final class StatementOptions {
    int queryTimeoutSeconds;
    String nextQueryId;
    ProgressListener listener;
    final Map<String, Object> settings = new LinkedHashMap<>();
    final Map<String, Object> parameters = new LinkedHashMap<>();
    final List<ExternalTable> tables = new ArrayList<>();

    /** Adds them to a request, and what is for one execution is forgotten. */
    void apply(QueryRequest.Builder request, Duration defaultTimeout) throws SQLException {
        try {
            common(request, defaultTimeout);
            for (Map.Entry<String, Object> entry : parameters.entrySet())
                request.parameter(entry.getKey(), entry.getValue());
            for (ExternalTable table : tables) request.externalTable(table);
        } catch (ClickHouseException e) {
            throw SqlErrors.data("22018", e.getMessage(), e);
        }
        tables.clear();
    }

    /** The same for an insert. */
    void apply(InsertRequest.Builder request, Duration defaultTimeout) throws SQLException {
        try {
            common(request, defaultTimeout);
        } catch (ClickHouseException e) {
            throw SqlErrors.data("22018", e.getMessage(), e);
        }
    }

    private void common(RequestOptions.Builder<?> request, Duration defaultTimeout) {
        if (queryTimeoutSeconds > 0) request.timeout(Duration.ofSeconds(queryTimeoutSeconds));
        else if (defaultTimeout != null) request.timeout(defaultTimeout);
        if (nextQueryId != null) request.queryId(nextQueryId);
        nextQueryId = null;
        if (listener != null) request.onProgress(listener);
        for (Map.Entry<String, Object> entry : settings.entrySet()) request.setting(entry.getKey(), entry.getValue());
    }
}
