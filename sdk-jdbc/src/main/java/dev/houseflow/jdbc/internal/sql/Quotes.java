package dev.houseflow.jdbc.internal.sql;

/** Literals of texts. */
public final class Quotes {
    private static final String HEX = "0123456789ABCDEF";

    private Quotes() {}

    /**
     * What the literal {@code quoted} says; null when it holds escapes that make bytes, or does not
     * end.
     */
    static String text(String quoted) {
        int last = quoted.length() - 1;
        if (last < 1 || quoted.charAt(last) != quoted.charAt(0)) return null;
        StringBuilder out = new StringBuilder(quoted.length());
        for (int i = 1; i < last; i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (++i >= last) return null;
            int escape = "bfrnt0ave\\'\"`/=".indexOf(quoted.charAt(i));
            if (escape < 0) return null;
            out.append("\b\f\r\n\t\0\u0007\u000b\u001b\\'\"`/=".charAt(escape));
        }
        return out.toString();
    }

    /** {@code text} as a literal of a statement. */
    public static String literal(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('\'');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == '\'') out.append('\\').append(c);
            else if (c < ' ' || c == 0x7F)
                out.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            else out.append(c);
        }
        return out.append('\'').toString();
    }

    /** {@code name} in backquotes. */
    public static String name(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
