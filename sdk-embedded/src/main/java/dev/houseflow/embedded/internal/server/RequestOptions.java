package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.QueryCall;
import dev.houseflow.embedded.internal.http.RequestHead;
import dev.houseflow.embedded.internal.http.UrlParameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the URL and the headers of one request say about its query. Every parameter of the URL that
 * has no meaning of its own is a setting.
 *
 * @param query the query of the URL, or empty
 * @param decompress whether the body comes in ClickHouse's own compressed frames
 * @param multipart whether the body is a form
 */
record RequestOptions(
        String query,
        String queryId,
        List<String> roles,
        String database,
        boolean readOnly,
        Map<String, String> settings,
        Map<String, byte[]> parameters,
        String defaultFormat,
        QueryCall.Session session,
        boolean decompress,
        boolean multipart,
        ReplyOptions reply) {
    private static final long MAX_SESSION_SECONDS = 3600;
    private static final Set<String> RESERVED = Set.of(
            "query",
            "database",
            "default_format",
            "compress",
            "decompress",
            "user",
            "password",
            "quota_key",
            "query_id",
            "stacktrace",
            "role",
            "buffer_size",
            "wait_end_of_query",
            "session_id",
            "session_timeout",
            "session_check",
            "client_protocol_version",
            "close_session");
    private static final List<String> EXTERNAL_SUFFIXES = List.of("_format", "_types", "_structure");
    private static final String PARAMETER = "param_";

    static RequestOptions of(RequestHead head, UrlParameters url, HttpServerConfig config) throws EngineException {
        boolean multipart = head.header("content-type").startsWith("multipart/form-data");
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, byte[]> parameters = new LinkedHashMap<>();
        for (UrlParameters.Parameter p : url.all()) {
            if (p.name().startsWith(PARAMETER)) {
                parameters.putIfAbsent(p.name().substring(PARAMETER.length()), p.value());
            } else if (!p.name().isEmpty()
                    && !RESERVED.contains(p.name())
                    && !(multipart && describesTable(p.name(), config))) {
                settings.put(p.name(), p.text());
            }
        }
        Settings effective = new Settings(config.engineDefaults(), settings);
        refuseUnsupported(url, effective);
        return new RequestOptions(
                url.text("query"),
                queryId(head, url),
                url.texts("role"),
                headerOr(head, "x-clickhouse-database", url.has("database") ? url.text("database") : null),
                !head.method().equals("POST"),
                settings,
                parameters,
                headerOr(
                        head,
                        "x-clickhouse-format",
                        url.has("default_format") ? url.text("default_format") : "TabSeparated"),
                session(url),
                flag(url, "decompress", false),
                multipart,
                replyOptions(head, url, effective));
    }

    /** The call that this plan is for, with the statement that the body completes. */
    QueryCall call(StatementStream statement) {
        return new QueryCall(
                queryId, roles, database, readOnly, settings, parameters, defaultFormat, session, statement, false);
    }

    /** What comes before the body. */
    byte[] prefix() {
        return query.isEmpty() ? new byte[0] : (query + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static ReplyOptions replyOptions(RequestHead head, UrlParameters url, Settings effective)
            throws EngineException {
        boolean httpCompression = effective.flag("enable_http_compression", true);
        long hold = effective.number("http_response_buffer_size", 0);
        if (!url.has("http_response_buffer_size") && url.has("buffer_size")) {
            hold = Settings.parse("buffer_size", url.text("buffer_size"));
        }
        boolean wait = effective.flag("http_wait_end_of_query", false);
        if (!url.has("http_wait_end_of_query")) {
            wait = flag(url, "wait_end_of_query", wait);
        }
        return new ReplyOptions(
                Math.max(hold, ReplyOptions.MIN_HOLD_BYTES),
                wait,
                httpCompression ? ContentCoding.accepted(head.header("accept-encoding")) : null,
                (int) effective.number("http_zlib_compression_level", 3),
                flag(url, "compress", false),
                effective.flag("send_progress_in_http_headers", false),
                effective.number("http_headers_progress_interval_ms", 100));
    }

    private static QueryCall.Session session(UrlParameters url) throws EngineException {
        if (!url.has("session_id")) {
            return null;
        }
        String id = url.text("session_id");
        if (id.isEmpty()) {
            throw new EngineException(
                    Errors.SESSION_ID_EMPTY,
                    "SESSION_ID_EMPTY",
                    "Session id query parameter was provided, but it was empty");
        }
        Duration timeout = Duration.ofSeconds(60);
        if (url.has("session_timeout")) {
            String text = url.text("session_timeout");
            if (!text.matches("[0-9]{1,9}")) {
                throw invalidTimeout("Invalid session timeout: '" + text + "'");
            }
            if (Long.parseLong(text) > MAX_SESSION_SECONDS) {
                throw invalidTimeout(
                        "Session timeout '" + text + "' is larger than max_session_timeout: " + MAX_SESSION_SECONDS);
            }
            timeout = Duration.ofSeconds(Long.parseLong(text));
        }
        return new QueryCall.Session(id, timeout, url.text("session_check").equals("1"));
    }

    private static EngineException invalidTimeout(String message) {
        return new EngineException(Errors.INVALID_SESSION_TIMEOUT, "INVALID_SESSION_TIMEOUT", message);
    }

    private static String queryId(RequestHead head, UrlParameters url) {
        String given = url.has("query_id") ? url.text("query_id") : head.header("x-clickhouse-query-id");
        String clean = given.replaceAll("\\p{Cntrl}", "");
        return clean.isEmpty() ? UUID.randomUUID().toString() : clean;
    }

    private static void refuseUnsupported(UrlParameters url, Settings effective) throws EngineException {
        if (flag(url, "close_session", false)) {
            throw Errors.notImplemented(
                    "The embedded server cannot close a session before its time: use a short session_timeout instead of close_session");
        }
        if (effective.flag("http_write_exception_in_output_format", false)) {
            throw Errors.notImplemented(
                    "The embedded server does not write errors in the output format: leave out http_write_exception_in_output_format=1");
        }
    }

    private static boolean describesTable(String name, HttpServerConfig config) {
        return EXTERNAL_SUFFIXES.stream().anyMatch(name::endsWith)
                && !config.engineDefaults().containsKey(name);
    }

    private static String headerOr(RequestHead head, String name, String other) {
        String value = head.header(name);
        return value.isEmpty() ? other : value;
    }

    private static boolean flag(UrlParameters url, String name, boolean otherwise) throws EngineException {
        return url.has(name) ? Settings.parseFlag(name, url.text(name)) : otherwise;
    }
}
