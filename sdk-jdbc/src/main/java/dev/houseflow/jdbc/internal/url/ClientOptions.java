package dev.houseflow.jdbc.internal.url;

import dev.houseflow.CallListener;
import dev.houseflow.ClickHouseException;
import dev.houseflow.Compression;
import dev.houseflow.InsertMode;
import dev.houseflow.LoadBalancing;
import dev.houseflow.RetryPolicy;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** The options that a client is made with. */
final class ClientOptions {
    static final List<Property> ALL = Collections.unmodifiableList(Arrays.asList(
            Property.USER,
            Property.PASSWORD,
            Property.ACCESS_TOKEN,
            Property.SSL_ROOT_CERT,
            Property.SSL_CERT,
            Property.SSL_KEY,
            Property.CERTIFICATE_AUTH,
            Property.SSL_CONTEXT,
            Property.TLS_SERVER_NAME,
            Property.TLS_PROTOCOLS,
            Property.TLS_CIPHER_SUITES,
            Property.COMPRESSION,
            Property.INSERT_MODE,
            Property.CONNECT_TIMEOUT,
            Property.SOCKET_TIMEOUT,
            Property.MAX_CONNECTIONS,
            Property.POOL_TIMEOUT,
            Property.IDLE_TIMEOUT,
            Property.MAX_CONNECTION_AGE,
            Property.MAX_CONNECTS_PER_SECOND,
            Property.KEEP_ALIVE,
            Property.TCP_NO_DELAY,
            Property.READ_BUFFER_SIZE,
            Property.RECEIVE_BUFFER_SIZE,
            Property.SEND_BUFFER_SIZE,
            Property.MAX_BLOCK_BYTES,
            Property.MAX_HEAD_BYTES,
            Property.RETRY_MAX_ATTEMPTS,
            Property.RETRY_INITIAL_BACKOFF,
            Property.RETRY_MAX_BACKOFF,
            Property.LOAD_BALANCING,
            Property.KILL_ON_CANCEL,
            Property.STATEMENT_IN_ERRORS,
            Property.PROXY,
            Property.NO_PROXY,
            Property.PROXY_FROM_ENVIRONMENT,
            Property.CLIENT_NAME,
            Property.QUOTA_KEY,
            Property.EXECUTOR,
            Property.CALL_LISTENER));

    private final Options options;
    private final ClickHouseAsyncClient.Builder builder;

    private ClientOptions(Options options) {
        this.options = options;
        this.builder = ClickHouseAsyncClient.builder(options.endpoints());
    }

    /** A client with {@code options}. It sends nothing yet. */
    static ClickHouseAsyncClient client(Options options) throws SQLException {
        try {
            ClientOptions made = new ClientOptions(options);
            made.who();
            made.network();
            made.behaviour();
            return made.builder.build();
        } catch (ClickHouseException | IllegalArgumentException e) {
            throw SqlErrors.configuration(e.getMessage(), e);
        }
    }

    private void who() throws SQLException {
        String user = options.text(Property.USER);
        if (user != null && !user.isEmpty()) builder.username(user);
        Object password = options.object(Property.PASSWORD);
        if (password instanceof Supplier) {
            Supplier<?> passwords = (Supplier<?>) password;
            builder.passwordSupplier(() -> CompletableFuture.completedFuture(String.valueOf(passwords.get())));
        } else if (password != null && !password.toString().isEmpty()) {
            builder.password(password.toString());
        }
        Object token = options.object(Property.ACCESS_TOKEN);
        if (token instanceof Supplier) {
            Supplier<?> tokens = (Supplier<?>) token;
            builder.accessToken(() -> CompletableFuture.completedFuture(String.valueOf(tokens.get())));
        } else if (token != null) {
            builder.accessToken(() -> CompletableFuture.completedFuture(token.toString()));
        }
        if (options.flag(Property.CERTIFICATE_AUTH)) builder.certificateAuth(true);
        SSLContext context = live(Property.SSL_CONTEXT, SSLContext.class);
        SSLContext ofFiles = PemFiles.context(options);
        if (context != null && ofFiles != null) {
            throw SqlErrors.configuration(
                    "sslContext excludes sslRootCert, sslCert and sslKey; leave one of them out", null);
        }
        if (context != null || ofFiles != null) builder.sslContext(context != null ? context : ofFiles);
        String serverName = options.text(Property.TLS_SERVER_NAME);
        if (serverName != null) builder.tlsServerName(serverName);
        List<String> protocols = options.list(Property.TLS_PROTOCOLS);
        if (protocols != null) builder.tlsProtocols(protocols);
        List<String> ciphers = options.list(Property.TLS_CIPHER_SUITES);
        if (ciphers != null) builder.tlsCipherSuites(ciphers);
    }

