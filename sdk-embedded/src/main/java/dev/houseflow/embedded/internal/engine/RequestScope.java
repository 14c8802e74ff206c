package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.QueryCall;
import dev.houseflow.embedded.internal.chdb.Connection;
import dev.houseflow.embedded.internal.sql.Sql;
import dev.houseflow.embedded.internal.sql.Statement;
import dev.houseflow.embedded.internal.sql.Statement.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Gives a connection the settings, database and roles of one request, and in a session takes them
 * back: there, only what statements set themselves may stay.
 */
final class RequestScope {
    private static final String READONLY = "readonly";
    private static final String TIMEZONE = "session_timezone";

    private final Connection connection;
    private final QueryCall call;
    private final Statement statement;
    private final EngineOptions options;
    private final List<String> restore = new ArrayList<>();
    private Map<String, String> settings = Map.of();

    RequestScope(Connection connection, RunningQuery query, Statement statement, EngineOptions options) {
        this.connection = connection;
        this.call = query.call;
        this.statement = statement;
        this.options = options;
    }

    /** For a connection that lives no longer than the request. */
    void enter(long tag) throws EngineException {
        settings = RequestSettings.of(call, options);
        if (call.database() != null) {
            connection.run(Sql.use(call.database()));
        }
        Map<String, String> first = new LinkedHashMap<>();
        first.put(QueryWatcher.TAG_SETTING, Long.toString(tag));
        if (isRestricted()) {
            // What the request sets comes behind it: the engine then refuses that, as a server
            // does.
            first.put(READONLY, options.readonly());
            connection.run(Sql.set(first));
            first.clear();
        }
        first.putAll(settings);
        set(first);
        if (!call.roles().isEmpty()) {
            connection.run(Sql.setRole(call.roles()));
        }
    }

    /** For the connection of a session; {@link #leaveSession} must follow, even when this fails. */
    void enterSession(Sessions.Session session) throws EngineException {
        settings = RequestSettings.of(call, options);
        if (isRestricted() && !session.restricted) {
            connection.run(Sql.set(Map.of(READONLY, options.readonly())));
            session.restricted = true;
        }
        Map<String, String> changing = new LinkedHashMap<>(settings);
        // Once set, readonly could not be taken back, so for one request this side sees to it.
        checkReadonly(changing.remove(READONLY));
        rememberSettings(changing);
        if (call.database() != null) {
            if (statement.kind() != Kind.USE) {
                restore.add(Sql.use(database()));
            }
            connection.run(Sql.use(call.database()));
        }
        set(changing);
        if (statement.kind() == Kind.SET) {
            // What the statement sets has to stay, even if the request set it as well.
            undo();
        }
        if (!call.roles().isEmpty()) {
            if (statement.kind() != Kind.SET_ROLE) {
                List<String> roles = connection
                        .run("SELECT arrayJoin(currentRoles())")
                        .lines()
                        .toList();
                restore.add(0, Sql.setRole(roles));
            }
            connection.run(Sql.setRole(call.roles()));
        }
    }

    /**
     * @param failed whether the statement failed: then rows of it may be left in the connection's
     *     buffer, and would begin the next answer
     */
    void leaveSession(Sessions.Session session, boolean failed) throws EngineException {
        if (failed) {
            connection.flush();
        } else if (statement.kind() == Kind.SET) {
            if (sets(TIMEZONE)) {
                session.timezone =
                        connection.run("SELECT getSetting('" + TIMEZONE + "')").strip();
            }
            if (sets(QueryWatcher.TAG_SETTING)) {
                connection.run(QueryWatcher.setTag(session.tag));
            }
        }
        undo();
    }

    private boolean sets(String setting) {
        return statement.mentions(setting.toUpperCase(Locale.ROOT));
    }

    /**
     * The time zone that the statement shows times in.
     *
     * @param ofSession what {@code SET session_timezone} has left in its session, or {@code null}
     * @param ofEngine the engine's own
     */
    String timezone(String ofSession, String ofEngine) {
        String zone = statement.settingValue(TIMEZONE);
        if (zone == null) {
            zone = settings.get(TIMEZONE);
        }
        if (zone == null) {
            zone = ofSession == null ? options.settings().getOrDefault(TIMEZONE, "") : ofSession;
        }
        return zone.isEmpty() ? ofEngine : zone;
    }

    private void set(Map<String, String> values) throws EngineException {
        if (!values.isEmpty()) {
            connection.run(Sql.set(values));
        }
    }

    private void undo() throws EngineException {
        while (!restore.isEmpty()) {
            connection.run(restore.remove(0));
        }
    }

    private void rememberSettings(Map<String, String> changing) throws EngineException {
        if (changing.isEmpty()) {
            return;
        }
        String names = changing.keySet().stream().map(Sql::string).collect(Collectors.joining(", "));
        List<String> values = new ArrayList<>();
        for (String[] row : connection.rows(
                "SELECT name, changed, hex(value) FROM system.settings WHERE name IN (" + names + ")")) {
            String value = new String(HexFormat.of().parseHex(row[2]), StandardCharsets.UTF_8);
            values.add(row[0] + " = " + (row[1].equals("1") ? Sql.string(value) : "DEFAULT"));
        }
        if (!values.isEmpty()) {
            restore.add("SET " + String.join(", ", values));
        }
    }

    private String database() throws EngineException {
        String hex = connection.run("SELECT hex(currentDatabase())").strip();
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    /** Whether the server itself was started as one that only reads. */
    private boolean isRestricted() {
        return !call.ownStatement() && !options.readonly().equals("0");
    }

    private void checkReadonly(String readonly) throws EngineException {
        if (readonly == null || readonly.equals("0")) {
            return;
        }
        boolean allowed =
                switch (statement.kind()) {
                    case SELECT, SHOW, USE -> readonly.equals("2") || !statement.hasSettings();
                    case SET, SET_ROLE, CREATE_TEMPORARY -> readonly.equals("2");
                    default -> false;
                };
        if (!allowed) {
            throw Errors.readonly("Cannot execute query in readonly mode. For queries over HTTP, method GET"
                    + " implies readonly. You should use method POST for modifying queries.");
        }
    }
}
