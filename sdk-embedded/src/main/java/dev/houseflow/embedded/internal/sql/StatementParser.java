package dev.houseflow.embedded.internal.sql;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.sql.Statement.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds out what a request's text asks for, without understanding more of it than that takes: the
 * engine parses it again, for real.
 */
public final class StatementParser {
    private static final Set<String> SHOWING =
            Set.of("SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN", "CHECK", "WATCH");
    /** After these, FORMAT can only be a name. */
    private static final Set<String> WANTS_OPERAND = Set.of(
            "AS",
            "SELECT",
            "BY",
            "WHERE",
            "PREWHERE",
            "HAVING",
            "AND",
            "OR",
            "NOT",
            "IN",
            "FROM",
            "INTO",
            "TABLE",
            "ON",
            "DISTINCT");

    private final StatementText text;
    private final byte[] bytes;
    private final Lexer lexer;
    private final List<Token> tokens = new ArrayList<>();
    private int depth;

    private StatementParser(StatementText text) {
        this.text = text;
        this.bytes = text.bytes();
        this.lexer = new Lexer(bytes, 0, text.length());
    }

    public static Statement parse(StatementText text) throws EngineException {
        return new StatementParser(text).statement();
    }

    private Statement statement() throws EngineException {
        if (!advance()) {
            throw Errors.syntax("Syntax error: the query is empty. Expected one statement.");
        }
        String first = word(0);
        if (first.equals("INSERT")) {
            return insert();
        }
        if (first.equals("WITH")) {
            while (advance()) {
                if (depth == 0 && last("INSERT")) {
                    return insert();
                }
                if (depth == 0 && last("SELECT")) {
                    break;
                }
            }
        }
        readToEnd();
        Kind kind = kind(first);
        refuseFiles();
        int format = formatClause();
        return new Statement(kind, text, tokens, format < 0 ? null : value(format + 1), format, -1, -1);
    }

