package dev.houseflow.coroutines

import dev.houseflow.Block
import dev.houseflow.ClusterReplica
import dev.houseflow.InsertRequest
import dev.houseflow.InserterOptions
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.internal.client.KotlinClient
import dev.houseflow.coroutines.internal.inserter.InserterEngine
import dev.houseflow.coroutines.internal.inserter.ShardedInserter
import dev.houseflow.coroutines.internal.schema.ClusterReplicas
import dev.houseflow.coroutines.internal.stream.MergedRows
import dev.houseflow.rowSerializer
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.merge
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.KSerializer

/**
 * The shards of a cluster: a client for each, of its replicas, and one of all endpoints.
 *
 * Which shard a row belongs to is the caller's to say, by a function of the row. The servers do
 * what is theirs: replication, quorum, `ON CLUSTER`, `Distributed` tables. A list of shards is not
 * looked up again: make another [Cluster] when the servers change.
 *
 * Its maker closes it. [close] closes its clients too. Thread-safe. See docs/scale.md.
 *
 * @param endpoints the endpoints of each shard's replicas, as of [ClickHouseClient]; the order of
 * the shards is what keys choose by.
 * @param configure the options of every client.
 * @throws dev.houseflow.ConfigurationException when there is no shard, or a shard has no endpoint.
 */
public class Cluster(endpoints: List<List<String>>, configure: ClickHouseClientConfig.() -> Unit = {}) : AutoCloseable {
    /** The endpoints of each shard's replicas. */
    public val endpoints: List<List<String>> = endpoints.map { it.toList() }.also { ClusterReplicas.check(it) }

    /** A client of each shard: what it calls goes to one of the shard's replicas. */
    public val shards: List<ClickHouseClient> = this.endpoints.map { ClickHouseClient(it, configure) }

    /**
     * A client of all endpoints, for what is the same everywhere: `Distributed` tables,
     * `ON CLUSTER`.
     */
    public val any: ClickHouseClient = ClickHouseClient(this.endpoints.flatten(), configure)

    /**
     * An inserter that puts each row into the shard that [shardOf] says, from 0. Each shard has
     * batches of its own, which are full ones, and which are sent again to its replicas as
     * [options] say: so `maxRows`, `inFlight` and `capacity` hold for each shard. Its results are
     * sums over the shards.
     *
     * The table is the local one, not a `Distributed` one. See [ClickHouseClient.inserter].
     */
    public fun <T> inserter(
        request: InsertRequest,
        serializer: KSerializer<T>,
        shardOf: (T) -> Int,
        options: InserterOptions<T> = InserterOptions.builder<T>().build(),
    ): Inserter<T> {
        val inserters = shards.map { (it as KotlinClient).inserter(request, serializer, options) as InserterEngine<T> }
        return ShardedInserter(inserters, shardOf)
    }

    /**
     * The rows of [request] of all shards, each read by a stream of its own, all at once; those of
     * different shards come mixed. The statement is one about local tables. A shard is asked again
     * as its client's retry policy says, before its first row; later failures end the flow.
     */
    public fun <T> stream(request: QueryRequest, serializer: KSerializer<T>): Flow<T> =
        MergedRows.of(shards.map { it.stream(request, serializer) })

    /** The blocks of [request] of all shards. See [stream]. */
    public fun blocks(request: QueryRequest): Flow<Block> = shards.map { it.blocks(request) }.merge().buffer(shards.size)

    /**
     *  Runs [action] on all shards at once, each with its number from 0, and gives what came of
     *  each. The first failure ends the others.
     */
    public suspend fun <R> onEachShard(action: suspend (shard: Int, ch: ClickHouseClient) -> R): List<R> = coroutineScope {
        shards.mapIndexed { index, ch -> async { action(index, ch) } }.awaitAll()
    }

    /** Closes the clients. */
    override fun close() {
        shards.forEach { it.close() }
        any.close()
    }

    override fun toString(): String = "Cluster$endpoints"

    public companion object {
        /**
         * The cluster [name] as `system.clusters` of [ch]'s server lists it now. The list knows
         * hosts and ports of the native protocol, and not of HTTP: [endpoint] makes the endpoint of
         * each replica, as in `{ "http://${it.host}:8123" }`.
         *
         * Throws `ConfigurationException` when the server knows no such cluster.
         */
        public suspend fun discover(
            ch: ClickHouseClient,
            name: String,
            endpoint: (ClusterReplica) -> String,
            configure: ClickHouseClientConfig.() -> Unit = {},
        ): Cluster {
            val replicas = ch.rows(QueryRequest.of(ClusterReplicas.sql(name))).map { ClusterReplicas.of(it) }.toList()
            return Cluster(ClusterReplicas.endpoints(name, replicas, endpoint), configure)
        }
    }
}

/** See [Cluster.inserter]. */
public inline fun <reified T> Cluster.inserter(
    table: String,
    noinline shardOf: (T) -> Int,
    configure: InserterOptions.Builder<T>.() -> Unit = {},
): Inserter<T> = inserter(InsertRequest.of(table), rowSerializer<T>(), shardOf, InserterOptions.builder<T>().apply(configure).build())

/** See [Cluster.stream]. */
public inline fun <reified T> Cluster.stream(sql: String, configure: QueryRequest.Builder.() -> Unit = {}): Flow<T> =
    stream(QueryRequest.builder(sql).apply(configure).build(), rowSerializer<T>())
