package dev.houseflow.jdbc.internal.sql;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The statements that were read last, so that each is read once. Thread-safe. */
public final class SqlCache {
    private static final int MOST = 256;
    private static final int LONGEST = 16 * 1024;

    private final Map<String, ParsedSql> known = new LinkedHashMap<String, ParsedSql>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ParsedSql> eldest) {
            return size() > MOST;
        }
    };

    /** See {@link ParsedSql#of}. */
    public ParsedSql parse(String sql, boolean escapes) throws SQLException {
        // Few statements have escapes, and long ones are seldom sent twice.
        if (sql == null || sql.length() > LONGEST || !escapes) return ParsedSql.of(sql, escapes);
        synchronized (known) {
            ParsedSql found = known.get(sql);
            if (found != null) return found;
        }
        ParsedSql parsed = ParsedSql.of(sql, true);
        synchronized (known) {
            known.put(sql, parsed);
        }
        return parsed;
    }
}
