package dev.houseflow.shell;

import org.jline.utils.WCWidth;

/** How texts look on a terminal. */
final class Display {
    private Display() {}

    /**
     * {@code text} with its control characters written out, so that no value of a table can move
     * the cursor, and each stays on its line.
     */
    static String oneLine(String text) {
        return visible(text, false);
    }

    /** The same for values that may take several lines. */
    static String lines(String text) {
        return visible(text, true);
    }

    private static String visible(String text, boolean lines) {
        int at = 0;
        while (at < text.length() && !hidden(text.charAt(at), lines)) at++;
        if (at == text.length()) return text;
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, at);
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!hidden(c, lines)) {
                shown.append(c);
            } else {
                switch (c) {
                    case '\n' -> shown.append("\\n");
                    case '\r' -> shown.append("\\r");
                    case '\t' -> shown.append("\\t");
                    default -> shown.append(String.format("\\x%02X", (int) c));
                }
            }
        }
        return shown.toString();
    }

    private static boolean hidden(char c, boolean lines) {
        return Character.isISOControl(c) && !(lines && c == '\n');
    }

    /** How many columns of a terminal {@code text} takes. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            width += point < 0x300 ? 1 : Math.max(0, WCWidth.wcwidth(point));
            i += Character.charCount(point);
        }
        return width;
    }

    /** A count with a unit: 12.3 million, 98.7 MB. */
    static String count(long value, String one, String many) {
        if (value == 1) return "1 " + one;
        return value < 1_000_000
                ? String.format(java.util.Locale.ROOT, "%,d %s", value, many)
                : value < 1_000_000_000
                        ? String.format(java.util.Locale.ROOT, "%.2f million %s", value / 1e6, many)
                        : String.format(java.util.Locale.ROOT, "%.2f billion %s", value / 1e9, many);
    }

    static String bytes(long value) {
        String[] units = {"B", "KB", "MB", "GB", "TB", "PB"};
        double left = value;
        int unit = 0;
        while (left >= 1000 && unit < units.length - 1) {
            left /= 1000;
            unit++;
        }
        return String.format(java.util.Locale.ROOT, unit == 0 ? "%.0f %s" : "%.2f %s", left, units[unit]);
    }
}
