package dev.houseflow.embedded.internal.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.QueryCall;
import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.QueryReply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A request to the engine under test, built up by a test. */
final class Ask {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, byte[]> parameters = new LinkedHashMap<>();
    private InputStream statement;
    private String queryId = UUID.randomUUID().toString();
    private List<String> roles = List.of();
    private String database;
    private boolean readOnly;
    private String defaultFormat = "TabSeparated";
    private QueryCall.Session session;

    private Ask(InputStream statement) {
        this.statement = statement;
    }

    static Ask sql(String sql) {
        return new Ask(new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8)));
    }

    Ask data(byte[] data) {
        return data(new ByteArrayInputStream(data));
    }

    Ask data(InputStream data) {
        statement = new SequenceInputStream(
                new SequenceInputStream(statement, new ByteArrayInputStream(new byte[] {'\n'})), data);
        return this;
    }

    Ask set(String name, Object value) {
        settings.put(name, String.valueOf(value));
        return this;
    }

    Ask param(String name, String value) {
        parameters.put(name, value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Ask param(String name, byte[] value) {
        parameters.put(name, value);
        return this;
    }

    Ask id(String id) {
        queryId = id;
        return this;
    }

    Ask role(String... names) {
        roles = List.of(names);
        return this;
    }

    Ask database(String name) {
        database = name;
        return this;
    }

    Ask get() {
        readOnly = true;
        return this;
    }

    Ask format(String name) {
        defaultFormat = name;
        return this;
    }

    Ask session(String id) {
        session = new QueryCall.Session(id, Duration.ofSeconds(60), false);
        return this;
    }

    Ask session(String id, Duration timeout, boolean mustExist) {
        session = new QueryCall.Session(id, timeout, mustExist);
        return this;
    }

    QueryCall call() {
        return new QueryCall(
                queryId, roles, database, readOnly, settings, parameters, defaultFormat, session, statement, false);
    }

    Answer answer() throws EngineException, InterruptedException {
        Answer answer = new Answer();
        answer.summary = TestEngine.get().execute(call(), answer);
        return answer;
    }

    QueryProgress to(QueryReply reply) throws EngineException, InterruptedException {
        return TestEngine.get().execute(call(), reply);
    }

    String text() throws EngineException, InterruptedException {
        return answer().text();
    }

    EngineException error() {
        return assertThrows(EngineException.class, this::answer);
    }

    /** A reply that keeps everything. */
    static class Answer implements QueryReply {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final List<QueryProgress> progress = new ArrayList<>();
        String format;
        String timezone;
        QueryProgress summary;

        @Override
        public void timezone(String name) {
            if (timezone != null) {
                throw new IllegalStateException("timezone() was called twice");
            }
            timezone = name;
        }

        @Override
        public void format(String name) {
            if (format != null) {
                throw new IllegalStateException("format() was called twice");
            }
            format = name;
        }

        @Override
        public OutputStream output() {
            if (format == null) {
                throw new IllegalStateException("output() was called before format()");
            }
            return bytes;
        }

        @Override
        public void progress(QueryProgress now) {
            progress.add(now);
        }

        @Override
        public boolean isAbandoned() {
            return false;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
