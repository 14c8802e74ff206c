package dev.houseflow.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an {@code INSERT INTO table (columns) FORMAT name} without data puts what comes on stdin.
 *
 * @param table as it is written
 * @param columns none for all
 * @param format the format's name
 */
record InsertTarget(String table, List<String> columns, String format) {
    private static final String NAME = "(?:`(?:[^`\\\\]|\\\\.)*`|\"(?:[^\"\\\\]|\\\\.)*\"|\\w+)";
    private static final Pattern INSERT = Pattern.compile(
            "\\s*INSERT\\s+INTO\\s+(?:TABLE\\s+)?(" + NAME + "(?:\\." + NAME + ")?)\\s*(?:\\(\\s*(" + NAME
                    + "(?:\\s*,\\s*" + NAME + ")*)\\s*\\))?\\s*FORMAT\\s+(\\w+)\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern COLUMN = Pattern.compile(NAME);

    /** The target of {@code sql}, or {@code null} when it is another statement or has data. */
    static InsertTarget of(String sql) {
        Matcher insert = INSERT.matcher(sql);
        if (!insert.matches() || insert.group(3).equalsIgnoreCase("VALUES")) return null;
        List<String> columns = new ArrayList<>();
        if (insert.group(2) != null) {
            Matcher column = COLUMN.matcher(insert.group(2));
            while (column.find()) columns.add(plain(column.group()));
        }
        return new InsertTarget(insert.group(1), columns, insert.group(3));
    }

    private static String plain(String name) {
        char quote = name.charAt(0);
        if (quote != '`' && quote != '"') return name;
        return name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
