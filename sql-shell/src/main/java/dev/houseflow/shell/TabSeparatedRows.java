package dev.houseflow.shell;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The rows of an answer in TabSeparatedWithNamesAndTypes: every type of every server in the
 * server's own text. One row is in memory at a time, beside a piece of the answer.
 */
final class TabSeparatedRows {
    private static final Pattern TEXT =
            Pattern.compile("(?:(?:Nullable|LowCardinality)\\()*(?:String|FixedString|Enum|JSON|Object).*");
    private static final Pattern NUMBER =
            Pattern.compile("(?:(?:Nullable|LowCardinality)\\()*(?:U?Int|B?Float|Decimal).*");

    private final PublishedBytes answer;
    private final Runnable beforeWaiting;
    private byte[] piece = new byte[0];
    private int at;
    private byte[] line = new byte[1024];
    private String[] names;
    private boolean[] isText;
    private boolean[] isNumber;

    /** @param beforeWaiting run whenever the server has nothing to read yet */
    TabSeparatedRows(PublishedBytes answer, Runnable beforeWaiting) {
        this.answer = answer;
        this.beforeWaiting = beforeWaiting;
    }

    /**
     * Reads names and types; false when the answer has none, as that of a statement without a
     * result.
     */
    boolean begin() throws InterruptedException {
        String[] head = fields();
        if (head == null) return false;
        names = head;
        for (int i = 0; i < names.length; i++) names[i] = unescaped(names[i]);
        String[] types = fields();
        if (types == null) types = new String[0];
        isText = new boolean[names.length];
        isNumber = new boolean[names.length];
        for (int i = 0; i < Math.min(types.length, names.length); i++) {
            isText[i] = TEXT.matcher(types[i]).matches();
            isNumber[i] = NUMBER.matcher(types[i]).matches();
        }
        return true;
    }

    String[] names() {
        return names;
    }

    boolean isNumber(int column) {
        return isNumber[column];
    }

    /** The next row, NULL as {@code null}; {@code null} at the end. */
    String[] next() throws InterruptedException {
        String[] row = fields();
        if (row == null) return null;
        for (int i = 0; i < row.length; i++) {
            if (row[i].equals("\\N")) {
                row[i] = null;
            } else if (i < isText.length && isText[i]) {
                // Texts inside of arrays and the like keep their quotes and escapes.
                row[i] = unescaped(row[i]);
            }
        }
        return row;
    }

    private String[] fields() throws InterruptedException {
        int length = line();
        if (length < 0) return null;
        int count = 1;
        for (int i = 0; i < length; i++) if (line[i] == '\t') count++;
        String[] fields = new String[count];
        int from = 0;
        for (int i = 0, field = 0; i <= length; i++) {
            if (i == length || line[i] == '\t') {
                fields[field++] = new String(line, from, i - from, StandardCharsets.UTF_8);
                from = i + 1;
            }
        }
        return fields;
    }

    /** Reads a line into {@link #line} and returns its length, or -1 at the end. */
    private int line() throws InterruptedException {
        int length = 0;
        while (true) {
            int end = at;
            while (end < piece.length && piece[end] != '\n') end++;
            int count = end - at;
            if (length + count > line.length) line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
            System.arraycopy(piece, at, line, length, count);
            length += count;
            if (end < piece.length) {
                at = end + 1;
                return length;
            }
            if (answer.isWaiting()) beforeWaiting.run();
            byte[] taken = answer.take();
            at = 0;
            if (taken == null) {
                piece = new byte[0];
                return length == 0 ? -1 : length;
            }
            piece = taken;
        }
    }

    private static String unescaped(String field) {
        int at = field.indexOf('\\');
        if (at < 0) return field;
        StringBuilder plain = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c != '\\' || i + 1 == field.length()) {
                plain.append(c);
                continue;
            }
            char escape = field.charAt(++i);
            plain.append(
                    switch (escape) {
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case '0' -> '\0';
                        default -> escape;
                    });
        }
        return plain.toString();
    }
}