    private Kind kind(String first) {
        if (first.equals("SELECT") || first.equals("FROM") || first.equals("WITH") || first.equals("(")) {
            return Kind.SELECT;
        }
        if (SHOWING.contains(first)) {
            return Kind.SHOW;
        }
        return switch (first) {
            case "SET" -> word(1).equals("ROLE") || word(1).equals("DEFAULT") ? Kind.SET_ROLE : Kind.SET;
            case "USE" -> Kind.USE;
            case "KILL" -> Kind.KILL;
            case "CREATE" ->
                word(1).equals("TEMPORARY") || word(1).equals("OR") && word(3).equals("TEMPORARY")
                        ? Kind.CREATE_TEMPORARY
                        : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    /** Reads on from the word INSERT to where its data begins, or to the end of its SELECT. */
    private Statement insert() throws EngineException {
        if (skipTarget()) {
            while (advance()) {
                int here = tokens.size() - 1;
                if (depth == 1 && symbol(here, '(')) {
                    // Either the columns, or a SELECT in parentheses.
                    if (!advance() || last("SELECT") || last("WITH")) {
                        return insertSelect();
                    }
                } else if (depth == 0 && !isName(here) && !word(here - 1).equals("SETTINGS")) {
                    switch (word(here)) {
                        case "VALUES":
                            return insertData(
                                    Kind.INSERT_DATA,
                                    "Values",
                                    here,
                                    tokens.get(here).end(),
                                    -1);
                        case "FORMAT":
                            if (advance() && tokens.get(here + 1).kind() == Token.Kind.WORD) {
                                int data = dataAfter(tokens.get(here + 1).end());
                                return insertData(Kind.INSERT_DATA, value(here + 1), here, data, -1);
                            }
                            break;
                        case "FROM", "INFILE":
                            throw infile();
                        case "SELECT", "WITH", "WATCH":
                            return insertSelect();
                        default:
                            break;
                    }
                }
            }
        }
        finish();
        return new Statement(Kind.INSERT_SELECT, text, tokens, null, -1, -1, -1);
    }

    private Statement insertSelect() throws EngineException {
        int input = -1;
        while (advance()) {
            int here = tokens.size() - 1;
            if (symbol(here, '(') && word(here - 1).equals("INPUT") && !symbol(here - 2, '.')) {
                input = here - 1;
            }
            boolean format = depth == 0 && input >= 0 && last("FORMAT") && !isName(here);
            if (format && advance() && tokens.get(here + 1).kind() == Token.Kind.WORD) {
                int data = dataAfter(tokens.get(here + 1).end());
                return insertData(Kind.INSERT_FROM_INPUT, value(here + 1), here, data, input);
            }
        }
        finish();
        if (input >= 0) {
            throw Errors.syntax("INSERT SELECT FROM input() needs a FORMAT clause that says what its data is."
                    + " Put FORMAT and a format's name at the end of the query.");
        }
        return new Statement(Kind.INSERT_SELECT, text, tokens, null, -1, -1, -1);
    }

    /**
     * Takes {@code INTO [TABLE] name}, {@code FUNCTION name(...)} or a parameter: names there may
     * be anything, even keywords.
     */
    private boolean skipTarget() {
        boolean more = advance() && (!last("INTO") || advance()) && (!last("TABLE") || advance());
        if (!more) {
            return false;
        }
        if (last("FUNCTION")) {
            return advance() && advance() && skipGroup();
        }
        if (!skipGroup()) {
            return false;
        }
        while (nextIsDot()) {
            if (!advance() || !advance() || !skipGroup()) {
                return false;
            }
        }
        return true;
    }

    /** Takes the rest of the group that the last token opened, if it opened one. */
    private boolean skipGroup() {
        while (depth > 0) {
            if (!advance()) {
                return false;
            }
        }
        return true;
    }

    private boolean nextIsDot() {
        int end = tokens.get(tokens.size() - 1).end();
        Token next = new Lexer(bytes, end, text.length()).next();
        return next.kind() == Token.Kind.SYMBOL && bytes[next.begin()] == '.';
    }

    private Statement insertData(Kind kind, String format, int formatAt, int dataAt, int input) throws EngineException {
        if (kind == Kind.INSERT_FROM_INPUT && !(symbol(input + 1, '(') && !symbol(input + 2, ')'))) {
            throw Errors.notImplemented("input() without a structure is not supported by the embedded server."
                    + " Name the columns: input('a UInt8, b String').");
        }
        return new Statement(kind, text, tokens, format, formatAt, dataAt, input);
    }

    /** ClickHouse skips blanks, then at most one line end, after the name of the format. */
    private int dataAfter(int end) throws EngineException {
        int at = end;
        if (at < text.length() && bytes[at] == ';') {
            throw Errors.syntax("You have excessive ';' symbol before data for INSERT.");
        }
        while (at < text.length() && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\f')) {
            at++;
        }
        if (at < text.length() && bytes[at] == '\r') {
            at++;
        }
        if (at < text.length() && bytes[at] == '\n') {
            at++;
        }
        return at;
    }

    /** Whether the word stands where only a name can: after a dot, TABLE, INTO and the like. */
    private boolean isName(int token) {
        return symbol(token - 1, '.') || WANTS_OPERAND.contains(word(token - 1)) || symbol(token - 1, ',');
    }

    private void readToEnd() throws EngineException {
        boolean more = true;
        while (more) {
            more = advance();
        }
        finish();
    }

    /**
     * Called when {@link #advance()} stopped: at the end, or at a semicolon, behind which there
     * must be nothing.
     */
    private void finish() throws EngineException {
        Token next = lexer.next();
        while (isSemicolon(next)) {
            next = lexer.next();
        }
        if (next.kind() != Token.Kind.END) {
            throw Errors.syntax("Syntax error (Multi-statements are not allowed): failed at position "
                    + (next.begin() + 1) + ". Send one statement in each request.");
        }
        if (!text.complete()) {
            throw Errors.syntax("Syntax error: failed at position " + text.length() + ": Max query size exceeded"
                    + " (can be increased with the `max_query_size` setting).");
        }
    }

    private boolean isSemicolon(Token token) {
        return token.kind() == Token.Kind.SYMBOL && bytes[token.begin()] == ';';
    }

    /** Takes the next token; false at the end of the statement. */
    private boolean advance() {
        Token token = lexer.next();
        if (token.kind() == Token.Kind.END || depth <= 0 && isSemicolon(token)) {
            return false;
        }
        tokens.add(token);
        if (token.kind() == Token.Kind.SYMBOL) {
            switch (bytes[token.begin()]) {
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth--;
                default -> {}
            }
        }
        return true;
    }

    private void refuseFiles() throws EngineException {
        int level = 0;
        for (int i = 0; i < tokens.size(); i++) {
            level += symbol(i, '(') ? 1 : symbol(i, ')') ? -1 : 0;
            if (level == 0 && word(i).equals("INTO") && word(i + 1).equals("OUTFILE")) {
                throw new EngineException(
                        358,
                        "INTO_OUTFILE_NOT_ALLOWED",
                        "INTO OUTFILE is not allowed. Read the answer of the query instead.");
            }
        }
    }

    private static EngineException infile() {
        return new EngineException(
                78,
                "UNKNOWN_TYPE_OF_QUERY",
                "Query has infile and was send directly to server. Send the data behind the query instead.");
    }

    /** The token FORMAT of a top-level FORMAT clause, which only SETTINGS may follow. */
    private int formatClause() {
        int found = -1;
        int level = 0;
        for (int i = 1; i + 1 < tokens.size(); i++) {
            level += opens(i) ? 1 : closes(i) ? -1 : 0;
            boolean clause = level == 0
                    && word(i).equals("FORMAT")
                    && !isName(i)
                    && tokens.get(i + 1).kind() == Token.Kind.WORD
                    && (i + 2 == tokens.size() || word(i + 2).equals("SETTINGS"));
            if (clause) {
                found = i;
            }
        }
        return found;
    }

    private boolean opens(int i) {
        return symbol(i, '(') || symbol(i, '[') || symbol(i, '{');
    }

    private boolean closes(int i) {
        return symbol(i, ')') || symbol(i, ']') || symbol(i, '}');
    }

    private boolean last(String word) {
        return Lexer.is(bytes, tokens.get(tokens.size() - 1), word);
    }

    /** The word in upper case, or "(" for an opening parenthesis, or nothing. */
    private String word(int i) {
        if (i < 0 || i >= tokens.size()) {
            return "";
        }
        Token token = tokens.get(i);
        if (token.kind() == Token.Kind.WORD || symbol(i, '(')) {
            return value(i).toUpperCase(Locale.ROOT);
        }
        return "";
    }

    private boolean symbol(int i, char c) {
        return i >= 0
                && i < tokens.size()
                && tokens.get(i).kind() == Token.Kind.SYMBOL
                && bytes[tokens.get(i).begin()] == c;
    }

    private String value(int i) {
        Token token = tokens.get(i);
        return new String(bytes, token.begin(), token.end() - token.begin(), StandardCharsets.UTF_8);
    }
}
