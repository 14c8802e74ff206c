package dev.houseflow.coroutines.internal.schema

import dev.houseflow.ClickHouseSql
import dev.houseflow.ClusterReplica
import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.Row

/** The replicas of a cluster, as a server's configuration names them. */
@InternalHouseflowApi
public object ClusterReplicas {
    /**
     * The question; its rows are sorted by shard and replica. Without parameters, which servers
     * from before 2019 do not know.
     */
    @JvmStatic
    public fun sql(cluster: String): String = "SELECT shard_num, shard_weight, replica_num, host_name, host_address, port " +
        "FROM system.clusters WHERE cluster = ${ClickHouseSql.literal(cluster)} ORDER BY shard_num, replica_num"

    /** A row of [sql]. */
    @JvmStatic
    public fun of(row: Row): ClusterReplica = ClusterReplica(
        shard = row.getInt("shard_num"),
        weight = row.getLong("shard_weight"),
        replica = row.getInt("replica_num"),
        host = row.getString("host_name"),
        address = row.getString("host_address"),
        port = row.getInt("port"),
    )

    /** The endpoints of each shard, in the order of the shards' numbers. */
    @JvmStatic
    public fun endpoints(cluster: String, replicas: List<ClusterReplica>, endpoint: (ClusterReplica) -> String): List<List<String>> {
        if (replicas.isEmpty()) {
            throw ConfigurationException(
                "The server knows no cluster $cluster; SELECT DISTINCT cluster FROM system.clusters lists those it has",
            )
        }
        return replicas.groupBy { it.shard }.toSortedMap().values.map { shard -> shard.map(endpoint) }
    }

    /** What a cluster can be made of. */
    @JvmStatic
    public fun check(shards: List<List<String>>) {
        if (shards.isEmpty()) throw ConfigurationException("A cluster has at least one shard")
        shards.forEachIndexed { index, replicas ->
            if (replicas.isEmpty()) throw ConfigurationException("Shard $index has no endpoint; give one for each of its replicas")
        }
    }
}
