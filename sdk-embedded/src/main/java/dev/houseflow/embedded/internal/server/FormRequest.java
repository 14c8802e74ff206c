package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.QueryCall;
import dev.houseflow.embedded.internal.QueryExecutor;
import dev.houseflow.embedded.internal.http.MultipartReader;
import dev.houseflow.embedded.internal.http.UrlParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * A request whose body is a form: fields for the query and its parameters, files for external
 * tables. An external table becomes a temporary table of the session that the query runs in, filled
 * as the file arrives.
 */
final class FormRequest {
    private static final int MAX_FIELD_BYTES = 64 * 1024 * 1024;
    private static final Duration PRIVATE_SESSION = Duration.ofSeconds(10);

    private final QueryExecutor executor;
    private final RequestOptions plan;
    private final UrlParameters url;
    private final BooleanSupplier abandoned;
    private final ByteArrayOutputStream query = new ByteArrayOutputStream();
    private final Map<String, byte[]> parameters;
    private final List<String> tables = new ArrayList<>();
    private QueryCall.Session session;
    private long fieldBytes;

    FormRequest(QueryExecutor executor, RequestOptions plan, UrlParameters url, BooleanSupplier abandoned) {
        this.executor = executor;
        this.plan = plan;
        this.url = url;
        this.abandoned = abandoned;
        this.session = plan.session();
        this.parameters = new LinkedHashMap<>(plan.parameters());
        query.writeBytes(plan.query().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the form, loads its tables and returns the call that is left to make. */
    QueryCall load(String contentType, InputStream body) throws EngineException, InterruptedException {
        MultipartReader reader = MultipartReader.of(contentType, body);
        if (reader == null) {
            throw Errors.badArguments("The Content-Type of the form has no boundary");
        }
        try {
            for (MultipartReader.Part part = reader.next(); part != null; part = reader.next()) {
                if (part.file()) {
                    table(part);
                } else {
                    field(part);
                }
            }
        } catch (IOException e) {
            throw Errors.badArguments("Cannot read the form: " + e.getMessage());
        }
        InputStream statement = new ByteArrayInputStream(query.toByteArray());
        return call(plan.queryId(), plan.readOnly(), parameters, statement, false);
    }

    /** Removes the tables from a session that outlives the request. */
    void dropTables() throws EngineException, InterruptedException {
        if (plan.session() != null) {
            for (String table : tables) {
                run("DROP TEMPORARY TABLE IF EXISTS " + table, InputStream.nullInputStream());
            }
        }
    }

    private void field(MultipartReader.Part part) throws IOException, EngineException {
        byte[] value = part.content().readNBytes(MAX_FIELD_BYTES + 1);
        fieldBytes += value.length;
        if (fieldBytes > MAX_FIELD_BYTES) {
            throw Errors.badArguments(
                    "The fields of the form are longer than " + MAX_FIELD_BYTES + " bytes: send the data as a file");
        }
        if (part.name().equals("query")) {
            query.writeBytes(value);
        } else if (part.name().startsWith("param_")) {
            parameters.putIfAbsent(part.name().substring("param_".length()), value);
        }
    }

    private void table(MultipartReader.Part part) throws EngineException, InterruptedException {
        if (part.name().isEmpty()) {
            throw Errors.badArguments("A file of the form has no name: it is the name of the external table");
        }
        if (session == null) {
            session = new QueryCall.Session("form-" + UUID.randomUUID(), PRIVATE_SESSION, false);
        }
        String name = "`" + part.name().replace("\\", "\\\\").replace("`", "\\`") + "`";
        String format = url.text(part.name() + "_format");
        run("CREATE TEMPORARY TABLE " + name + " (" + structure(part.name()) + ")", InputStream.nullInputStream());
        tables.add(name);
        run("INSERT INTO " + name + " FORMAT " + (format.isEmpty() ? "TabSeparated" : format) + "\n", part.content());
    }

    private String structure(String table) throws EngineException {
        String structure = url.text(table + "_structure");
        if (!structure.isEmpty()) {
            return structure;
        }
        String types = url.text(table + "_types");
        if (types.isEmpty()) {
            throw Errors.badArguments("Neither " + table + "_structure nor " + table
                    + "_types is given for the external table '" + table + "'");
        }
        StringBuilder columns = new StringBuilder();
        int number = 1;
        for (String type : topLevel(types)) {
            columns.append(number == 1 ? "" : ", ")
                    .append('_')
                    .append(number++)
                    .append(' ')
                    .append(type.strip());
        }
        return columns.toString();
    }

    /** Splits at the commas outside of parentheses. */
    private static List<String> topLevel(String types) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < types.length(); i++) {
            char c = types.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(types.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(types.substring(start));
        return parts;
    }

    private void run(String statement, InputStream data) throws EngineException, InterruptedException {
        InputStream whole =
                new SequenceInputStream(new ByteArrayInputStream(statement.getBytes(StandardCharsets.UTF_8)), data);
        executor.execute(
                call(UUID.randomUUID().toString(), false, Map.of(), whole, true), new DiscardingReply(abandoned));
    }

    private QueryCall call(
            String queryId, boolean readOnly, Map<String, byte[]> values, InputStream statement, boolean own) {
        return new QueryCall(
                queryId,
                plan.roles(),
                plan.database(),
                readOnly,
                plan.settings(),
                values,
                plan.defaultFormat(),
                session,
                statement,
                own);
    }
}
