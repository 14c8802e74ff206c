package dev.houseflow.jdbc.internal.metadata;

import dev.houseflow.Block;
import dev.houseflow.Column;
import dev.houseflow.QueryRequest;
import dev.houseflow.coroutines.internal.stream.StatementHead;
import dev.houseflow.javaapi.internal.async.DriverCalls;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.url.Clients;
import dev.houseflow.jdbc.internal.url.Options;
import dev.houseflow.jdbc.internal.url.Property;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small queries to system tables, each one request, outside of any session. */
public final class ServerQueries {
    private final Connection connection;
    private final Clients.Shared shared;
    private final Options options;

    /** For {@code connection}, which calls {@code shared} with {@code options}. */
    public ServerQueries(Connection connection, Clients.Shared shared, Options options) {
        this.connection = connection;
        this.shared = shared;
        this.options = options;
    }

    /** All rows of {@code sql}. */
    List<Object[]> rows(String sql, Map<String, Object> parameters) throws SQLException {
        if (connection.isClosed()) throw SqlErrors.closedConnection();
        QueryRequest.Builder request = QueryRequest.builder(sql).parameters(parameters);
        if (options.database() != null) request.database(options.database());
        List<String> roles = options.list(Property.ROLES);
        if (roles != null) request.roles(roles);
        List<Object[]> rows = new ArrayList<>();
        try (DriverCalls.Answer answer = shared.calls().answer(request.build())) {
            StatementHead head = answer.begin(0);
            for (Block block = head.first(); block != null; block = answer.next(0)) add(block, rows);
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
        return rows;
    }

    private static void add(Block block, List<Object[]> rows) {
        Column[] columns = block.columns().toArray(new Column[0]);
        for (int row = 0; row < block.rowCount(); row++) {
            Object[] values = new Object[columns.length];
            for (int i = 0; i < values.length; i++) values[i] = columns[i].get(row);
            rows.add(values);
        }
    }

    private String fact(int index) throws SQLException {
        String[] facts = shared.facts().get();
        if (facts == null) {
            Object[] row = rows("SELECT version(), currentUser(), currentDatabase()", new HashMap<>())
                    .get(0);
            facts = new String[] {(String) row[0], (String) row[1], (String) row[2]};
            shared.facts().set(facts);
        }
        return facts[index];
    }

    String version() throws SQLException {
        return fact(0);
    }

    String user() throws SQLException {
        return fact(1);
    }

    /** The user's own database. */
    public String currentDatabase() throws SQLException {
        String[] facts = shared.facts().get();
        if (facts == null && options.database() != null) return options.database();
        return fact(2);
    }
}
