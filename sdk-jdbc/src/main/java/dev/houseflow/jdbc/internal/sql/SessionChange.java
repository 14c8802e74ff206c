package dev.houseflow.jdbc.internal.sql;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code USE}, {@code SET} and {@code SET ROLE} change for the statements behind them. */
public final class SessionChange {
    private final String database;
    private final Map<String, String> settings;
    private final List<String> roles;

    private SessionChange(String database, Map<String, String> settings, List<String> roles) {
        this.database = database;
        this.settings = settings;
        this.roles = roles;
    }

    /** The change, or null where the statement makes none. */
    public static SessionChange of(ParsedSql parsed) throws SQLException {
        List<Token> tokens = parsed.tokens();
        if (parsed.firstWord().equals("USE")) {
            Token name = tokens.get(tokens.size() - 1);
            return new SessionChange(plain(name), new LinkedHashMap<>(), null);
        }
        if (!parsed.firstWord().equals("SET") || tokens.size() < 2) return null;
        Token second = tokens.get(1);
        if (second.isWord("DEFAULT") || second.isWord("TRANSACTION")) return null;
        if (second.isWord("ROLE")) return new SessionChange(null, new LinkedHashMap<>(), roles(tokens));
        return new SessionChange(null, settings(tokens), null);
    }

    private static List<String> roles(List<Token> tokens) throws SQLException {
        List<String> roles = new ArrayList<>();
        for (int i = 2; i < tokens.size(); i += 2) {
            Token role = tokens.get(i);
            boolean isList = i + 1 == tokens.size() || tokens.get(i + 1).is(',');
            if (!isList || role.isWord("ALL")) throw notKept("SET ROLE with anything but names");
            if (role.isWord("DEFAULT") || role.isWord("NONE")) return new ArrayList<>();
            roles.add(plain(role));
        }
        return roles;
    }

    private static Map<String, String> settings(List<Token> tokens) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        int at = 1;
        while (at < tokens.size()) {
            if (at + 2 >= tokens.size()
                    || tokens.get(at).kind != Token.Kind.WORD
                    || !tokens.get(at + 1).is('=')) {
                throw notKept("this SET");
            }
            String name = tokens.get(at).text;
            at += 2;
            StringBuilder value = new StringBuilder();
            while (at < tokens.size() && !tokens.get(at).is(',')) {
                Token token = tokens.get(at++);
                boolean isText = token.kind == Token.Kind.QUOTED && token.text.charAt(0) == '\'';
                String text = isText ? Quotes.text(token.text) : token.text;
                boolean isDoubled = isText && value.length() > 0 && tokens.get(at - 2).kind == Token.Kind.QUOTED;
                if (isDoubled) value.append('\'');
                if (text == null || token.is('(') || token.is('[')) throw notKept("this SET");
                value.append(text);
            }
            at++;
            String text = value.toString();
            settings.put(name, text.equalsIgnoreCase("true") ? "1" : text.equalsIgnoreCase("false") ? "0" : text);
        }
        return settings;
    }

    private static String plain(Token name) {
        if (name.kind != Token.Kind.QUOTED) return name.text;
        String text = Quotes.text(name.text);
        return text == null ? name.text : text;
    }

    private static SQLException notKept(String what) {
        return SqlErrors.statement("Without a session " + what
                + " has no effect on the next statement: set session=true in the URL, or give "
                + "the settings as properties, setting.NAME=value");
    }

    /** The database from now on, or null. */
    public String database() {
        return database;
    }

    /** The settings from now on. */
    public Map<String, String> settings() {
        return settings;
    }

    /** The roles from now on, or null. */
    public List<String> roles() {
        return roles;
    }
}
