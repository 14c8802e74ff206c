package dev.houseflow.jdbc;

import dev.houseflow.QueryRequest;
import dev.houseflow.jdbc.internal.statement.PositionalRequests;
import java.sql.SQLException;
import java.util.List;

/**
 * Statements with {@code ?} as requests of the clients, without JDBC: what a DSL such as jOOQ
 * renders can be run by the coroutine client or the Java one, as {@code
 * PositionalQuery.of(query.getSQL(), query.getBindValues()).build()}.
 */
public final class PositionalQuery {
    private PositionalQuery() {}

    /**
     * A request for {@code sql}, whose values travel beside it with types by their classes, as
     * those of a prepared statement.
     *
     * @param values one for each {@code ?}, in their order; null for NULL.
     * @throws SQLException when there are more or fewer of them, or one has a class that no
     * parameter has.
     */
    public static QueryRequest.Builder of(String sql, List<?> values) throws SQLException {
        return PositionalRequests.of(sql, values);
    }
}
