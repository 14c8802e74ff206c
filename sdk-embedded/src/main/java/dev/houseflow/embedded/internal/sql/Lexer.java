package dev.houseflow.embedded.internal.sql;

import dev.houseflow.embedded.internal.sql.Token.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Cuts ClickHouse SQL into tokens, one at a time: what follows the head of an INSERT is data and
 * must not be looked at. Works on bytes, since a literal may hold any.
 */
public final class Lexer {
    private final byte[] text;
    private final int limit;
    private int at;

    public Lexer(byte[] text, int begin, int limit) {
        this.text = text;
        this.at = begin;
        this.limit = limit;
    }

    public Token next() {
        Token unfinished = skipBlanks();
        if (unfinished != null) {
            return unfinished;
        }
        if (at >= limit) {
            return new Token(Kind.END, limit, limit);
        }
        int begin = at;
        int c = text[at];
        switch (c) {
            case '\'':
                return quoted(Kind.STRING, begin, 1, '\'');
            case '"':
            case '`':
                return quoted(Kind.QUOTED, begin, 1, c);
            case '$':
                return dollar(begin);
            default:
                break;
        }
        if (startsWith(0xE2, 0x80, 0x98)) {
            return typographic(Kind.STRING, begin, 0x99);
        }
        if (startsWith(0xE2, 0x80, 0x9C)) {
            return typographic(Kind.QUOTED, begin, 0x9D);
        }
        if (isWord(c)) {
            while (at < limit && (isWord(text[at]) || text[at] == '$' && !isDigit(c))) {
                at++;
            }
            return new Token(isDigit(c) ? Kind.NUMBER : Kind.WORD, begin, at);
        }
        at++;
        return new Token(Kind.SYMBOL, begin, at);
    }

    /** Skips white space and comments; gives the comment that never ends, if there is one. */
    private Token skipBlanks() {
        while (at < limit) {
            int c = text[at];
            if (c == ' ' || c >= '\t' && c <= '\r') {
                at++;
            } else if (c < 0 && unicodeBlank() > 0) {
                at += unicodeBlank();
            } else if (c == '-' && peek(1) == '-'
                    || c == '/' && peek(1) == '/'
                    || c == '#' && (peek(1) == ' ' || peek(1) == '!')) {
                while (at < limit && text[at] != '\n') {
                    at++;
                }
            } else if (c == '/' && peek(1) == '*') {
                int begin = at;
                if (!skipBlockComment()) {
                    at = limit;
                    return new Token(Kind.UNFINISHED, begin, limit);
                }
            } else {
                return null;
            }
        }
        return null;
    }

    private boolean skipBlockComment() {
        int depth = 0;
        while (at + 1 < limit) {
            if (text[at] == '/' && text[at + 1] == '*') {
                depth++;
                at += 2;
            } else if (text[at] == '*' && text[at + 1] == '/') {
                depth--;
                at += 2;
                if (depth == 0) {
                    return true;
                }
            } else {
                at++;
            }
        }
        return false;
    }

    /** Quotes are escaped by a backslash or by doubling. */
    private Token quoted(Kind kind, int begin, int open, int quote) {
        at = begin + open;
        while (at < limit) {
            if (text[at] == '\\') {
                at += 2;
            } else if (text[at] != quote) {
                at++;
            } else if (peek(1) == quote) {
                at += 2;
            } else {
                at++;
                return new Token(kind, begin, at);
            }
        }
        at = limit;
        return new Token(Kind.UNFINISHED, begin, limit);
    }

    private Token typographic(Kind kind, int begin, int lastByte) {
        for (at = begin + 3; at + 2 < limit; at++) {
            if (startsWith(0xE2, 0x80, lastByte)) {
                at += 3;
                return new Token(kind, begin, at);
            }
        }
        at = limit;
        return new Token(Kind.UNFINISHED, begin, limit);
    }

    /** {@code $tag$ ... $tag$}, or else a word or a symbol that begins with a dollar. */
    private Token dollar(int begin) {
        int tagEnd = begin + 1;
        while (tagEnd < limit && isWord(text[tagEnd])) {
            tagEnd++;
        }
        if (tagEnd < limit && text[tagEnd] == '$') {
            int tagLength = tagEnd + 1 - begin;
            for (int i = tagEnd + 1; i + tagLength <= limit; i++) {
                if (sameBytes(begin, i, tagLength)) {
                    at = i + tagLength;
                    return new Token(Kind.STRING, begin, at);
                }
            }
        }
        at = begin + 1;
        while (at < limit && (isWord(text[at]) || text[at] == '$')) {
            at++;
        }
        return new Token(at == begin + 1 ? Kind.SYMBOL : Kind.WORD, begin, at);
    }

    private boolean sameBytes(int a, int b, int length) {
        for (int i = 0; i < length; i++) {
            if (text[a + i] != text[b + i]) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes of Unicode white space stand here, as far as ClickHouse skips it. */
    private int unicodeBlank() {
        if (startsWith(0xC2, 0xA0)) {
            return 2;
        }
        boolean three = startsWith(0xE3, 0x80, 0x80)
                || startsWith(0xEF, 0xBB, 0xBF)
                || startsWith(0xE2, 0x81, 0x9F)
                || startsWith(0xE2, 0x80)
                        && at + 2 < limit
                        && ((text[at + 2] & 0xFF) <= 0x8F || (text[at + 2] & 0xFF) == 0xAF);
        return three ? 3 : 0;
    }

    private boolean startsWith(int... bytes) {
        if (at + bytes.length > limit) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((text[at + i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private int peek(int ahead) {
        return at + ahead < limit ? text[at + ahead] : -1;
    }

    private static boolean isWord(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || isDigit(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Whether the token is this word, in any case. */
    public static boolean is(byte[] text, Token token, String word) {
        if (token.kind() != Kind.WORD || token.end() - token.begin() != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            int c = text[token.begin() + i];
            if (Character.toUpperCase(c) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What a string or identifier token stands for. */
    public static String value(byte[] text, Token token) {
        String raw = new String(text, token.begin(), token.end() - token.begin(), StandardCharsets.UTF_8);
        if (token.kind() != Kind.STRING && token.kind() != Kind.QUOTED || raw.startsWith("$")) {
            return raw.startsWith("$") && token.kind() == Kind.STRING ? heredoc(raw) : raw;
        }
        char quote = raw.charAt(0);
        StringBuilder value = new StringBuilder(raw.length());
        for (int i = 1; i < raw.length() - 1; i++) {
            char c = raw.charAt(i);
            if (c == '\\' && i + 1 < raw.length() - 1) {
                value.append(unescape(raw.charAt(++i)));
            } else {
                value.append(c);
                if (c == quote) {
                    i++;
                }
            }
        }
        return value.toString();
    }

    private static String heredoc(String raw) {
        int tag = raw.indexOf('$', 1) + 1;
        return raw.substring(tag, raw.length() - tag);
    }

    private static char unescape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '0' -> '\0';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> c;
        };
    }
}
