package dev.houseflow.javaapi;

import dev.houseflow.CallListener;
import dev.houseflow.QueryEndpointRequest;
import dev.houseflow.QueryEndpointTable;
import dev.houseflow.QueryResult;
import dev.houseflow.RawResponse;
import dev.houseflow.RetryPolicy;
import dev.houseflow.coroutines.QueryEndpointConfig;
import dev.houseflow.javaapi.internal.async.EndpointBridge;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import kotlinx.coroutines.ExecutorsKt;
import org.reactivestreams.Publisher;

/**
 * One query endpoint of ClickHouse Cloud for Java: a query that is stored there under an id, run
 * over HTTP with the key of an organization. Futures for single answers, {@link RowStream} to pull
 * a long one, {@link Publisher} to be pushed one with back-pressure.
 *
 * <p>Thread-safe, and meant to be shared. No thread is held while a future waits. Cancelling a
 * future that a call returned, closing a stream before its end, or cancelling a subscription closes
 * the call's connection. Rows are records and beans, as {@link ClickHouseAsyncClient} has them.
 *
 * <p>Calls fail with a {@link dev.houseflow.QueryEndpointException} with the endpoint's message
 * when it refuses, {@code ServerException} when the query fails after its answer has begun,
 * {@code TransportException} when the connection fails or the answer is cut off,
 * {@code FormatException} when an answer is not what the call reads, and
 * {@code ConfigurationException} when the request cannot work. What the stored query does is not
 * known here, so a call that may have arrived is made again only when its request is called
 * idempotent.
 *
 * <p>No argument may be {@code null} unless its description says so, and no function returns
 * {@code null}.
 *
 * <p>See the page "Query API endpoints" of the ClickHouse Cloud manual.
 */
public final class AsyncQueryEndpoint implements AutoCloseable {
    private final EndpointBridge bridge;

    private AsyncQueryEndpoint(EndpointBridge bridge) {
        this.bridge = bridge;
    }

    /**
     * Starts a client of the query endpoint {@code endpointId}, a UUID, called with the key
     * {@code keyId}, whose secret is {@code keySecret} and never printed.
     */
    public static Builder builder(String endpointId, String keyId, String keySecret) {
        return new Builder(
                Objects.requireNonNull(endpointId, "endpointId"),
                Objects.requireNonNull(keyId, "keyId"),
                Objects.requireNonNull(keySecret, "keySecret"));
    }

    /** Runs the query and gives the whole answer as it comes, in the request's format. */
    public CompletableFuture<RawResponse> call(QueryEndpointRequest request) {
        return bridge.call(Objects.requireNonNull(request, "request"));
    }

    /** See {@link #call(QueryEndpointRequest)}; without variables. */
    public CompletableFuture<RawResponse> call() {
        return call(QueryEndpointRequest.builder().build());
    }

    /**
     * Runs a query that takes data, such as {@code INSERT INTO t}, with {@code data}, which is in
     * the request's format. The variables go into the URL. The array must not be changed meanwhile.
     */
    public CompletableFuture<RawResponse> upload(QueryEndpointRequest request, byte[] data) {
        return bridge.upload(Objects.requireNonNull(request, "request"), Objects.requireNonNull(data, "data"));
    }

    /**
     * See {@link #upload(QueryEndpointRequest, byte[])}. Sends the file at {@code path}, piece by
     * piece; fails with a {@code java.io.IOException} when it cannot be read.
     */
    public CompletableFuture<RawResponse> upload(QueryEndpointRequest request, Path path) {
        return bridge.upload(Objects.requireNonNull(request, "request"), Objects.requireNonNull(path, "path"));
    }

    /**
     * See {@link #upload(QueryEndpointRequest, byte[])}. Sends what is left in {@code stream},
     * piece by piece, on a thread that may block. The stream stays open; it is its caller's to
     * close, when the future has completed.
     */
    public CompletableFuture<RawResponse> upload(QueryEndpointRequest request, InputStream stream) {
        return bridge.upload(Objects.requireNonNull(request, "request"), Objects.requireNonNull(stream, "stream"));
    }

    /**
     * See {@link #upload(QueryEndpointRequest, byte[])}. Sends what {@code data} publishes, piece
     * by piece while it comes.
     */
    public CompletableFuture<RawResponse> upload(QueryEndpointRequest request, Publisher<byte[]> data) {
        return bridge.upload(Objects.requireNonNull(request, "request"), Objects.requireNonNull(data, "data"));
    }

