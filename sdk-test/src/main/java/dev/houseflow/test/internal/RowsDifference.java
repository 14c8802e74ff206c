package dev.houseflow.test.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rows are missing, and which are too many, each as often as it is. */
public final class RowsDifference {
    /** Rows that a message lists; it says how many more there are. */
    private static final int SHOWN = 20;

    private final List<Object> missing = new ArrayList<>();
    private final List<Object> unexpected = new ArrayList<>();

    private RowsDifference() {}

    /** Compares by {@code equals}. */
    public static RowsDifference of(List<?> actual, List<?> expected) {
        Map<Object, Integer> left = new HashMap<>();
        for (Object row : expected) left.merge(row, 1, Integer::sum);
        RowsDifference difference = new RowsDifference();
        for (Object row : actual) {
            Integer count = left.get(row);
            if (count == null || count == 0) difference.unexpected.add(row);
            else left.put(row, count - 1);
        }
        for (Object row : expected) {
            int count = left.get(row);
            if (count == 0) continue;
            difference.missing.add(row);
            left.put(row, count - 1);
        }
        return difference;
    }

    public boolean isNone() {
        return missing.isEmpty() && unexpected.isEmpty();
    }

    public boolean lacksSome() {
        return !missing.isEmpty();
    }

    public String missing() {
        return list(missing);
    }

    public String text() {
        String text = missing.isEmpty() ? "" : "\nmissing:" + list(missing);
        return unexpected.isEmpty() ? text : text + "\nnot expected:" + list(unexpected);
    }

    /** One row a line. */
    public static String list(List<?> rows) {
        StringBuilder text = new StringBuilder();
        rows.stream().limit(SHOWN).forEach(row -> text.append("\n  ").append(row));
        if (rows.size() > SHOWN)
            text.append("\n  and ").append(rows.size() - SHOWN).append(" more");
        return text.toString();
    }
}
