package dev.houseflow.shell;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ServerException;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to say about a statement that failed. */
final class Errors {
    private static final Pattern POSITION = Pattern.compile("position (\\d+)");
    private static final Pattern LINE = Pattern.compile("\\(line (\\d+), col (\\d+)\\)");

    private Errors() {}

    /**
     * The message with code and query id, and where the server names a place, that line of the
     * statement with a mark below it.
     *
     * @param source the file of the statement; {@code null} when it was typed
     */
    static String text(RuntimeException failure, Statement statement, String source) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        StringBuilder text = new StringBuilder();
        int[] place =
                cause instanceof ServerException refused ? place(refused.serverMessage(), statement.text()) : null;
        if (source != null) {
            int line = statement.line() + (place == null ? 0 : place[0] - 1);
            text.append(source).append(':').append(line).append(": ");
        }
        text.append(cause instanceof ClickHouseException ? cause.getMessage() : cause.toString());
        if (place != null) mark(statement.text().split("\n", -1)[place[0] - 1], place[1], text);
        return text.toString();
    }

    /** Line and column, from 1; {@code null} when the server names none that the statement has. */
    private static int[] place(String message, String sql) {
        Matcher line = LINE.matcher(message);
        if (line.find()) return inside(sql, number(line.group(1)), number(line.group(2)));
        Matcher position = POSITION.matcher(message);
        if (!position.find()) return null;
        int at = number(position.group(1)) - 1;
        if (at < 0 || at > sql.length()) return null;
        String before = sql.substring(0, at);
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        return inside(sql, lines + 1, at - before.lastIndexOf('\n'));
    }

    private static int[] inside(String sql, int line, int column) {
        String[] lines = sql.split("\n", -1);
        boolean isThere = line >= 1 && line <= lines.length && column >= 1 && column <= lines[line - 1].length() + 1;
        return isThere ? new int[] {line, column} : null;
    }

    private static int number(String digits) {
        return digits.length() > 9 ? -1 : Integer.parseInt(digits);
    }

    private static void mark(String line, int column, StringBuilder text) {
        int from = Math.max(0, Math.min(column - 1, line.length()) - 60);
        String shown = Display.oneLine(line.substring(from, Math.min(line.length(), from + 120)));
        String before = Display.oneLine(line.substring(from, Math.min(line.length(), column - 1)));
        text.append("\n  ")
                .append(shown)
                .append("\n  ")
                .append(" ".repeat(Display.width(before)))
                .append('^');
    }
}
