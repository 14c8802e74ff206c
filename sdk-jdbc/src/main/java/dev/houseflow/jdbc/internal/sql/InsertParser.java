package dev.houseflow.jdbc.internal.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code INSERT INTO [TABLE] [db.]table [(columns)] [SETTINGS ...] VALUES (...), (...)}.
 * Gives up, by null, on everything else: the statement then goes as text.
 */
final class InsertParser {
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /** Stands where a value is DEFAULT. */
    private static final Object DEFAULT = new Object();

    private final List<Token> tokens;
    private int at;
    private int marks;

    private InsertParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static InsertShape parse(List<Token> tokens) {
        return new InsertParser(tokens).statement();
    }

    private InsertShape statement() {
        if (!word("INSERT") || !word("INTO")) return null;
        word("TABLE");
        if (peekWord("FUNCTION")) return null;
        String table = name();
        if (table == null) return null;
        if (other('.')) {
            String second = name();
            if (second == null) return null;
            table = table + "." + second;
        }
        List<String> columns = null;
        if (other('(')) {
            columns = columns();
            if (columns == null) return null;
        }
        Map<String, String> settings = new LinkedHashMap<>();
        if (word("SETTINGS") && !settings(settings)) return null;
        if (at == tokens.size() && columns != null) return implied(table, columns, settings);
        if (!word("VALUES")) return null;
        List<Object[]> rows = rows();
        if (rows == null || rows.isEmpty()) return null;
        return withoutDefaults(table, columns, settings, rows);
    }

    /** {@code INSERT INTO t (a, b)} alone: a mark for each column. */
    private static InsertShape implied(String table, List<String> columns, Map<String, String> settings) {
        Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) row[i] = new InsertShape.Mark(i);
        List<Object[]> rows = new ArrayList<>();
        rows.add(row);
        return new InsertShape(table, columns, settings, rows, row.length);
    }

    /**
     * A column that is DEFAULT in all rows is left out; one that is so in some has to be told in
     * text.
     */
    private InsertShape withoutDefaults(
            String table, List<String> columns, Map<String, String> settings, List<Object[]> rows) {
        int width = rows.get(0).length;
        for (Object[] row : rows) if (row.length != width) return null;
        if (columns != null && columns.size() != width) return null;
        List<String> left = columns == null ? null : new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int defaults = 0;
            for (Object[] row : rows) if (row[i] == DEFAULT) defaults++;
            if (defaults > 0 && (defaults < rows.size() || columns == null)) return null;
            if (defaults == 0) {
                kept.add(i);
                if (left != null) left.add(columns.get(i));
            }
        }
        if (kept.isEmpty()) return null;
        List<Object[]> cut = new ArrayList<>(rows.size());
        for (Object[] row : rows) {
            Object[] values = new Object[kept.size()];
            for (int i = 0; i < values.length; i++) values[i] = row[kept.get(i)];
            cut.add(values);
        }
        return new InsertShape(table, left, settings, cut, marks);
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>();
        do {
            StringBuilder name = new StringBuilder();
            do {
                String part = name();
                if (part == null) return null;
                if (name.length() > 0) name.append('.');
                name.append(part);
            } while (other('.'));
            columns.add(name.indexOf("`") < 0 && name.indexOf(".") >= 0 ? "`" + name + "`" : name.toString());
        } while (other(','));
        return other(')') ? columns : null;
    }

    private boolean settings(Map<String, String> settings) {
        do {
            Token name = next();
            if (name == null || name.kind != Token.Kind.WORD || !other('=')) return false;
            Object value = literal();
            if (value == this || value == DEFAULT || value == null || value instanceof InsertShape.Mark) return false;
            settings.put(name.text, value instanceof Boolean ? ((Boolean) value ? "1" : "0") : value.toString());
        } while (other(','));
        return true;
    }

    private List<Object[]> rows() {
        List<Object[]> rows = new ArrayList<>();
        while (other('(')) {
            List<Object> row = new ArrayList<>();
            do {
                Object value = literal();
                if (value == this) return null;
                row.add(value);
            } while (other(','));
            if (!other(')')) return null;
            rows.add(row.toArray());
            // Commas between tuples may be left out.
            other(',');
        }
        return at == tokens.size() ? rows : null;
    }

    /** A mark or a literal; this parser itself for anything else. */
    private Object literal() {
        Token token = next();
        if (token == null) return this;
        if (token.kind == Token.Kind.MARK) return new InsertShape.Mark(marks++);
        if (token.kind == Token.Kind.QUOTED && token.text.charAt(0) == '\'') {
            String text = Quotes.text(token.text);
            // A doubled quote ends one token and begins the next.
            while (text != null
                    && peek() != null
                    && peek().kind == Token.Kind.QUOTED
                    && peek().start == tokens.get(at - 1).end) {
                String more = Quotes.text(next().text);
                text = more == null ? null : text + "'" + more;
            }
            return text == null ? this : text;
        }
        if (token.is('-')) {
            Token digits = next();
            return digits == null ? this : number("-", digits);
        }
        if (token.isWord("NULL")) return null;
        if (token.isWord("TRUE")) return Boolean.TRUE;
        if (token.isWord("FALSE")) return Boolean.FALSE;
        if (token.isWord("DEFAULT")) return DEFAULT;
        return number("", token);
    }

    private Object number(String sign, Token first) {
        if (first.kind != Token.Kind.WORD || !first.text.matches("[0-9]+")) return this;
        String text = sign + first.text;
        if (peek() != null && peek().is('.')) {
            at++;
            Token fraction = peek();
            if (fraction != null && fraction.kind == Token.Kind.WORD) {
                if (!fraction.text.matches("[0-9]+")) return this;
                at++;
                text += "." + fraction.text;
            }
            return new BigDecimal(text);
        }
        BigInteger whole = new BigInteger(text);
        boolean isLong = whole.compareTo(LONG_MIN) >= 0 && whole.compareTo(LONG_MAX) <= 0;
        return isLong ? (Object) whole.longValue() : whole;
    }

    private String name() {
        Token token = peek();
        if (token == null) return null;
        boolean isName = token.kind == Token.Kind.WORD
                || token.kind == Token.Kind.QUOTED && (token.text.charAt(0) == '`' || token.text.charAt(0) == '"');
        if (!isName) return null;
        at++;
        return token.text;
    }

    private Token peek() {
        return at < tokens.size() ? tokens.get(at) : null;
    }

    private Token next() {
        return at < tokens.size() ? tokens.get(at++) : null;
    }

    private boolean peekWord(String word) {
        return peek() != null && peek().isWord(word);
    }

    private boolean word(String word) {
        if (!peekWord(word)) return false;
        at++;
        return true;
    }

    private boolean other(char c) {
        if (peek() == null || !peek().is(c)) return false;
        at++;
        return true;
    }
}
