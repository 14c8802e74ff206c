package dev.houseflow.jdbc.internal.sql;

import dev.houseflow.internal.sql.SqlText;

/** ClickHouse's own placeholders, {@code {name:Type}}. */
final class Placeholders {
    private Placeholders() {}

    /** Behind the placeholder that begins at {@code open}; -1 where none does. */
    static int end(String sql, int open) {
        int start = afterBlanks(sql, open + 1);
        int end = SqlText.INSTANCE.afterWord(sql, start);
        int colon = afterBlanks(sql, end);
        if (end == start || colon >= sql.length() || sql.charAt(colon) != ':') return -1;
        int at = colon + 1;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '}') return at + 1;
            if (c == '{') return -1;
            at = Math.max(SqlText.INSTANCE.afterOpaque(sql, at), at + 1);
        }
        return -1;
    }

    /** The name in {@code placeholder}. */
    static String name(String placeholder) {
        int start = afterBlanks(placeholder, 1);
        return placeholder.substring(start, SqlText.INSTANCE.afterWord(placeholder, start));
    }

    static int afterBlanks(String sql, int at) {
        int end = at;
        while (end < sql.length() && Character.isWhitespace(sql.charAt(end))) end++;
        return end;
    }
}
