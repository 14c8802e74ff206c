package dev.houseflow.jdbc.internal.sql;

import dev.houseflow.internal.sql.SqlText;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** JDBC's escapes, {@code {fn ...}}, {@code {d '...'}} and their kin, in ClickHouse's words. */
public final class Escapes {
    private static final Set<String> WORDS =
            new HashSet<>(Arrays.asList("fn", "d", "t", "ts", "oj", "escape", "call", "?"));
    private static final Map<String, String> FUNCTIONS = new HashMap<>();
    private static final Map<String, String> TYPES = new HashMap<>();
    private static final int MAX_DIGITS = 9;

    /** The only one that ClickHouse has, whose text no lexer can read. */
    private static final Pattern LIKE_ESCAPE =
            Pattern.compile("\\{\\s*escape\\s*'\\\\\\\\?'\\s*\\}", Pattern.CASE_INSENSITIVE);

    static {
        String[] names = {
            "UCASE",
            "upper",
            "LCASE",
            "lower",
            "IFNULL",
            "ifNull",
            "CURDATE",
            "today",
            "CURRENT_DATE",
            "today",
            "NOW",
            "now",
            "CURRENT_TIMESTAMP",
            "now",
            "TIMESTAMPADD",
            "dateAdd",
            "TIMESTAMPDIFF",
            "dateDiff",
            "DATABASE",
            "currentDatabase",
            "USER",
            "currentUser",
            "DAYOFMONTH",
            "toDayOfMonth",
            "DAYOFWEEK",
            "toDayOfWeek",
            "DAYOFYEAR",
            "toDayOfYear",
            "HOUR",
            "toHour",
            "MINUTE",
            "toMinute",
            "MONTH",
            "toMonth",
            "QUARTER",
            "toQuarter",
            "SECOND",
            "toSecond",
            "YEAR",
            "toYear",
            "WEEK",
            "toWeek",
            "MONTHNAME",
            "monthName",
            "CHAR_LENGTH",
            "lengthUTF8",
            "CHARACTER_LENGTH",
            "lengthUTF8",
            "LENGTH",
            "lengthUTF8",
            "OCTET_LENGTH",
            "length",
            "LOCATE",
            "locate",
            "RAND",
            "randCanonical",
            "LOG",
            "log",
            "CEILING",
            "ceil",
            "TRUNCATE",
            "trunc",
            "INSERT",
            "insert"
        };
        for (int i = 0; i < names.length; i += 2) FUNCTIONS.put(names[i], names[i + 1]);
        String[] types = {
            "SQL_INTEGER", "Int32", "SQL_BIGINT", "Int64", "SQL_SMALLINT", "Int16", "SQL_TINYINT", "Int8", "SQL_DOUBLE",
            "Float64", "SQL_FLOAT", "Float64", "SQL_REAL", "Float32", "SQL_VARCHAR", "String", "SQL_CHAR", "String",
            "SQL_LONGVARCHAR", "String", "SQL_DATE", "Date32", "SQL_TIMESTAMP", "DateTime64(9)", "SQL_BOOLEAN", "Bool"
        };
        for (int i = 0; i < types.length; i += 2) TYPES.put(types[i], types[i + 1]);
    }

    private Escapes() {}

    /** The functions of JDBC that have another name in ClickHouse. */
    static Set<String> functions() {
        return FUNCTIONS.keySet();
    }

    /** {@code sql} without escapes. */
    public static String translate(String sql) throws SQLException {
        if (sql.indexOf('{') < 0) return sql;
        StringBuilder out = new StringBuilder(sql.length());
        int at = 0;
        while (at < sql.length()) {
            int opaque = SqlText.INSTANCE.afterOpaque(sql, at);
            int word = opaque > at ? opaque : SqlText.INSTANCE.afterWord(sql, at);
            if (word > at) {
                out.append(sql, at, word);
                at = word;
            } else if (LIKE_ESCAPE.matcher(sql).region(at, sql.length()).lookingAt()) {
                at = sql.indexOf('}', at) + 1;
            } else if (sql.charAt(at) == '{' && escapeWord(sql, at) != null) {
                int end = closing(sql, at);
                if (end < 0) return out.append(sql, at, sql.length()).toString();
                out.append(one(escapeWord(sql, at), sql.substring(at + 1, end).trim()));
                at = end + 1;
            } else {
                out.append(sql.charAt(at++));
            }
        }
        return out.toString();
    }

