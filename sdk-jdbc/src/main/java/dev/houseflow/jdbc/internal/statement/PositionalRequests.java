package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.QueryRequest;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.sql.ParsedSql;
import java.sql.SQLException;
import java.util.List;

/** Requests of statements with marks. */
public final class PositionalRequests {
    private PositionalRequests() {}

    /** A request for {@code sql} with {@code values}. */
    public static QueryRequest.Builder of(String sql, List<?> values) throws SQLException {
        ParsedSql parsed = ParsedSql.of(sql, true);
        if (parsed.marks() != values.size()) {
            throw SqlErrors.state(
                    "07001",
                    "The statement has " + parsed.marks() + " marks, and there are " + values.size()
                            + " values: give one for each");
        }
        Binding[] bindings = new Binding[values.size()];
        for (int i = 0; i < bindings.length; i++) bindings[i] = Binding.of(values.get(i));
        return Bound.request(parsed, bindings, false);
    }
}
