package dev.houseflow.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A small table for the console. Numbers stand on the right. */
public final class TextTable {
    private final String[] names;
    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] numeric;

    public TextTable(String... names) {
        this.names = names.clone();
        this.numeric = new boolean[names.length];
    }

    /** Adds a row of as many values as there are names. */
    public TextTable row(Object... values) {
        String[] texts = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            numeric[i] |= values[i] instanceof Number;
            texts[i] = text(values[i]);
        }
        rows.add(texts);
        return this;
    }

    private static String text(Object value) {
        if (value instanceof Double) return String.format(Locale.ROOT, "%.1f", value);
        if (value instanceof Long) return String.format(Locale.ROOT, "%,d", value);
        return String.valueOf(value);
    }

    /** Prints it on stdout, below a heading. */
    public void print(String heading) {
        int[] widths = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            widths[i] = names[i].length();
            for (String[] row : rows) widths[i] = Math.max(widths[i], row[i].length());
        }
        System.out.println("\n" + heading);
        System.out.println(line(names, widths));
        String[] rules = new String[names.length];
        for (int i = 0; i < names.length; i++) rules[i] = "-".repeat(widths[i]);
        System.out.println(line(rules, widths));
        for (String[] row : rows) System.out.println(line(row, widths));
    }

    private String line(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String padding = " ".repeat(widths[i] - cells[i].length());
            line.append("  ").append(numeric[i] ? padding + cells[i] : cells[i] + padding);
        }
        return line.toString().stripTrailing();
    }
}
