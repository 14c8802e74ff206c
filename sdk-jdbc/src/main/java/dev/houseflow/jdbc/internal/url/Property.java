package dev.houseflow.jdbc.internal.url;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An option of URLs and properties. */
public final class Property {
    private static final Map<String, Property> ALL = new LinkedHashMap<>();

    public static final Property USER =
            secretless("user", null, "The user's name; the server's default user where none is given");
    public static final Property PASSWORD =
            secret("password", "The user's password; or, through Properties, a Supplier<String> of it");
    public static final Property ACCESS_TOKEN = secret(
            "accessToken",
            "An access token (JWT) in place of user and password; or, through Properties, a Supplier<String> of them");
    public static final Property DATABASE =
            secretless("database", null, "The database of unqualified names; also the path of the URL");
    public static final Property SSL = choice("ssl", "false", "Whether to use https", "true", "false");
    public static final Property SSL_ROOT_CERT =
            secretless("sslRootCert", null, "A PEM file of the authorities to trust");
    public static final Property SSL_CERT = secretless("sslCert", null, "A PEM file of the client's certificate");
    public static final Property SSL_KEY =
            secret("sslKey", "A PEM file of the client's key, PKCS #8 without a password");
    public static final Property CERTIFICATE_AUTH = choice(
            "certificateAuth", "false", "Whether the user is known by the client's certificate", "true", "false");
    public static final Property SSL_CONTEXT =
            live("sslContext", "A javax.net.ssl.SSLContext; through Properties only");
    public static final Property TLS_SERVER_NAME = secretless(
            "tlsServerName",
            null,
            "The name by which TLS asks for the server and checks its certificate; the URL's host where none is given");
    public static final Property TLS_PROTOCOLS =
            secretless("tlsProtocols", null, "The versions of TLS to offer, such as TLSv1.3, with commas");
    public static final Property TLS_CIPHER_SUITES =
            secretless("tlsCipherSuites", null, "The cipher suites of TLS to offer, with commas");
    public static final Property COMPRESSION =
            choice("compression", "lz4", "How results and inserted blocks are compressed", "none", "lz4", "zstd");
    public static final Property INSERT_MODE = choice(
            "insertMode",
            "server_default",
            "When the server writes inserted rows",
            "server_default",
            "synchronous",
            "asynchronous_wait",
            "asynchronous_no_wait");
    public static final Property CONNECT_TIMEOUT =
            secretless("connectTimeout", "10000", "The time for making a connection, in ms");
    public static final Property SOCKET_TIMEOUT = secretless(
            "socketTimeout",
            "0",
            "The time without a byte of the answer, at its begin and in its middle, in ms; 0 is none");
    public static final Property QUERY_TIMEOUT = secretless(
            "queryTimeout",
            "0",
            "The time for a statement and its result, in ms, where the statement sets none; 0 is none");
    public static final Property MAX_CONNECTIONS =
            secretless("maxConnections", "50", "How many requests may be under way at once for each server");
    public static final Property POOL_TIMEOUT = secretless(
            "poolTimeout",
            "10000",
            "How long a request waits for its turn when maxConnections are in use, in ms; 0 is no limit");
    public static final Property IDLE_TIMEOUT = secretless(
            "idleTimeout",
            null,
            "For how long an unused connection is kept, in ms; what the server says where none is given");
    public static final Property MAX_CONNECTION_AGE =
            secretless("maxConnectionAge", "600000", "The age in ms after which a connection is not used again");
    public static final Property MAX_CONNECTS_PER_SECOND = secretless(
            "maxConnectsPerSecond",
            null,
            "How many connections are made per second and server; any number where none is given");
    public static final Property KEEP_ALIVE =
            choice("keepAlive", "true", "Whether the system probes silent connections (SO_KEEPALIVE)", "true", "false");
    public static final Property TCP_NO_DELAY =
            choice("tcpNoDelay", "true", "Whether small pieces are sent at once (TCP_NODELAY)", "true", "false");
    public static final Property READ_BUFFER_SIZE =
            secretless("readBufferSize", "458752", "The largest buffer of a connection, in bytes");
    public static final Property RECEIVE_BUFFER_SIZE =
            secretless("receiveBufferSize", null, "SO_RCVBUF of sockets, in bytes");
    public static final Property SEND_BUFFER_SIZE =
            secretless("sendBufferSize", null, "SO_SNDBUF of sockets, in bytes");
    public static final Property MAX_BLOCK_BYTES =
            secretless("maxBlockBytes", null, "The largest block of a result, in bytes of memory");
    public static final Property MAX_HEAD_BYTES =
            secretless("maxHeadBytes", "1048576", "The largest head of an answer, in bytes");
    public static final Property RETRY_MAX_ATTEMPTS =
            secretless("retry.maxAttempts", "3", "How often a statement that only reads is tried in all");
    public static final Property RETRY_INITIAL_BACKOFF =
            secretless("retry.initialBackoff", null, "The longest first wait between tries, in ms");
    public static final Property RETRY_MAX_BACKOFF =
            secretless("retry.maxBackoff", null, "The longest wait between tries, in ms");
    public static final Property LOAD_BALANCING = choice(
            "loadBalancing",
            "first_alive",
            "Which of several servers a statement goes to",
            "first_alive",
            "round_robin",
            "random",
            "least_in_flight");
    public static final Property KILL_ON_CANCEL = choice(
            "killOnCancel", "true", "Whether a statement that is left is stopped by KILL QUERY", "true", "false");
    public static final Property STATEMENT_IN_ERRORS =
            choice("statementInErrors", "false", "Whether messages of failures hold the statement", "true", "false");
    public static final Property PROXY =
            secret("proxy", "A proxy, http://[user:password@]host:port or socks5://[user:password@]host:port");
    public static final Property NO_PROXY =
            secretless("noProxy", null, "The servers that are reached without a proxy, with commas");
    public static final Property PROXY_FROM_ENVIRONMENT = choice(
            "proxyFromEnvironment",
            "false",
            "Whether HTTPS_PROXY, HTTP_PROXY and NO_PROXY are heeded",
            "true",
            "false");
    public static final Property CLIENT_NAME =
            secretless("clientName", null, "What this program calls itself in the User-Agent of its requests");
    public static final Property QUOTA_KEY =
            secretless("quotaKey", null, "The key of quotas that are KEYED BY client_key");
    public static final Property EXECUTOR =
            live("executor", "An Executor for the client's work; through Properties only");
    public static final Property CALL_LISTENER = live("callListener", "A CallListener; through Properties only");
    public static final Property SESSION = choice(
            "session",
            "false",
            "Whether each Connection is a session of the server: SET, temporary tables and roles stay",
            "true",
            "false");
    public static final Property TRANSACTIONS = choice(
            "transactions",
            "tolerate",
            "What setAutoCommit(false) does: tolerate takes it and warns of rollbacks, refuse throws",
            "tolerate",
            "refuse");
    public static final Property DATABASE_TERM =
            choice("databaseTerm", "catalog", "Whether JDBC calls databases catalogs or schemas", "catalog", "schema");
    public static final Property PARAMETERS = choice(
            "parameters",
            "server",
            "Whether values travel beside the statement, or as literals in it, which servers before 19 need",
            "server",
            "literal");
    public static final Property ROLES = secretless("roles", null, "The roles to run with, with commas");
    public static final Property APPLICATION_NAME =
            secretless("applicationName", null, "Sent as the setting log_comment, which system.query_log shows");
    public static final Property FETCH_BLOCK_ROWS =
            secretless("fetchBlockRows", null, "Rows of a block of a result, sent as the setting max_block_size");

