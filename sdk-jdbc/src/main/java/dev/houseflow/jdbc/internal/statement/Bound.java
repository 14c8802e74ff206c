package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.ClickHouseException;
import dev.houseflow.QueryRequest;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.sql.ParsedSql;
import java.sql.SQLException;

/**
 * Puts values into a statement: as parameters of the server, and as literals where it takes none.
 */
final class Bound {
    private static final String PREFIX = "_hf";

    private Bound() {}

    /** A request for {@code parsed} with {@code values}, of which none is missing. */
    static QueryRequest.Builder request(ParsedSql parsed, Binding[] values, boolean literals) throws SQLException {
        if (values.length == 0) return QueryRequest.builder(parsed.sql());
        StringBuilder sql = new StringBuilder(parsed.sql().length() + values.length * 16);
        String[] names = new String[values.length];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            sql.append(parsed.sql(), at, parsed.markAt(i));
            at = parsed.markAt(i) + 1;
            if (literals || parsed.isPasted(i) || values[i].value == null || isEmptyList(values[i].value)) {
                sql.append(Literals.of(values[i]));
            } else {
                names[i] = PREFIX + (i + 1);
                while (parsed.names().contains(names[i])) names[i] = names[i] + "_";
                sql.append('{')
                        .append(names[i])
                        .append(':')
                        .append(values[i].type())
                        .append('}');
            }
        }
        QueryRequest.Builder request = QueryRequest.builder(
                sql.append(parsed.sql(), at, parsed.sql().length()).toString());
        for (int i = 0; i < values.length; i++) {
            try {
                if (names[i] != null) request.parameter(names[i], values[i].value);
            } catch (ClickHouseException e) {
                throw refused(i, e);
            }
        }
        return request;
    }

    /** The text of {@code parsed} from {@code from} on, with all values as literals. */
    static String literal(ParsedSql parsed, Binding[] values, int from) throws SQLException {
        StringBuilder sql = new StringBuilder();
        int at = from;
        for (int i = 0; i < values.length; i++) {
            if (parsed.markAt(i) < from)
                throw SqlErrors.unsupported("A parameter before VALUES cannot be part of a batch; write its value");
            sql.append(parsed.sql(), at, parsed.markAt(i)).append(Literals.of(values[i]));
            at = parsed.markAt(i) + 1;
        }
        return sql.append(parsed.sql(), at, parsed.sql().length()).toString();
    }

    private static boolean isEmptyList(Object value) {
        return value instanceof java.util.List && ((java.util.List<?>) value).isEmpty();
    }

    /** What the client says of parameter {@code index}, from 0. */
    private static SQLException refused(int index, ClickHouseException e) {
        return SqlErrors.data("22018", "Parameter " + (index + 1) + ": " + e.getMessage(), e);
    }

    /** Builds, and tells what does not fit. */
    static QueryRequest build(QueryRequest.Builder request) throws SQLException {
        try {
            return request.build();
        } catch (ClickHouseException e) {
            throw SqlErrors.data("22018", e.getMessage(), e);
        }
    }
}
