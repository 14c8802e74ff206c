package dev.houseflow.embedded.internal.sql;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What has to be known of a statement to send it down the right way.
 *
 * @param tokens its tokens, without the semicolon and END; of an INSERT with data, those before the
 *     data
 * @param format the name in its FORMAT clause, or {@code null}
 * @param formatAt which token is the word FORMAT (or VALUES, of an INSERT), or -1
 * @param dataAt where the data of an INSERT begins in the text, or -1
 * @param inputAt which token is the table function {@code input}, or -1
 */
public record Statement(
        Kind kind, StatementText text, List<Token> tokens, String format, int formatAt, int dataAt, int inputAt) {

    public enum Kind {
        SELECT,
        /** Data follows the statement. */
        INSERT_DATA,
        /** Data follows the statement and is read through the table function {@code input}. */
        INSERT_FROM_INPUT,
        INSERT_SELECT,
        SET,
        SET_ROLE,
        USE,
        KILL,
        /**
         * SHOW, DESCRIBE, EXISTS, EXPLAIN, CHECK and other statements that answer with rows and
         * change nothing.
         */
        SHOW,
        CREATE_TEMPORARY,
        OTHER
    }

    public boolean hasData() {
        return kind == Kind.INSERT_DATA || kind == Kind.INSERT_FROM_INPUT;
    }

    /** Whether the data is SQL, rather than a format that ends with the stream. */
    public boolean isValues() {
        return format != null && format.equalsIgnoreCase("Values");
    }

    public InputStream data() {
        return text.from(dataAt);
    }

    /**
     * The statement alone: no data, no semicolon, nothing after its last token (a comment there
     * would swallow what is appended).
     */
    public byte[] bytes() {
        return slice(0, end());
    }

    /** The head of an INSERT, up to VALUES or FORMAT. */
    public byte[] head() {
        return slice(0, tokens.get(formatAt).begin());
    }

    /** Where the last token ends. */
    public int end() {
        return tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).end();
    }

    public byte[] slice(int from, int to) {
        return java.util.Arrays.copyOfRange(text.bytes(), from, to);
    }

    public boolean is(int token, String word) {
        return token >= 0 && token < tokens.size() && Lexer.is(text.bytes(), tokens.get(token), word);
    }

    public boolean isSymbol(int token, char symbol) {
        return token >= 0
                && token < tokens.size()
                && tokens.get(token).kind() == Token.Kind.SYMBOL
                && text.bytes()[tokens.get(token).begin()] == symbol;
    }

    public boolean isString(int token) {
        return token >= 0 && token < tokens.size() && tokens.get(token).kind() == Token.Kind.STRING;
    }

    /** Whether the token is a word or a quoted name. */
    public boolean isName(int token) {
        return token >= 0
                && token < tokens.size()
                && (tokens.get(token).kind() == Token.Kind.WORD
                        || tokens.get(token).kind() == Token.Kind.QUOTED);
    }

    /** Whether it sets the setting {@code profile}, in SET or in a SETTINGS clause. */
    public boolean setsProfile() {
        for (int i = 1; i < tokens.size(); i++) {
            if (is(i, "PROFILE") && (is(i - 1, "SET") || is(i - 1, "SETTINGS")) && isSymbol(i + 1, '=')) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has a SETTINGS clause of its own. */
    public boolean hasSettings() {
        return !settingsClauses().isEmpty();
    }

    /** The text of its SETTINGS clauses, without the word: {@code a = 1, b = 2}. */
    public String settings() {
        return settingsClauses().stream().map(this::textOf).collect(Collectors.joining(", "));
    }

    /**
     * The value that its own SETTINGS clauses give to a setting, or {@code null}; empty for
     * DEFAULT.
     */
    public String settingValue(String name) {
        String value = null;
        for (Range clause : settingsClauses()) {
            for (int i = clause.from(); i + 2 < clause.to(); i++) {
                if (is(i, name.toUpperCase(Locale.ROOT)) && isSymbol(i + 1, '=')) {
                    value = is(i + 2, "DEFAULT") ? "" : value(i + 2);
                }
            }
        }
        return value;
    }

    /** Tokens {@code [from, to)}. */
    private record Range(int from, int to) {}

    private List<Range> settingsClauses() {
        List<Range> clauses = new ArrayList<>();
        int level = 0;
        for (int i = 0; i < tokens.size(); i++) {
            level += isOneOf(i, "([{") ? 1 : isOneOf(i, ")]}") ? -1 : 0;
            if (level == 0 && is(i, "SETTINGS") && isSymbol(i + 2, '=')) {
                int to = i + 1;
                while (to < tokens.size() && !endsSettings(to)) {
                    to++;
                }
                clauses.add(new Range(i + 1, to));
            }
        }
        return clauses;
    }

    private boolean endsSettings(int token) {
        return is(token, "SELECT")
                || is(token, "WITH")
                || is(token, "FORMAT")
                || is(token, "VALUES")
                || is(token, "INTO")
                || isSymbol(token, '(')
                        && !isSymbol(token - 1, '=')
                        && tokens.get(token - 1).kind() != Token.Kind.WORD;
    }

    private boolean isOneOf(int token, String symbols) {
        return symbols.chars().anyMatch(symbol -> isSymbol(token, (char) symbol));
    }

    private String textOf(Range range) {
        if (range.from() >= range.to()) {
            return "";
        }
        byte[] bytes = slice(
                tokens.get(range.from()).begin(), tokens.get(range.to() - 1).end());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public boolean mentions(String word) {
        for (int i = 0; i < tokens.size(); i++) {
            if (is(i, word)) {
                return true;
            }
        }
        return false;
    }

    public String value(int token) {
        return Lexer.value(text.bytes(), tokens.get(token));
    }

    /**
     * The SELECT with {@code INTO OUTFILE path} before its FORMAT clause, and a FORMAT clause in
     * any case.
     */
    public byte[] intoFile(String path, String format) {
        String clause = "\nINTO OUTFILE '" + path + "' TRUNCATE FORMAT " + format + " ";
        if (formatAt < 0) {
            return join(bytes(), clause, new byte[0]);
        }
        byte[] before = slice(0, tokens.get(formatAt).begin());
        return join(before, clause, slice(tokens.get(formatAt + 1).end(), end()));
    }

    /**
     * What stands between the parentheses of {@code input(...)}: the structure, nearly always as a
     * string.
     */
    public String inputStructure() {
        return textOf(new Range(inputAt + 2, inputEnd()));
    }

    /**
     * The structure of {@code input(...)} where it is a string, or {@code null} for any other
     * expression.
     */
    public String literalInputStructure() {
        boolean literal = inputEnd() == inputAt + 3 && tokens.get(inputAt + 2).kind() == Token.Kind.STRING;
        return literal ? value(inputAt + 2) : null;
    }

    /**
     * The INSERT with {@code source} in the place of {@code input(...)}, and without its FORMAT
     * clause.
     */
    public byte[] withInput(String source) {
        byte[] before = slice(0, tokens.get(inputAt).begin());
        int until = formatAt >= 0 ? tokens.get(formatAt).begin() : end();
        return join(before, source, slice(tokens.get(inputEnd()).end(), until));
    }

    /** The token that closes {@code input(...)}. */
    private int inputEnd() {
        int level = 1;
        int at = inputAt + 2;
        while (true) {
            level += isSymbol(at, '(') ? 1 : isSymbol(at, ')') ? -1 : 0;
            if (level == 0) {
                return at;
            }
            at++;
        }
    }

    private static byte[] join(byte[] before, String middle, byte[] after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(before);
        out.writeBytes(middle.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(after);
        return out.toByteArray();
    }
}
