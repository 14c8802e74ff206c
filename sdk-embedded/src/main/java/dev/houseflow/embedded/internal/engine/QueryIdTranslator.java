package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.chdb.Connection;
import dev.houseflow.embedded.internal.sql.Sql;
import dev.houseflow.embedded.internal.sql.Statement;
import dev.houseflow.embedded.internal.sql.StatementParser;
import dev.houseflow.embedded.internal.sql.StatementText;
import dev.houseflow.embedded.internal.sql.Token;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets statements about running queries name them by their clients' query ids. The engine gives
 * every query an id of its own, so an id of a running query, as a string or a parameter of KILL
 * QUERY or of a SELECT from system.processes, is replaced by the engine's.
 */
final class QueryIdTranslator {
    private static final long LOOK_MILLIS = 10;

    private final QueryWatcher watcher;
    private final RunningQuery self;
    private final Connection connection;
    private final List<RunningQuery> named = new ArrayList<>();
    private final Map<String, byte[]> parameters;
    private boolean waits;

    QueryIdTranslator(QueryWatcher watcher, RunningQuery self, Connection connection) {
        this.watcher = watcher;
        this.self = self;
        this.connection = connection;
        this.parameters = new LinkedHashMap<>(self.call.parameters());
    }

    /** Whether the statement may name queries. */
    static boolean concern(Statement statement) {
        return switch (statement.kind()) {
            case KILL -> statement.is(1, "QUERY");
            case SELECT -> statement.mentions("PROCESSES");
            default -> false;
        };
    }

    Map<String, byte[]> parameters() {
        return parameters;
    }

    Statement translate(Statement statement) throws EngineException {
        for (Map.Entry<String, byte[]> parameter : parameters.entrySet()) {
            String id = engineId(new String(parameter.getValue(), StandardCharsets.UTF_8));
            if (id != null) {
                parameter.setValue(id.getBytes(StandardCharsets.US_ASCII));
            }
        }
        byte[] text = statement.text().bytes();
        ByteArrayOutputStream translated = new ByteArrayOutputStream();
        int copied = 0;
        for (int i = 0; i < statement.tokens().size(); i++) {
            String replacement = replacement(statement, i);
            if (replacement != null) {
                Token token = statement.tokens().get(i);
                translated.write(text, copied, token.begin() - copied);
                translated.writeBytes(replacement.getBytes(StandardCharsets.US_ASCII));
                copied = token.end();
            }
        }
        translated.write(text, copied, statement.end() - copied);
        byte[] bytes = translated.toByteArray();
        return StatementParser.parse(new StatementText(bytes, bytes.length, true, InputStream.nullInputStream()));
    }

    private String replacement(Statement statement, int i) throws EngineException {
        if (statement.tokens().get(i).kind() == Token.Kind.STRING) {
            String id = engineId(statement.value(i));
            return id == null ? null : Sql.string(id);
        }
        if (statement.kind() == Statement.Kind.KILL && statement.is(i, "SYNC")) {
            // SYNC would wait for ever: a failed query leaves the engine's list only with the next
            // query on its connection.
            waits = true;
            return "ASYNC";
        }
        return null;
    }

    private String engineId(String clientId) throws EngineException {
        Optional<RunningQuery> running = watcher.find(clientId).filter(query -> query != self);
        if (running.isEmpty() || running.get().tag() == 0) {
            return null;
        }
        named.add(running.get());
        String id =
                connection.run("SELECT query_id FROM system.processes WHERE " + QueryWatcher.condition(running.get()));
        return id.isEmpty() ? null : id.strip();
    }

    /** What SYNC asks for, as far as the queries are known by their ids. */
    void awaitEnd() throws EngineException {
        try {
            while (waits && named.stream().anyMatch(query -> !query.hasEnded())) {
                self.checkCancelled();
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