    /** The word of the escape that opens at {@code open}, or null. */
    private static String escapeWord(String sql, int open) {
        int start = Placeholders.afterBlanks(sql, open + 1);
        if (start < sql.length() && sql.charAt(start) == '?') {
            int equals = Placeholders.afterBlanks(sql, start + 1);
            return equals < sql.length() && sql.charAt(equals) == '=' ? "?" : null;
        }
        int end = SqlText.INSTANCE.afterWord(sql, start);
        if (end >= sql.length()) return null;
        char next = sql.charAt(end);
        String word = sql.substring(start, end).toLowerCase(Locale.ROOT);
        return WORDS.contains(word) && (Character.isWhitespace(next) || next == '\'') && Placeholders.end(sql, open) < 0
                ? word
                : null;
    }

    private static int closing(String sql, int open) {
        int depth = 0;
        int at = open;
        while (at < sql.length()) {
            int opaque = SqlText.INSTANCE.afterOpaque(sql, at);
            if (opaque > at) {
                at = opaque;
                continue;
            }
            char c = sql.charAt(at);
            if (c == '{') depth++;
            else if (c == '}' && --depth == 0) return at;
            at++;
        }
        return -1;
    }

    private static String one(String word, String inside) throws SQLException {
        String rest = inside.substring(Math.min(inside.length(), word.length())).trim();
        switch (word) {
            case "d":
                return "toDate32(" + rest + ")";
            case "t":
                return "toTime64(" + rest + ", 9)";
            case "ts":
                return "toDateTime64(" + rest + ", " + digits(rest) + ")";
            case "fn":
                return function(translate(rest));
            case "oj":
                return translate(rest);
            case "escape":
                throw SqlErrors.statement(
                        "ClickHouse's LIKE escapes with a backslash only: write {escape '\\'} or leave it out");
            default:
                throw SqlErrors.unsupported(
                        "ClickHouse has no stored procedures, so {call ...} cannot run; write a SELECT");
        }
    }

    /** As many digits as the text has behind its point. */
    private static int digits(String literal) {
        int point = literal.indexOf('.');
        return point < 0 ? 0 : Math.min(MAX_DIGITS, literal.length() - point - 2);
    }

    private static String function(String call) throws SQLException {
        int end = SqlText.INSTANCE.afterWord(call, 0);
        String name = call.substring(0, end).toUpperCase(Locale.ROOT);
        int open = Placeholders.afterBlanks(call, end);
        if (open >= call.length() || call.charAt(open) != '(' || !call.endsWith(")")) return call;
        List<String> arguments = arguments(call.substring(open + 1, call.length() - 1));
        if (name.equals("CONVERT") && arguments.size() == 2) {
            String type = TYPES.get(arguments.get(1).toUpperCase(Locale.ROOT));
            if (type == null) {
                throw SqlErrors.statement(
                        "{fn CONVERT} knows no type " + arguments.get(1) + ": write CAST(value AS Type)");
            }
            return "CAST(" + arguments.get(0) + " AS " + type + ")";
        }
        if (name.startsWith("TIMESTAMP") && !arguments.isEmpty()) {
            String unit = arguments.get(0).toUpperCase(Locale.ROOT);
            if (unit.startsWith("SQL_TSI_")) {
                String plain = unit.substring("SQL_TSI_".length());
                arguments.set(0, plain.equals("FRAC_SECOND") ? "NANOSECOND" : plain);
            }
        }
        String mapped = FUNCTIONS.get(name);
        String function = mapped == null ? call.substring(0, end) : mapped;
        return function + "(" + String.join(", ", arguments) + ")";
    }

    private static List<String> arguments(String text) {
        List<String> found = new ArrayList<>();
        int depth = 0;
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            int opaque = SqlText.INSTANCE.afterOpaque(text, at);
            char c = text.charAt(at);
            if (opaque > at) {
                at = opaque;
                continue;
            }
            if (c == '(' || c == '[') depth++;
            if (c == ')' || c == ']') depth--;
            if (c == ',' && depth == 0) {
                found.add(text.substring(start, at).trim());
                start = at + 1;
            }
            at++;
        }
        String last = text.substring(start).trim();
        if (!last.isEmpty() || !found.isEmpty()) found.add(last);
        return found;
    }
}
