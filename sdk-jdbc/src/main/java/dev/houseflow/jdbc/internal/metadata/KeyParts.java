package dev.houseflow.jdbc.internal.metadata;

/** The parts of a key, as {@code system.tables.primary_key} has them. */
final class KeyParts {
    private KeyParts() {}

    /** Where {@code column} stands as a part of its own, from 1; 0 where it does not. */
    static int position(String key, String column) {
        int depth = 0;
        int start = 0;
        int number = 1;
        for (int i = 0; i <= key.length(); i++) {
            char c = i < key.length() ? key.charAt(i) : ',';
            if (c == '`' || c == '"' || c == '\'') {
                i = closing(key, i);
                continue;
            }
            if (c == '(') depth++;
            if (c == ')') depth--;
            if (c != ',' || depth > 0) continue;
            if (plain(key.substring(start, i).trim()).equals(column)) return number;
            number++;
            start = i + 1;
        }
        return 0;
    }

    private static int closing(String key, int open) {
        int at = open + 1;
        while (at < key.length() && key.charAt(at) != key.charAt(open)) at += key.charAt(at) == '\\' ? 2 : 1;
        return at;
    }

    private static String plain(String part) {
        if (part.length() < 2 || part.charAt(0) != '`') return part;
        return part.substring(1, part.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
