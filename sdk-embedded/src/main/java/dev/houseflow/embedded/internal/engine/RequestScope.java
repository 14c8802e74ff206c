package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.chdb.Connection;
import dev.houseflow.embedded.internal.sql.Sql;
import dev.houseflow.embedded.internal.sql.Statement;
import dev.houseflow.embedded.internal.sql.Statement.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Gives a connection the settings, database and roles of one request, and in a session takes them back: there, only what statements set
 * themselves may stay.
 */
final class RequestScope {
    private final Connection connection;
    private final RunningQuery query;
    private final Statement statement;
    private final List<String> restore = new ArrayList<>();

    RequestScope(Connection connection, RunningQuery query, Statement statement) {
        this.connection = connection;
        this.query = query;
        this.statement = statement;
    }

    /** For a connection that lives no longer than the request. */
    void enter(EngineOptions options) throws EngineException {
        Map<String, String> settings = settings(options);
        if (query.call.database() != null) {
            connection.run(Sql.use(query.call.database()));
        }
        connection.run(Sql.set(settings));
        if (!query.call.roles().isEmpty()) {
            connection.run(Sql.setRole(query.call.roles()));
        }
    }

    /** For the connection of a session; {@link #leave} must follow, even when this fails. */
    void enterSession(EngineOptions options) throws EngineException {
        Map<String, String> settings = settings(options);
        // Once set, readonly could not be taken back, so in a session this side sees to it.
        checkReadonly(settings.remove("readonly"));
        rememberSettings(settings);
        if (query.call.database() != null) {
            if (statement.kind() != Kind.USE) {
                restore.add(Sql.use(database()));
            }
            connection.run(Sql.use(query.call.database()));
        }
        connection.run(Sql.set(settings));
        if (statement.kind() == Kind.SET) {
            // What the statement sets has to stay, even if the request set it as well.
            undo();
        }
        if (!query.call.roles().isEmpty()) {
            if (statement.kind() != Kind.SET_ROLE) {
                List<String> roles = connection
                        .run("SELECT arrayJoin(currentRoles())")
                        .lines()
                        .toList();
                restore.add(0, Sql.setRole(roles));
            }
            connection.run(Sql.setRole(query.call.roles()));
        }
    }

    /** @param failed whether the statement failed: then rows of it may be left in the connection's buffer, and would begin the next answer */
    void leave(boolean failed) throws EngineException {
        if (failed) {
            connection.flush();
        }
        undo();
    }

    private void undo() throws EngineException {
        while (!restore.isEmpty()) {
            connection.run(restore.remove(0));
        }
    }

    private Map<String, String> settings(EngineOptions options) throws EngineException {
        Map<String, String> settings = RequestSettings.of(query.call, options);
        if (statement.kind() == Kind.INSERT_FROM_INPUT) {
            // A pipe can neither be mapped nor read at an offset.
            settings.put("storage_file_read_method", "read");
        }
        settings.put(QueryWatcher.TAG_SETTING, Long.toString(query.tag));
        return settings;
    }

    private void rememberSettings(Map<String, String> settings) throws EngineException {
        Map<String, String> changing = new LinkedHashMap<>(settings);
        changing.remove(QueryWatcher.TAG_SETTING);
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
        return new String(
                HexFormat.of()
                        .parseHex(
                                connection.run("SELECT hex(currentDatabase())").strip()),
                StandardCharsets.UTF_8);
    }

    private void checkReadonly(String readonly) throws EngineException {
        if (readonly == null || readonly.equals("0")) {
            return;
        }
        boolean allowed =
                switch (statement.kind()) {
                    case SELECT, SHOW, USE -> true;
                    case SET, SET_ROLE, CREATE_TEMPORARY -> readonly.equals("2");
                    default -> false;
                };
        if (!allowed) {
            throw Errors.readonly("Cannot execute query in readonly mode. For queries over HTTP, method GET"
                    + " implies readonly. You should use method POST for modifying queries.");
        }
    }
}
