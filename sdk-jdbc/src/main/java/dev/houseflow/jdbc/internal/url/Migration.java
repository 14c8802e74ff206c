package dev.houseflow.jdbc.internal.url;

import java.util.HashMap;
import java.util.Map;

/** Properties of the official driver, and what takes their place. */
final class Migration {
    private static final Map<String, String> HINTS = new HashMap<>();

    static {
        put("compress", "compression=lz4 or none");
        put("decompress", "compression=lz4 or none");
        put("compress_algorithm", "compression");
        put("connect_timeout", "connectTimeout, in ms");
        put("connection_timeout", "connectTimeout, in ms");
        put("socket_timeout", "socketTimeout, in ms");
        put("max_execution_time", "queryTimeout in ms, or setting.max_execution_time in s");
        put("connection_request_timeout", "poolTimeout, in ms");
        put("max_open_connections", "maxConnections");
        put("retry", "retry.maxAttempts");
        put("custom_http_params", "setting.NAME=value for each");
        put("custom_settings", "setting.NAME=value for each");
        put("session_id", "session=true, which gives each Connection a session of its own");
        put("bearer_token", "accessToken");
        put("access_token", "accessToken");
        put("ssl_authentication", "certificateAuth=true");
        put("sslmode", "ssl=true; the server's certificate is always checked, sslRootCert names other authorities");
        put("trust_store", "sslRootCert, a PEM file; or an SSLContext through Properties as sslContext");
        put("key_store", "sslCert and sslKey, PEM files; or an SSLContext through Properties as sslContext");
        put("client_name", "applicationName");
        put("load_balancing_policy", "loadBalancing");
        put("failover", "several hosts in the URL, and retry.maxAttempts");
        put("health_check_interval", "nothing: servers that fail are left out for a while");
        put(
                "use_server_time_zone",
                "nothing: moments are exact in every zone, and wall clocks are those of the column");
        put("use_time_zone", "nothing: moments are exact in every zone, and wall clocks are those of the column");
        put("server_time_zone", "nothing: the server says its zone");
        put("jdbc_schema_term", "databaseTerm");
        put("beta.row_binary_for_simple_insert", "nothing: inserts always go as blocks");
        put("jdbc_ignore_unsupported_values", "transactions=tolerate, which is the default");
        put("jdbcCompliant", "transactions=tolerate, which is the default");
    }

    private Migration() {}

    private static void put(String name, String hint) {
        HINTS.put(name, hint);
    }

    /** What to write in place of {@code name}, or null. */
    static String hint(String name) {
        String found = HINTS.get(name);
        return found == null ? null : "this driver has " + found;
    }
}