    /** All rows as objects; read as {@code Native}, which needs version 2. */
    public <T> CompletableFuture<QueryResult<T>> query(QueryEndpointRequest request, Class<T> type) {
        return bridge.query(Objects.requireNonNull(request, "request"), Objects.requireNonNull(type, "type"));
    }

    /**
     * The rows as objects, to be pulled while they come; read as {@code Native}, which needs
     * version 2. The caller closes the stream. Throws a {@code ConfigurationException} at once when
     * {@code type} cannot be a row.
     */
    public <T> RowStream<T> stream(QueryEndpointRequest request, Class<T> type) {
        return bridge.stream(Objects.requireNonNull(request, "request"), Objects.requireNonNull(type, "type"));
    }

    /**
     * The rows as objects, pushed as the subscriber requests them. Cold: every subscriber runs the
     * query anew. See {@link #stream}.
     */
    public <T> Publisher<T> publish(QueryEndpointRequest request, Class<T> type) {
        return bridge.publish(Objects.requireNonNull(request, "request"), Objects.requireNonNull(type, "type"));
    }

    /**
     * The lines of an answer in {@code JSONEachRow}, or the request's format if that has a row in
     * each line, to be pulled while they come; without their line feeds. Needs version 2. The
     * caller closes the stream.
     */
    public RowStream<String> lines(QueryEndpointRequest request) {
        return bridge.lines(Objects.requireNonNull(request, "request"));
    }

    /** The lines of an answer, pushed. See {@link #lines} and {@link #publish}. */
    public Publisher<String> publishLines(QueryEndpointRequest request) {
        return bridge.publishLines(Objects.requireNonNull(request, "request"));
    }

    /**
     * The answer as bytes, in the request's format, to be read while they come; needs version 2.
     * The request is sent with the first read; the caller closes the stream. A call that fails
     * makes {@code read} throw an {@code IOException} whose cause is the
     * {@link dev.houseflow.ClickHouseException}; so does reading after a close.
     */
    public InputStream rawStream(QueryEndpointRequest request) {
        return bridge.rawStream(Objects.requireNonNull(request, "request"));
    }

    /**
     * The answer as bytes, pushed in chunks that belong to the subscriber. See {@link #rawStream}
     * and {@link #publish}.
     */
    public Publisher<byte[]> publishRaw(QueryEndpointRequest request) {
        return bridge.publishRaw(Objects.requireNonNull(request, "request"));
    }

    /** The answer of an endpoint of version 1, which is a table whatever the format. */
    public CompletableFuture<QueryEndpointTable> table(QueryEndpointRequest request) {
        return bridge.table(Objects.requireNonNull(request, "request"));
    }

    /**
     * Takes no more calls, and lets go of connections when those under way have ended. Does not
     * wait. Closing twice does nothing.
     */
    @Override
    public void close() {
        bridge.close();
    }

    /** The endpoint and the key's id, for people; never its secret. */
    @Override
    public String toString() {
        return "AsyncQueryEndpoint(" + bridge + ")";
    }

    /** The options of an {@link AsyncQueryEndpoint}. Not thread-safe. */
    public static final class Builder {
        private final String endpointId;
        private final String keyId;
        private final String keySecret;
        private final QueryEndpointConfig config = new QueryEndpointConfig();

        private Builder(String endpointId, String keyId, String keySecret) {
            this.endpointId = endpointId;
            this.keyId = keyId;
            this.keySecret = keySecret;
        }

        /**
         * Where the endpoints are, without the id: {@code https://host[:port][/path]}, port 443 by
         * default. Default: {@link QueryEndpointConfig#DEFAULT_BASE_URL}.
         */
        public Builder baseUrl(String baseUrl) {
            config.setBaseUrl(Objects.requireNonNull(baseUrl, "baseUrl"));
            return this;
        }

        /**
         * The version of the endpoint, 1 or 2, which is said with every call. Version 1 knows few
         * formats and answers with a table; version 2 knows all formats, and streams. Default: 2.
         */
        public Builder version(int version) {
            config.setVersion(version);
            return this;
        }

        /**
         * The time that the endpoint gives a query, unless its request says another; the client
         * waits five seconds longer for the whole call. A stream's time includes that of its
         * reader. Default: {@code null}, the endpoint's own, 30 s, and no limit on this side.
         */
        public Builder timeout(Duration timeout) {
            config.setTimeout(timeout);
            return this;
        }

