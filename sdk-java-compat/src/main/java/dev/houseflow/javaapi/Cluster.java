package dev.houseflow.javaapi;

import dev.houseflow.Block;
import dev.houseflow.ClusterReplica;
import dev.houseflow.InsertRequest;
import dev.houseflow.InserterOptions;
import dev.houseflow.QueryRequest;
import dev.houseflow.coroutines.internal.schema.ClusterReplicas;
import dev.houseflow.javaapi.internal.async.Bridge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;

/**
 * The shards of a cluster: a client for each, of its replicas, and one of all endpoints.
 *
 * <p>Which shard a row belongs to is the caller's to say, by a function of the row. The servers do
 * what is theirs: replication, quorum, {@code ON CLUSTER}, {@code Distributed} tables. A list of
 * shards is not looked up again: make another cluster when the servers change.
 *
 * <p>Its maker closes it. {@link #close} closes its clients too. Thread-safe. See docs/scale.md.
 */
public final class Cluster implements AutoCloseable {
    private final List<List<String>> endpoints;
    private final List<ClickHouseAsyncClient> shards;
    private final ClickHouseAsyncClient any;

    private Cluster(List<List<String>> endpoints, Consumer<ClickHouseAsyncClient.Builder> configure) {
        List<List<String>> copy = new ArrayList<>();
        for (List<String> replicas : endpoints) copy.add(Collections.unmodifiableList(new ArrayList<>(replicas)));
        ClusterReplicas.check(copy);
        this.endpoints = Collections.unmodifiableList(copy);
        List<ClickHouseAsyncClient> clients = new ArrayList<>();
        for (List<String> replicas : copy) clients.add(client(replicas, configure));
        shards = Collections.unmodifiableList(clients);
        any = client(copy.stream().flatMap(List::stream).collect(Collectors.toList()), configure);
    }

    private static ClickHouseAsyncClient client(
            List<String> endpoints, Consumer<ClickHouseAsyncClient.Builder> configure) {
        ClickHouseAsyncClient.Builder builder = ClickHouseAsyncClient.builder(endpoints);
        configure.accept(builder);
        return builder.build();
    }

    /** See {@link #of(List, Consumer)}. Every option of the clients has its default. */
    public static Cluster of(List<List<String>> endpoints) {
        return of(endpoints, builder -> {});
    }

    /**
     * A cluster of the shards that are given.
     *
     * @param endpoints the endpoints of each shard's replicas; the order of the shards is what keys
     * choose by
     * @param configure sets the options of every client
     * @throws dev.houseflow.ConfigurationException when there is no shard, or a shard has no
     * endpoint
     */
    public static Cluster of(List<List<String>> endpoints, Consumer<ClickHouseAsyncClient.Builder> configure) {
        return new Cluster(
                Objects.requireNonNull(endpoints, "endpoints"), Objects.requireNonNull(configure, "configure"));
    }

    /**
     * See {@link #discover(ClickHouseAsyncClient, String, Function, Consumer)}. Every option of the
     * clients has its default.
     */
    public static CompletableFuture<Cluster> discover(
            ClickHouseAsyncClient ch, String name, Function<ClusterReplica, String> endpoint) {
        return discover(ch, name, endpoint, builder -> {});
    }