    private void network() throws SQLException {
        Duration connect = options.duration(Property.CONNECT_TIMEOUT);
        if (connect != null) builder.connectTimeout(connect);
        Duration socket = options.duration(Property.SOCKET_TIMEOUT);
        if (socket != null) builder.firstByteTimeout(socket).silenceTimeout(socket);
        Integer connections = whole(Property.MAX_CONNECTIONS);
        if (connections != null) builder.maxConnections(connections);
        if (options.text(Property.POOL_TIMEOUT) != null) builder.poolTimeout(options.duration(Property.POOL_TIMEOUT));
        Duration idle = options.duration(Property.IDLE_TIMEOUT);
        if (idle != null) builder.idleTimeout(idle);
        if (options.text(Property.MAX_CONNECTION_AGE) != null)
            builder.maxConnectionAge(options.duration(Property.MAX_CONNECTION_AGE));
        Integer connects = whole(Property.MAX_CONNECTS_PER_SECOND);
        if (connects != null) builder.maxConnectsPerSecond(connects);
        builder.keepAlive(options.flag(Property.KEEP_ALIVE));
        builder.tcpNoDelay(options.flag(Property.TCP_NO_DELAY));
        Integer readBuffer = whole(Property.READ_BUFFER_SIZE);
        if (readBuffer != null) builder.readBufferSize(readBuffer);
        Integer receive = whole(Property.RECEIVE_BUFFER_SIZE);
        if (receive != null) builder.receiveBufferSize(receive);
        Integer send = whole(Property.SEND_BUFFER_SIZE);
        if (send != null) builder.sendBufferSize(send);
        String proxy = options.text(Property.PROXY);
        if (proxy != null) builder.proxy(proxy);
        List<String> noProxy = options.list(Property.NO_PROXY);
        if (noProxy != null) builder.noProxy(noProxy);
        if (options.flag(Property.PROXY_FROM_ENVIRONMENT)) builder.proxyFromEnvironment(true);
    }

    private void behaviour() throws SQLException {
        String compression = options.text(Property.COMPRESSION);
        if (compression != null) builder.compression(Compression.valueOf(upper(compression)));
        String insertMode = options.text(Property.INSERT_MODE);
        if (insertMode != null) builder.insertMode(InsertMode.valueOf(upper(insertMode)));
        String balancing = options.text(Property.LOAD_BALANCING);
        if (balancing != null) builder.loadBalancing(LoadBalancing.valueOf(upper(balancing)));
        Long block = options.number(Property.MAX_BLOCK_BYTES);
        if (block != null) builder.maxBlockBytes(block);
        Integer head = whole(Property.MAX_HEAD_BYTES);
        if (head != null) builder.maxHeadBytes(head);
        String clientName = options.text(Property.CLIENT_NAME);
        if (clientName != null) builder.clientName(clientName);
        String quotaKey = options.text(Property.QUOTA_KEY);
        if (quotaKey != null) builder.quotaKey(quotaKey);
        options.headers().forEach(builder::header);
        builder.retry(retry());
        builder.killOnCancel(options.flag(Property.KILL_ON_CANCEL));
        builder.statementInErrors(options.flag(Property.STATEMENT_IN_ERRORS));
        Executor executor = live(Property.EXECUTOR, Executor.class);
        if (executor != null) builder.executor(executor);
        CallListener listener = live(Property.CALL_LISTENER, CallListener.class);
        if (listener != null) builder.callListener(listener);
    }

    private RetryPolicy retry() throws SQLException {
        RetryPolicy.Builder retry = RetryPolicy.builder();
        Integer attempts = whole(Property.RETRY_MAX_ATTEMPTS);
        if (attempts != null) retry.maxAttempts(attempts);
        Duration first = options.duration(Property.RETRY_INITIAL_BACKOFF);
        if (first != null) retry.initialBackoff(first);
        Duration most = options.duration(Property.RETRY_MAX_BACKOFF);
        if (most != null) retry.maxBackoff(most);
        return retry.build();
    }

    private Integer whole(Property property) throws SQLException {
        Long value = options.number(property);
        if (value == null) return null;
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw SqlErrors.configuration(
                    "The property " + property + " is " + value + "; give a number from 0 to 2147483647", null);
        }
        return value.intValue();
    }

    private <T> T live(Property property, Class<T> type) throws SQLException {
        Object value = options.object(property);
        if (value == null || type.isInstance(value)) return type.cast(value);
        throw SqlErrors.configuration(
                "The property " + property + " is a " + value.getClass().getName() + "; give a " + type.getName(),
                null);
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
