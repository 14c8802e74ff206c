package dev.houseflow.spring.internal.clients;

import dev.houseflow.RetryPolicy;
import dev.houseflow.coroutines.ClickHouseClientConfig;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.spring.ClientProperties;
import dev.houseflow.spring.RetryProperties;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What one client is made from: where it connects to and as whom, which may come from elsewhere
 * than its properties, and the other properties.
 *
 * @param username {@code null} for the server's default user
 * @param password {@code null} for none
 * @param database {@code null} for the user's own
 * @param clientName {@code null} for none
 */
record ClientOptions(
        List<String> endpoints,
        String username,
        String password,
        String database,
        TlsSettings tls,
        String clientName,
        ClientProperties properties) {

    /** Says all of it to a Java client that is being made. */
    void apply(ClickHouseAsyncClient.Builder to) {
        ClientProperties from = properties;
        given(username, to::username);
        given(password, to::password);
        given(database, to::database);
        given(tls.context(), to::sslContext);
        given(tls.serverName(), to::tlsServerName);
        to.tlsProtocols(tls.protocols()).tlsCipherSuites(tls.cipherSuites());
        given(clientName, to::clientName);
        given(from.getAccessToken(), token -> to.accessToken(() -> CompletableFuture.completedFuture(token)));
        given(from.getQuotaKey(), to::quotaKey);
        given(from.getCompression(), to::compression);
        given(from.getInsertMode(), to::insertMode);
        if (!from.getRoles().isEmpty()) to.roles(from.getRoles());
        given(from.getTimeout(), to::timeout);
        given(from.getConnectTimeout(), to::connectTimeout);
        given(from.getPoolTimeout(), to::poolTimeout);
        given(from.getFirstByteTimeout(), to::firstByteTimeout);
        given(from.getSilenceTimeout(), to::silenceTimeout);
        given(from.getMaxConnections(), to::maxConnections);
        given(from.getIdleTimeout(), to::idleTimeout);
        given(from.getMaxConnectionAge(), to::maxConnectionAge);
        given(from.getMaxConnectsPerSecond(), to::maxConnectsPerSecond);
        given(from.getKeepAlive(), to::keepAlive);
        given(from.getTcpNoDelay(), to::tcpNoDelay);
        given(from.getLoadBalancing(), to::loadBalancing);
        given(from.getKillOnCancel(), to::killOnCancel);
        given(from.getStatementInErrors(), to::statementInErrors);
        given(from.getCertificateAuth(), to::certificateAuth);
        given(from.getProxy(), to::proxy);
        if (!from.getNoProxy().isEmpty()) to.noProxy(from.getNoProxy());
        to.retry(retry());
        from.getSettings().forEach(to::setting);
        from.getHeaders().forEach(to::header);
    }

    /** Says all of it to a Kotlin client that is being made. */
    void apply(ClickHouseClientConfig to) {
        ClientProperties from = properties;
        given(username, to::setUsername);
        given(password, to::setPassword);
        given(database, to::setDatabase);
        given(tls.context(), to::setSslContext);
        given(tls.serverName(), to::setTlsServerName);
        to.setTlsProtocols(tls.protocols());
        to.setTlsCipherSuites(tls.cipherSuites());
        given(clientName, to::setClientName);
        given(from.getAccessToken(), token -> to.setAccessToken(continuation -> token));
        given(from.getQuotaKey(), to::setQuotaKey);
        given(from.getCompression(), to::setCompression);
        given(from.getInsertMode(), to::setInsertMode);
        to.setRoles(from.getRoles());
        given(from.getTimeout(), to::setTimeout);
        given(from.getConnectTimeout(), to::setConnectTimeout);
        given(from.getPoolTimeout(), to::setPoolTimeout);
        given(from.getFirstByteTimeout(), to::setFirstByteTimeout);
        given(from.getSilenceTimeout(), to::setSilenceTimeout);
        given(from.getMaxConnections(), to::setMaxConnections);
        given(from.getIdleTimeout(), to::setIdleTimeout);
        given(from.getMaxConnectionAge(), to::setMaxConnectionAge);
        given(from.getMaxConnectsPerSecond(), to::setMaxConnectsPerSecond);
        given(from.getKeepAlive(), to::setKeepAlive);
        given(from.getTcpNoDelay(), to::setTcpNoDelay);
        given(from.getLoadBalancing(), to::setLoadBalancing);
        given(from.getKillOnCancel(), to::setKillOnCancel);
        given(from.getStatementInErrors(), to::setStatementInErrors);
        given(from.getCertificateAuth(), to::setCertificateAuth);
        given(from.getProxy(), to::setProxy);
        to.setNoProxy(from.getNoProxy());
        to.setRetry(retry());
        from.getSettings().forEach(to::setting);
        from.getHeaders().forEach(to::header);
    }

    private RetryPolicy retry() {
        RetryProperties from = properties.getRetry();
        RetryPolicy.Builder policy = RetryPolicy.builder();
        given(from.getMaxAttempts(), policy::maxAttempts);
        given(from.getInitialBackoff(), policy::initialBackoff);
        given(from.getMaxBackoff(), policy::maxBackoff);
        return policy.build();
    }

    private static <T> void given(T value, Consumer<? super T> to) {
        if (value != null) to.accept(value);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "ClientOptions[" + endpoints.size() + " endpoints, username=" + username + "]";
    }
}