        /** See {@link ClickHouseAsyncClient.Builder#clientName}. Default: {@code null}, no name. */
        public Builder clientName(String clientName) {
            config.setClientName(clientName);
            return this;
        }

        /** See {@link ClickHouseAsyncClient.Builder#header}: sent with every call. */
        public Builder header(String name, String value) {
            config.header(name, value);
            return this;
        }

        /** See {@link ClickHouseAsyncClient.Builder#connectTimeout}. Default: 10 s. */
        public Builder connectTimeout(Duration connectTimeout) {
            config.setConnectTimeout(Objects.requireNonNull(connectTimeout, "connectTimeout"));
            return this;
        }

        /**
         * See {@link ClickHouseAsyncClient.Builder#silenceTimeout}. Default: {@code null}, no
         * limit.
         */
        public Builder silenceTimeout(Duration silenceTimeout) {
            config.setSilenceTimeout(silenceTimeout);
            return this;
        }

        /**
         * See {@link ClickHouseAsyncClient.Builder#maxBlockBytes}; one line of an answer by lines
         * may be as long. Default: as there.
         */
        public Builder maxBlockBytes(long maxBlockBytes) {
            config.setMaxBlockBytes(maxBlockBytes);
            return this;
        }

        /** See {@link ClickHouseAsyncClient.Builder#maxHeadBytes}. Default: 1 MiB. */
        public Builder maxHeadBytes(int maxHeadBytes) {
            config.setMaxHeadBytes(maxHeadBytes);
            return this;
        }

        /**
         * See {@link ClickHouseAsyncClient.Builder#connections}: endpoints of one address best
         * share them. Default: {@code null}, connections of its own.
         */
        public Builder connections(HttpConnections connections) {
            config.setConnections(HttpConnections.poolOf(connections));
            return this;
        }

        /**
         * How often a call that failed is made again, as far as its request allows. Default:
         * {@link RetryPolicy#DEFAULT}.
         */
        public Builder retry(RetryPolicy retry) {
            config.setRetry(Objects.requireNonNull(retry, "retry"));
            return this;
        }

        /** See {@link ClickHouseAsyncClient.Builder#callListener}. */
        public Builder callListener(CallListener listener) {
            config.callListener(listener);
            return this;
        }

        /**
         * See {@link ClickHouseAsyncClient.Builder#sslContext}. Default: {@code null}, the JVM's or
         * Android's own default.
         */
        public Builder sslContext(SSLContext sslContext) {
            config.setSslContext(sslContext);
            return this;
        }

        /** See {@link ClickHouseAsyncClient.Builder#proxy}. Default: {@code null}, none. */
        public Builder proxy(String proxy) {
            config.setProxy(proxy);
            return this;
        }

        /** See {@link ClickHouseAsyncClient.Builder#noProxy(List)}. Default: none. */
        public Builder noProxy(List<String> noProxy) {
            config.setNoProxy(Collections.unmodifiableList(new ArrayList<>(noProxy)));
            return this;
        }

        /** See {@link #noProxy(List)}. */
        public Builder noProxy(String... noProxy) {
            return noProxy(Arrays.asList(noProxy));
        }

        /**
         * See {@link ClickHouseAsyncClient.Builder#proxyFromEnvironment}. Default: {@code false}.
         */
        public Builder proxyFromEnvironment(boolean proxyFromEnvironment) {
            config.setProxyFromEnvironment(proxyFromEnvironment);
            return this;
        }

        /**
         * Where answers are decoded, futures complete and publishers signal, as for
         * {@link ClickHouseAsyncClient.Builder#executor}. Belongs to the caller. Default: daemon
         * threads of the client's own.
         */
        public Builder executor(Executor executor) {
            config.setDispatcher(ExecutorsKt.from(Objects.requireNonNull(executor, "executor")));
            return this;
        }

        /**
         * The client. Opens no connection yet. Throws a {@code ConfigurationException} when the id,
         * the key or an option cannot work. The builder must not be used again.
         */
        public AsyncQueryEndpoint build() {
            return new AsyncQueryEndpoint(new EndpointBridge(endpointId, keyId, keySecret, config));
        }

        /** The options, for people; never the secret. */
        @Override
        public String toString() {
            return "AsyncQueryEndpoint.Builder(" + endpointId + ", " + config + ")";
        }
    }
}