    /** What settings of the server begin with. */
    public static final String SETTING = "setting.";

    /** What they begin with in URLs of the official driver. */
    static final String OFFICIAL_SETTING = "clickhouse_setting_";

    /** What header fields that are sent with each request begin with. */
    static final String HEADER = "header.";

    private final String name;
    private final String value;
    private final String description;
    private final String[] choices;
    private final boolean secret;
    private final boolean live;

    private Property(String name, String value, String description, boolean secret, boolean live, String... choices) {
        this.name = name;
        this.value = value;
        this.description = description;
        this.secret = secret;
        this.live = live;
        this.choices = choices.length == 0 ? null : choices;
        ALL.put(name, this);
    }

    private static Property secretless(String name, String value, String description) {
        return new Property(name, value, description, false, false);
    }

    private static Property secret(String name, String description) {
        return new Property(name, null, description, true, false);
    }

    private static Property live(String name, String description) {
        return new Property(name, null, description, true, true);
    }

    private static Property choice(String name, String value, String description, String... choices) {
        return new Property(name, value, description, false, false, choices);
    }

    /** All of them, in their order. */
    public static List<Property> all() {
        return Collections.unmodifiableList(new ArrayList<>(ALL.values()));
    }

    /** The property called {@code name}, or null. */
    static Property named(String name) {
        return ALL.get(name);
    }

    /** The name that is likely to be meant by {@code name}, in words for a message. */
    static String near(String name) {
        String hint = Migration.hint(name);
        if (hint != null) return hint;
        String folded = fold(name);
        List<String> near = new ArrayList<>();
        for (String known : ALL.keySet()) {
            String other = fold(known);
            int allowed = Math.max(1, Math.min(folded.length(), other.length()) / 3);
            boolean contains =
                    folded.length() > 3 && (other.contains(folded) || folded.contains(other) && other.length() > 3);
            if (contains || distance(folded, other) <= allowed) near.add(known);
        }
        if (!near.isEmpty()) return "did you mean " + String.join(", ", near) + "?";
        return "settings of the server are written setting.NAME=value; docs/jdbc.md lists the properties";
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(".", "");
    }

    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) before[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(swap, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }

    public String name() {
        return name;
    }

    /** The default; null for none. */
    public String value() {
        return value;
    }

    public String description() {
        return description;
    }

    /** The values it may have; null for any. */
    public String[] choices() {
        return choices == null ? null : choices.clone();
    }

    /** Whether its value is never shown. */
    public boolean isSecret() {
        return secret;
    }

    /** Whether its value is an object, which no URL can hold. */
    public boolean isLive() {
        return live;
    }

    @Override
    public String toString() {
        return name;
    }
}
