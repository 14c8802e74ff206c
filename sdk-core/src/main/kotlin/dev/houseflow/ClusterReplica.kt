package dev.houseflow

/**
 * A replica of a shard, as `system.clusters` of a server names it.
 *
 * @property shard the number of the shard, from 1.
 * @property weight the weight of the shard: `Distributed` tables put rows into shards in proportion
 * to it.
 * @property replica the number of the replica in its shard, from 1.
 * @property host the host that the server's configuration names.
 * @property address the address that the server has found for [host]; empty when it found none.
 * @property port the port of the native protocol. The one of HTTP stands nowhere in
 * `system.clusters`.
 */
public class ClusterReplica
@InternalHouseflowApi constructor(
    @get:JvmName("shard") public val shard: Int,
    @get:JvmName("weight") public val weight: Long,
    @get:JvmName("replica") public val replica: Int,
    @get:JvmName("host") public val host: String,
    @get:JvmName("address") public val address: String,
    @get:JvmName("port") public val port: Int,
) {
    override fun toString(): String = "ClusterReplica(shard $shard, replica $replica, $host:$port)"
}
