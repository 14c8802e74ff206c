package dev.houseflow.jdbc.internal.metadata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Conditions of a query to system tables, whose values travel as parameters. */
final class Filter {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    /** {@code column LIKE pattern}; patterns that all names match add nothing. */
    Filter like(String column, String pattern) {
        if (pattern == null || pattern.isEmpty() || pattern.equals("%")) return this;
        return hasWildcards(pattern) ? add(column + " LIKE ", pattern) : add(column + " = ", unescaped(pattern));
    }

    private static boolean hasWildcards(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') i++;
            else if (c == '%' || c == '_') return true;
        }
        return false;
    }

    private static String unescaped(String pattern) {
        return pattern.replaceAll("\\\\(.)", "$1");
    }

    /** {@code column = name}; null and the empty name add nothing. */
    Filter equal(String column, String name) {
        return name == null || name.isEmpty() ? this : add(column + " = ", name);
    }

    private Filter add(String condition, String value) {
        String name = "p" + parameters.size();
        conditions.add(condition + "{" + name + ":String}");
        parameters.put(name, value);
        return this;
    }

    /** A condition without a value. */
    Filter and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** {@code WHERE ...}, or nothing. */
    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
