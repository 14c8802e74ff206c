package dev.houseflow.shell;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;

/**
 * Splits a script into its statements, which end with {@code ;} or {@code \G} outside of texts,
 * quoted names and comments. Holds one statement at a time, so a script may be of any length.
 *
 * <p>The data of an {@code INSERT ... FORMAT name} other than VALUES may hold anything. Where they
 * begin on the line of the format's name, they end at a line whose last character is {@code ;}.
 * Where they begin on the next line, they end at a line that is {@code ;} alone.
 */
final class StatementReader {
    private static final int END = -1;
    private static final int UNREAD = -2;

    private final Reader in;
    private final StringBuilder text = new StringBuilder();
    private int next = UNREAD;
    private int line = 1;

    private int begin;
    private boolean hasCode;
    private String firstWord;
    private String lastWord;
    private String beforeLast;
    private int depth;
    private String format;

    /** @param in the script; its owner closes it */
    StatementReader(Reader in) {
        this.in = in;
    }

    /** The next statement, or {@code null} when there is none. Comments alone are none. */
    Statement next() throws IOException {
        text.setLength(0);
        begin = line;
        hasCode = false;
        firstWord = null;
        lastWord = null;
        beforeLast = null;
        depth = 0;
        format = null;
        while (true) {
            int c = read();
            if (c == END) return hasCode ? statement(false, false) : null;
            if (c == ';') {
                if (hasCode) return statement(false, true);
                text.setLength(0);
            } else if (c == '\\' && (peek() == 'G' || peek() == 'g')) {
                boolean vertical = read() == 'G';
                if (hasCode) return statement(vertical, true);
                text.setLength(0);
            } else if (isWord(c)) {
                code(c);
                if (word(c)) return data();
            } else {
                other(c);
            }
        }
    }

    private Statement statement(boolean vertical, boolean complete) {
        return new Statement(text.toString().stripTrailing(), begin, vertical, complete, isInsert() ? null : format);
    }

    private void other(int c) throws IOException {
        if (Character.isWhitespace(c)) {
            if (!text.isEmpty()) text.append((char) c);
            return;
        }
        int after = peek();
        if (c == '-' && after == '-' || c == '#' && (after == ' ' || after == '!')) {
            begin();
            text.append((char) c);
            lineComment();
            return;
        }
        if (c == '/' && after == '*') {
            begin();
            text.append("/*");
            read();
            until("*/", text.length());
            return;
        }
        code(c);
        text.append((char) c);
        switch (c) {
            case '\'', '"', '`' -> quoted(c);
            case '$' -> heredoc();
            case '(', '[' -> depth++;
            case ')', ']' -> depth--;
            default -> {}
        }
        // Only FORMAT and a name, with nothing between them and nothing behind, is a clause.
        lastWord = "";
        beforeLast = "";
        format = null;
    }

    private void begin() {
        if (text.isEmpty()) begin = line;
    }

    private void code(int c) {
        begin();
        hasCode |= c != END;
    }

    /** Reads a word whose first character is {@code c}; true when the data of an INSERT follow. */
    private boolean word(int c) throws IOException {
        int from = text.length();
        text.append((char) c);
        while (isWord(peek()) || peek() == '$') text.append((char) read());
        String word = text.substring(from).toUpperCase(Locale.ROOT);
        boolean qualified = from > 0 && text.charAt(from - 1) == '.';
        if (firstWord == null) firstWord = word;
        boolean clause = depth == 0
                && "FORMAT".equals(lastWord)
                && !"INTO".equals(beforeLast)
                && !"TABLE".equals(beforeLast)
                && !"AS".equals(beforeLast);
        if (clause) {
            format = text.substring(from);
        } else if (!word.equals("SETTINGS")) {
            format = null;
        }
        beforeLast = lastWord;
        lastWord = qualified ? "" : word;
        return clause && isInsert() && !word.equals("VALUES") && !word.equals("SELECT") && !word.equals("WITH");
    }

    private boolean isInsert() {
        return "INSERT".equals(firstWord);
    }

    private Statement data() throws IOException {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r') text.append((char) read());
        if (peek() == ';') {
            read();
            return statement(false, true);
        }
        boolean sameLine = peek() != '\n';
        if (!sameLine) text.append((char) read());
        while (true) {
            int from = text.length();
            int c;
            while ((c = read()) != END && c != '\n') text.append((char) c);
            String last = text.substring(from).stripTrailing();
            if (sameLine ? last.endsWith(";") : last.equals(";")) {
                text.setLength(from + last.length() - 1);
                return new Statement(text.toString(), begin, false, true, null);
            }
            if (c == END) return new Statement(text.toString(), begin, false, false, null);
            text.append('\n');
        }
    }

    private void lineComment() throws IOException {
        while (peek() != END && peek() != '\n') text.append((char) read());
    }

    private void quoted(int quote) throws IOException {
        int c;
        while ((c = read()) != END) {
            text.append((char) c);
            if (c == '\\' && peek() != END) {
                text.append((char) read());
            } else if (c == quote) {
                // Two quotes in a text are one: the second begins what looks like another text.
                return;
            }
        }
        unclosed();
    }

    private void heredoc() throws IOException {
        int from = text.length() - 1;
        while (isWord(peek())) text.append((char) read());
        if (peek() == '$') {
            text.append((char) read());
            until(text.substring(from), text.length());
        }
    }

    private void until(String end, int from) throws IOException {
        int c;
        while ((c = read()) != END) {
            text.append((char) c);
            int start = text.length() - end.length();
            if (start >= from && text.indexOf(end, start) == start) return;
        }
        unclosed();
    }

    /** The server says what is wrong with it; at a prompt the statement goes on. */
    private void unclosed() {
        hasCode = true;
    }

    private static boolean isWord(int c) {
        return c == '_' || c > 0 && Character.isLetterOrDigit(c);
    }

    private int peek() throws IOException {
        if (next == UNREAD) next = in.read();
        return next;
    }

    private int read() throws IOException {
        int c = peek();
        next = UNREAD;
        if (c == END) next = END;
        if (c == '\n') line++;
        return c;
    }
}
