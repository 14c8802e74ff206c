package dev.houseflow.jdbc.internal.url;

import java.util.HashMap;
import java.util.Map;

/** Properties of the official driver, and what takes their place. */
final class Migration {
    private static final Map<String, String> HINTS = new HashMap<>();

    static {
        put(
                "compression=lz4, zstd or none",
                "compress",
                "decompress",
                "compress_algorithm",
                "compression.method",
                "compression.lz4.uncompressed_buffer_size",
                "client.use_http_compression",
                "disable_native_compression",
                "app_compressed_data");
        put("connectTimeout, in ms", "connect_timeout", "connection_timeout");
        put("socketTimeout, in ms", "socket_timeout");
        put("queryTimeout in ms, or setting.max_execution_time in s", "max_execution_time");
        put("poolTimeout, in ms", "connection_request_timeout");
        put("maxConnections", "max_open_connections");
        put("idleTimeout, in ms", "http_keep_alive_timeout");
        put("maxConnectionAge, in ms", "connection_ttl");
        put("receiveBufferSize", "socket_rcvbuf");
        put("sendBufferSize", "socket_sndbuf");
        put("readBufferSize", "client_network_buffer_size", "buffer_size");
        put("retry.maxAttempts", "retry", "client_retry_on_failures");
        put(
                "setting.NAME=value for each",
                "custom_http_params",
                "custom_settings",
                "default_query_settings",
                "custom_settings_prefix");
        put("session=true, which gives each Connection a session of its own", "session_id");
        put(
                "roles, with commas; SET ROLE is remembered by the Connection",
                "session_db_roles",
                "remember_last_set_roles");
        put("accessToken", "bearer_token", "access_token");
        put("certificateAuth=true", "ssl_authentication");
        put(
                "ssl=true; the server's certificate is always checked, sslRootCert names other authorities",
                "sslmode",
                "ssl_mode");
        put("sslRootCert, a PEM file", "sslrootcert");
        put("sslCert, a PEM file", "sslcert");
        put("sslKey, a PEM file", "sslkey", "ssl_key");
        put("sslRootCert, a PEM file; or an SSLContext through Properties as sslContext", "trust_store");
        put(
                "sslCert and sslKey, PEM files; or an SSLContext through Properties as sslContext",
                "key_store",
                "ssl_key_store",
                "key_store_type",
                "key_store_password");
        put("an SSLContext through Properties as sslContext", "ssl_context");
        put("tlsServerName", "ssl_socket_sni");
        put("tlsCipherSuites, with commas", "ssl_cipher_suites");
        put(
                "proxy=http://user:password@host:port, or socks5://",
                "proxy_type",
                "proxy_host",
                "proxy_port",
                "proxy_user",
                "proxy_password");
        put("applicationName, or clientName for the User-Agent", "client_name", "client_id_metadata", "product_name");
        put("loadBalancing", "load_balancing_policy");
        put("several hosts in the URL, and retry.maxAttempts", "failover");
        put("nothing: servers that fail are left out for a while", "health_check_interval");
        put("setQueryId of HouseflowStatement, for one execution", "query_id", "jdbc_query_id_generator");
        put("a callListener through Properties", "metrics_name", "jdbc_metrics_recorder");
        put("an executor through Properties", "async", "max_threads_per_client");
        put(
                "nothing: moments are exact in every zone, and wall clocks are those of the column",
                "use_server_time_zone",
                "use_time_zone",
                "server_time_zone",
                "use_server_time_zone_for_dates");
        put(
                "nothing: results are read in the Native format, and each type has one class",
                "format",
                "type_hint_mapping",
                "jdbc_type_mappings",
                "typeMappings",
                "binary_string_support",
                "client_allow_binary_reader_to_reuse_buffers",
                "json_disable_number_quoting",
                "jdbc_json_parser_factory");
        put(
                "nothing: connections are always pooled, and the server says what it is",
                "connection_pool_enabled",
                "connection_reuse_strategy",
                "http_connection_provider",
                "server_version");
        put("nothing: sockets are set as HTTP needs them", "socket_reuseaddr", "socket_linger");
        put("keepAlive", "socket_keepalive");
        put("tcpNoDelay", "socket_tcp_nodelay");
        put(
                "nothing: statement, parameters and user travel in one way only",
                "http_use_basic_auth",
                "client.http.cookies_enabled",
                "client.http.use_form_request_for_query");
        put("databaseTerm", "jdbc_schema_term");
        put("nothing: inserts always go as blocks", "beta.row_binary_for_simple_insert");
        put(
                "nothing: statements are not parsed, each has one result at a time, and setMaxRows is exact",
                "jdbc_sql_parser",
                "jdbc_resultset_auto_close",
                "jdbc_use_max_result_rows");
        put(
                "nothing: the server that runs a query is asked to stop it, and metadata comes from system tables",
                "jdbc_cluster_name",
                "jdbc_metadata_use_show_statements");
        put("transactions=tolerate, which is the default", "jdbc_ignore_unsupported_values", "jdbcCompliant");
    }

    private Migration() {}

    private static void put(String hint, String... names) {
        for (String name : names) HINTS.put(name, hint);
    }

    /** What to write in place of {@code name}, or null. */
    static String hint(String name) {
        String found = HINTS.get(name);
        return found == null ? null : "this driver has " + found;
    }
}
