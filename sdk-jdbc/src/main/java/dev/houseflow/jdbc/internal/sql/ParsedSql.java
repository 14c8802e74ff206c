package dev.houseflow.jdbc.internal.sql;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the driver knows of a statement. Immutable. */
public final class ParsedSql {
    /** Statements in which the server takes no parameters. */
    private static final Set<String> WITHOUT_PARAMETERS = new HashSet<>(Arrays.asList(
            ("SHOW SET USE SYSTEM CREATE ATTACH DETACH DROP RENAME GRANT REVOKE BACKUP RESTORE OPTIMIZE TRUNCATE EXCHANGE UNDROP "
                            + "DESCRIBE DESC EXISTS CHECK KILL")
                    .split(" ")));

    private final String sql;
    private final int[] marks;
    private final boolean[] pasted;
    private final Set<String> names;
    private final String firstWord;
    private final StatementKind kind;
    private final InsertShape insert;
    private final boolean mutates;
    private final boolean temporary;
    private final boolean bringsValues;
    private final List<Token> tokens;

    private ParsedSql(String sql, List<Token> tokens) throws SQLException {
        this.sql = sql;
        this.tokens = tokens;
        this.firstWord = firstWord(tokens);
        int count = 0;
        for (Token token : tokens) if (token.kind == Token.Kind.MARK) count++;
        marks = new int[count];
        pasted = new boolean[count];
        names = new HashSet<>();
        boolean paste = WITHOUT_PARAMETERS.contains(firstWord);
        boolean holdsInsert = false;
        boolean onCluster = false;
        boolean values = false;
        int next = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind == Token.Kind.NAMED) names.add(Placeholders.name(token.text));
            if (token.kind == Token.Kind.MARK) {
                pasted[next] = paste;
                marks[next++] = token.start;
            }
            if (token.kind != Token.Kind.WORD) continue;
            if (token.isWord("SETTINGS")) paste = true;
            else if (token.isWord("SELECT") || token.isWord("VALUES"))
                paste = paste && WITHOUT_PARAMETERS.contains(firstWord);
            if (token.isWord("INSERT")) holdsInsert = true;
            if (token.isWord("CLUSTER") && i > 0 && tokens.get(i - 1).isWord("ON")) onCluster = true;
            if (token.isWord("VALUES") && token.depth == 0) values = true;
            if (token.isWord("OUTFILE") && i > 0 && tokens.get(i - 1).isWord("INTO")) {
                throw SqlErrors.statement(
                        "INTO OUTFILE is for clickhouse-client: a server cannot write to this machine; read the result, or "
                                + "use download() of the client behind unwrap(ClickHouseAsyncClient.class)");
            }
        }
        kind = StatementKind.of(firstWord, holdsInsert, onCluster);
        insert = firstWord.equals("INSERT") ? InsertParser.parse(tokens) : null;
        mutates = firstWord.equals("DELETE")
                || firstWord.equals("UPDATE")
                || firstWord.equals("ALTER") && hasMutation(tokens);
        temporary = firstWord.equals("CREATE") && makesTemporary(tokens);
        bringsValues = values && firstWord.equals("INSERT");
    }

    /** Reads {@code sql}; with {@code escapes} JDBC's own are translated. */
    public static ParsedSql of(String sql, boolean escapes) throws SQLException {
        if (sql == null || sql.trim().isEmpty()) {
            throw SqlErrors.statement("The statement is " + (sql == null ? "null" : "empty") + "; give one");
        }
        Lexer lexer = new Lexer(escapes ? Escapes.translate(sql) : sql);
        List<Token> tokens = lexer.run();
        return new ParsedSql(lexer.text(), tokens);
    }

    private static String firstWord(List<Token> tokens) {
        for (Token token : tokens) {
            if (!token.is('(')) return token.kind == Token.Kind.WORD ? token.text.toUpperCase(Locale.ROOT) : "";
        }
        return "";
    }

    private static boolean hasMutation(List<Token> tokens) {
        for (Token token : tokens) {
            if (token.depth == 0 && (token.isWord("UPDATE") || token.isWord("DELETE"))) return true;
        }
        return false;
    }

    /** {@code CREATE [OR REPLACE] TEMPORARY}. */
    private static boolean makesTemporary(List<Token> tokens) {
        for (int i = 1; i < tokens.size() && i <= 3; i++) {
            if (tokens.get(i).isWord("TEMPORARY")) return true;
            if (!tokens.get(i).isWord("OR") && !tokens.get(i).isWord("REPLACE")) return false;
        }
        return false;
    }

    /** The statement as it is sent, with a `?` where a value goes. */
    public String sql() {
        return sql;
    }

    /** How many parameters it has. */
    public int parameters() {
        return insert == null ? marks.length : insert.marks();
    }

    /** How many marks stand in the text. */
    public int marks() {
        return marks.length;
    }

    /** Where the parameter {@code index}, from 0, stands. */
    public int markAt(int index) {
        return marks[index];
    }

    /** Whether the value of parameter {@code index} has to be pasted as a literal. */
    public boolean isPasted(int index) {
        return pasted[index];
    }

    /** The names of the statement's own placeholders. */
    public Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    /** In capitals; empty when there is none. */
    public String firstWord() {
        return firstWord;
    }

    /** What is known of its answer. */
    public StatementKind kind() {
        return kind;
    }

    /** The rows that it inserts, where these can be sent as blocks; else null. */
    public InsertShape insert() {
        return insert;
    }

    /** Whether it changes or deletes rows, of which the server does not tell how many. */
    public boolean mutates() {
        return mutates;
    }

    /** Whether it makes a temporary table. */
    public boolean makesTemporary() {
        return temporary;
    }

    /** Whether it is an INSERT with VALUES that goes as text. */
    public boolean bringsValues() {
        return bringsValues;
    }

    /** Where the tuples behind VALUES begin, and -1 when there are none. */
    public int valuesAt() {
        for (Token token : tokens) if (token.depth == 0 && token.isWord("VALUES")) return token.end;
        return -1;
    }

    /** How many tuples stand behind VALUES. */
    public int tuples() {
        int count = 0;
        boolean behind = false;
        for (Token token : tokens) {
            if (token.depth == 0 && token.isWord("VALUES")) behind = true;
            else if (behind && token.depth == 0 && token.is('(')) count++;
        }
        return count;
    }

    List<Token> tokens() {
        return tokens;
    }
}
