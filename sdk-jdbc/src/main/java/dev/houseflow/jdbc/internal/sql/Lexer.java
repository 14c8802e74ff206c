package dev.houseflow.jdbc.internal.sql;

import dev.houseflow.internal.sql.SqlText;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a statement into tokens, as far as a driver must: it finds each `?` that takes a value, and
 * knows nothing of grammar. A `?` behind an operand is ClickHouse's `condition ? a : b`, and `??`
 * stands for one `?` that is none of ours.
 */
final class Lexer {
    /** Words after which an operand comes, so that a `?` behind them takes a value. */
    private static final Set<String> BEFORE_OPERANDS = new HashSet<>(Arrays.asList(
            ("SELECT DISTINCT ALL ANY WHERE PREWHERE HAVING AND OR NOT XOR IN LIKE ILIKE REGEXP BETWEEN IS WHEN THEN ELSE CASE INTERVAL "
                            + "LIMIT OFFSET FETCH TOP BY ON USING FROM JOIN UNION EXCEPT INTERSECT WITH VALUES VALUE SET UPDATE SETTINGS DIV MOD "
                            + "SAMPLE STEP TO FILL GLOBAL INTO FORMAT USE DATABASE TABLE CLUSTER RETURNING DEFAULT ROWS RANGE PRECEDING "
                            + "COMMENT PARTITION ARRAY QUALIFY ESCAPE DATE TIMESTAMP IDENTIFIED TTL")
                    .split(" ")));

    private final String sql;
    private final StringBuilder out = new StringBuilder();
    private final List<Token> tokens = new ArrayList<>();
    private int depth;
    private boolean afterOperand;
    private boolean insert;

    Lexer(String sql) {
        this.sql = sql;
    }

    /** The tokens; their places are those in {@link #text()}. */
    List<Token> run() throws SQLException {
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            int comment = SqlText.INSTANCE.afterComment(sql, at);
            if (comment > at) {
                at = copy(at, comment);
                continue;
            }
            if (Character.isWhitespace(c)) {
                at = copy(at, at + 1);
                continue;
            }
            if (c == ';') {
                end(at);
                return tokens;
            }
            int opaque = SqlText.INSTANCE.afterOpaque(sql, at);
            int word = SqlText.INSTANCE.afterWord(sql, at);
            if (opaque > at) {
                at = add(Token.Kind.QUOTED, at, opaque);
                afterOperand = true;
            } else if (word > at) {
                at = word(at, word);
                if (at == sql.length()) return tokens;
            } else if (c == '?') {
                at = questionMark(at);
            } else if (c == '{') {
                at = brace(at);
            } else {
                at = other(at, c);
            }
        }
        return tokens;
    }

    /** The statement as it is sent, but for the values of its marks. */
    String text() {
        return out.toString();
    }

    private int word(int at, int end) {
        String word = sql.substring(at, end).toUpperCase(Locale.ROOT);
        if (tokens.isEmpty()) insert = word.equals("INSERT");
        boolean isFormat = insert && depth == 0 && word.equals("FORMAT");
        add(Token.Kind.WORD, at, end);
        afterOperand = !BEFORE_OPERANDS.contains(word);
        // What follows is data.
        return isFormat ? copy(end, sql.length()) : end;
    }

    private int questionMark(int at) {
        if (at + 1 < sql.length() && sql.charAt(at + 1) == '?') {
            add(Token.Kind.OTHER, at, at + 1);
            afterOperand = false;
            return at + 2;
        }
        boolean isOperator = afterOperand;
        add(isOperator ? Token.Kind.OTHER : Token.Kind.MARK, at, at + 1);
        afterOperand = !isOperator;
        return at + 1;
    }

    private int brace(int at) {
        int end = Placeholders.end(sql, at);
        if (end < 0) return other(at, '{');
        afterOperand = true;
        return add(Token.Kind.NAMED, at, end);
    }

    private int other(int at, char c) {
        if (c == ')') depth = Math.max(0, depth - 1);
        add(Token.Kind.OTHER, at, at + 1);
        if (c == '(') depth++;
        afterOperand = c == ')' || c == ']' || c == '}';
        return at + 1;
    }

    private int add(Token.Kind kind, int at, int end) {
        int start = out.length();
        out.append(sql, at, end);
        tokens.add(new Token(kind, sql.substring(at, end), start, out.length(), depth));
        return end;
    }

    private int copy(int at, int end) {
        out.append(sql, at, end);
        return end;
    }

    /**
     * A semicolon ends the statement; behind it may be nothing but blanks, comments and more of
     * them.
     */
    private void end(int semicolon) throws SQLException {
        int at = semicolon;
        while (at < sql.length()) {
            int comment = SqlText.INSTANCE.afterComment(sql, at);
            if (comment > at) at = comment;
            else if (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == ';') at++;
            else {
                throw SqlErrors.statement("The text holds several statements: the second one begins at character " + at
                        + ", counted from 0; execute them one by one");
            }
        }
    }
}
