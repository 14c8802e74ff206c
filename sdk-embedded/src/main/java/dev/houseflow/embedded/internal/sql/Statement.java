package dev.houseflow.embedded.internal.sql;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What has to be known of a statement to send it down the right way.
 *
 * @param tokens its tokens, without the semicolon and END; of an INSERT with data, those before the data
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
        /** SHOW, DESCRIBE, EXISTS, EXPLAIN, CHECK and other statements that answer with rows and change nothing. */
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

    /** The statement alone: no data, no semicolon, nothing after its last token (a comment there would swallow what is appended). */
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

    /** Whether it sets the setting {@code profile}, in SET or in a SETTINGS clause. */
    public boolean setsProfile() {
        for (int i = 1; i < tokens.size(); i++) {
            if (is(i, "PROFILE") && (is(i - 1, "SET") || is(i - 1, "SETTINGS")) && isSymbol(i + 1, '=')) {
                return true;
            }
        }
        return false;
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

    /** The SELECT with {@code INTO OUTFILE path} before its FORMAT clause, and a FORMAT clause in any case. */
    public byte[] intoFile(String path, String format) {
        String clause = "\nINTO OUTFILE '" + path + "' TRUNCATE FORMAT " + format + " ";
        if (formatAt < 0) {
            return join(bytes(), clause, new byte[0]);
        }
        byte[] before = slice(0, tokens.get(formatAt).begin());
        return join(before, clause, slice(tokens.get(formatAt + 1).end(), end()));
    }

    /** The INSERT with {@code file(path, format, ...)} in the place of {@code input(...)}, and without its FORMAT clause. */
    public byte[] fromFile(String path, String format) {
        byte[] before = slice(0, tokens.get(inputAt).begin());
        String function = "file('" + path + "', '" + format + "', ";
        int until = formatAt >= 0 ? tokens.get(formatAt).begin() : end();
        return join(before, function, slice(tokens.get(inputAt + 1).end(), until));
    }

    private static byte[] join(byte[] before, String middle, byte[] after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(before);
        out.writeBytes(middle.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(after);
        return out.toByteArray();
    }
}