    /**
     * The cluster {@code name} as {@code system.clusters} of a client's server lists it now. The
     * list knows hosts and ports of the native protocol, and not of HTTP: {@code endpoint} makes
     * the endpoint of each replica, as in {@code replica -> "http://" + replica.host() + ":8123"}.
     *
     * <p>Fails with {@code ConfigurationException} when the server knows no such cluster.
     *
     * @param ch a client of one of the cluster's servers; stays the caller's
     * @param configure sets the options of every client
     */
    public static CompletableFuture<Cluster> discover(
            ClickHouseAsyncClient ch,
            String name,
            Function<ClusterReplica, String> endpoint,
            Consumer<ClickHouseAsyncClient.Builder> configure) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(configure, "configure");
        return ch.bridge
                .collectRows(QueryRequest.of(ClusterReplicas.sql(name)), ClusterReplicas::of)
                .thenApply(
                        replicas -> new Cluster(ClusterReplicas.endpoints(name, replicas, endpoint::apply), configure));
    }

    /** The endpoints of each shard's replicas. */
    public List<List<String>> endpoints() {
        return endpoints;
    }

    /**
     * A client of each shard: what it calls goes to one of the shard's replicas. Closed with the
     * cluster.
     */
    public List<ClickHouseAsyncClient> shards() {
        return shards;
    }

    /**
     *  A client of all endpoints, for what is the same everywhere: {@code Distributed} tables,
     * {@code ON CLUSTER}. Closed with the cluster.
     */
    public ClickHouseAsyncClient any() {
        return any;
    }

    /**
     * An inserter that puts each row into the shard that {@code shardOf} says, from 0. Each shard
     * has batches of its own, which are full ones, and which are sent again to its replicas as the
     * options say: so {@code maxRows}, {@code inFlight} and {@code capacity} hold for each shard.
     * Its results are sums over the shards. The builder's {@code build()} makes it.
     *
     * <p>The table is the local one, not a {@code Distributed} one. See
     * {@link ClickHouseAsyncClient#inserter}.
     */
    public <T> Inserter.Builder<T> inserter(InsertRequest request, Class<T> type, ToIntFunction<? super T> shardOf) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(shardOf, "shardOf");
        return new Inserter.Builder<>(options -> open(request, type, shardOf, options));
    }

    /** See {@link #inserter(InsertRequest, Class, ToIntFunction)}. */
    public <T> Inserter.Builder<T> inserter(String table, Class<T> type, ToIntFunction<? super T> shardOf) {
        return inserter(InsertRequest.of(Objects.requireNonNull(table, "table")), type, shardOf);
    }

    private <T> Inserter<T> open(
            InsertRequest request, Class<T> type, ToIntFunction<? super T> shardOf, InserterOptions<T> options) {
        return new Inserter<>(first().shardedInserter(bridges(), request, type, options, shardOf));
    }

    /**
     * The rows of a query of all shards, each read by a stream of its own, all at once; those of
     * different shards come mixed. The statement is one about local tables. A shard is asked again
     * as its client's retry policy says, before its first row; later failures end the publisher.
     */
    public <T> Publisher<T> publish(QueryRequest request, Class<T> type) {
        return first().publishShards(
                        bridges(), Objects.requireNonNull(request, "request"), Objects.requireNonNull(type, "type"));
    }

    /** See {@link #publish(QueryRequest, Class)}. */
    public <T> Publisher<T> publish(String sql, Class<T> type) {
        return publish(QueryRequest.of(Objects.requireNonNull(sql, "sql")), type);
    }

    /** The blocks of a query of all shards. See {@link #publish(QueryRequest, Class)}. */
    public Publisher<Block> publishBlocks(QueryRequest request) {
        return first().publishShardBlocks(bridges(), Objects.requireNonNull(request, "request"));
    }

    /**
     * Calls all shards at once, each with its number from 0, and gives what came of each:
     * {@code action} returns the future of a call. The first failure is the future's.
     */
    public <R> CompletableFuture<List<R>> onEachShard(
            BiFunction<Integer, ClickHouseAsyncClient, CompletableFuture<R>> action) {
        List<CompletableFuture<R>> calls = new ArrayList<>();
        for (int shard = 0; shard < shards.size(); shard++) calls.add(action.apply(shard, shards.get(shard)));
        return CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> calls.stream().map(CompletableFuture::join).collect(Collectors.toList()));
    }

    private Bridge first() {
        return shards.get(0).bridge;
    }

    private List<Bridge> bridges() {
        return shards.stream().map(shard -> shard.bridge).collect(Collectors.toList());
    }

    /** Closes the clients. */
    @Override
    public void close() {
        shards.forEach(ClickHouseAsyncClient::close);
        any.close();
    }

    @Override
    public String toString() {
        return "Cluster" + endpoints;
    }
}
